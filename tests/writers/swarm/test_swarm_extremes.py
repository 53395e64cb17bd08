"""Values that Compose takes and no manager, or not the client: each is left out or becomes one that is taken."""

from __future__ import annotations

import re
from typing import Any

import pytest

from composeport import load_project
from composeport.errors import UsageError
from composeport.writers.swarm.options import SwarmOptions
from stacks import Stacked, stack, stacked

_LEFT_OUT: dict[str, tuple[tuple[str, ...], str]] = {
    "cpus: 9223372036854775": (("deploy", "resources", "limits", "cpus"), "cpus"),
    "deploy: {resources: {reservations: {cpus: '1e18'}}}": (
        ("deploy", "resources", "reservations", "cpus"),
        "deploy.resources.reservations.cpus",
    ),
    "deploy: {endpoint_mode: any}": (("deploy", "endpoint_mode"), "deploy.endpoint_mode"),
    "deploy: {update_config: {failure_action: stop}}": (
        ("deploy", "update_config", "failure_action"),
        "deploy.update_config.failure_action",
    ),
    "deploy: {rollback_config: {failure_action: rollback}}": (
        ("deploy", "rollback_config", "failure_action"),
        "deploy.rollback_config.failure_action",
    ),
    "deploy: {update_config: {max_failure_ratio: 2}}": (
        ("deploy", "update_config", "max_failure_ratio"),
        "deploy.update_config.max_failure_ratio",
    ),
    "deploy: {labels: ['']}": (("deploy", "labels"), "deploy.labels"),
    "labels: ['']": (("labels",), "labels"),
    "sysctls: ['']": (("sysctls",), "sysctls"),
    "environment: ['=a']": (("environment",), "environment"),
    "credential_spec: {config: 'a b'}": (("credential_spec",), "credential_spec.config"),
    "platform: '{{.Node}}'": (("deploy", "placement"), "platform"),
}
"""By what a service says: where it would stand in the stack, and the attribute of the finding."""


def _web(attribute: str) -> Stacked:
    return stack(f"services:\n  web:\n    image: x:1\n    restart: always\n    {attribute}\n")


@pytest.mark.parametrize("attribute", _LEFT_OUT)
def test_what_a_manager_refuses_is_left_out_and_said(attribute: str) -> None:
    path, of = _LEFT_OUT[attribute]
    made = _web(attribute)

    found: Any = made.service()
    for part in path:
        found = found.get(part, {})

    assert found == {}
    assert [finding.split(" ")[2] for finding in made.only("CP801", "CP702")] == [f"services.web.{of}"]


def test_retries_are_as_many_as_a_manager_counts() -> None:
    made = _web("healthcheck: {test: a, retries: 5000000000}")
    assert made.service()["healthcheck"]["retries"] == 2_147_483_647
    assert made.only("CP801") == ["CP801 6:37 services.web.healthcheck.retries"]


def test_memory_is_no_more_than_the_client_reads_back() -> None:
    """It reads 9223372036854775807 as a fraction, which is one more."""
    made = _web("mem_limit: 9223372036854775807")
    assert made.service()["deploy"]["resources"]["limits"]["memory"] == "9007199254740991K"


@pytest.mark.parametrize("name", ["a b", "-a", "a-", "é", "a" * 65, "service:db"])
@pytest.mark.parametrize("kind", ["configs", "secrets"])
def test_an_object_that_cannot_have_its_name_has_one_of_ours(kind: str, name: str) -> None:
    made = stack(
        f"services: {{web: {{image: x, restart: always, {kind}: [c]}}}}\n"
        f"{kind}: {{c: {{environment: TOKEN, name: '{name}'}}}}\n",
        {"TOKEN": "a"},
    )
    [entry] = made.document[kind].values()
    assert "name" not in entry
    assert made.only("CP801") == [f"CP801 3:{len(kind) + 34} {kind}.c.name"]


