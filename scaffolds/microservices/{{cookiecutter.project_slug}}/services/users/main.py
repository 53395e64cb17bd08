"""Puts the service together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette

from common import database
from common.web import application
from users.api import routes
from users.store import PostgresUsers


@asynccontextmanager
async def open_service() -> AsyncIterator[Starlette]:
    """The application over PostgreSQL."""
    async with database.open_pool() as pool:
        yield application(routes(PostgresUsers(pool)), {"database": partial(database.check, pool, "users")})
