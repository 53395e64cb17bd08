"""The Redis that the services share, each with a user of its own that sees only its own keys."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import Counter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from common import settings

_errors = Counter("redis_errors_total", "Calls to Redis that failed, and were done without.")
log = logging.getLogger(__name__)


@asynccontextmanager
async def open_redis() -> AsyncIterator[Redis]:
    """A client that gives up fast: what is kept in Redis can be done without."""
    redis = Redis(
        host=settings.text("REDIS_HOST"),
        port=int(settings.number("REDIS_PORT", 6379)),
        username=settings.text("SERVICE"),
        password=settings.secret("REDIS_PASSWORD"),
        socket_timeout=0.5,
        socket_connect_timeout=0.5,
        retry=Retry(NoBackoff(), 1),
        protocol=2,
        decode_responses=True,
    )
    try:
        yield redis
    finally:
        await redis.aclose()


def done_without(error: Exception) -> None:
    """Note a call that failed. Nobody else would notice: whoever called goes on without its answer."""
    _errors.inc()
    log.warning("redis: %s", error)