def test_a_secret_has_its_file_and_no_driver() -> None:
    made = stack(
        "services: {web: {image: x, restart: always, secrets: [c]}}\n"
        "secrets: {c: {environment: TOKEN, driver: vault, driver_opts: {a: b}}}\n",
        {"TOKEN": "a"},
    )
    [entry] = made.document["secrets"].values()
    assert entry.keys() == {"file"}
    assert [finding.split(" ")[2] for finding in made.only("CP801")] == ["secrets.c.driver", "secrets.c.driver_opts"]


def test_a_comment_holds_no_control_characters() -> None:
    made = stack('services: {web: {image: x, restart: always, logging: {driver: "a\\x01b"}}}\n')
    assert "the plug-in a\ufffdb" in made.files.stack.text.splitlines()[3]


@pytest.mark.parametrize(
    ("prefix", "room"), [("", 237), ("a/", 243), ("a.example/", 245), ("localhost/", 245), ("docker.io/library/", 237)]
)
def test_the_name_of_an_image_has_255_characters_with_its_registry(prefix: str, room: int) -> None:
    for image, expected in ((f"{prefix}{'b' * room}", None), (f"{prefix}{'b' * (room + 1)}", "unset.invalid/web")):
        made = stack(f"services: {{web: {{image: '{image}', restart: always}}}}\n")
        assert made.service()["image"] == (expected or image)


def test_what_may_be_the_identifier_of_an_image_is_no_name() -> None:
    made = stack(f"services: {{web: {{image: '{'a' * 64}', restart: always}}}}\n")
    assert made.service()["image"] == "unset.invalid/web"
    assert made.only("CP101") == ["CP101 2:25 services.web.image"]


def test_a_registry_that_no_image_can_have_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="`--registry` takes a host and a path"):
        SwarmOptions(registry="http://a")


@pytest.mark.parametrize("name", ["a.b", "a-", "_a", "é", "a" * 64])
def test_a_network_that_cannot_have_its_name_has_one_of_ours(name: str) -> None:
    made = stack(f"services: {{web: {{image: x, networks: [own]}}}}\nnetworks: {{own: {{name: '{name}'}}}}\n")
    found = made.document["networks"]["own"]["name"]
    assert re.fullmatch(r"[A-Za-z0-9](?:[-_]*[A-Za-z0-9])*-[0-9a-f]{8}", found)
    assert len(found) <= 63
    assert made.only("CP801") == ["CP801 3:24 networks.own.name"]


@pytest.mark.parametrize("key", ["a.b", "a-", "a" * 59])
def test_a_network_that_cannot_be_called_after_its_key_has_a_name(key: str) -> None:
    made = stack(f"services: {{web: {{image: x, networks: ['{key}']}}}}\nnetworks: {{'{key}': {{}}}}\n")
    assert made.document["networks"][key]["name"].startswith("shop_a")
    assert made.service()["networks"] == {key: {}}
    assert made.severities[f"CP801 networks.{key}"] == "info"


def test_a_range_that_is_none_is_left_to_the_manager() -> None:
    pools = "[{subnet: 10.0.0.0}, {subnet: 10.1.0.0/16}, {subnet: 'fd00::/129'}, {subnet: 'fd00::/64'}]"
    made = stack(
        f"services: {{web: {{image: x, networks: [own]}}}}\nnetworks: {{own: {{ipam: {{config: {pools}}}}}}}\n"
    )
    assert made.document["networks"]["own"]["ipam"] == {"config": [{"subnet": "10.1.0.0/16"}, {"subnet": "fd00::/64"}]}
    assert [finding.split(" ")[2] for finding in made.only("CP801")] == [
        "networks.own.ipam.config.0.subnet",
        "networks.own.ipam.config.2.subnet",
    ]


def test_a_stack_has_a_name_that_leaves_room_for_others() -> None:
    project = load_project(
        ["-"],
        stdin=f"name: {'a' * 60}\nservices: {{{'b' * 60}: {{image: x, network_mode: none, configs: [c]}}}}\n"
        "configs: {c: {content: a}}\n",
        environment={},
    )
    made = stacked(project)
    called = made.comment[0].rpartition(" ")[2]
    keys = [*made.document["services"], *made.document["networks"], *made.document["configs"]]
    assert len(called) == 38
    assert [key for key in keys if len(f"{called}_{key}") > 63] == []
    assert "CP801 1:7 name" in made.findings
