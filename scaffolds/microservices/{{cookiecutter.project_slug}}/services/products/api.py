"""The HTTP API of the products. The gateway passes `/products` on, and nothing else: reservations stay inside."""

from __future__ import annotations

from typing import Protocol
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from common.problems import Problem
from common.web import body, path_id
from products.cache import Cache
from products.models import NewProduct, NewReservation, Product
from products.store import Products

PAGE = 50


class Search(Protocol):
    """What finds products by words."""

    async def search(self, words: str, limit: int) -> list[Product]:
        """Products with the words, the best match first."""


def routes(products: Products, cache: Cache, search: Search) -> list[BaseRoute]:
    """The routes over a store, a cache and a search."""

    async def create(request: Request) -> Response:
        new = await body(request, NewProduct)
        product = Product(id=uuid4(), **new.model_dump())
        await products.add(product)
        return JSONResponse(product.model_dump(mode="json"), 201, {"Location": f"/products/{product.id}"})

    async def show(request: Request) -> Response:
        identity = path_id(request)
        product = await cache.get(identity)
        if product is None:
            product = await products.get(identity)
            if product is None:
                raise Problem(404, "there is no such product")
            await cache.put(product)
        return JSONResponse(product.model_dump(mode="json"))

    async def find(request: Request) -> Response:
        words = request.query_params.get("q", "").strip()[:200]
        found = await search.search(words, PAGE) if words else await products.first(PAGE)
        return JSONResponse({"products": [product.model_dump(mode="json") for product in found]})

    async def reserve(request: Request) -> Response:
        items = (await body(request, NewReservation)).items
        reservation = await products.reserve(path_id(request), items)
        await cache.forget(item.product_id for item in items)
        return JSONResponse(reservation.model_dump(mode="json"))

    return [
        Route("/products", create, methods=["POST"]),
        Route("/products", find),
        Route("/products/{id}", show),
        Route("/reservations/{id}", reserve, methods=["PUT"]),
    ]
