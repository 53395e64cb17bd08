"""The places in a container at which something is mounted."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import normpath

from composeport.diagnostics import Attribute
from composeport.dispositions.rules import SWARM_REJECTED
from composeport.writers.swarm.scope import Scope


class Targets:
    """The mount points of one service. `stated` are those that the project names: they beat a folder's own files."""

    def __init__(self, stated: Iterable[str]) -> None:
        self._stated = frozenset(map(normpath, stated))
        self._taken: set[str] = set()

    def take(self, scope: Scope, attribute: Attribute, path: str) -> bool:
        """Whether `path` was still free; it is not any more. A manager refuses a second mount at one place."""
        place = normpath(path)
        if place in self._taken:
            scope.drop(SWARM_REJECTED, attribute, f"something else is mounted at {place}", "leave one of them out")
            return False
        self._taken.add(place)
        return True

    def has(self, path: str) -> bool:
        """Whether something is mounted at `path` by now."""
        return normpath(path) in self._taken

    def hidden(self, folder: str, path: str) -> bool:
        """Whether a file at `path`, of a folder mounted at `folder`, lies where something else is mounted over it."""
        root, place = normpath(folder), normpath(path)
        while place not in {root, "/"}:
            if place in self._stated:
                return True
            place = normpath(f"{place}/..")
        return False
