"""What the text of a single value means: sizes, durations, command lines, numbers, by Go's and Docker's rules.

Each reader raises ValueError, whose message says what was expected.
"""

from __future__ import annotations

import re
from math import inf, isinf
from struct import pack, unpack

_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_WHOLE = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_SIZE = re.compile(r"(.*[\d.]) ?(?:([kmgtp])(?:i?b)?|b)?", re.IGNORECASE | re.ASCII)
_NANOSECONDS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
    "w": 604_800_000_000_000,
}
_DURATION_PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)", re.ASCII)
_LONGEST = 1 << 63
_SHOWN = 60
_DIGITS = 400
"""Characters: no size, duration or number has more."""
_LINE = 1_000_000
"""Characters of a command line; no system starts a process with more."""


def shown(text: str) -> str:
    """A text as a message quotes it: no more than its beginning."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def size(text: str) -> int:
    """Bytes, as docker's `RAMInBytes` reads them: `512m`, `1.5 GiB`."""
    if _is_integer(text):
        return int(text)
    match = _SIZE.fullmatch(text) if len(text) <= _DIGITS else None
    try:
        count = number(match[1]) if match else -1.0
    except ValueError:
        count = -1.0
    if match is None or count < 0:
        raise ValueError(f"expected a size such as 512m, not {shown(text)}")
    return signed(count * _UNITS.get((match[2] or "").lower(), 1))


def duration(text: str) -> int:
    """Nanoseconds: `1m30s`, `500ms`, also days and weeks."""
    sign, unsigned = (-1, text[1:]) if text[:1] == "-" else (1, text.removeprefix("+"))
    if unsigned == "0":
        return 0
    parts = _DURATION_PART.findall(unsigned) if len(text) <= _DIGITS else []
    if not parts or "".join(map("".join, parts)) != unsigned:
        raise ValueError(f"expected a duration such as 1m30s, not {shown(text)}")
    total = sum(_nanoseconds(number, unit) for number, unit in parts)
    if total >= _LONGEST:
        raise ValueError(f"the duration {shown(text)} is too long")
    return sign * total


