"""What Compose's `config` takes and no engine is refused for both targets, where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from composeport.errors import InputError
from stacks import stack
from translated import translate

_OVER = "write a number from 1 to 65535"
_LESS = "leave it out, or write more"
_IMPOSSIBLE = {
    "ports: [{target: 65536}]": ("no container has a port 65536", "write one from 1 to 65535"),
    "ports: [{target: 80, published: '65536'}]": ("no port is published as '65536'", _OVER),
    "ports: [{target: 80, published: '80-5000000000'}]": ("no port is published as '80-5000000000'", _OVER),
    "ports: [{target: 80, protocol: icmp}]": ("no port speaks 'icmp'", "write one of tcp, udp, sctp"),
    "expose: ['80/icmp']": ("no port speaks 'icmp'", "write one of tcp, udp, sctp"),
    "cpus: -1": ("cpus is less than nothing", _LESS),
    "cpu_period: -1": ("cpu_period is less than nothing", _LESS),
    "shm_size: -1": ("shm_size is less than nothing", _LESS),
    "stop_grace_period: -1s": ("stop_grace_period is less than nothing", _LESS),
    "deploy: {resources: {reservations: {cpus: '-0.5'}}}": ("cpus is less than nothing", _LESS),
    "deploy: {update_config: {delay: -1s}}": ("delay is less than nothing", _LESS),
    "deploy: {rollback_config: {monitor: -1s}}": ("monitor is less than nothing", _LESS),
    "deploy: {restart_policy: {window: -1s}}": ("window is less than nothing", _LESS),
    "healthcheck: {test: a, timeout: -1s}": ("timeout is less than nothing", _LESS),
    "healthcheck: {test: a, interval: 1ns}": ("interval is less than a millisecond", "write 1ms or more"),
    "healthcheck: {test: [CMD]}": ("the health check runs nothing", "write a command after CMD"),
    "volumes: [{type: tmpfs, target: /t, tmpfs: {size: '-1'}}]": ("size is less than nothing", _LESS),
    "volumes: [{type: volume, target: /v, volume: {subpath: a/../..}}]": (
        "'a/../..' leads out of the volume",
        "name a folder inside it",
    ),
    "volumes: [{type: bind, source: /s, target: /s, bind: {propagation: wide}}]": (
        "mounts do not spread by 'wide'",
        "write rslave or rshared, or nothing",
    ),
    "volumes: [{type: image, source: ' ', target: /i}]": ("' ' refers to no image", "write NAME:TAG, without spaces"),
    "pre_start: [{command: [a], image: 'a b'}]": ("'a b' refers to no image", "write NAME:TAG, without spaces"),
    "post_start: [{command: []}]": ("the hook of post_start runs nothing", "write its `command`"),
}
"""By what a service says: the message and the advice."""


@pytest.mark.parametrize("translation", [translate, stack], ids=["kubernetes", "swarm"])
@pytest.mark.parametrize("attribute", _IMPOSSIBLE)
def test_it_is_refused_with_the_reason(translation: Any, attribute: str) -> None:
    with pytest.raises(InputError) as refused:
        translation(f"services:\n  a:\n    image: x\n    {attribute}\n")

    [problem] = refused.value.problems
    assert (problem.message, problem.help) == _IMPOSSIBLE[attribute]
    assert problem.location is not None
    assert problem.location.line == 5


@pytest.mark.parametrize("translation", [translate, stack], ids=["kubernetes", "swarm"])
@pytest.mark.parametrize(
    ("kind", "mount"),
    [
        ("configs", "{source: c, target: /..}"),
        ("secrets", "{source: c, target: /}"),
        ("configs", "{source: c, mode: -1}"),
    ],
)
def test_a_file_without_a_name_or_with_a_negative_mode_is_refused(translation: Any, kind: str, mount: str) -> None:
    text = f"services:\n  a:\n    image: x\n    {kind}: [{mount}]\n{kind}: {{c: {{environment: TOKEN}}}}\n"

    with pytest.raises(InputError) as refused:
        translation(text)

    [problem] = refused.value.problems
    assert problem.location is not None
    assert problem.location.line == 5


@pytest.mark.parametrize("translation", [translate, stack], ids=["kubernetes", "swarm"])
@pytest.mark.parametrize(
    "attribute",
    [
        "ports: [{target: 80, protocol: TCP}, {target: 65535, published: '0'}]",
        "mem_limit: -1",
        "stop_grace_period: 0s",
        "healthcheck: {test: a, interval: 1ms, retries: 0}",
        "volumes: [{type: volume, target: /v, volume: {subpath: a/../b}}]",
        "expose: ['53/UDP', '1-2']",
    ],
)
def test_what_an_engine_takes_is_taken(translation: Any, attribute: str) -> None:
    translation(f"services:\n  a:\n    image: x\n    {attribute}\n")
