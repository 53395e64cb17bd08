"""One line of somebody's file, ready for a terminal: carets under a span, credentials and control characters hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from composeport.credential_spans import credential_spans
from composeport.diagnostics import Location, lines_of
from composeport.records import NamedTuple
from composeport.secrecy import HIDDEN, names_credential

_KEY = re.compile(r"""\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:(?:\s|$)""")
_OPTION = re.compile(r"""\s*-\s+["']?--?\w""")
_BLOCK = 200
"""Lines above one that are looked at for what it belongs to."""

_WIDEST = 100
"""Columns of the source line that are shown; a longer one is cut around the carets."""

_LONGEST = 4_000
"""Characters of a line that are looked at."""
_STEP = 1_000
"""Where that stretch of a longer line may begin: places that are near to each other have the same one."""

_SEEN = 2 * _WIDEST
"""Characters on each side that are measured; some have no width."""

_TAB = 4


class Lines:
    """The lines of files by the files' names; a file is split once, however many places of it are asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._lines: dict[str, list[str]] = {}

    def of(self, file: str) -> list[str]:
        """All lines of a file; none of one that is not known."""
        if file not in self._lines:
            self._lines[file] = lines_of(self._texts[file]) if file in self._texts else []
        return self._lines[file]

    def at(self, place: Location) -> str | None:
        """The whole line on which a place begins; None where nobody has it."""
        lines = self.of(place.file)
        return lines[place.line - 1] if 1 <= place.line <= len(lines) else None

    def first(self, place: Location) -> str:
        """What is written at a place, as far as it is on its first line."""
        end = place.end_column - 1 if place.end_line == place.line else None
        return (self.at(place) or "")[place.column - 1 : end]


class Excerpt(NamedTuple):
    """A line as it is shown, and the carets that go under it: `indent` columns to their left, `width` of them."""

    text: str
    indent: int
    width: int

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text before, above and after the carets."""
        first, last = (_at(self.text, column) for column in (self.indent, self.indent + self.width))
        return self.text[:first], self.text[first:last], self.text[last:]


def excerpt(line: str, start: int, end: int) -> Excerpt:
    """Show `line` with carets under the characters from `start` to `end` (from 0, end exclusive; at least one)."""
    if len(line) > _LONGEST:  # a generated file in one line; what is far away from the carets would not be seen
        first = max(start - _LONGEST // 2, 0) // _STEP * _STEP
        line, start, end = line[first : first + _LONGEST], start - first, end - first
    before, span, after = _hidden(line.rstrip("\r"), start, max(end, start + 1))
    before, span, after = _shown(before[-_SEEN:]), _shown(span[:_SEEN]), _shown(after[:_SEEN])
    indent, width = _columns(before), max(_columns(span), 1)
    if _columns(before + span + after) > _WIDEST:
        before, span, after = _clipped(before, span, after)
        indent, width = _columns(before), max(_columns(span), 1)
    return Excerpt((before + span + after).rstrip(), indent, width)


def without_credentials(line: str) -> str:
    """`line` without the values that look like credentials."""
    return "".join(_hidden(line, 0, 0))


def excerpt_of(lines: Sequence[str], place: Location) -> Excerpt:
    """The line of `place`, which must be one of `lines`, as `excerpt` shows it; what belongs to a credential is hidden.

    A line belongs to one where it is a part of a block, or an element of a list, that begins above.
    """
    line = lines[place.line - 1]
    end = place.end_column if place.end_line == place.line else len(line.rstrip()) + 1
    if _continues_credential(lines, place.line - 1):
        dash = len(line) - len(line.lstrip(" -"))
        line = line[:dash] + HIDDEN
    return excerpt(line, place.column - 1, end - 1)


def _continues_credential(lines: Sequence[str], index: int) -> bool:
    """Whether a line is text below a key that names a credential, or the word after an option that does."""
    line = lines[index]
    depth = len(line) - len(line.lstrip())
    above = lines[index - 1] if index else ""
    if _OPTION.match(above) and line.lstrip().startswith("- ") and names_credential(above.strip().strip("-\"' ")):
        return True
    if _KEY.match(line):
        return False
    for previous in reversed(lines[max(index - _BLOCK, 0) : index]):
        if previous.strip() and len(previous) - len(previous.lstrip()) < depth:
            key = _KEY.match(previous)
            return key is not None and (key[1] == "content" or names_credential(key[1].rpartition(".")[2]))
    return False


def _hidden(line: str, start: int, end: int) -> tuple[str, str, str]:
    """`line` in three parts (before, within and after the span) without the values that look like credentials."""
    parts = ["", "", ""]
    position = 0
    for first, last in credential_spans(line):
        _share(parts, line[position:first], position, (start, end))
        parts[0 if first < start and last <= start else 2 if first >= end else 1] += HIDDEN
        position = last
    _share(parts, line[position:], position, (start, end))
    return parts[0], parts[1], parts[2]


def _share(parts: list[str], text: str, offset: int, span: tuple[int, int]) -> None:
    """Append what of `text`, which stands at `offset`, lies before, within and after `span`."""
    first, last = (max(edge - offset, 0) for edge in span)
    parts[0] += text[:first]
    parts[1] += text[first:last]
    parts[2] += text[last:]


def _shown(text: str) -> str:
    """`text` with tabs as spaces, and what a terminal would obey or not show at all as replacement characters."""
    if text.isprintable():
        return text
    return "".join(
        " " * _TAB if character == "\t" else character if character.isprintable() else "\ufffd" for character in text
    )


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.replace("•", ".").replace("…", ".").isascii():  # what this module puts there itself is narrow
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - few files need the tables

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _at(text: str, column: int) -> int:
    """The first position of `text` at `column` or after it; its end where it has fewer columns."""
    taken = 0
    for position, character in enumerate(text):
        if taken >= column:
            return position
        taken += _columns(character)
    return len(text)


def _clipped(before: str, span: str, after: str) -> tuple[str, str, str]:
    """The three parts cut to the widest line, the span's beginning in view."""
    span = span if len(span) <= _WIDEST // 2 else span[: _WIDEST // 2 - 1] + "…"
    room = _WIDEST - len(span)
    if len(before) > room // 2:
        before = "…" + before[len(before) - room // 2 + 1 :]
    rest = room - len(before)
    return before, span, after if len(after) <= rest else after[: rest - 1] + "…"