def _nanoseconds(number: str, unit: str) -> int:
    """Exactly, where the number is whole; a fraction is cut off below a nanosecond."""
    whole, _, fraction = number.partition(".")
    scale = _NANOSECONDS[unit]
    return int(whole or 0) * scale + (int(fraction) * scale // 10 ** len(fraction) if fraction else 0)


def boolean(text: str) -> bool:
    """YAML 1.1's words for a boolean, as Compose takes them where a boolean is meant."""
    match text.lower():
        case "y" | "yes" | "true" | "on":
            return True
        case "n" | "no" | "false" | "off":
            return False
    raise ValueError(f"expected true or false, not {shown(text)}")


def integer(text: str) -> int:
    """A decimal number of 64 bits."""
    if not _is_integer(text):
        raise ValueError(f"expected a whole number, not {shown(text)}")
    return int(text)


def _is_integer(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None and -_LONGEST <= int(text) < _LONGEST


def signed(value: int | float) -> int:  # noqa: PYI041 - which of them it is matters
    """What Go holds of a number in a signed integer of 64 bits.

    Of a fraction that is the whole part; an integer wraps around; of another number that is out of reach it is the
    least one, as on all of Intel's and AMD's processors.
    """
    if isinstance(value, float):
        return int(value) if -_LONGEST <= value < _LONGEST else -_LONGEST
    return value - 2 * _LONGEST if value >= _LONGEST else value


def unsigned(value: int | float, bits: int) -> int:  # noqa: PYI041 - which of them it is matters
    """The same in an unsigned integer, whose lowest `bits` are kept. Raises ValueError for a negative number."""
    if value < 0:
        raise ValueError(f"expected a whole number from 0 on, not {value}")
    if isinstance(value, float):
        value = int(value) if value < 2 * _LONGEST else _LONGEST
    return value % (1 << bits)


def mode(text: str) -> int:
    """Permissions, in octal."""
    if not re.fullmatch(r"[+-]?0*[0-7]{1,21}", text, re.ASCII):
        raise ValueError(f"expected an octal mode such as 0440, not {shown(text)}")
    return int(text, 8)


def number(text: str) -> float:
    """A number, as Go's `ParseFloat` reads one: in decimal, or in hexadecimal with a power of two (`0x1p4`)."""
    letters = {*text.lower()} & {"x", "p", "n"}
    try:
        found = float.fromhex(text) if letters == {"x", "p"} else float("n" if letters else text)
    except (ValueError, OverflowError):
        found = inf
    if isinf(found) or not text.isascii() or text != text.strip():
        raise ValueError(f"expected a number, not {shown(text)}")
    return found


def single_precision(value: float) -> float:
    """The number that is left of `value` in 32 bits, with no more digits than tell it from its neighbours.

    Raises ValueError for one that is too large.
    """
    narrow = pack("f", value)
    if isinf(unpack("f", narrow)[0]):
        raise ValueError(f"the number {value} is too large")
    for digits in range(6, 10):
        candidate = float(f"{value:.{digits}g}")
        if pack("f", candidate) == narrow:
            return candidate
    exact: float = unpack("f", narrow)[0]
    return exact


def words(line: str) -> tuple[str, ...]:
    """The words of a command line, as a shell splits them; what follows an operator (`;`, `&`, `|`, `<`, `>`) is lost.

    This is how Compose reads a `command` or `entrypoint` that is one text, operators included.
    """
    if len(line) > _LINE:
        raise ValueError(f"expected a command line of at most {_LINE:,} characters")
    if not _SPECIAL.search(line):
        return tuple(line.split())
    splitter = _Splitter()
    for part in _PARTS.findall(line):
        if not splitter.take(part):
            break
    return splitter.finish()


_SPECIAL = re.compile(r"[^\S \t\r\n]|[\\`()\"';&|<>]")
_PARTS = re.compile(r"[^ \t\r\n\\`()\"';&|<>$]+|.", re.DOTALL)
"""Characters that mean something, one by one, and what stands between them."""


class _Splitter:
    """Splits one line. `quote` is the quotation that is open: one of `'`, `"`, a backtick, `(` for `$(`, or ""."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.word: list[str] = []
        self.begun = self.escaped = False
        self.quote = ""

    def take(self, character: str) -> bool:
        """Read one character, or some that mean nothing; False where the command ends."""
        if self.escaped:
            self.escaped = False
            return self._add(character)
        if character == "\\" and self.quote not in ("'", "("):
            self.escaped = True
            return True
        if character in " \t\r\n" and not self.quote:
            self._end_word()
            return True
        return self._special(character)

    def _special(self, character: str) -> bool:
        quote = self.quote
        if character in "'\"" and quote in ("", character):
            self.quote, self.begun = ("" if quote else character), True
            return True
        if character == "`" and quote in ("", "`"):
            self.quote = "" if quote else "`"
        elif character == "(" and quote in ("", "("):
            if quote or self.word[-1:] != ["$"]:
                raise ValueError("expected a command line, found `(`")
            self.quote = "("
        elif character == ")" and quote in ("", "("):
            self.quote = "" if quote else "("
        elif character in ";&|<>" and not quote:
            if character == ">" and self.word and self.word[0][0] in "0123456789":
                self.begun = False
            return False
        return self._add(character)

    def _add(self, character: str) -> bool:
        self.word.append(character)
        self.begun = True
        return True

    def _end_word(self) -> None:
        if self.begun:
            self.found.append("".join(self.word))
            self.word, self.begun = [], False

    def finish(self) -> tuple[str, ...]:
        """The words. Raises ValueError where a quotation is still open."""
        if self.escaped or self.quote:
            raise ValueError("expected a command line, found an open quotation")
        self._end_word()
        return tuple(self.found)
