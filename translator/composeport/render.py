"""Problems and findings as text, the way a good compiler says them: what, where, the line, what to do.

error: the key `image` is given twice
  --> compose.yaml:12:5
   |
12 |     image: nginx
   |     ^^^^^
   = help: remove one of the two
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from composeport.diagnostics import Finding, Location, Severity, Target
from composeport.errors import Problem
from composeport.excerpt import Lines, excerpt_of
from composeport.hints import TextIO

WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""What a reader calls each severity."""

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "help": "1;32",
    "on": "1;34",
    "frame": "1;34",
    "strong": "1",
}


class Renderer:
    """Renders for one terminal or file. `texts` maps file names to their text, for the excerpts."""

    def __init__(self, texts: Mapping[str, str], *, colour: bool = False) -> None:
        self._lines = Lines(texts)
        self._colour = colour
        self._shown: dict[Location, tuple[list[str], str]] = {}

    def problem(self, problem: Problem, severity: Severity = Severity.ERROR) -> str:
        """What is wrong with an input, with the places that it came from or clashes with; ends in a newline."""
        notes = [f"see {in_one_line(str(place))}" for place in problem.chain]
        return self._message(
            WORDS[severity], "", problem.message, problem.location, [*_note(notes), *_help(problem.help)]
        )

    def finding(self, finding: Finding, on: Iterable[Target] = ()) -> str:
        """Something that a translation changes, loses or asks, and where, of several targets; ends in a newline."""
        code = f" {finding.rule.code}[{finding.rule.slug}]"
        notes = [*_help(finding.help), *_on(on)]
        return self._message(WORDS[finding.severity], code, finding.message, finding.location, notes)

    def _message(
        self, word: str, code: str, message: str, place: Location | None, notes: Iterable[tuple[str, str]]
    ) -> str:
        margin = " " * len(str(place.line)) if place else ""
        lines = [self._paint(word, word + code) + self._paint("strong", f": {in_one_line(message)}".rstrip())]
        if place:
            shown = self._shown.get(place)
            if shown is None:  # an error of one target is often a warning of the other
                shown = self._shown[place] = self._framed(place, margin)
            framed, carets = shown
            lines += framed
            if carets:
                lines[-1] += self._paint(word, carets)
        for kind, note in notes:
            lead = self._paint("frame", f"{margin} =") + " " + self._paint(kind, kind)
            lines.append(f"{lead}: {_no_command(printable(note), margin)}".rstrip())
        return "\n".join(lines) + "\n"

    def _framed(self, place: Location, margin: str) -> tuple[list[str], str]:
        """The place and, where its text is known, its line in a frame; the carets that go behind it, "" for none."""
        framed = [f"{margin}{self._paint('frame', '-->')} {in_one_line(str(place))}"]
        if self._lines.at(place) is None:
            return framed, ""
        shown = excerpt_of(self._lines.of(place.file), place)
        bar = self._paint("frame", f"{margin} |")
        line = (self._paint("frame", f"{place.line} |") + f" {shown.text}").rstrip()
        return [*framed, bar, line, f"{bar} {' ' * shown.indent}"], "^" * shown.width

    def _paint(self, kind: str, text: str) -> str:
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if self._colour else text


def summary(severities: Iterable[Severity]) -> str:
    """`3 errors, 2 warnings, 5 notes`, without what there is none of; "" for nothing at all."""
    found = list(severities)
    counts = ((found.count(severity), word) for severity, word in WORDS.items())
    return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count)


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether `stream` is a terminal that shows colours, and nobody asked for none (https://no-color.org)."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb" and stream.isatty()


def _note(texts: Iterable[str]) -> list[tuple[str, str]]:
    return [("note", text) for text in texts]


def _help(text: str) -> list[tuple[str, str]]:
    return [("help", text)] if text else []


def _on(targets: Iterable[Target]) -> list[tuple[str, str]]:
    names = ", ".join(target.value for target in targets)
    return [("on", names)] if names else []


def _no_command(text: str, margin: str) -> str:
    """A text of several lines, below its lead, none of which a build server takes for a command."""
    if "\n" not in text:
        return text
    return re.sub(r"\n(?=\s*::)", "\ufffd", text).replace("\n", f"\n{margin}   ")


def in_one_line(text: str) -> str:
    """The same without line ends, which a build server takes for the beginning of a command: `::error::`."""
    return printable(text).replace("\n", "\ufffd")


def printable(text: str) -> str:
    """`text` without what a terminal would obey: names come from files that anybody may have written."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
