"""Variables: the shell's, those of `.env` files, and the `env_file` and `label_file` of services."""

from __future__ import annotations

import os
from collections.abc import Mapping as Variables
from typing import TYPE_CHECKING

from composeport.compose.problems import refuse
from composeport.compose.session import Session
from composeport.errors import InputError
from composeport.source.dotenv import DotenvValue, read_env_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from composeport.diagnostics import Location


def read_env_files(
    session: Session, files: list[tuple[str, Location | None]], environment: Variables[str, str]
) -> dict[str, str]:
    """What env files of a project set, later ones over earlier ones; `environment` wins where they refer to it."""
    found: dict[str, str] = {}

    def lookup(name: str) -> str | None:
        value = environment.get(name)
        return found.get(name) if value is None else value

    for path, place in files:
        if os.path.isdir(path):
            raise session.chained(refuse(f"{session.name(path)} is a directory, not an env file", place))
        found.update((name, entry.value) for name, entry in parse(session, path, lookup, place=place).items())
    return found


def parse(
    session: Session,
    path: str,
    lookup: Callable[[str], str | None],
    *,
    raw: bool = False,
    place: Location | None = None,
) -> dict[str, DotenvValue]:
    """The variables of one env file, with their places. Raises InputError at what Compose refuses."""
    text = session.read(path, place)
    try:
        return read_env_file(text, session.name(path), lookup, raw=raw)
    except InputError as error:
        raise session.chained(error) from None
