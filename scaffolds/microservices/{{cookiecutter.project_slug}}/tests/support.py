"""What several tests use."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx

Call = Callable[..., httpx.Response]
"""`call(app, "GET", "/path", json, headers=…)`: the application's answer."""


def run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result; a test that hangs fails."""

    async def bounded() -> T:
        return await asyncio.wait_for(coroutine, 10)

    return asyncio.run(bounded())
