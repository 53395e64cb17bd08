"""Variables: the shell's, those of `.env` files, and the `env_file` and `label_file` of services."""

from __future__ import annotations

import os
from collections.abc import Mapping as Variables
from typing import TYPE_CHECKING

from composeport.compose.problems import refuse
from composeport.compose.session import Session
from composeport.errors import InputError, Problem
from composeport.source.dotenv import DotenvValue, read_env_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from composeport.diagnostics import Location


def read_env_files(
    session: Session, files: list[tuple[str, Location | None]], environment: Variables[str, str]
) -> dict[str, str]:
    """What env files of a project set, later ones over earlier ones; `environment` wins where they refer to it."""
    found: dict[str, str] = {}
    notes = session.notes

    def lookup(name: str) -> str | None:
        value = environment.get(name)
        return found.get(name) if value is None else value

    for path, place in files:
        if os.path.isdir(path):
            raise session.chained(refuse(f"{session.name(path)} is a directory, not an env file", place))
        if place is not None and not os.path.exists(path):
            missing = Problem(f"the env file {session.name(path)} is not there", place, "create it", code="CP105")
            raise session.chained(InputError([missing], session.texts))
        notes.env_file_names.add(session.name(path))
        for name, entry in parse(session, path, lookup, place=place).items():
            found[name] = entry.value
            if name not in environment:
                notes.given[name] = entry.location
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
        return read_env_file(text, session.name(path), lookup, raw=raw, unset=session.notes.unset)
    except InputError as error:
        raise session.chained(error) from None
