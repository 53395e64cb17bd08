"""Puts the service together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

{% if cookiecutter.with_search %}
import httpx
{% endif %}
from starlette.applications import Starlette

{% if cookiecutter.with_search %}
from common import database, settings
from common.background import repeat, running
{% else %}
from common import database
{% endif %}
from common.keyvalue import open_redis
from common.web import application
from products.api import routes
from products.cache import RedisCache
{% if cookiecutter.with_search %}
from products.opensearch import Indexer, OpenSearch
{% endif %}
from products.store import PostgresProducts


@asynccontextmanager
async def open_service() -> AsyncIterator[Starlette]:
{% if cookiecutter.with_search %}
    """The application over PostgreSQL, Redis and OpenSearch. Without the last two it is slower, and still ready."""
    engine = httpx.AsyncClient(base_url=settings.text("SEARCH_URL"), timeout=2)
    async with database.open_pool() as pool, open_redis() as redis, engine:
        products = PostgresProducts(pool)
        async with running(repeat("indexing", Indexer(engine, pool).step, every=2)):
            yield application(
                routes(products, RedisCache(redis), OpenSearch(engine, products)),
                {"database": partial(database.check, pool, "products")},
            )
{% else %}
    """The application over PostgreSQL and Redis. Without the latter it is slower, and still ready."""
    async with database.open_pool() as pool, open_redis() as redis:
        products = PostgresProducts(pool)
        yield application(
            routes(products, RedisCache(redis), products), {"database": partial(database.check, pool, "products")}
        )
{% endif %}
