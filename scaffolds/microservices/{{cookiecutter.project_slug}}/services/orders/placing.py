"""How an order is placed. Every step may be repeated, by the client or by this service, and happens once."""

from __future__ import annotations

import asyncio
import logging

from prometheus_client import Counter

from orders.models import NewOrder, Order
from orders.peers import Peers, Unavailable
from orders.store import Orders

BATCH = 20

_decided = Counter("orders_total", "Orders that were decided.", ["status"])
log = logging.getLogger(__name__)


class Placing:
    """Places orders over a store and the other services."""

    def __init__(self, orders: Orders, peers: Peers, placed: asyncio.Event, stale: float = 30) -> None:
        """A pending order is taken up again after `stale` seconds: its request is over by then."""
        self._orders = orders
        self._peers = peers
        self._placed = placed
        self._stale = stale

    async def place(self, new: NewOrder, key: str) -> Order:
        """The order in the state that it got into: still pending where another service does not answer."""
        order = await self._orders.begin(new, key)
        try:
            return await self._finish(order)
        except Unavailable as error:
            log.warning("order %s stays pending: %s", order.id, error)
            return order

    async def _finish(self, order: Order) -> Order:
        if order.status != "pending":
            return order
        if not await self._peers.user_exists(order.user_id):
            order = await self._orders.refuse(order, "there is no such user")
        else:
            reservation = await self._peers.reserve(order.id, order.items)
            if reservation.refused:
                order = await self._orders.refuse(order, reservation.refused)
            else:
                order = await self._orders.place(order, reservation.lines)
                self._placed.set()
        _decided.labels(order.status).inc()
        return order

    async def resume(self) -> bool:
        """Finish orders that were left pending: by an outage, or by a crash of this service."""
        stale = await self._orders.stale(self._stale, BATCH)
        for order in stale:
            await self._finish(order)
            log.info("order %s was taken up again", order.id)
        return len(stale) == BATCH
