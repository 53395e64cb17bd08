"""The current directory is what the shell calls it, as for Docker Compose (Go's `os.Getwd`): links are not followed."""

from __future__ import annotations

from pathlib import Path

import pytest

import composeport

COMPOSE = "services:\n  web:\n    image: nginx\n    volumes: ['$PWD/data:/data', './here:/here']\n"


@pytest.fixture
def linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder by way of a link, and current."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path / "link")
    return tmp_path / "link"


def _sources(pwd: Path) -> list[str]:
    project = composeport.load_project(["compose.yaml"], environment={"PWD": str(pwd)})
    return [mount.source for mount in project.services["web"].volumes]


def test_a_link_that_the_shell_went_by_is_kept(linked: Path) -> None:
    assert _sources(linked) == [f"{linked}/data", f"{linked}/here"]


@pytest.mark.parametrize("stale", ["gone", "."])
def test_a_pwd_that_is_another_place_does_not_count(linked: Path, stale: str) -> None:
    real = linked.parent / "real"
    assert _sources(linked.parent / stale) == [f"{real}/data", f"{real}/here"]
