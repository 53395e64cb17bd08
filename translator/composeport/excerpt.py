"""One line of somebody's file, ready for a terminal: carets under a span, credentials and control characters hidden."""

from __future__ import annotations

import re
from typing import NamedTuple

_HIDDEN = "••••"
_WIDEST = 100
"""Columns of the source line that are shown; a longer one is cut around the carets."""

_TAB = 4

_CREDENTIAL = (
    r"[\w.-]{0,200}(?:passw(?:or)?d|passphrase|pwd|(?<![a-z])pass(?![a-z])|requirepass|secret(?!s\b)|token|credential"
    r"|(?:api|access|private|secret|encryption)[_-]?key)"
)
_SECRETS = re.compile(
    rf"""
      (?<![\w.-]) {_CREDENTIAL} (?:(?!_file)[\w.-]){{0,200}}  # a key, but not one that says where a secret is
        ["']? (?: \s*:\s+ | \s*=\s* | \s+(?=[^:=\s]+$) )
        (?! ["']?\$(?!\{{\w+:?[-+]) | [|>][-+\d]*\s*$ )    # a bare reference to a variable is no secret
        (?: ["']?\$\{{\w+:?[-+] )?                        # but its default is
        (?P<value> \S.* )                                # up to the line's end: a password may hold anything
    | ://[^/\s:@]*:(?!\$)(?P<url>[^/\s@]+)@               # the password of a URL
    | (?<![\w-])(?:-u|--user)["']?[\s,=]+["']?[\w.@-]+:(?!\$)(?P<user>[^\s"']+)   # of curl and its like
    | (?<!sha256:)(?<![A-Za-z0-9+/])                      # the digest of an image is public; anything else is
      (?P<blob>[A-Za-z0-9+/]{{40,}}=*)                    # a line of a key, or of something else in base64
    """,
    re.VERBOSE | re.IGNORECASE,
)


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
    before, span, after = _hidden(line.rstrip("\r"), start, max(end, start + 1))
    before, span, after = _shown(before), _shown(span), _shown(after)
    indent, width = _columns(before), max(_columns(span), 1)
    if _columns(before + span + after) > _WIDEST:
        before, span, after = _clipped(before, span, after)
        indent, width = _columns(before), max(_columns(span), 1)
    return Excerpt((before + span + after).rstrip(), indent, width)


def _hidden(line: str, start: int, end: int) -> tuple[str, str, str]:
    """`line` in three parts (before, within and after the span) without the values that look like credentials."""
    parts = ["", "", ""]
    position = 0
    for match in _SECRETS.finditer(line):
        first, last = match.span(match.lastgroup or 0)
        _share(parts, line[position:first], position, (start, end))
        parts[0 if first < start and last <= start else 2 if first >= end else 1] += _HIDDEN
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
    return "".join(
        " " * _TAB if character == "\t" else character if character.isprintable() else "\ufffd" for character in text
    )


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - few files need the tables

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _at(text: str, column: int) -> int:
    """The first position of `text` at `column` or after it; its end where it has fewer columns."""
    return next((position for position in range(len(text)) if _columns(text[:position]) >= column), len(text))


def _clipped(before: str, span: str, after: str) -> tuple[str, str, str]:
    """The three parts cut to the widest line, the span's beginning in view."""
    span = span if len(span) <= _WIDEST // 2 else span[: _WIDEST // 2 - 1] + "…"
    room = _WIDEST - len(span)
    if len(before) > room // 2:
        before = "…" + before[len(before) - room // 2 + 1 :]
    rest = room - len(before)
    return before, span, after if len(after) <= rest else after[: rest - 1] + "…"
