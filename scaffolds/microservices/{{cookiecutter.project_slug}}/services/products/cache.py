"""A cache of products in Redis. A cache that does not answer costs time, never a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from prometheus_client import Counter
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from common.keyvalue import done_without
from products.models import Product

SECONDS = 30
"""How long a product may be out of date where forgetting it failed."""

_lookups = Counter("product_cache_lookups_total", "Products looked up in the cache.", ["result"])


class Cache(Protocol):
    """What the API needs of a cache."""

    async def get(self, identity: UUID) -> Product | None:
        """The product, if it is remembered."""

    async def put(self, product: Product) -> None:
        """Remember a product for SECONDS."""

    async def forget(self, identities: Iterable[UUID]) -> None:
        """Forget products that have changed."""


class RedisCache:
    """Products as JSON at `product:ID`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def get(self, identity: UUID) -> Product | None:
        """The product, if it is remembered and still of today's shape."""
        try:
            found = await self._redis.get(f"product:{identity}")
            product = Product.model_validate_json(found) if found else None
        except (RedisError, ValidationError) as error:
            done_without(error)
            product = None
        _lookups.labels("hit" if product else "miss").inc()
        return product

    async def put(self, product: Product) -> None:
        """Remember a product for SECONDS."""
        try:
            await self._redis.set(f"product:{product.id}", product.model_dump_json(), ex=SECONDS)
        except RedisError as error:
            done_without(error)

    async def forget(self, identities: Iterable[UUID]) -> None:
        """Forget products that have changed."""
        try:
            await self._redis.delete(*(f"product:{identity}" for identity in identities))
        except RedisError as error:
            done_without(error)
