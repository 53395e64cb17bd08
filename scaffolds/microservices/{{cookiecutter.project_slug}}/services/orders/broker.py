"""Messages to RabbitMQ, each confirmed by the broker before it counts as sent."""

from __future__ import annotations

import asyncio
import json
import logging

import aio_pika
from aio_pika.abc import AbstractConnection, AbstractExchange
from prometheus_client import Counter, Gauge

from common import settings
from orders.store import Message, Outbox

BATCH = 50
SECONDS = 5.0
"""How long a connection, and a confirmation, may take."""

_published = Counter("messages_published_total", "Messages that the broker has confirmed.", ["routing_key"])
_waiting = Gauge("outbox_waiting", "Messages that are still to be sent.")
log = logging.getLogger(__name__)


class Publisher:
    """Connects when there is something to send, and again after a failure."""

    def __init__(self) -> None:
        self._connection: AbstractConnection | None = None
        self._exchange: AbstractExchange | None = None

    async def publish(self, message: Message) -> None:
        """Returns when the broker has the message on disk in a queue; raises where that is not sure."""
        try:
            exchange = self._exchange or await self._connect()
            await exchange.publish(
                aio_pika.Message(
                    json.dumps(message.payload).encode(),
                    content_type="application/json",
                    delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                    message_id=str(message.id),
                    correlation_id=message.request_id,
                ),
                message.routing_key,
                mandatory=True,
                timeout=SECONDS,
            )
        except BaseException:
            await self.close()
            raise
        _published.labels(message.routing_key).inc()

    async def _connect(self) -> AbstractExchange:
        self._connection = await aio_pika.connect(
            host=settings.text("RABBITMQ_HOST"),
            port=int(settings.number("RABBITMQ_PORT", 5672)),
            login=settings.text("SERVICE"),
            password=settings.secret("RABBITMQ_PASSWORD"),
            timeout=SECONDS,
        )
        # `on_return_raises`: a message that no queue takes is an error, not a line in a log.
        channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
        self._exchange = await channel.get_exchange(settings.text("RABBITMQ_EXCHANGE", "orders"), ensure=False)
        return self._exchange

    async def close(self) -> None:
        """Forget the connection, whatever state it is in."""
        connection, self._connection, self._exchange = self._connection, None, None
        if connection is not None:
            try:
                await asyncio.wait_for(connection.close(), SECONDS)
            except Exception as error:  # noqa: BLE001 - it is given up anyway
                log.info("closing the connection: %r", error)


class Relay:
    """Sends what waits in the outbox."""

    def __init__(self, outbox: Outbox, publisher: Publisher) -> None:
        self._outbox = outbox
        self._publisher = publisher

    async def step(self) -> bool:
        """Send a batch; whether there may be more."""
        try:
            return await self._outbox.send(self._publisher.publish, BATCH) == BATCH
        finally:
            _waiting.set(await self._outbox.pending())
