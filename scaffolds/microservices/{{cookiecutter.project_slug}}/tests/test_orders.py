"""The orders' API, and the work that finishes what was left pending."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette

from common.web import application
from fakes import MemoryLimiter, MemoryOrders, MemoryPeers
from orders.api import routes
from orders.placing import Placing
from support import Call, run

USER, PRODUCT = uuid4(), uuid4()
KEY = {"Idempotency-Key": "a-key-of-a-client"}


@dataclass
class Shop:
    orders: MemoryOrders = field(default_factory=MemoryOrders)
    peers: MemoryPeers = field(default_factory=lambda: MemoryPeers(users={USER}))
    limiter: MemoryLimiter = field(default_factory=MemoryLimiter)

    @property
    def placing(self) -> Placing:
        return Placing(self.orders, self.peers, asyncio.Event())

    @property
    def app(self) -> Starlette:
        return application(routes(self.orders, self.placing, self.limiter), {})


def order(quantity: int = 2, user: UUID = USER) -> dict[str, object]:
    return {"user_id": str(user), "items": [{"product_id": str(PRODUCT), "quantity": quantity}]}


def test_order_is_placed_at_the_prices_of_the_reservation(call: Call) -> None:
    shop = Shop()
    placed = call(shop.app, "POST", "/orders", order(), headers=KEY)
    assert placed.status_code == 201
    shown = call(shop.app, "GET", placed.headers["Location"]).json()
    line = {"product_id": str(PRODUCT), "quantity": 2, "price_cents": 250}
    decided = {"status": "placed", "reason": None, "lines": [line], "total_cents": 500}
    assert shown == {**order(), **decided, "id": placed.json()["id"]}


def test_repeated_key_orders_once_and_answers_the_same(call: Call) -> None:
    shop = Shop()
    first, second = (call(shop.app, "POST", "/orders", order(), headers=KEY) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert (len(shop.orders.orders), len(shop.orders.outbox), len(shop.peers.reserved)) == (1, 1, 1)


def test_key_of_another_order_is_refused(call: Call) -> None:
    shop = Shop()
    call(shop.app, "POST", "/orders", order(), headers=KEY)
    other = call(shop.app, "POST", "/orders", order(quantity=3), headers=KEY)
    assert (other.status_code, other.json()["detail"]) == (422, "this Idempotency-Key belongs to another order")


def test_two_users_may_have_the_same_key(call: Call) -> None:
    shop = Shop()
    shop.peers.users.add(other := uuid4())
    answers = [call(shop.app, "POST", "/orders", order(user=user), headers=KEY) for user in (USER, other)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(shop.orders.orders) == 2


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "short"}, {"Idempotency-Key": "with a space in it"}])
def test_order_without_a_usable_key_is_refused(call: Call, key: dict[str, str]) -> None:
    shop = Shop()
    assert call(shop.app, "POST", "/orders", order(), headers=key).status_code == 400
    assert shop.orders.orders == {}


def test_unknown_user_orders_nothing(call: Call) -> None:
    shop = Shop()
    answer = call(shop.app, "POST", "/orders", order(user=uuid4()), headers=KEY)
    assert (answer.status_code, answer.json()["detail"]) == (409, "there is no such user")
    assert (shop.peers.reserved, shop.orders.outbox) == ([], [])


def test_refused_order_stays_refused(call: Call) -> None:
    shop = Shop()
    shop.peers.refused = "there is not enough"
    assert call(shop.app, "POST", "/orders", order(), headers=KEY).status_code == 409
    shop.peers.refused = None
    again = call(shop.app, "POST", "/orders", order(), headers=KEY)
    assert (again.status_code, again.json()["detail"]) == (409, "there is not enough")
    assert len(shop.peers.reserved) == 1


def test_order_during_an_outage_is_accepted_and_finished_later(call: Call) -> None:
    shop = Shop()
    shop.peers.down = True
    accepted = call(shop.app, "POST", "/orders", order(), headers=KEY)
    assert (accepted.status_code, accepted.json()["status"]) == (202, "pending")
    shop.peers.down = False
    assert run(shop.placing.resume()) is False
    assert call(shop.app, "GET", accepted.headers["Location"]).json()["status"] == "placed"
    assert shop.orders.outbox == [UUID(accepted.json()["id"])]


def test_limit_holds_before_anything_is_written(call: Call) -> None:
    shop = Shop(limiter=MemoryLimiter(left=0))
    answer = call(shop.app, "POST", "/orders", order(), headers=KEY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert shop.orders.orders == {}


def test_orders_of_a_user_are_hers_alone(call: Call) -> None:
    shop = Shop()
    shop.peers.users.add(other := uuid4())
    mine = call(shop.app, "POST", "/orders", order(), headers=KEY).json()
    call(shop.app, "POST", "/orders", order(user=other), headers=KEY)
    assert call(shop.app, "GET", f"/orders?user_id={USER}").json() == {"orders": [mine]}
