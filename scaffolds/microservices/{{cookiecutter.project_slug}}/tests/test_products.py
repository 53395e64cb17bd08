"""The products' API."""

from __future__ import annotations

from uuid import uuid4

import pytest
from starlette.applications import Starlette

from common.web import application
from fakes import MemoryCache, MemoryProducts
from products.api import routes
from products.models import Product
from support import Call

TEA = Product(id=uuid4(), name="Tea", price_cents=450, stock=5)
CUP = Product(id=uuid4(), name="Cup", price_cents=900, stock=1)


def build(*products: Product) -> tuple[Starlette, MemoryProducts, MemoryCache]:
    store, cache = MemoryProducts(*products), MemoryCache()
    return application(routes(store, cache, store), {}), store, cache


def items(*wanted: tuple[Product, int]) -> dict[str, object]:
    return {"items": [{"product_id": str(product.id), "quantity": quantity} for product, quantity in wanted]}


def test_created_product_is_shown_at_its_location(call: Call) -> None:
    app, _, _ = build()
    created = call(app, "POST", "/products", {"name": "Tea", "price_cents": 450, "stock": 5})
    shown = call(app, "GET", created.headers["Location"])
    assert shown.json() == {**created.json(), "name": "Tea", "description": "", "price_cents": 450, "stock": 5}


def test_product_is_taken_from_the_cache_once_it_was_shown(call: Call) -> None:
    app, store, _ = build(TEA)
    call(app, "GET", f"/products/{TEA.id}")
    store.products.clear()
    assert call(app, "GET", f"/products/{TEA.id}").json()["name"] == "Tea"


def test_words_are_searched_and_no_words_list_all(call: Call) -> None:
    app, _, _ = build(TEA, CUP)
    found = call(app, "GET", "/products?q=Tea").json()["products"]
    everything = call(app, "GET", "/products?q=%20").json()["products"]
    assert ([p["name"] for p in found], [p["name"] for p in everything]) == (["Tea"], ["Cup", "Tea"])


def test_reservation_takes_stock_once_however_often_it_is_asked_for(call: Call) -> None:
    app, store, _ = build(TEA)
    path = f"/reservations/{uuid4()}"
    answers = [call(app, "PUT", path, items((TEA, 2))).json() for _ in range(3)]
    line = {"product_id": str(TEA.id), "quantity": 2, "price_cents": 450}
    assert answers == [{"lines": [line], "refused": None}] * 3
    assert store.products[TEA.id].stock == 3


def test_reservation_takes_nothing_where_one_item_is_short(call: Call) -> None:
    app, store, _ = build(TEA, CUP)
    answer = call(app, "PUT", f"/reservations/{uuid4()}", items((TEA, 1), (CUP, 2)))
    assert answer.json() == {"lines": [], "refused": f"there is not enough of product {CUP.id}"}
    assert [product.stock for product in store.products.values()] == [5, 1]


def test_reserved_product_is_shown_with_its_new_stock(call: Call) -> None:
    app, _, _ = build(TEA)
    call(app, "GET", f"/products/{TEA.id}")
    call(app, "PUT", f"/reservations/{uuid4()}", items((TEA, 2)))
    assert call(app, "GET", f"/products/{TEA.id}").json()["stock"] == 3


@pytest.mark.parametrize(
    ("wanted", "detail"),
    [
        (items(), "items: List should have at least 1 item after validation, not 0"),
        (items((TEA, 0)), "items.0.quantity: Input should be greater than or equal to 1"),
        (items((TEA, 1), (TEA, 1)), "body: Value error, a product is there twice"),
    ],
)
def test_what_is_no_reservation_is_refused(call: Call, wanted: object, detail: str) -> None:
    app, _, _ = build(TEA)
    answer = call(app, "PUT", f"/reservations/{uuid4()}", wanted)
    assert (answer.status_code, answer.json()["detail"]) == (422, detail)
