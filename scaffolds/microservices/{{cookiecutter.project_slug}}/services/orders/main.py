"""Puts the service together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import httpx
from starlette.applications import Starlette

from common import database, settings
from common.background import repeat, running
from common.keyvalue import open_redis
from common.web import application
from orders.api import routes
from orders.broker import Publisher, Relay
from orders.limits import RedisLimiter
from orders.peers import HttpPeers
from orders.placing import Placing
from orders.store import Outbox, PostgresOrders


@asynccontextmanager
async def open_service() -> AsyncIterator[Starlette]:
    """The application over PostgreSQL, Redis, RabbitMQ and the other services.

    Only the first decides whether it is ready: without the others, orders are accepted and finished later.
    """
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(database.open_pool())
        redis = await stack.enter_async_context(open_redis())
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=2))
        publisher = Publisher()
        stack.push_async_callback(publisher.close)
        orders, outbox, placed = PostgresOrders(pool), Outbox(pool), asyncio.Event()
        peers = HttpPeers(client, settings.text("USERS_URL"), settings.text("PRODUCTS_URL"))
        placing = Placing(orders, peers, placed, settings.number("STALE_SECONDS", 30))
        limiter = RedisLimiter(redis, int(settings.number("ORDERS_A_MINUTE", 60)))
        work = running(
            repeat("sending messages", Relay(outbox, publisher).step, 1, placed),
            repeat("finishing orders", placing.resume, settings.number("RESUME_SECONDS", 10)),
            repeat("forgetting messages", outbox.forget, 3600),
        )
        async with work:
            yield application(routes(orders, placing, limiter), {"database": partial(database.check, pool, "orders")})
