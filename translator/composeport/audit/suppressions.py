"""What a file says to ignore: `# composeport: ignore[CP302] reason`, or `ignore` below `x-composeport`.

A comment is about the line that it ends, or, on a line of its own, about the next line that is no comment; a finding is
on a line where its value or the key before it begins. `x-composeport` is about everything below the object that has it:

    x-composeport:
      ignore: {CP402: the volume holds a cache}      # or a code, or a list of codes

A code may be shortened: `CP4` is every rule that begins so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from composeport.audit.report import Suppressed
from composeport.diagnostics import Finding, Location, PathPart, lines_of
from composeport.errors import InputError, Problem
from composeport.model import Project
from composeport.records import NamedTuple

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*composeport:\s*ignore\[([^\]]*)\](.*)$")
_NOTHING = re.compile(r"\s*(#.*)?$")
_KEY = "x-composeport"
_Place = tuple[PathPart, ...]
"""What a suppression is about: `("on", FILE, LINE)`, or `("below", …)` and a path."""

_OBJECTS = ("services", "networks", "volumes", "configs", "secrets", "models")


class Suppression(NamedTuple):
    """What one comment or attribute says: codes (or their beginnings), a reason, and what it is about.

    That is a `line` of the location's file, or everything below `path` where `line` is 0.
    """

    codes: tuple[str, ...]
    reason: str
    location: Location
    line: int = 0
    path: tuple[PathPart, ...] = ()

    def names(self, code: str) -> bool:
        """Whether it names a rule."""
        return any(code.startswith(start) for start in self.codes)


class Sorted(NamedTuple):
    """Findings by what the files say about them, and what the files say in vain."""

    remaining: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    unused: tuple[Suppression, ...]


def suppress(project: Project, findings: Iterable[Finding]) -> Sorted:
    """Sort findings by what the project's files say to ignore. Raises InputError for an `ignore` of another kind."""
    suppressions = [*_comments(project), *_attributes(project)]
    if not suppressions:
        return Sorted(tuple(findings), (), ())
    index = _index(suppressions)
    remaining: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[Suppression] = set()
    for finding in findings:
        numbers = {number for place in _places(project, finding) for number in index.get(place, ())}
        about = (suppressions[number] for number in sorted(numbers))
        fitting = [suppression for suppression in about if suppression.names(finding.rule.code)]
        used.update(fitting)
        if fitting:
            suppressed.append(Suppressed(finding, fitting[0].reason))
        else:
            remaining.append(finding)
    unused = tuple(suppression for suppression in suppressions if suppression not in used)
    return Sorted(tuple(remaining), tuple(suppressed), unused)


def _index(suppressions: Sequence[Suppression]) -> dict[_Place, list[int]]:
    """The numbers of the suppressions by what they are about."""
    index: dict[_Place, list[int]] = {}
    for number, (_, _, location, line, path) in enumerate(suppressions):
        place: _Place = ("on", location.file, line) if line else ("below", *path)
        index.setdefault(place, []).append(number)
    return index


def _places(project: Project, finding: Finding) -> Iterator[_Place]:
    """What a suppression of the finding may be about: its lines, and all that it is below."""
    if finding.location:
        for place in (finding.location, project.source.key(*finding.path)):
            yield ("on", place.file, place.line)
    for length in range(len(finding.path) + 1):
        yield ("below", *finding.path[:length])


def _comments(project: Project) -> Iterator[Suppression]:
    for file, text in project.texts.items():
        if "composeport:" not in text:
            continue
        lines = lines_of(text)
        for number, line in enumerate(lines, 1):
            if match := _COMMENT.search(line):
                about = number if line[: match.start()].strip() else _next_line(lines, number)
                location = Location(file, number, match.start() + 1, number, match.end() + 1)
                yield Suppression(_codes(match.group(1)), match.group(2).strip(), location, about)


def _next_line(lines: list[str], number: int) -> int:
    """The number of the first line after `number` (from 1) that is neither empty nor a comment."""
    return next((n for n, line in enumerate(lines[number:], number + 1) if not _NOTHING.match(line)), number)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split(",") if code.strip())


def _attributes(project: Project) -> Iterator[Suppression]:
    for path, extensions in _extended(project):
        extension = extensions.get(_KEY)
        if isinstance(extension, Mapping) and "ignore" in extension:
            location = project.source.at(*path, _KEY, "ignore")
            for code, reason in _ignored(extension["ignore"], location, project):
                yield Suppression((code,), reason, location, path=path)


def _extended(project: Project) -> Iterator[tuple[tuple[PathPart, ...], Mapping[str, object]]]:
    yield (), project.extensions
    for kind in _OBJECTS:
        for name, value in getattr(project, kind).items():
            yield (kind, name), value.extensions


def _ignored(value: object, location: Location, project: Project) -> Iterator[tuple[str, str]]:
    """Codes with their reasons, from any of the ways to give them."""
    match value:
        case str():
            yield value, ""
        case list() if all(isinstance(code, str) for code in value):
            yield from ((code, "") for code in value)
        case dict() if all(isinstance(reason, str) for reason in value.values()):
            yield from value.items()
        case _:
            example = "as in `ignore: {CP402: the volume holds a cache}`"
            message = "`ignore` takes a rule's code, a list of codes, or codes with a reason each"
            raise InputError([Problem(message, location, example)], project.texts)
