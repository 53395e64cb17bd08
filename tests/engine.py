"""A Docker engine of a test run's own, which manages a swarm of itself alone, for tests asked for by `--end-to-end`.

It has a network, mounts and processes of its own (Linux namespaces): it opens no port, makes no bridge, keeps its state
in memory, and touches no other engine; several run side by side. Its socket alone is to be seen.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loopback import until

PROGRAMS = ("docker", "dockerd", "containerd", "setpriv", "unshare", "mount")
_PATIENCE = 60
"""Seconds until the engine must answer."""

_SCRIPT = """\
for folder in /run /var/lib /etc/docker; do [ ! -d $folder ] || mount -t tmpfs tmpfs $folder || exit; done
"$1" -c "$2" && shift 2 && exec dockerd "$@"
"""
"""What becomes the engine in its namespaces. It finds nothing of another one where engines keep what they have."""

_LOOPBACK_UP = """\
import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 1))
"""
"""SIOCSIFFLAGS with IFF_UP: a new network has a loopback that is down."""


def missing() -> str:
    """Why no engine can be started; "" where one can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "an engine needs Linux and root"
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"an engine needs {', '.join(absent)}" if absent else ""


@contextmanager
def engine(folder: Path) -> Iterator[str]:
    """Start an engine, make it a manager, and stop it; its address, as in `DOCKER_HOST`: its socket is in `folder`."""
    host = f"unix://{folder}/docker.sock"
    group = f"composeport-{os.getpid()}"
    process = _start(folder, host, group)
    try:
        until(lambda: process.poll() is not None or _client(host, "version") == 0, _PATIENCE)
        assert process.poll() is None, (folder / "log").read_text()[-2000:]
        assert _client(host, "swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:2377") == 0
        yield host
    finally:
        _stop(process)
        _remove_control_groups(group)


def _start(folder: Path, host: str, group: str) -> subprocess.Popen[bytes]:
    words = (
        *("--host", host, "--bridge", "none", "--iptables=false", "--ip6tables=false"),
        *("--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", f"/{group}"),
    )
    mortal = ("setpriv", "--pdeathsig", "KILL")  # it ends with this process, whatever ends that
    isolated = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*mortal, *isolated, "sh", "-c", _SCRIPT, "sh", sys.executable, _LOOPBACK_UP, *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _client(host: str, *words: str) -> int:
    return subprocess.run(
        ["docker", "--host", host, *words], capture_output=True, timeout=_PATIENCE, check=False
    ).returncode


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the engine to end, with what runs in it; the first of its processes, whose end is that of all others."""
    if process.poll() is not None:
        return
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGTERM)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _remove_control_groups(name: str) -> None:
    """Remove the groups that containers were in, of either version of the kernel's hierarchy."""
    root = Path("/sys/fs/cgroup")
    for group in (*root.glob(name), *root.glob(f"*/{name}")):
        for inner in (*group.glob("*/"), group):
            inner.rmdir()
