"""What a YAML parser complains of, as located problems with advice."""

from __future__ import annotations

import re

import yaml

from composeport.diagnostics import Location, line_starts
from composeport.errors import InputError, Problem

BOUND = "composeport bounds this to protect itself from hostile files"


def syntax_problem(error: yaml.YAMLError | UnicodeEncodeError, text: str, file: str, depth: int) -> Problem:
    """The parser's complaint, at its place in the text. `depth` is how many levels of nesting may be."""
    if isinstance(error, UnicodeEncodeError):
        return Problem("half of a surrogate pair is not text", place_of(text, error.start, file))
    if isinstance(error, yaml.MarkedYAMLError) and "nesting depth" in str(error.problem):
        return _too_deep(error, text, file, depth)
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        message = f"{error.problem} ({error.context})" if error.context else str(error.problem)
        here = Location(file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1)
        return Problem(f"not valid YAML: {message}", here, _syntax_help(message))
    bad = next((at for at, character in enumerate(text) if not _printable(character)), 0)
    return Problem("not valid YAML: control characters are not allowed", place_of(text, bad, file))


def encoding_problem(error: UnicodeDecodeError, encoding: str, file: str) -> InputError:
    """The refusal of a file that is not in its encoding, at the first bad byte."""
    before = error.object[: error.start].decode(encoding, "replace")
    problem = Problem(f"not {encoding.upper()} text: {error.reason}", place_of(before, len(before), file))
    return InputError([problem], {file: error.object.decode(encoding, "replace")})


def _too_deep(error: yaml.MarkedYAMLError, text: str, file: str, depth: int) -> Problem:
    """The parser looks ahead, and newer ones give up before they report a level: where the levels stand together."""
    opened = re.search(rf"(?:[\[{{]\s*){{{depth}}}", text)
    mark = error.problem_mark
    index = opened.end() if opened else mark.index if mark else 0
    return Problem(f"more than {depth} levels of nesting", place_of(text, index, file), BOUND)


def _printable(character: str) -> bool:
    code = ord(character)
    return (
        0x20 <= code < 0x7F
        or character in "\t\n\r\x85"
        or 0xA0 <= code < 0xD800
        or (0xE000 <= code < 0x110000 and code not in (0xFFFE, 0xFFFF))
    )


_HELP = {
    "mapping values are not allowed": "quote a text that holds `: `, or check the indentation",
    "found character that cannot start any token": "quote the text, or indent with spaces",
    "violates indentation": "indent with spaces, not tabs",
    "expected <block end>": "check the indentation of this line",
    "did not find expected key": "check the indentation of this line",
    "could not find expected ':'": "check the indentation, or add the missing `:`",
}


def _syntax_help(message: str) -> str:
    return next((advice for fragment, advice in _HELP.items() if fragment in message), "")


def place_of(text: str, index: int, file: str) -> Location:
    """The place of a character, from its index in the text."""
    starts = line_starts(text[:index])
    line, column = len(starts), index - starts[-1] + 1
    return Location(file, line, column, line, column)
