"""Search in OpenSearch, as seen from its requests."""

from __future__ import annotations

import json
from typing import cast
from uuid import UUID, uuid4

import httpx

from products.models import Product
from products.opensearch import OpenSearch
from products.store import PostgresProducts
from support import run

TEA = Product(id=uuid4(), name="Tea", price_cents=450, stock=5)


class Store:
    async def some(self, identities: list[UUID]) -> list[Product]:
        return [TEA for identity in identities if identity == TEA.id]

    async def search(self, words: str, limit: int) -> list[Product]:
        return [TEA.model_copy(update={"name": f"{words} {limit}"})]


def search(answer: httpx.Response, seen: list[httpx.Request]) -> list[Product]:
    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer

    client = httpx.AsyncClient(transport=httpx.MockTransport(respond), base_url="http://search:9200")
    engine = OpenSearch(client, cast(PostgresProducts, Store()))
    return run(engine.search("tea", 50))


def test_hits_are_shown_as_the_database_has_them() -> None:
    seen: list[httpx.Request] = []
    hits = [{"_id": str(uuid4())}, {"_id": str(TEA.id)}]
    assert search(httpx.Response(200, json={"hits": {"hits": hits}}), seen) == [TEA]
    sent = json.loads(seen[0].content)
    assert (seen[0].url.path, sent["size"]) == ("/products/_search", 50)
    assert sent["query"]["simple_query_string"]["query"] == "tea"


def test_database_searches_where_the_search_engine_does_not() -> None:
    (found,) = search(httpx.Response(503), [])
    assert found.name == "tea 50"
