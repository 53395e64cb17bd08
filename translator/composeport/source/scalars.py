"""What a scalar means, and how a value reads as text: the rules of go-yaml and of Go's printing.

Compose reads its files with go-yaml, whose resolution is YAML 1.2's core schema with older habits kept: a leading zero
is octal, `_` may group digits, a date is a timestamp; but `yes` and `on` are plain text.
"""

from __future__ import annotations

from math import copysign, isinf, isnan
from re import ASCII, fullmatch, search

from composeport.hints import TYPE_CHECKING, Literal
from composeport.records import NamedTuple

if TYPE_CHECKING:
    from composeport.source.nodes import Value

_NAMED: dict[str, Value] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    ".nan": float("nan"),
    ".NaN": float("nan"),
    ".NAN": float("nan"),
    ".inf": float("inf"),
    ".Inf": float("inf"),
    ".INF": float("inf"),
    "+.inf": float("inf"),
    "+.Inf": float("inf"),
    "+.INF": float("inf"),
    "-.inf": float("-inf"),
    "-.Inf": float("-inf"),
    "-.INF": float("-inf"),
    "-0": -0.0,
    "-0.0": -0.0,
    "<<": None,
}

SUSPECTS = frozenset("+-.0123456789tTfFnN~<")
"""What a plain scalar begins with that may be other than text. Everything else needs no look."""

_BASES = {"0x": 16, "0X": 16, "0b": 2, "0B": 2, "0o": 8, "0O": 8}
_TIMESTAMP = (
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)|[ ](\d\d?):(\d\d?):(\d\d?)(?:[.,](\d+))?)?"
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_INT64 = 1 << 63
_UINT64 = 1 << 64

Kind = Literal["null", "bool", "int", "float", "timestamp", "str"]


class Timestamp(NamedTuple):
    """A date, which is no text, although Compose prints it where it wants one in a mapping.

    `text` is the form that Go prints (`2024-01-01 00:00:00 +0000 UTC`). `rfc3339` is the form that JSON gives it
    (`2024-01-01T00:00:00Z`), which shows below `x-` keys.
    """

    text: str
    rfc3339: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of(cls, date: str, clock: str, offset: int) -> Timestamp:
        """`date` as YYYY-MM-DD, `clock` as HH:MM:SS with a fraction if any, `offset` from UTC in minutes."""
        sign, (hours, minutes) = "-" if offset < 0 else "+", divmod(abs(offset), 60)
        zone = f"{sign}{hours:02}{minutes:02}"
        printed = f"{date} {clock} {zone} {zone if offset else 'UTC'}"
        return cls(printed, f"{date}T{clock}" + (f"{sign}{hours:02}:{minutes:02}" if offset else "Z"))


def resolve(text: str) -> Value:
    """What a plain (unquoted, untagged) scalar means."""
    if text and text[0] not in SUSPECTS:
        return text
    if text in _NAMED:
        return _NAMED[text]
    if text[0] not in "+-.0123456789":
        return text
    if text[4:5] == "-" and text[:4].isdigit() and (stamp := _timestamp(text)) is not None:
        return stamp
    number = _number(text)
    return text if number is None else number


def kind_of(value: Value) -> Kind:
    """The YAML type of a resolved value."""
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case Timestamp():
            return "timestamp"
    return "str"


def go_text(value: Value) -> str:
    """A value as Go's `fmt.Sprint` prints it, which is how Compose makes text of a number or a boolean."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "true" if value else "false"
        case float():
            return go_float(value)
    return str(value)


def go_float(number: float, exponents: tuple[int, int] = (-4, 6)) -> str:
    """The shortest decimal that reads back as `number`, with an exponent outside of `exponents` (lower, upper).

    Go's text has it below 1e-4 and from 1e6 (the default); its JSON below 1e-6 and from 1e21.
    """
    if isnan(number):
        return "NaN"
    if isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    sign = "-" if copysign(1.0, number) < 0 else ""
    mantissa, _, tail = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + ("" if fraction == "0" else fraction)).lstrip("0")
    if not digits:
        return f"{sign}0"
    leading = len(fraction) - len(fraction.lstrip("0")) if whole == "0" else 0
    exponent = int(tail or 0) + (len(whole) - 1 if whole != "0" else -1 - leading)
    return sign + _layout(digits.rstrip("0"), exponent, exponents)


def _layout(digits: str, exponent: int, exponents: tuple[int, int]) -> str:
    """`digits` with the point after the first and a power of ten, written plainly within `exponents`."""
    if not exponents[0] <= exponent < exponents[1]:
        fraction = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02}"
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    whole, fraction = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    return f"{whole}.{fraction}" if fraction else whole


def _number(text: str) -> int | float | None:
    if text[0] == "." and "_" in text and search(r"(?<![0-9])_|_(?![0-9])", text):
        return None
    plain = text.replace("_", "")
    if not plain.isascii():
        return None
    number = _integer(plain)
    if number is None and not plain.strip("0123456789+-.eE"):
        return _decimal(plain)
    return number


def _integer(plain: str) -> int | None:
    """An integer of at most 64 bits, in the base that its prefix names."""
    signed = plain[:1] in ("+", "-")
    digits = plain[1:] if signed else plain
    base = _BASES.get(digits[:2])
    if base:
        digits = digits[2:]
    elif digits[:1] == "0" and len(digits) > 1:
        base = 8
    if not digits.isalnum() or len(digits) > 64:
        return None
    try:
        number = int(digits, base or 10)
    except ValueError:
        return None
    if plain[:1] == "-":
        return -number if number <= _INT64 else None
    return number if number < (_INT64 if signed else _UINT64) else None


def _decimal(plain: str) -> float | None:
    try:
        number = float(plain)
    except ValueError:
        return None
    return None if isinf(number) else number


def _timestamp(text: str) -> Timestamp | None:
    """A date, or a date and time, in the four layouts that go-yaml knows."""
    match = fullmatch(_TIMESTAMP, text, ASCII)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.group(1, 2, 3))
    hour, minute, second = (int(part or 0) for part in (match.group(4, 5, 6) if match[8] else match.group(9, 10, 11)))
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] + leap and hour < 24 and minute < 60 and second < 60):
        return None
    fraction = ((match[7] or match[12]) or "")[:9].rstrip("0")
    clock = f"{hour:02}:{minute:02}:{second:02}" + (f".{fraction}" if fraction else "")
    offset = _offset(match[8] or "Z")
    return None if offset is None else Timestamp.of(f"{year:04}-{month:02}-{day:02}", clock, offset)


def _offset(zone: str) -> int | None:
    """Minutes from UTC."""
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 24 or minutes >= 60:
        return None
    return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)
