"""Hears of placed orders from RabbitMQ. A message is acknowledged after its work is done, never before."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import islice
from uuid import UUID

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from prometheus_client import Counter, Gauge
from pydantic import ValidationError

from common import settings
from common.logs import request_id
from common.retry import delays
from notifier.models import OrderPlaced, notification
from notifier.store import Notifications

SECONDS = 5.0
"""How long a connection, and each call to the broker, may take."""

_handled = Counter("messages_handled_total", "Messages that were heard.", ["outcome"])
_connected = Gauge("broker_connected", "1 while messages are being heard.")
log = logging.getLogger(__name__)


class Poison(Exception):
    """A message that no repetition will make sense of."""


class Handler:
    """Does a message's work, with retries and back-off, and says to the broker what became of it."""

    def __init__(self, notifications: Notifications, attempts: int, first: float = 0.5) -> None:
        self._notifications = notifications
        self._attempts = attempts
        self._first = first

    async def __call__(self, message: AbstractIncomingMessage) -> None:
        """Acknowledge after the work; reject what fails to the end: the broker keeps it in the dead-letter queue."""
        request_id.set(message.correlation_id or "-")
        try:
            outcome = await self._with_retries(message)
        except Exception as error:  # noqa: BLE001 - one message must not end the hearing of all others
            log.error("message %s is given up: %r", message.message_id, error)
            await message.reject(requeue=False)
            outcome = "dead-lettered"
        else:
            await message.ack()
        _handled.labels(outcome).inc()

    async def _with_retries(self, message: AbstractIncomingMessage) -> str:
        for delay in islice(delays(self._first, 30), self._attempts - 1):
            try:
                return await self._work(message)
            except Poison:
                raise
            except Exception as error:  # noqa: BLE001 - see __call__
                log.warning("message %s failed, again in %.1f s: %r", message.message_id, delay, error)
                await asyncio.sleep(delay)
        return await self._work(message)

    async def _work(self, message: AbstractIncomingMessage) -> str:
        try:
            identity = UUID(message.message_id or "")
            order = OrderPlaced.model_validate_json(message.body)
        except (ValueError, ValidationError) as error:
            raise Poison(str(error)) from error
        # An e-mail would be sent from here, with the message's id as its own, so that a repetition can be told.
        new = await self._notifications.note(notification(identity, order))
        log.info("order %s: %s", order.id, "noted" if new else "was noted before")
        return "noted" if new else "repeated"


class Consumer:
    """Keeps a connection to the broker, and hears the queue until it is told to stop."""

    def __init__(self, handle: Callable[[AbstractIncomingMessage], Awaitable[None]], prefetch: int = 10) -> None:
        self._handle = handle
        self._prefetch = prefetch
        self._stop = asyncio.Event()
        self._working: set[asyncio.Task[None]] = set()
        self.connected = False

    async def run(self) -> None:
        """Hear until `stop`; connect again, with back-off, whenever the connection is lost."""
        backoff = delays(0.2, 10)
        while not self._stop.is_set():
            try:
                async with await _connect() as connection:
                    await self._hear(connection)
                backoff = delays(0.2, 10)
            except Exception as error:  # noqa: BLE001 - whatever the broker does, it will be back
                log.warning("broker: %r", error)
            finally:
                self._set_connected(False)
            if not self._stop.is_set():
                await asyncio.sleep(next(backoff))

    async def _hear(self, connection: AbstractConnection) -> None:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=self._prefetch)
        queue = await channel.get_queue(settings.text("RABBITMQ_QUEUE", "notifications"), ensure=False)
        tag = await queue.consume(self._start, timeout=SECONDS)
        self._set_connected(True)
        log.info("hearing %s", queue.name)
        await _first_of(self._stop.wait(), channel.closed(), connection.closed())
        self._set_connected(False)
        if self._stop.is_set():
            await queue.cancel(tag, timeout=SECONDS)
        # What is being worked on still gets its acknowledgement; after a lost connection, it will come again.
        await asyncio.gather(*self._working, return_exceptions=True)

    async def _start(self, message: AbstractIncomingMessage) -> None:
        task = asyncio.create_task(self._handled(message))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _handled(self, message: AbstractIncomingMessage) -> None:
        try:
            await self._handle(message)
        except Exception as error:  # noqa: BLE001 - the connection went away under the acknowledgement
            log.warning("message %s will come again: %r", message.message_id, error)

    async def stop(self, task: asyncio.Task[None], seconds: float) -> None:
        """Take no more messages, and give those that are in work so long to end."""
        self._stop.set()
        try:
            await asyncio.wait_for(task, seconds)
        except TimeoutError:
            log.warning("messages in work are given back to the broker")

    async def check(self) -> None:
        """Raises where no messages are heard."""
        if not self.connected:
            raise ConnectionError("no connection to the broker")

    def _set_connected(self, connected: bool) -> None:
        self.connected = connected
        _connected.set(connected)


async def _connect() -> AbstractConnection:
    return await aio_pika.connect(
        host=settings.text("RABBITMQ_HOST"),
        port=int(settings.number("RABBITMQ_PORT", 5672)),
        login=settings.text("SERVICE"),
        password=settings.secret("RABBITMQ_PASSWORD"),
        timeout=SECONDS,
    )


async def _first_of(*awaitables: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(awaitable) for awaitable in awaitables]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


async def replay(dead: str = "notifications.dead") -> int:
    """Give the messages of the dead-letter queue another chance; how many they were."""
    async with await _connect() as connection:
        channel: AbstractChannel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        queue = await channel.declare_queue(dead, passive=True, timeout=SECONDS)
        # So many and no more: what dies again comes back while this goes on.
        count = queue.declaration_result.message_count or 0
        for _ in range(count):
            message = await queue.get(timeout=SECONDS)
            again = aio_pika.Message(
                message.body,
                content_type=message.content_type,
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                message_id=message.message_id,
                correlation_id=message.correlation_id,
            )
            # The default exchange leads to the queue of that name: this queue alone has missed the message.
            await channel.default_exchange.publish(again, settings.text("RABBITMQ_QUEUE", "notifications"))
            await message.ack()
    return count
