"""Problems on the way from files to a project: collected where work can go on, thrown together where it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composeport.diagnostics import Location, PathPart
from composeport.errors import InputError, Problem


class Problems:
    """The problems found so far, and the texts that excerpts of them come from."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self._found: dict[Problem, None] = {}

    def add(
        self,
        message: str,
        location: Location | None,
        help: str = "",
        chain: tuple[Location, ...] = (),
        *,
        code: str = "",
    ) -> None:
        """Collect one problem; an equal one is kept once."""
        self._found[Problem(message, location, help, chain, code)] = None

    def extend(self, problems: Iterable[Problem]) -> None:
        """Collect problems that others found."""
        self._found.update(dict.fromkeys(problems))

    def stop(self) -> None:
        """Refuse the input if anything was found: a later stage could not rely on what it sees."""
        if self._found:
            raise InputError(sorted(self._found, key=_place), self.texts)


def refuse(
    message: str, location: Location | None, help: str = "", texts: Mapping[str, str] | None = None
) -> InputError:
    """The error for one problem that leaves nothing to go on with."""
    return InputError([Problem(message, location, help)], texts)


def dotted(path: Iterable[PathPart]) -> str:
    """A path as messages spell it: `services.web.ports[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _place(problem: Problem) -> tuple[object, ...]:
    return (*(problem.location or ("", 0, 0, 0, 0)), problem.message)
