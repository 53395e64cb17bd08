"""Where the values of a model object come from."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Location, PathPart
from composeport.hints import Protocol

Extensions = dict[str, object]
"""The `x-*` attributes of an object, as plain data."""


class Provenance(Protocol):
    """Answers, for one object of the resolved project, which attributes files state and where.

    Paths are relative to the object and spelled as in the canonical long form: `("deploy", "resources", "limits")`,
    `("ports", 0, "target")`. The reader of Compose files implements it over its located tree.
    """

    def at(self, *path: PathPart) -> Location:
        """The place of the value at `path`; of its nearest ancestor that has one, where a file states no such value."""

    def key(self, *path: PathPart) -> Location:
        """The place of the key that introduces `path`, for what is wrong with an attribute as a whole."""

    def stated(self, *path: PathPart) -> bool:
        """Whether a file states the value at `path`, rather than a default."""

    def parts(self, *path: PathPart) -> list[PathPart]:
        """The keys or indexes right below `path` that files state, in the files' order; none of a plain value."""

    def leaves(self) -> Iterator[tuple[PathPart, ...]]:
        """Every path that files state and below which they state nothing more, in the files' order."""
