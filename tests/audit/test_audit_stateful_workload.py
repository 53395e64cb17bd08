"""CP408: services with data of their own that become Deployments."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport import load_project
from composeport.diagnostics import Target
from composeport.pipeline import audit

Said = tuple[str, int, int, str]

A_DATABASE = (
    "'db' keeps state (postgres) and is a Deployment: when a node is lost, a second pod may start beside the first"
)


def said(tmp_path: Path, db: str, rest: str = "") -> list[Said]:
    """The severities, places and messages of CP408 about a service `db`."""
    file = tmp_path / "compose.yaml"
    file.write_text(f"services:\n  db: {{{db}}}\n{rest}volumes: {{data: {{}}}}\n")
    report = audit(load_project([str(file)], environment={}), [Target.KUBERNETES])
    return [
        (finding.severity.value, finding.location.line, finding.location.column, finding.message)
        for finding in report.findings
        if finding.rule.code == "CP408" and finding.location
    ]


@pytest.mark.parametrize("volumes", ["['data:/var/lib/postgresql']", "['./data:/var/lib/postgresql/data']"])
def test_database_with_a_volume_is_a_warning(tmp_path: Path, volumes: str) -> None:
    assert said(tmp_path, f"image: 'postgres:18', volumes: {volumes}") == [("warning", 2, 15, A_DATABASE)]


def test_database_without_a_volume_starts_empty(tmp_path: Path) -> None:
    message = "'db' keeps state (postgres) and has no volume: each new pod starts empty"
    assert said(tmp_path, "image: 'docker.io/library/postgres:18'") == [("warning", 2, 15, message)]


def test_server_with_a_claim_of_its_own_is_a_note(tmp_path: Path) -> None:
    message = "'db' keeps data of its own as a Deployment: its pod ends before a new one starts"
    assert said(tmp_path, "image: 'x:1', volumes: ['data:/a', './more:/b']") == [("info", 2, 32, message)]


@pytest.mark.parametrize(
    "db",
    [
        "image: 'x:1'",
        "image: 'x:1', volumes: ['data:/a:ro']",
        "image: 'x:1', volumes: ['/a']",
        "image: 'redis:8'",
        "image: 'postgres:18', command: [pg_dump, -h, other]",
        "image: 'postgres:18', x-composeport: {controller.type: statefulset}",
        "image: 'postgres:18', deploy: {mode: global}",
        "image: 'postgres:18', deploy: {mode: replicated-job}",
    ],
)
def test_others_are_not(tmp_path: Path, db: str) -> None:
    assert said(tmp_path, db) == []


def test_volume_that_others_share_is_not_its_own(tmp_path: Path) -> None:
    peer = "  web: {image: 'x:1', volumes: ['data:/b:ro']}\n"
    assert said(tmp_path, "image: 'x:1', volumes: ['data:/a']", peer) == []
