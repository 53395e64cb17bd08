"""The HTTP API of the orders."""

from __future__ import annotations

import re
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from common.problems import Problem
from common.web import body, path_id
from orders.limits import Limiter
from orders.models import NewOrder
from orders.placing import Placing
from orders.store import KeyReused, Orders

PAGE = 50
STATUS = {"placed": 201, "pending": 202}
_KEY = re.compile(r"[!-~]{8,128}")


def routes(orders: Orders, placing: Placing, limiter: Limiter) -> list[BaseRoute]:
    """The routes over a store, the placing of orders, and a limiter."""

    async def create(request: Request) -> Response:
        key = request.headers.get("idempotency-key", "")
        if not _KEY.fullmatch(key):
            raise Problem(400, "send an Idempotency-Key of 8 to 128 characters, and the same one when you repeat")
        new = await body(request, NewOrder)
        if not await limiter.allows(new.user_id):
            raise Problem(429, "too many orders at once", {"Retry-After": "60"})
        try:
            order = await placing.place(new, key)
        except KeyReused:
            raise Problem(422, "this Idempotency-Key belongs to another order") from None
        if order.status == "refused":
            raise Problem(409, order.reason or "refused", {"Location": f"/orders/{order.id}"})
        return JSONResponse(order.model_dump(mode="json"), STATUS[order.status], {"Location": f"/orders/{order.id}"})

    async def show(request: Request) -> Response:
        order = await orders.get(path_id(request))
        if order is None:
            raise Problem(404, "there is no such order")
        return JSONResponse(order.model_dump(mode="json"))

    async def of_user(request: Request) -> Response:
        try:
            user_id = UUID(request.query_params.get("user_id", ""))
        except ValueError:
            raise Problem(400, "say whose orders: ?user_id=") from None
        found = await orders.of_user(user_id, PAGE)
        return JSONResponse({"orders": [order.model_dump(mode="json") for order in found]})

    return [
        Route("/orders", create, methods=["POST"]),
        Route("/orders", of_user),
        Route("/orders/{id}", show),
    ]
