"""The engine that tests start disturbs nothing, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import engine
from loopback import until

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


def test_an_engine_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    if reason := engine.missing():
        pytest.skip(reason)
    text = "import engine, os, pathlib\nwith engine.engine(pathlib.Path('.')): os.kill(os.getpid(), 9)\n"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run([sys.executable, "-c", text], cwd=tmp_path, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    asked = ["docker", "--host", f"unix://{tmp_path}/docker.sock", "version"]
    until(lambda: subprocess.run(asked, capture_output=True, check=False).returncode == 1, 30)
