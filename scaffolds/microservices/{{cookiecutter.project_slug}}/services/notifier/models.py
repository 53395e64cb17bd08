"""What the service hears, and what it notes."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel


class OrderPlaced(BaseModel):
    """The message of a placed order: of its fields, those that matter here."""

    id: UUID
    user_id: UUID
    total_cents: int


class Notification(BaseModel):
    """What was told whom."""

    message_id: UUID
    order_id: UUID
    user_id: UUID
    text: str


def notification(message_id: UUID, order: OrderPlaced) -> Notification:
    """What a user is told of a placed order."""
    total = f"{order.total_cents // 100}.{order.total_cents % 100:02}"
    text = f"Your order {order.id} over {total} is on its way."
    return Notification(message_id=message_id, order_id=order.id, user_id=order.user_id, text=text)
