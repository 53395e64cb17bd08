"""The services that an order needs: who the user is, and whether the products are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import httpx
from pydantic import BaseModel

from common.logs import request_id
from common.retry import retry
from orders.models import Item, Line


class Unavailable(Exception):
    """A service does not answer, or not as it should."""


class Reservation(BaseModel):
    """What became of the wish for products."""

    lines: list[Line] = []
    refused: str | None = None


class Peers(Protocol):
    """What placing orders needs of the others. Every call may be repeated."""

    async def user_exists(self, user_id: UUID) -> bool:
        """Whether there is such a user."""

    async def reserve(self, order_id: UUID, items: Sequence[Item]) -> Reservation:
        """Take the items out of stock for the order, once."""


class HttpPeers:
    """The other services over HTTP, with retries: what is asked of them may be asked twice."""

    def __init__(self, client: httpx.AsyncClient, users_url: str, products_url: str) -> None:
        self._client = client
        self._users_url = users_url
        self._products_url = products_url

    async def user_exists(self, user_id: UUID) -> bool:
        """Whether there is such a user."""
        answer = await self._call("GET", f"{self._users_url}/users/{user_id}")
        if answer.status_code not in {httpx.codes.OK, httpx.codes.NOT_FOUND}:
            raise Unavailable(f"users answered {answer.status_code}")
        return answer.status_code == httpx.codes.OK

    async def reserve(self, order_id: UUID, items: Sequence[Item]) -> Reservation:
        """Take the items out of stock for the order, once."""
        wish = {"items": [item.model_dump(mode="json") for item in items]}
        answer = await self._call("PUT", f"{self._products_url}/reservations/{order_id}", wish)
        if answer.status_code != httpx.codes.OK:
            raise Unavailable(f"products answered {answer.status_code}")
        return Reservation.model_validate_json(answer.content)

    async def _call(self, method: str, url: str, content: object = None) -> httpx.Response:
        async def attempt() -> httpx.Response:
            answer = await self._client.request(method, url, json=content, headers={"X-Request-ID": request_id.get()})
            if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise Unavailable(f"{url} answered {answer.status_code}")
            return answer

        try:
            return await retry(attempt, (httpx.TransportError, Unavailable))
        except httpx.TransportError as error:
            raise Unavailable(f"{url}: {error!r}") from error
