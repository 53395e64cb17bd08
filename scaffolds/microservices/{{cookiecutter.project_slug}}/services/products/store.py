"""Where products are kept, and how stock is taken exactly once an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString, Protocol
from uuid import UUID

import psycopg
from psycopg.rows import DictRow
from psycopg.sql import SQL

from common.database import Pool
from products.models import Item, Line, Product, Reservation

Connection = psycopg.AsyncConnection[DictRow]
SELECT = "SELECT id, name, description, price_cents, stock FROM products "


class Refused(Exception):
    """An item cannot be had; the message says why."""


class Products(Protocol):
    """What the API needs of a store."""

    async def add(self, product: Product) -> None:
        """Keep a product."""

    async def get(self, identity: UUID) -> Product | None:
        """The product, if there is one."""

    async def first(self, limit: int) -> list[Product]:
        """Products by name, so many at most."""

    async def reserve(self, order_id: UUID, items: Sequence[Item]) -> Reservation:
        """Take the items out of stock for the order, all or none. Repeated, it takes nothing and answers the same."""


class PostgresProducts:
    """Products in PostgreSQL."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(self, product: Product) -> None:
        """Keep a product."""
        async with self._pool.connection() as connection:
            await connection.execute(
                "INSERT INTO products (id, name, description, price_cents, stock)"
                " VALUES (%(id)s, %(name)s, %(description)s, %(price_cents)s, %(stock)s)",
                product.model_dump(),
            )

    async def get(self, identity: UUID) -> Product | None:
        """The product, if there is one."""
        found = await self._select("WHERE id = %s", [identity])
        return found[0] if found else None

    async def first(self, limit: int) -> list[Product]:
        """Products by name, so many at most."""
        return await self._select("ORDER BY name, id LIMIT %s", [limit])

    async def search(self, words: str, limit: int) -> list[Product]:
        """Products with all the words, the best match first."""
        return await self._select(
            "WHERE text_search @@ websearch_to_tsquery('simple', %s)"
            " ORDER BY ts_rank(text_search, websearch_to_tsquery('simple', %s)) DESC, id LIMIT %s",
            [words, words, limit],
        )

    async def some(self, identities: Sequence[UUID]) -> list[Product]:
        """The products of these ids that are there, in the order of the ids."""
        return await self._select("WHERE id = ANY(%s) ORDER BY array_position(%s, id)", [identities, identities])

    async def _select(self, rest: LiteralString, values: Sequence[object]) -> list[Product]:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(SQL(SELECT) + SQL(rest), values)
            return [Product.model_validate(row) for row in await cursor.fetchall()]

    async def reserve(self, order_id: UUID, items: Sequence[Item]) -> Reservation:
        """Take the items out of stock for the order, all or none. Repeated, it takes nothing and answers the same."""
        async with self._pool.connection() as connection:
            # A repetition at the same time waits here for the first one's end.
            first = await connection.execute(
                "INSERT INTO reservations (order_id) VALUES (%s) ON CONFLICT DO NOTHING", [order_id]
            )
            if first.rowcount == 0:
                return await _decided(connection, order_id)
            try:
                async with connection.transaction():
                    # Always in the same order, so that two orders never wait for each other.
                    lines = [await _take(connection, order_id, i) for i in sorted(items, key=lambda i: i.product_id)]
            except Refused as error:
                await connection.execute(
                    "UPDATE reservations SET refused = %s WHERE order_id = %s", [str(error), order_id]
                )
                return Reservation(refused=str(error))
            return Reservation(lines=lines)


async def _take(connection: Connection, order_id: UUID, item: Item) -> Line:
    cursor = await connection.execute(
        "UPDATE products SET stock = stock - %(quantity)s WHERE id = %(product_id)s AND stock >= %(quantity)s"
        " RETURNING price_cents",
        item.model_dump(),
    )
    row = await cursor.fetchone()
    if row is None:
        raise Refused(f"there is not enough of product {item.product_id}")
    line = Line(**item.model_dump(), price_cents=row["price_cents"])
    await connection.execute(
        "INSERT INTO reservation_lines (order_id, product_id, quantity, price_cents)"
        " VALUES (%(order_id)s, %(product_id)s, %(quantity)s, %(price_cents)s)",
        {"order_id": order_id, **line.model_dump()},
    )
    return line


async def _decided(connection: Connection, order_id: UUID) -> Reservation:
    cursor = await connection.execute("SELECT refused FROM reservations WHERE order_id = %s", [order_id])
    row = await cursor.fetchone()
    assert row is not None
    cursor = await connection.execute(
        "SELECT product_id, quantity, price_cents FROM reservation_lines WHERE order_id = %s ORDER BY product_id",
        [order_id],
    )
    return Reservation(lines=[Line.model_validate(r) for r in await cursor.fetchall()], refused=row["refused"])
