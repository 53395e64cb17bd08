"""What tests that start servers on loopback share: free ports, and waiting for what comes in its own time."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(look: Callable[[], Found], seconds: float) -> Found:
    """What `look` finds as soon as it finds something; AssertionError when the time is over."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found


def free_ports(number: int) -> list[int]:
    """Different ports of loopback that nobody listens at."""
    servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(server.getsockname()[1]) for server in servers]
    for server in servers:
        server.close()
    return ports


def listens(port: int) -> bool:
    """Whether someone takes connections at a port of loopback."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
