"""Retries with exponential back-off and full jitter, so that callers do not come back all at once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from itertools import islice


def delays(first: float = 0.1, limit: float = 10.0) -> Iterator[float]:
    """Seconds to wait before each further attempt, without an end: random, below a bound that doubles up to `limit`."""
    bound = first
    while True:
        yield random.uniform(first / 2, bound)  # noqa: S311 - spreads load, keeps no secret
        bound = min(bound * 2, limit)


async def retry[T](
    call: Callable[[], Awaitable[T]],
    on: type[Exception] | tuple[type[Exception], ...],
    attempts: int = 3,
    first: float = 0.1,
) -> T:
    """The result of `call`; the last of `attempts` raises what it raises."""
    for delay in islice(delays(first), attempts - 1):
        try:
            return await call()
        except on:
            await asyncio.sleep(delay)
    return await call()
