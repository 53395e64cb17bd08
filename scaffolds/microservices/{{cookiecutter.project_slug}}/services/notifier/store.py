"""Where notifications are noted."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from common.database import Pool
from notifier.models import Notification


class Notifications(Protocol):
    """What the service needs of a store."""

    async def note(self, notification: Notification) -> bool:
        """Note it, once a message; whether it is new."""

    async def of_order(self, order_id: UUID) -> list[Notification]:
        """What was told of an order."""


class PostgresNotifications:
    """Notifications in PostgreSQL."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def note(self, notification: Notification) -> bool:
        """Note it, once a message; whether it is new."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "INSERT INTO notifications (message_id, order_id, user_id, text)"
                " VALUES (%(message_id)s, %(order_id)s, %(user_id)s, %(text)s) ON CONFLICT DO NOTHING",
                notification.model_dump(),
            )
            return cursor.rowcount == 1

    async def of_order(self, order_id: UUID) -> list[Notification]:
        """What was told of an order."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT message_id, order_id, user_id, text FROM notifications WHERE order_id = %s ORDER BY created_at",
                [order_id],
            )
            return [Notification.model_validate(row) for row in await cursor.fetchall()]
