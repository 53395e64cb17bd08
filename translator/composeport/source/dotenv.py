"""Env files: `.env`, `env_file` and `--env-file`, in compose-go's dialect of dotenv, and the raw format of docker.

The dialect: `KEY=value` or `KEY: value`, `export` before it; a value without quotes ends at ` #` or the line's end and
is interpolated; `"…"` may hold lines, escapes and variables; `'…'` is taken as it is. `KEY` alone takes its value from
the environment, or is left out. A later line wins, and sees the values of earlier ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from composeport.diagnostics import Location, line_starts, lines_of
from composeport.errors import InputError, Problem
from composeport.hints import TYPE_CHECKING
from composeport.records import NamedTuple
from composeport.secrecy import HIDDEN
from composeport.source.interpolation import Interpolator, TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from composeport.source.interpolation import Lookup

_SPACES = "\t\v\f\r \x85\xa0"
"""What separates within a line."""
_BLANKS = (
    _SPACES + "\n\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What separates lines and ends values: Go's `unicode.IsSpace`."""
_ESCAPES = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    '"': '"',
    "$": "$$",
}


_BODY = {quote: re.compile(rf"([^{quote}\\]*+(?:\\.[^{quote}\\]*+)*+){quote}", re.DOTALL) for quote in "'\""}
"""What follows an opening quote, up to the closing one. Possessive, so that it takes linear time."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


_NAMED = re.compile(r"[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]{0,63}[ \t]*[=:]")
_ABOUT_US = re.compile(r"(?:^|(?<=\s))#\s*composeport:.*")


def without_values(text: str) -> str:
    """The text of an env file as it may be shown: line by line, the names of variables, and what comments tell us."""
    return "\n".join(map(_without_value, lines_of(text)))


def _without_value(line: str) -> str:
    named, comment = _NAMED.match(line), _ABOUT_US.search(line)
    told = comment[0] if comment else ""
    if named is None:
        return told or (HIDDEN if line.strip() else line)
    blanks = len(line[named.end() :]) - len(line[named.end() :].lstrip())
    return f"{named[0]}{' ' * blanks}{HIDDEN} {told}".rstrip()


class DotenvValue(NamedTuple):
    """A variable of an env file. `location` is the value's place, or the key's where the value was inherited."""

    value: str
    location: Location
    inherited: bool = False


def read_env_file(
    text: str, file: str, lookup: Lookup, *, raw: bool = False, unset: Callable[[str, Location], None] | None = None
) -> dict[str, DotenvValue]:
    """The variables of an env file, in its order; `raw` reads docker's format, where nothing is quoted or interpolated.

    `lookup` gives the values that variables have outside of the file; they win over the file's own in `${…}`. `unset`
    hears of a variable without a value. Raises InputError at what Compose refuses.
    """
    text = text.removeprefix("\ufeff")
    reader = _Reader(text, file, lookup, unset)
    try:
        return reader.read_raw() if raw else reader.read()
    except _Refused as refusal:
        problem = Problem(str(refusal), reader.place(refusal.start, refusal.end), refusal.help)
        raise InputError([problem], {file: text}) from None


class _Refused(ValueError):  # noqa: N818
    def __init__(self, message: str, start: int, end: int, help: str = "") -> None:
        super().__init__(message)
        self.start, self.end, self.help = start, end, help


def _spaced(start: int, end: int) -> _Refused:
    """The error about a name with a space in it, which is not told: `DB_PASSWORD hunter2` is a name without its `=`."""
    return _Refused("this variable name holds a space", start, end, "write KEY=value")


class _Reader:
    def __init__(self, text: str, file: str, lookup: Lookup, unset: Callable[[str, Location], None] | None) -> None:
        self.text = text
        self.file = file
        self.lookup = lookup
        self.unset = unset
        self.values: dict[str, DotenvValue] = {}
        self.interpolator = Interpolator(self._known)
        self.lines = line_starts(text)

    def place(self, start: int, end: int) -> Location:
        """The place of a stretch of the text."""
        first, last = bisect_right(self.lines, start), bisect_right(self.lines, end)
        return Location(self.file, first, start - self.lines[first - 1] + 1, last, end - self.lines[last - 1] + 1)

    def read(self) -> dict[str, DotenvValue]:
        """The variables in the dotenv dialect."""
        position = self._statement(0)
        while position < len(self.text):
            position = self._statement(self._variable(position))
        return self.values

    def _known(self, name: str) -> str | None:
        value = self.lookup(name)
        if value is None and name in self.values:
            return self.values[name].value
        return value

    def _statement(self, position: int) -> int:
        """Where the next statement begins: past blanks and comments."""
        text = self.text
        while position < len(text):
            if text[position] == "#":
                position = self._line_end(position)
            elif text[position] not in _BLANKS:
                break
            else:
                position += 1
        return position

    def _variable(self, position: int) -> int:
        """Reads one variable; returns where it ends."""
        text = self.text
        if text.startswith("export", position) and text[position + 6 : position + 7] in tuple(" \t\n\f\r"):
            position = self._skip(position + 6)
            if position == len(text):
                raise _Refused("there is no variable after `export`", position, position, "write export KEY=value")
        stop = self._key_end(position)
        key = text[position : max(stop, position)].rstrip(_BLANKS)
        if " " in key:
            raise _spaced(position, stop)
        if text[stop : stop + 1] == "\n" and stop >= 0:
            self._inherit(key, self.place(position, position + len(key)))
            return stop + 1
        start = self._skip(position if stop < 0 else stop + 1)
        self.values[key], end = self._value(start)
        return end

    def _key_end(self, position: int) -> int:
        """The index of the `=`, `:` or line end after a key. A file that ends within a key has none: -1."""
        text = self.text
        for stop in range(position, len(text)):
            character = text[stop]
            if character in "=:\n":
                return stop
            if not (character.isalnum() or character in "_.-[]" or character in _SPACES):
                message = f"unexpected character `{character}` in a variable name"
                raise _Refused(message, stop, stop + 1, "names hold letters, digits and _ . - [ ]")
        return -1

    def _inherit(self, key: str, place: Location) -> None:
        value = self.lookup(key)
        if value is not None:
            self.values[key] = DotenvValue(value, place, inherited=True)

    def _value(self, start: int) -> tuple[DotenvValue, int]:
        """The value that begins at `start`, and where reading goes on after it."""
        quote = self.text[start : start + 1]
        if quote not in ("'", '"'):
            line_end = self._line_end(start)
            value = self.text[start:line_end].partition(" #")[0].rstrip(_BLANKS)
            place = self.place(start, start + len(value))
            return DotenvValue(self._expand(value, place), place), line_end
        value, end = self._quoted(start, quote)
        place = self.place(start, end)
        return DotenvValue(self._expand(_unescape(value), place) if quote == '"' else value, place), end

    def _quoted(self, start: int, quote: str) -> tuple[str, int]:
        """The text between the quotes, where a backslash keeps a quote from ending it, and the end of both."""
        body = _BODY[quote].match(self.text, start + 1)
        if body is None:
            raise _Refused("this quoted value does not end", start, self._line_end(start), f"close it with {quote}")
        return _ESCAPED.sub(lambda pair: quote if pair[1] == quote else pair[0], body[1]), body.end()

    def _expand(self, value: str, place: Location) -> str:
        if self.unset:
            unset = self.unset
            self.interpolator.unset = lambda name: unset(name, place)
        try:
            return self.interpolator.expand(value)
        except TemplateError as error:
            raise InputError([Problem(str(error), place, error.help)], {self.file: self.text}) from None

    def _skip(self, position: int) -> int:
        """Past the spaces of a line."""
        while self.text[position : position + 1] in _SPACES and position < len(self.text):
            position += 1
        return position

    def _line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end

    def read_raw(self) -> dict[str, DotenvValue]:
        """The variables in docker's own format: a line each, all after the first `=` is the value.

        It has to be UTF-8, comments too.
        """
        if not self.text.isascii() and (bad := re.search("[\udc80-\udcff]", self.text)):
            raise _Refused("not UTF-8 text", *bad.span())
        start = 0
        for whole in self.text.split("\n"):
            stop = start + len(whole.removesuffix("\r"))
            line = self.text[start:stop].lstrip(_BLANKS)
            if line and not line.startswith("#"):
                self._raw_line(line, stop - len(line), stop)
            start += len(whole) + 1
        return self.values

    def _raw_line(self, line: str, start: int, stop: int) -> None:
        key, equals, value = line.partition("=")
        if not key:
            raise _Refused("there is no variable name before the `=`", start, stop, "write KEY=value")
        if " " in key or "\t" in key:
            raise _spaced(start, start + len(key))
        if equals:
            self.values[key] = DotenvValue(value, self.place(stop - len(value), stop))
        else:
            self._inherit(key, self.place(start, stop))


def _unescape(value: str) -> str:
    """The text of a double-quoted value: Go's one-letter escapes, `\\0` and three octal digits, `\\$` for `$$`."""
    head, *rest = value.split("\\")
    if not rest:
        return value
    parts, position = [head], len(head)
    while position < len(value):
        meant, width = _escape(value, position)
        stop = value.find("\\", position + width)
        stop = len(value) if stop < 0 else stop
        parts.append(meant + value[position + width : stop])
        position = stop
    return "".join(parts)


def _escape(value: str, position: int) -> tuple[str, int]:
    """What the escape at `position` means, and how long it is. An unknown one means itself."""
    letter = value[position + 1 : position + 2]
    if letter in _ESCAPES:
        return _ESCAPES[letter], 2
    if letter != "0":
        return "\\" + letter, 1 + len(letter)
    digits = value[position + 2 : position + 5]
    octal = digits[: len(digits) - len(digits.lstrip("0123456789"))]
    if len(octal) == 3 and not octal.strip("01234567") and int(octal, 8) < 256:
        return chr(int(octal, 8)), 5
    return "\\" + octal, 2 + len(octal)
