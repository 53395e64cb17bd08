"""The PostgreSQL of a service: its pool of connections and its migrations."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from itertools import islice

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from common import settings
from common.retry import delays

Pool = AsyncConnectionPool[psycopg.AsyncConnection[DictRow]]
log = logging.getLogger(__name__)


def conninfo() -> str:
    """How to reach the database: DATABASE_HOST and its kin. The password never becomes part of a URL or a log."""
    return make_conninfo(
        host=settings.text("DATABASE_HOST"),
        port=settings.text("DATABASE_PORT", "5432"),
        dbname=settings.text("DATABASE_NAME"),
        user=settings.text("DATABASE_USER"),
        password=settings.secret("DATABASE_PASSWORD"),
        connect_timeout="5",
        application_name=settings.text("SERVICE"),
        # A statement that hangs gives its connection back before the gateway gives up.
        options="-c statement_timeout=5000 -c idle_in_transaction_session_timeout=15000",
    )


@asynccontextmanager
async def open_pool() -> AsyncIterator[Pool]:
    """Connections that are checked before use, so that a restarted database costs no request."""
    pool: Pool = AsyncConnectionPool(
        conninfo(),
        connection_class=psycopg.AsyncConnection[DictRow],
        kwargs={"row_factory": dict_row},
        min_size=1,
        max_size=int(settings.number("DATABASE_CONNECTIONS", 10)),
        timeout=3,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
    await pool.open(wait=False)
    try:
        yield pool
    finally:
        await pool.close(timeout=5)


async def check(pool: Pool, package: str) -> None:
    """Raises where the database does not answer, or lacks a migration of this package."""
    async with pool.connection() as connection:
        cursor = await connection.execute("SELECT name FROM schema_migrations")
        missing = {name for name, _ in migrations(package)} - {row["name"] for row in await cursor.fetchall()}
    if missing:
        raise LookupError(f"the database lacks {', '.join(sorted(missing))}")


@cache
def migrations(package: str) -> tuple[tuple[str, str], ...]:
    """The package's migrations as name and SQL, in the order of their names."""
    found = (file for file in files(package).joinpath("migrations").iterdir() if file.name.endswith(".sql"))
    return tuple(sorted((file.name, file.read_text(encoding="utf-8")) for file in found))


def migrate(package: str, attempts: int = 30) -> None:
    """Bring the database of the package's service up to date; waits for a database that is not up yet."""
    for delay in islice(delays(0.5, 5), attempts):
        try:
            connection = psycopg.connect(conninfo(), autocommit=True)
            break
        except psycopg.OperationalError as error:
            log.info("database not ready: %s", error)
            time.sleep(delay)
    else:
        connection = psycopg.connect(conninfo(), autocommit=True)
    with connection:
        apply(connection, migrations(package))


def apply(connection: psycopg.Connection[tuple[object, ...]], wanted: Iterable[tuple[str, str]]) -> None:
    """Run what was not run before, each in a transaction of its own, and never in two processes at once."""
    # Migrations may take longer than a request may.
    connection.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
    connection.execute("SELECT pg_advisory_lock(hashtext('migrations'))")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations"
        " (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
    )
    done = {row[0] for row in connection.execute("SELECT name FROM schema_migrations")}
    for name, sql in wanted:
        if name not in done:
            with connection.transaction():
                connection.execute(sql.encode())
                connection.execute("INSERT INTO schema_migrations (name) VALUES (%s)", [name])
            log.info("applied %s", name)
