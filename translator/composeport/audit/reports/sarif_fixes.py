"""Fixes that composeport can vouch for: the lines that mean nothing, or say nothing that is so, can simply go."""

from __future__ import annotations

import re
from collections.abc import Callable

from composeport.diagnostics import Finding, Location
from composeport.dispositions.rules import OBSOLETE_VERSION, UNUSED_SUPPRESSION
from composeport.excerpt import Lines

_VERSION = re.compile(r"""["']?version["']?\s*:\s*("[^"\\]*"|'[^']*'|[\w.]+)\s*(#.*)?$""")
_COMMENT = re.compile(r"#\s*composeport:")

_Object = dict[str, object]


def fixes(finding: Finding, source: Lines, artifact: Callable[[str], _Object]) -> list[_Object]:
    """What would end a finding, as SARIF's `fix` objects; none where a person has to think."""
    place = finding.location
    removal = _REMOVALS.get(finding.rule.code)
    if not place or not removal:
        return []
    lines = source.of(place.file)
    region = removal(place, lines) if place.line <= len(lines) else None
    if region is None:
        return []
    replacement = {"deletedRegion": region, "insertedContent": {"text": ""}}
    change = {"artifactLocation": artifact(place.file), "replacements": [replacement]}
    return [{"description": {"text": "Remove it."}, "artifactChanges": [change]}]


def _version(place: Location, lines: list[str]) -> _Object | None:
    """The line of `version:`, where nothing else is on it."""
    return _line(place.line, lines) if _VERSION.match(lines[place.line - 1]) else None


def _comment(place: Location, lines: list[str]) -> _Object | None:
    """A comment that suppresses nothing, with its line where it has one of its own."""
    line = lines[place.line - 1]
    before = line[: place.column - 1]
    if not _COMMENT.match(line, place.column - 1):
        return None
    if not before.strip():
        return _line(place.line, lines)
    start = len(before.rstrip()) + 1
    return _region(place.line, start, place.line, len(line.rstrip()) + 1)


def _line(number: int, lines: list[str]) -> _Object:
    """A whole line with its end; of the last one, which may have none, what is on it."""
    if number < len(lines):
        return _region(number, 1, number + 1, 1)
    return _region(number, 1, number, len(lines[number - 1]) + 1)


def _region(line: int, column: int, end_line: int, end_column: int) -> _Object:
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


_REMOVALS = {OBSOLETE_VERSION.code: _version, UNUSED_SUPPRESSION.code: _comment}
