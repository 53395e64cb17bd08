"""Where orders are kept, and the messages that tell of them until they are sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, Protocol
from uuid import UUID, uuid4

from psycopg.sql import SQL
from psycopg.types.json import Jsonb

from common.database import Pool
from common.logs import request_id
from orders.models import Line, NewOrder, Order

SELECT = "SELECT id, user_id, items, status, reason, lines, total_cents FROM orders "
PLACED = "order.placed"
KEPT_DAYS = 7
"""How long messages that were sent stay, for whoever asks what became of one."""


class KeyReused(Exception):
    """The idempotency key belongs to an order of other things."""


@dataclass(frozen=True)
class Message:
    """What is to be told, once or more often, under one id."""

    id: UUID
    routing_key: str
    payload: dict[str, Any]
    request_id: str


class Orders(Protocol):
    """What placing orders needs of a store."""

    async def begin(self, new: NewOrder, key: str) -> Order:
        """The order of this user and key: a pending one, or what was there. KeyReused where that is another order."""

    async def get(self, identity: UUID) -> Order | None:
        """The order, if there is one."""

    async def of_user(self, user_id: UUID, limit: int) -> list[Order]:
        """The user's latest orders."""

    async def stale(self, seconds: float, limit: int) -> list[Order]:
        """Orders that have been pending for longer than that."""

    async def place(self, order: Order, lines: Sequence[Line]) -> Order:
        """Make a pending order a placed one, and note the message of it."""

    async def refuse(self, order: Order, reason: str) -> Order:
        """Make a pending order a refused one."""


class PostgresOrders:
    """Orders in PostgreSQL."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin(self, new: NewOrder, key: str) -> Order:
        """The order of this user and key: a pending one, or what was there. KeyReused where that is another order."""
        items = Jsonb([item.model_dump(mode="json") for item in new.items])
        async with self._pool.connection() as connection:
            await connection.execute(
                "INSERT INTO orders (id, user_id, idempotency_key, items) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (user_id, idempotency_key) DO NOTHING",
                [uuid4(), new.user_id, key, items],
            )
        (order,) = await self._select("WHERE user_id = %s AND idempotency_key = %s", [new.user_id, key])
        if order.items != new.items:
            raise KeyReused
        return order

    async def get(self, identity: UUID) -> Order | None:
        """The order, if there is one."""
        found = await self._select("WHERE id = %s", [identity])
        return found[0] if found else None

    async def of_user(self, user_id: UUID, limit: int) -> list[Order]:
        """The user's latest orders."""
        return await self._select("WHERE user_id = %s ORDER BY created_at DESC LIMIT %s", [user_id, limit])

    async def stale(self, seconds: float, limit: int) -> list[Order]:
        """Orders that have been pending for longer than that."""
        return await self._select(
            "WHERE status = 'pending' AND created_at < now() - make_interval(secs => %s) ORDER BY created_at LIMIT %s",
            [seconds, limit],
        )

    async def place(self, order: Order, lines: Sequence[Line]) -> Order:
        """Make a pending order a placed one, and note the message of it."""
        total = sum(line.quantity * line.price_cents for line in lines)
        dumped = Jsonb([line.model_dump(mode="json") for line in lines])
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "UPDATE orders SET status = 'placed', lines = %s, total_cents = %s"
                " WHERE id = %s AND status = 'pending'"
                " RETURNING id, user_id, items, status, reason, lines, total_cents",
                [dumped, total, order.id],
            )
            if row := await cursor.fetchone():
                placed = Order.model_validate(row)
                await connection.execute(
                    "INSERT INTO outbox (id, routing_key, payload, request_id) VALUES (%s, %s, %s, %s)",
                    [uuid4(), PLACED, Jsonb(placed.model_dump(mode="json")), request_id.get()],
                )
                return placed
        # Someone else was faster, with the same order: a repetition, or the work that finishes pending orders.
        return await self._current(order)

    async def refuse(self, order: Order, reason: str) -> Order:
        """Make a pending order a refused one."""
        async with self._pool.connection() as connection:
            await connection.execute(
                "UPDATE orders SET status = 'refused', reason = %s WHERE id = %s AND status = 'pending'",
                [reason, order.id],
            )
        return await self._current(order)

    async def _current(self, order: Order) -> Order:
        (current,) = await self._select("WHERE id = %s", [order.id])
        return current

    async def _select(self, rest: LiteralString, values: Sequence[object]) -> list[Order]:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(SQL(SELECT) + SQL(rest), values)
            return [Order.model_validate(row) for row in await cursor.fetchall()]


class Outbox:
    """The messages that are still to be sent."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def send(self, publish: Callable[[Message], Awaitable[None]], limit: int) -> int:
        """Hand messages over, the oldest first, and mark those that `publish` returned for; how many that were.

        Their rows stay locked meanwhile, and other replicas skip them. A crash between the two sends a message again.
        """
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT id, routing_key, payload, request_id FROM outbox WHERE sent_at IS NULL"
                " ORDER BY position LIMIT %s FOR UPDATE SKIP LOCKED",
                [limit],
            )
            messages = [Message(**row) for row in await cursor.fetchall()]
            sent = []
            try:
                for message in messages:
                    await publish(message)
                    sent.append(message.id)
            finally:
                await connection.execute("UPDATE outbox SET sent_at = now() WHERE id = ANY(%s)", [sent])
                await connection.commit()
        return len(sent)

    async def pending(self) -> int:
        """How many messages wait."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute("SELECT count(*) AS waiting FROM outbox WHERE sent_at IS NULL")
            row = await cursor.fetchone()
        return int(row["waiting"]) if row else 0

    async def forget(self) -> bool:
        """Delete what was sent long ago; that is all there is to do."""
        async with self._pool.connection() as connection:
            await connection.execute(
                "DELETE FROM outbox WHERE sent_at < now() - make_interval(days => %s)", [KEPT_DAYS]
            )
        return False
