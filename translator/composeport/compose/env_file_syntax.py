"""Where an env file means one thing to Compose and another to Docker's own reader, which `docker stack deploy` has.

That one reads a line each: blanks before the name go, all after the first `=` is the value, letter for letter. It
refuses a name with a blank in it (docker/cli, `pkg/kvfile`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from composeport.source.dotenv import DotenvValue

REFUSED = ("export", "colon", "spaced name", "several lines")
"""What Docker's reader refuses the file for, at least as a rule: `export A=x`, `A: x`, `A =x`, a value over lines."""
CHANGED = ("quotes", "comment", "expansion", "blanks")
"""What it takes for a part of the value: `"x"`, ` # why`, `$V`, blanks around it."""


def differences(lines: list[str], values: Mapping[str, DotenvValue]) -> dict[str, tuple[int, ...]]:
    """What differs, from each kind to the numbers of the lines that have it. `values` is what Compose reads of them."""
    found: dict[str, list[int]] = {}
    for value in values.values():
        if not value.inherited:
            for kind in _kinds(lines, value):
                found.setdefault(kind, []).append(value.location.line)
    return {kind: tuple(sorted(found[kind])) for kind in (*REFUSED, *CHANGED) if kind in found}


def _kinds(lines: list[str], value: DotenvValue) -> Iterator[str]:
    place = value.location
    first, last = lines[place.line - 1], lines[place.end_line - 1]
    name, written, after = first[: place.column - 1], first[place.column - 1 :], last[place.end_column - 1 :]
    yield from _about_name(name)
    if place.line != place.end_line:
        yield "several lines"
        return
    written = written[: place.end_column - place.column]
    if written[:1] in ("'", '"'):
        yield "quotes"
    elif written != value.value:
        yield "expansion"
    if after.strip():
        yield "comment"
    elif after.strip("\r") or (name[-1:].isspace() and name.rstrip().endswith("=")):
        yield "blanks"


def _about_name(name: str) -> Iterator[str]:
    """`name` is what stands before a value: `export A = `."""
    stripped = name.strip()
    if stripped.startswith("export") and stripped[6:7].isspace():
        yield "export"
    elif stripped.endswith(":"):
        yield "colon"
    elif stripped.endswith("=") and stripped[:-1] != stripped[:-1].rstrip():
        yield "spaced name"
