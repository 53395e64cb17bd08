"""What every service has beside its routes: `/healthz`, `/readyz`, `/metrics`, request ids, an access log."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common import problems
from common.logs import request_id

Check = Callable[[], Awaitable[object]]
"""Raises when what the service needs is not there."""

CHECK_SECONDS = 2.0
LARGEST_BODY = 64 * 1024
OWN_PATHS = ("/healthz", "/readyz", "/metrics")

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_requests = Counter("http_requests_total", "Answered requests.", ["method", "route", "status"])
_seconds = Histogram("http_request_duration_seconds", "Time to the end of the answer.", ["method", "route"])
log = logging.getLogger("access")


def application(routes: Sequence[BaseRoute], checks: Mapping[str, Check]) -> Starlette:
    """The service's routes with what all services have. `app.state.draining` makes it not ready."""
    own = [
        Route("/healthz", _healthz),
        Route("/readyz", _readyz),
        Route("/metrics", _metrics),
    ]
    app = Starlette(
        routes=[*own, *routes],
        middleware=[Middleware(Observed)],
        exception_handlers=dict(problems.HANDLERS),
    )
    app.state.checks = checks
    app.state.draining = False
    return app


async def body[M: BaseModel](request: Request, model: type[M]) -> M:
    """The request's JSON as a model; 413 past LARGEST_BODY bytes, 422 where it does not fit."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > LARGEST_BODY:
            raise problems.Problem(413, f"the body is larger than {LARGEST_BODY} bytes")
    return model.model_validate_json(bytes(received))


def path_id(request: Request, name: str = "id") -> uuid.UUID:
    """The path's parameter as a UUID; 404 for what is none, because nothing has that name."""
    try:
        return uuid.UUID(request.path_params[name])
    except ValueError:
        raise problems.Problem(404, "there is no such thing") from None


async def _healthz(_: Request) -> Response:
    """Alive: the event loop turns. Asks nothing else, so that no outage elsewhere restarts this service."""
    return PlainTextResponse("ok\n")


async def _readyz(request: Request) -> Response:
    """Ready: not shutting down, and what it needs answers."""
    state = request.app.state
    failed = ["draining"] if state.draining else []
    for name, check in state.checks.items():
        try:
            await asyncio.wait_for(check(), CHECK_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the service is not ready
            logging.getLogger(__name__).warning("not ready: %s: %r", name, error)
            failed.append(name)
    return JSONResponse({"ready": not failed, "failed": failed}, 503 if failed else 200)


async def _metrics(_: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class Observed:
    """Gives each request an id (the gateway's, where it is a decent one), measures it and logs it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; everything else passes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        identity = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(identity)
        status, answered, started = 500, False, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                MutableHeaders(scope=message)["X-Request-ID"] = identity
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            # A mistake of ours: the log has it, the client only the id under which it is found.
            log.exception("unhandled error")
            if answered:
                raise
            await problems.respond(500, "the service made a mistake")(scope, receive, send_with_id)
        finally:
            self._record(scope, status, time.perf_counter() - started)
            request_id.reset(token)

    @staticmethod
    def _record(scope: Scope, status: int, seconds: float) -> None:
        # The route's pattern, not the path: a label with ids in it would make a time series of every order.
        route = getattr(scope.get("route"), "path", "none")
        _requests.labels(scope["method"], route, status).inc()
        _seconds.labels(scope["method"], route).observe(seconds)
        if route not in OWN_PATHS:
            fields = {"method": scope["method"], "path": scope["path"], "status": status, "seconds": round(seconds, 4)}
            log.info("%s %s %s", scope["method"], scope["path"], status, extra={"fields": fields})
