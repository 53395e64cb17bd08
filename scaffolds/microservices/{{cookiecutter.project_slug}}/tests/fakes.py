"""What the services talk to, in memory: the same promises, and outages on demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg

from notifier.models import Notification
from orders.models import Item as OrderedItem
from orders.models import Line, NewOrder, Order
from orders.peers import Reservation as PeerReservation
from orders.peers import Unavailable
from orders.store import KeyReused
from products.models import Item, Product, Reservation
from products.models import Line as ReservedLine
from users.models import User
from users.store import EmailTaken


class MemoryUsers:
    def __init__(self) -> None:
        self.users: dict[UUID, User] = {}
        self.down = False

    async def add(self, user: User) -> None:
        if any(user.email.lower() == other.email.lower() for other in self.users.values()):
            raise EmailTaken
        self.users[user.id] = user

    async def get(self, identity: UUID) -> User | None:
        if self.down:
            raise psycopg.OperationalError("the connection is gone, password=hunter2")
        return self.users.get(identity)


class MemoryProducts:
    """Products with the promise of `reserve`: all or none, and once an order."""

    def __init__(self, *products: Product) -> None:
        self.products = {product.id: product for product in products}
        self.reservations: dict[UUID, Reservation] = {}

    async def add(self, product: Product) -> None:
        self.products[product.id] = product

    async def get(self, identity: UUID) -> Product | None:
        return self.products.get(identity)

    async def first(self, limit: int) -> list[Product]:
        return sorted(self.products.values(), key=lambda product: product.name)[:limit]

    async def search(self, words: str, limit: int) -> list[Product]:
        return [product for product in self.products.values() if words in product.name][:limit]

    async def reserve(self, order_id: UUID, items: Sequence[Item]) -> Reservation:
        if order_id not in self.reservations:
            self.reservations[order_id] = self._take(items)
        return self.reservations[order_id]

    def _take(self, items: Sequence[Item]) -> Reservation:
        missing = [i for i in items if (p := self.products.get(i.product_id)) is None or p.stock < i.quantity]
        if missing:
            return Reservation(refused=f"there is not enough of product {missing[0].product_id}")
        for item in items:
            product = self.products[item.product_id]
            self.products[product.id] = product.model_copy(update={"stock": product.stock - item.quantity})
        priced = [(item, self.products[item.product_id].price_cents) for item in items]
        return Reservation(lines=[ReservedLine(**item.model_dump(), price_cents=cents) for item, cents in priced])


class MemoryCache:
    def __init__(self) -> None:
        self.products: dict[UUID, Product] = {}

    async def get(self, identity: UUID) -> Product | None:
        return self.products.get(identity)

    async def put(self, product: Product) -> None:
        self.products[product.id] = product

    async def forget(self, identities: Iterable[UUID]) -> None:
        for identity in identities:
            self.products.pop(identity, None)


class MemoryOrders:
    """Orders, and how many messages were noted for them."""

    def __init__(self) -> None:
        self.orders: dict[UUID, Order] = {}
        self.keys: dict[tuple[UUID, str], UUID] = {}
        self.outbox: list[UUID] = []

    async def begin(self, new: NewOrder, key: str) -> Order:
        identity = self.keys.setdefault((new.user_id, key), uuid4())
        order = self.orders.setdefault(identity, Order(id=identity, user_id=new.user_id, items=new.items))
        if order.items != new.items:
            raise KeyReused
        return order

    async def get(self, identity: UUID) -> Order | None:
        return self.orders.get(identity)

    async def of_user(self, user_id: UUID, limit: int) -> list[Order]:
        return [order for order in self.orders.values() if order.user_id == user_id][:limit]

    async def stale(self, seconds: float, limit: int) -> list[Order]:
        return [order for order in self.orders.values() if order.status == "pending"][:limit]

    async def place(self, order: Order, lines: Sequence[Line]) -> Order:
        if self.orders[order.id].status == "pending":
            total = sum(line.quantity * line.price_cents for line in lines)
            update = {"status": "placed", "lines": list(lines), "total_cents": total}
            self.orders[order.id] = order.model_copy(update=update)
            self.outbox.append(order.id)
        return self.orders[order.id]

    async def refuse(self, order: Order, reason: str) -> Order:
        if self.orders[order.id].status == "pending":
            self.orders[order.id] = order.model_copy(update={"status": "refused", "reason": reason})
        return self.orders[order.id]


@dataclass
class MemoryPeers:
    """Users that exist, and products at 250 cents of which there is enough, unless told otherwise."""

    users: set[UUID] = field(default_factory=set)
    refused: str | None = None
    down: bool = False
    reserved: list[UUID] = field(default_factory=list)

    async def user_exists(self, user_id: UUID) -> bool:
        if self.down:
            raise Unavailable("users")
        return user_id in self.users

    async def reserve(self, order_id: UUID, items: Sequence[OrderedItem]) -> PeerReservation:
        self.reserved.append(order_id)
        if self.refused:
            return PeerReservation(refused=self.refused)
        return PeerReservation(lines=[Line(**item.model_dump(), price_cents=250) for item in items])


@dataclass
class MemoryLimiter:
    left: int = 1000

    async def allows(self, user_id: UUID) -> bool:
        self.left -= 1
        return self.left >= 0


class MemoryNotifications:
    """Notifications; the first `failures` attempts to note one fail."""

    def __init__(self, failures: int = 0) -> None:
        self.noted: dict[UUID, Notification] = {}
        self.failures = failures

    async def note(self, notification: Notification) -> bool:
        if self.failures:
            self.failures -= 1
            raise psycopg.OperationalError("the connection is gone")
        new = notification.message_id not in self.noted
        self.noted.setdefault(notification.message_id, notification)
        return new

    async def of_order(self, order_id: UUID) -> list[Notification]:
        return [notification for notification in self.noted.values() if notification.order_id == order_id]
