"""How many orders a user may place a minute, over all replicas."""

from __future__ import annotations

import time
from typing import Protocol
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from common.keyvalue import done_without


class Limiter(Protocol):
    """What the API needs of a limiter."""

    async def allows(self, user_id: UUID) -> bool:
        """Count an attempt; whether it is still within the limit."""


class RedisLimiter:
    """Counts attempts a minute at `rate:USER:MINUTE`. Without Redis everyone may order: better than no one."""

    def __init__(self, redis: Redis, a_minute: int) -> None:
        self._redis = redis
        self._a_minute = a_minute

    async def allows(self, user_id: UUID) -> bool:
        """Count an attempt; whether it is still within the limit."""
        key = f"rate:{user_id}:{int(time.time() // 60)}"
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.incrby(key, 1)
                pipeline.expire(key, 120)
                count, _ = await pipeline.execute()
        except RedisError as error:
            done_without(error)
            return True
        return int(count) <= self._a_minute
