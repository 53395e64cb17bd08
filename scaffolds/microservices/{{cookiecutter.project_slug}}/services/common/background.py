"""Work that goes on beside the requests: repeated, backed off when it fails, ended with the service."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

from common.retry import delays

log = logging.getLogger(__name__)

Step = Callable[[], Awaitable[bool]]
"""Does a part of the work; says whether there is more to do at once."""


async def repeat(name: str, step: Step, every: float, wake: asyncio.Event | None = None) -> None:
    """Run the step at once while there is more, else every so many seconds or when woken; with back-off on errors."""
    wake = wake or asyncio.Event()
    backoff = delays(0.5, 15)
    while True:
        wake.clear()
        try:
            more = await step()
        except Exception as error:  # noqa: BLE001 - an outage of anything must not end the loop
            pause = next(backoff)
            log.warning("%s failed, again in %.1f s: %r", name, pause, error)
            await asyncio.sleep(pause)
            continue
        backoff = delays(0.5, 15)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), 0 if more else every)


@contextlib.asynccontextmanager
async def running(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Work that goes on until the end, where it is cancelled and waited for."""
    tasks = [asyncio.ensure_future(coroutine) for coroutine in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
