"""The program: how it starts, is asked for its health, and stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"


def command(module: str, port: str) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "HOST": "127.0.0.1", "PORT": port}
    return [sys.executable, "-m", module], environment


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The program and its port."""
    words, environment = command("example", "0")
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            yield process, json.loads(process.stderr.readline())["port"]
        finally:
            process.kill()


def healthcheck(port: int) -> int:
    words, environment = command("example.healthcheck", str(port))
    return subprocess.run(words, env=environment, stderr=subprocess.DEVNULL, check=False).returncode


def test_a_request_under_way_is_answered_before_it_stops() -> None:
    with serving() as (process, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/work?seconds=0.5")
        other = HTTPConnection("127.0.0.1", port, timeout=10)
        other.request("GET", "/healthz")  # accepted after the first
        assert other.getresponse().read() == b"ok\n"
        process.send_signal(signal.SIGTERM)
        assert connection.getresponse().read() == b"Worked for 0.5 s.\n"
        connection.close()
        other.close()
        assert process.wait(10) == 0
        assert process.stderr
        assert json.loads(process.stderr.readlines()[-1]) == {"event": "stopped"}


def test_the_health_check_follows_the_server() -> None:
    with serving() as (process, port):
        assert healthcheck(port) == 0
        process.terminate()
        process.wait(10)
        assert healthcheck(port) == 1


@pytest.mark.parametrize("port", ["http", "70000", "-1", ""])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    words, environment = command("example", port)
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, f"cannot serve: PORT is a number from 0 to 65535, not {port!r}\n")
