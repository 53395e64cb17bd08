"""The routes, and what the metrics say about them."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Thread

import pytest

from example.server import Server


@pytest.fixture
def port() -> Iterator[int]:
    """Where a server listens."""
    with Server(("127.0.0.1", 0)) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def get(port: int, path: str) -> tuple[int, str]:
    """The status of an answer and its text."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def samples(port: int) -> dict[str, float]:
    """The metrics, by name and labels."""
    lines = [line for line in get(port, "/metrics")[1].splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/", 200, "Hello, world!\n"),
        ("/?name=Ada", 200, "Hello, Ada!\n"),
        ("/work?seconds=0.01", 200, "Worked for 0.01 s.\n"),
        ("/work?seconds=soon", 400, "seconds is a number\n"),
        ("/work?seconds=6", 400, "seconds is between 0 and 5\n"),
        ("/work?seconds=nan", 400, "seconds is between 0 and 5\n"),
        ("/fail", 500, "internal error\n"),
        ("/healthz", 200, "ok\n"),
        ("/nowhere", 404, "not found\n"),
    ],
)
def test_a_route_answers(port: int, path: str, status: int, text: str) -> None:
    assert get(port, path) == (status, text)


def test_requests_are_counted_by_route_and_status(port: int) -> None:
    for path in ("/", "/?name=Ada", "/fail", "/work?seconds=x", "/a/1", "/a/2"):
        get(port, path)
    counted = samples(port)
    assert counted['http_requests_total{method="GET",route="/",status="200"}'] == 2
    assert counted['http_requests_total{method="GET",route="/fail",status="500"}'] == 1
    assert counted['http_requests_total{method="GET",route="/work",status="400"}'] == 1
    assert counted['http_requests_total{method="GET",route="other",status="404"}'] == 2


def test_every_route_has_an_error_count_from_the_beginning(port: int) -> None:
    counted = samples(port)
    for route in ("/", "/work", "/fail", "/healthz", "other"):
        assert counted[f'http_requests_total{{method="GET",route="{route}",status="500"}}'] == 0


def test_requests_are_timed(port: int) -> None:
    get(port, "/work?seconds=0.03")
    counted = samples(port)
    name = "http_request_duration_seconds"
    assert counted[f'{name}_bucket{{le="0.025",method="GET",route="/work"}}'] == 0
    assert counted[f'{name}_bucket{{le="+Inf",method="GET",route="/work"}}'] == 1
    assert counted[f'{name}_sum{{method="GET",route="/work"}}'] >= 0.03


def test_who_reads_the_metrics_is_not_counted(port: int) -> None:
    before = samples(port)
    after = samples(port)
    names = [name for name in before if name.startswith("http_requests")]
    assert [after[name] for name in names] == [before[name] for name in names]


def test_the_process_is_measured(port: int) -> None:
    assert samples(port)["process_resident_memory_bytes"] > 0


def test_a_client_that_leaves_stops_nothing(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /work?seconds=0.05 HTTP/1.1\r\n\r\n")
    assert get(port, "/healthz") == (200, "ok\n")


def test_names_of_series_are_few(port: int) -> None:
    for number in range(50):
        get(port, f"/{number}")
    routes = {match[1] for name in samples(port) if (match := re.search(r'route="([^"]*)"', name))}
    assert routes == {"/", "/work", "/fail", "/healthz", "other"}
