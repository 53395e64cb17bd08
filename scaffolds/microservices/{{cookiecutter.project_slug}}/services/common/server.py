"""Runs a service until SIGTERM, and then ends it without losing a request."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from common import logs, settings

OpenService = Callable[[], AbstractAsyncContextManager[Starlette]]
"""Opens what the service needs, yields its application, and closes everything again."""


class Server(uvicorn.Server):
    """On SIGTERM: not ready at once, but still serving for `drain` seconds.

    A load balancer goes on sending requests until it has noticed. After that uvicorn stops listening and waits for the
    requests that are in flight.
    """

    def __init__(self, config: uvicorn.Config, app: Starlette, drain: float) -> None:
        super().__init__(config)
        self._app = app
        self._drain = drain
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first SIGTERM drains; a second one, or SIGINT, ends without that."""
        if sig == signal.SIGTERM and not self._app.state.draining:
            self._app.state.draining = True
            # A signal handler runs between two bytecodes of anything: only this call is safe here.
            self._loop.call_soon_threadsafe(self._loop.call_later, self._drain, super().handle_exit, sig, frame)
        else:
            super().handle_exit(sig, frame)


async def serve(open_service: OpenService) -> None:
    """Serve HTTP on all addresses at PORT until a signal ends it."""
    async with open_service() as app:
        config = uvicorn.Config(
            app,
            host=settings.text("HOST", "0.0.0.0"),  # noqa: S104 - the container's networks decide who reaches it
            port=int(settings.number("PORT", 8000)),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,  # longer than the gateway keeps a connection, so that it closes first
            timeout_graceful_shutdown=int(settings.number("SHUTDOWN_SECONDS", 20)),
        )
        await Server(config, app, settings.number("DRAIN_SECONDS", 3)).serve()


def main(service: str, open_service: OpenService) -> None:
    """The whole life of the process."""
    logs.configure(service, settings.text("LOG_LEVEL", "INFO"))
    asyncio.run(serve(open_service))
