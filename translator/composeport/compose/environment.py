"""Variables: the shell's, those of `.env` files, and the `env_file` and `label_file` of services."""

from __future__ import annotations

import os
from collections.abc import Mapping as Variables

from composeport.compose.problems import refuse
from composeport.compose.session import Session
from composeport.diagnostics import Location
from composeport.errors import InputError, Problem
from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from composeport.source.dotenv import DotenvValue


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
        if place is not None or os.path.islink(path):
            notes.named_files.setdefault(path, place or Location(session.name(path), 1, 1, 1, 1))
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
    from composeport.source.dotenv import read_env_file  # noqa: PLC0415 - not every project has such files

    text = session.read_env(path, place)
    try:
        return read_env_file(text, session.name(path), lookup, raw=raw, unset=session.notes.unset)
    except InputError as error:
        raise session.chained(InputError(error.problems)) from None
