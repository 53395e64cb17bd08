"""The engine that tests start disturbs nothing, and leaves nothing behind."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import engine

pytestmark = pytest.mark.end_to_end
_FOLDERS = (Path("/etc/docker"), Path("/var/lib"), Path("/run"), Path("/sys/fs/cgroup"))
_INTERFACES = ("docker0", "docker_gwbridge")


def _outside() -> list[str]:
    """What an engine might leave outside its namespaces: bridges, its own files, mounts over them."""
    bridges = [name for name in _INTERFACES if Path("/sys/class/net", name).exists()]
    files = [str(path) for folder in _FOLDERS if folder.is_dir() for path in sorted(folder.iterdir())]
    return [*bridges, *files, *(str(folder) for folder in _FOLDERS if folder.is_mount())]


def test_an_engine_manages_a_swarm_and_is_gone_afterwards(tmp_path: Path) -> None:
    if reason := engine.missing():
        pytest.skip(reason)
    before = _outside()
    with engine.engine(tmp_path) as host:
        asked = ["docker", "--host", host, "info", "--format", "{{.Swarm.ControlAvailable}}"]
        assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "true\n"
        assert _outside() == before
    assert _outside() == before
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 1


def test_an_engine_that_does_not_start_says_why(tmp_path: Path) -> None:
    if reason := engine.missing():
        pytest.skip(reason)
    (tmp_path / "docker.sock").mkdir()
    (tmp_path / "docker.sock" / "file").touch()
    with pytest.raises(AssertionError, match="can't create unix socket"), engine.engine(tmp_path):
        pass
