"""What the notifier makes of messages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from aio_pika.abc import AbstractIncomingMessage

from common.web import application
from fakes import MemoryNotifications
from notifier.api import routes
from notifier.consumer import Handler
from support import Call, run


@dataclass
class Delivery:
    """A message, and what was said to the broker about it."""

    body: bytes
    message_id: str | None
    correlation_id: str | None = "request-1"
    said: list[str] = field(default_factory=list)

    async def ack(self) -> None:
        self.said.append("ack")

    async def reject(self, *, requeue: bool) -> None:
        self.said.append(f"reject, requeue={requeue}")


def placed(**changes: Any) -> bytes:
    order = {"id": str(uuid4()), "user_id": str(uuid4()), "total_cents": 1205, "status": "placed", **changes}
    return json.dumps(order).encode()


def handle(notifications: MemoryNotifications, message: Delivery, attempts: int = 3) -> None:
    handler = Handler(notifications, attempts, first=0.001)

    async def once() -> None:
        await handler(cast(AbstractIncomingMessage, message))

    run(once())


def test_placed_order_is_noted_and_then_acknowledged(call: Call) -> None:
    notifications, order_id, message = MemoryNotifications(), uuid4(), Delivery(b"", str(uuid4()))
    message.body = placed(id=str(order_id))
    handle(notifications, message)
    (noted,) = call(application(routes(notifications), {}), "GET", f"/notifications/{order_id}").json()["notifications"]
    assert noted["text"] == f"Your order {order_id} over 12.05 is on its way."
    assert message.said == ["ack"]


def test_message_that_comes_twice_is_noted_once() -> None:
    notifications, message = MemoryNotifications(), Delivery(placed(), str(uuid4()))
    handle(notifications, message)
    handle(notifications, message)
    assert (len(notifications.noted), message.said) == (1, ["ack", "ack"])


def test_outage_is_waited_out() -> None:
    notifications, message = MemoryNotifications(failures=2), Delivery(placed(), str(uuid4()))
    handle(notifications, message, attempts=3)
    assert (list(notifications.noted), message.said) == ([UUID(message.message_id)], ["ack"])


def test_message_goes_to_the_dead_letters_after_the_last_attempt() -> None:
    notifications, message = MemoryNotifications(failures=3), Delivery(placed(), str(uuid4()))
    handle(notifications, message, attempts=3)
    assert (notifications.noted, message.said) == ({}, ["reject, requeue=False"])


@pytest.mark.parametrize(
    ("body", "message_id"), [(b"{", str(uuid4())), (b'{"id": 1}', str(uuid4())), (placed(), None), (placed(), "1")]
)
def test_message_without_sense_is_not_tried_again(body: bytes, message_id: str | None) -> None:
    notifications, message = MemoryNotifications(), Delivery(body, message_id)
    handle(notifications, message, attempts=1000)
    assert message.said == ["reject, requeue=False"]
