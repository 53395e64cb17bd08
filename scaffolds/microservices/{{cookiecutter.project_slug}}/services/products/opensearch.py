"""Search in OpenSearch. It holds words and ids only: what a product costs, and how many there are, PostgreSQL says."""

from __future__ import annotations

import json
import logging
from uuid import UUID

import httpx

from common.database import Pool
from products.models import Product
from products.store import PostgresProducts

BATCH = 200
INDEX = "products"
log = logging.getLogger(__name__)


class OpenSearch:
    """Searches the index; PostgreSQL, where the search engine does not answer."""

    def __init__(self, client: httpx.AsyncClient, products: PostgresProducts) -> None:
        self._client = client
        self._products = products

    async def search(self, words: str, limit: int) -> list[Product]:
        """Products with the words, the best match first."""
        fields = ["name^3", "description"]
        # The simple query language never fails on what a person types.
        query = {"simple_query_string": {"query": words, "fields": fields, "default_operator": "and"}}
        try:
            answer = await self._client.post(
                f"/{INDEX}/_search", json={"query": query, "_source": False, "size": limit}
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            log.warning("search engine: %r", error)
            return await self._products.search(words, limit)
        return await self._products.some([UUID(hit["_id"]) for hit in answer.json()["hits"]["hits"]])


class Indexer:
    """Tells the search engine of products that it does not know. To repeat that does no harm: a product has its id."""

    def __init__(self, client: httpx.AsyncClient, pool: Pool) -> None:
        self._client = client
        self._pool = pool

    async def step(self) -> bool:
        """Index a batch; whether there may be more."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT id, name, description FROM products WHERE NOT indexed LIMIT %s", [BATCH]
            )
            rows = await cursor.fetchall()
        if not rows:
            return False
        lines: list[object] = []
        for row in rows:
            lines += [{"index": {"_id": str(row["id"])}}, {"name": row["name"], "description": row["description"]}]
        answer = await self._client.post(
            f"/{INDEX}/_bulk",
            content="".join(json.dumps(line) + "\n" for line in lines),
            headers={"Content-Type": "application/x-ndjson"},
        )
        answer.raise_for_status()
        indexed = [UUID(entry["index"]["_id"]) for entry in answer.json()["items"] if entry["index"]["status"] < 300]
        async with self._pool.connection() as connection:
            await connection.execute("UPDATE products SET indexed = true WHERE id = ANY(%s)", [indexed])
        if len(indexed) < len(rows):
            raise RuntimeError(f"{len(rows) - len(indexed)} products were not indexed")
        return len(rows) == BATCH
