"""Errors as `application/problem+json` (RFC 9457), whatever raised them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

import psycopg
from psycopg_pool import PoolTimeout
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from common.logs import request_id

log = logging.getLogger(__name__)


class Problem(HTTPException):
    """An answer other than success: its status, what is wrong, and further headers."""


def respond(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The body of RFC 9457, with the request's id for whoever reports the problem."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, "request_id": request_id.get()}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def on_http_exception(_: Request, error: Exception) -> Response:
    """What routes and the router raise."""
    assert isinstance(error, HTTPException)
    return respond(error.status_code, error.detail, error.headers)


async def on_invalid(_: Request, error: Exception) -> Response:
    """A body that is not what the route takes: where, and why, without repeating the input."""
    assert isinstance(error, ValidationError)
    places = (f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['msg']}" for e in error.errors(include_input=False))
    return respond(422, "; ".join(places))


async def on_unavailable(_: Request, error: Exception) -> Response:
    """The database does not answer: the client may come back."""
    log.warning("database unavailable: %s", error)
    return respond(503, "the service cannot reach its database at the moment", {"Retry-After": "2"})


HANDLERS = {
    HTTPException: on_http_exception,
    ValidationError: on_invalid,
    psycopg.OperationalError: on_unavailable,
    PoolTimeout: on_unavailable,
}
