"""CP314: addresses on `localhost` behind which Compose has another service."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport import load_project
from composeport.diagnostics import Target
from composeport.pipeline import audit

NOBODY = "on this machine: after a move nobody answers there"
API = "  api: {image: 'x:1', ports: ['4000:3000'], expose: ['9000']}\n"


def said(tmp_path: Path, web: str, rest: str = API, target: Target = Target.KUBERNETES) -> list[tuple[int, int, str]]:
    """The places and messages of CP314 about a service `web` beside others."""
    file = tmp_path / "compose.yaml"
    file.write_text(f"services:\n  web: {{image: 'x:1', {web}}}\n{rest}")
    report = audit(load_project([str(file)], environment={}), [target])
    return [
        (finding.location.line, finding.location.column, finding.message)
        for finding in report.findings
        if finding.rule.code == "CP314" and finding.location
    ]


@pytest.mark.parametrize("target", list(Target))
def test_port_that_compose_publishes_is_found(tmp_path: Path, target: Target) -> None:
    assert said(tmp_path, "environment: {URL: 'http://localhost:4000/a'}", target=target) == [
        (
            2,
            42,
            f"URL of 'web' points at localhost:4000, where Compose publishes 'api' {NOBODY}",
        )
    ]


def test_port_of_a_peer_is_found(tmp_path: Path) -> None:
    assert said(tmp_path, "command: [run, --api, '127.0.0.1:9000']") == [
        (2, 45, "'web' points at 127.0.0.1:9000, which is the container itself: 'api' listens on that port in another")
    ]


def test_own_published_port_is_found(tmp_path: Path) -> None:
    found = said(tmp_path, "ports: ['8080:80'], environment: {BASE_URL: 'http://localhost:8080'}")
    assert [message for _, _, message in found] == [
        f"BASE_URL of 'web' points at localhost:8080, where Compose publishes it {NOBODY}"
    ]


def test_variable_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "web.env").write_text("SECRET=s3cret\nURL=http://:s3cret@[::1]:4000\n")
    found = said(tmp_path, "env_file: web.env")
    assert [(line, message.partition(",")[0]) for line, _, message in found] == [
        (2, "URL of 'web' points at [::1]:4000")
    ]


@pytest.mark.parametrize(
    "web",
    [
        "environment: {URL: 'http://localhost:5000'}",
        "environment: {URL: 'http://localhost'}",
        "environment: {URL: 'http://api:4000'}",
        "environment: {URL: 'http://my-localhost:4000'}",
        "environment: {LISTEN_ADDRESS: 'localhost:4000'}",
        "command: [--listen-address, 'localhost:4000']",
        "command: ['--bind=127.0.0.1:4000']",
        "healthcheck: {test: [CMD, curl, 'http://localhost:4000']}",
        "expose: ['4000'], environment: {URL: 'http://localhost:4000'}",
        "network_mode: 'service:api', environment: {URL: 'http://localhost:9000'}",
    ],
)
def test_own_addresses_are_not(tmp_path: Path, web: str) -> None:
    assert said(tmp_path, web) == []


@pytest.mark.parametrize(
    ("server", "target", "count"),
    [
        (API, Target.SWARM, 0),
        (API, Target.KUBERNETES, 1),
        (API.replace("'4000:3000'", "'127.0.0.1:4000:3000'"), Target.SWARM, 1),
        (API.replace("'4000:3000'", "{target: 3000, published: '4000', mode: host}"), Target.SWARM, 1),
    ],
)
def test_in_the_network_of_a_node_the_published_ports_of_a_stack_answer(
    tmp_path: Path, server: str, target: Target, count: int
) -> None:
    found = said(tmp_path, "network_mode: host, environment: {URL: 'http://127.0.0.1:4000'}", server, target)
    assert len(found) == count
