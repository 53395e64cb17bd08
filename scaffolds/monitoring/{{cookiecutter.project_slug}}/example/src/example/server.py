"""The server: a few routes, each observed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from example.metrics import CONTENT_TYPE, Metrics

LONGEST_WORK = 5.0
"""Seconds that a request may ask to take; the container is given more than that to stop."""

Query = dict[str, list[str]]


class Answer(NamedTuple):
    """What a request gets."""

    status: HTTPStatus
    text: str


class BadRequestError(Exception):
    """The request asks for what cannot be; its text says why."""


def greet(query: Query) -> Answer:
    """A greeting."""
    name = query.get("name", ["world"])[-1]
    return Answer(HTTPStatus.OK, f"Hello, {name}!\n")


def work(query: Query) -> Answer:
    """Takes as long as it is asked to, in seconds."""
    text = query.get("seconds", ["0.1"])[-1]
    try:
        seconds = float(text)
    except ValueError:
        raise BadRequestError("seconds is a number") from None
    if not 0 <= seconds <= LONGEST_WORK:
        raise BadRequestError(f"seconds is between 0 and {LONGEST_WORK:g}")
    sleep(seconds)
    return Answer(HTTPStatus.OK, f"Worked for {seconds:g} s.\n")


def fail(_: Query) -> Answer:
    """Fails, to see the alerts."""
    raise RuntimeError("asked to fail")


def health(_: Query) -> Answer:
    """Answers as long as the server does."""
    return Answer(HTTPStatus.OK, "ok\n")


ROUTES: dict[str, Callable[[Query], Answer]] = {"/": greet, "/work": work, "/fail": fail, "/healthz": health}
OTHER = "other"
"""The route of what is not found: paths are anybody's, and a label has few values."""


class Server(ThreadingHTTPServer):
    """Serves until `shutdown`; `server_close` then waits for the requests under way."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int]) -> None:
        self.metrics = Metrics((*ROUTES, OTHER))
        super().__init__(address, Handler)


class Handler(BaseHTTPRequestHandler):
    """One connection, one request."""

    server: Server
    server_version = "example"
    sys_version = ""
    timeout = 10
    """Seconds without a byte, after which a client is given up."""

    def do_GET(self) -> None:
        """Answer a request: the metrics unobserved, so that they do not count their own reader."""
        address = urlsplit(self.path)
        if address.path == "/metrics":
            self._send(HTTPStatus.OK, self.server.metrics.page(), CONTENT_TYPE)
            return
        route = address.path if address.path in ROUTES else OTHER
        with self.server.metrics.observed("GET", route):
            answer = self._answer(route, parse_qs(address.query))
            # Before the answer: who has it can rely on the count.
            self.server.metrics.answered("GET", route, answer.status)
            self._send(answer.status, answer.text.encode(), "text/plain; charset=utf-8")

    def _answer(self, route: str, query: Query) -> Answer:
        if route == OTHER:
            return Answer(HTTPStatus.NOT_FOUND, "not found\n")
        try:
            return ROUTES[route](query)
        except BadRequestError as error:
            return Answer(HTTPStatus.BAD_REQUEST, f"{error}\n")
        except Exception as error:  # what fails is one request, not the server
            log("request failed", route=route, error=f"{type(error).__name__}: {error}")
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "internal error\n")

    def _send(self, status: HTTPStatus, body: bytes, content_type: str) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True  # the client has gone

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log an answer without its query, which may hold what is nobody's business."""
        path = urlsplit(self.path).path
        if path not in ("/metrics", "/healthz"):
            log("request", method=self.command, path=path, status=int(code))

    def log_error(self, format: str, *args: object) -> None:
        """Log what the client did wrong."""
        log("bad request", reason=format % args)


def log(event: str, **fields: object) -> None:
    """Write a line of JSON."""
    print(json.dumps({"event": event, **fields}), file=sys.stderr, flush=True)
