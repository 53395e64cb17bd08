"""Puts the service together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette

from common import database, settings
from common.web import application
from notifier.api import routes
from notifier.consumer import Consumer, Handler
from notifier.store import PostgresNotifications


@asynccontextmanager
async def open_service() -> AsyncIterator[Starlette]:
    """The application over PostgreSQL, and the consumer beside it."""
    async with database.open_pool() as pool:
        notifications = PostgresNotifications(pool)
        consumer = Consumer(Handler(notifications, int(settings.number("ATTEMPTS", 6))))
        hearing = asyncio.create_task(consumer.run())
        try:
            yield application(
                routes(notifications), {"database": partial(database.check, pool, "notifier"), "broker": consumer.check}
            )
        finally:
            await consumer.stop(hearing, seconds=10)
