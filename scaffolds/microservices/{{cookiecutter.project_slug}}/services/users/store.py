"""Where users are kept."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from psycopg.errors import UniqueViolation

from common.database import Pool
from users.models import User


class EmailTaken(Exception):
    """Another user has this address."""


class Users(Protocol):
    """What the API needs of a store."""

    async def add(self, user: User) -> None:
        """Keep a user; EmailTaken where another one has the address."""

    async def get(self, identity: UUID) -> User | None:
        """The user, if there is one."""


class PostgresUsers:
    """Users in PostgreSQL."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(self, user: User) -> None:
        """Keep a user; EmailTaken where another one has the address."""
        try:
            async with self._pool.connection() as connection:
                await connection.execute(
                    "INSERT INTO users (id, name, email) VALUES (%(id)s, %(name)s, %(email)s)", user.model_dump()
                )
        except UniqueViolation:
            raise EmailTaken from None

    async def get(self, identity: UUID) -> User | None:
        """The user, if there is one."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute("SELECT id, name, email FROM users WHERE id = %s", [identity])
            row = await cursor.fetchone()
        return User.model_validate(row) if row else None
