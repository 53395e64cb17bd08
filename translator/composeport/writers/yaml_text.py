"""The one YAML dumper: plain data in, block-style text out, the same bytes for the same data.

Its readers disagree: kubectl resolves scalars by YAML 1.1 with go-yaml's own mixture, other tools by YAML 1.2. So a
string stays plain only where every one of them reads a string, and numbers, booleans and null are written in the
spelling that all of them share. Keys keep their order, there are no aliases and no line is folded; text of several
lines is a literal block, so that a configuration file in a ConfigMap looks like itself.

libyaml's emitter was measured first: it is four to five times slower from Python (each scalar costs a representer
call, a node and an event), escapes what lies outside the basic plane, and does not quote for YAML 1.1 and 1.2 at once.
What this module prints is proven to read back the same by PyYAML, by a YAML 1.2 reader and by go-yaml in the tests.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from composeport.hints import Any

_STEP = "  "
_CACHED_LENGTH = 100
"""Names, labels and image references repeat ten thousand times; texts longer than this are not worth remembering."""

_LONGEST_SIMPLE_KEY = 256
"""Characters. YAML reads at most 1,024 before the colon, and escapes count; a longer key is written as `? key`."""

_OPENING = frozenset(" ,[]{}#&*!|>'\"%@`")
"""First characters that open a flow collection, an alias, a tag, a comment, a directive or a quoted scalar."""

# What some reader takes for something else than a string: words, whatever their case, and what begins otherwise. Each
# line names the reader that needs it.
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""YAML 1.1, and go-yaml for `y` and `n`."""
_SIGNS = frozenset({"~", "=", "<<", ".inf", "+.inf", "-.inf", ".nan"})
"""YAML 1.1: null, value, merge, and numbers that are none."""
_MARKERS = ("---", "...")
"""Of documents, where a line begins with them."""
_NUMBER = re.compile(
    r"""
      [-+]?0[xX][0-9a-fA-F_]+ | [-+]?0[oO][0-7_]+ | [-+]?0[bB][01_]+
    | [-+]?[0-9_]+(?:\.[0-9_]*)?(?:[eE][-+]?[0-9_]+)?               # 0644 and 1_000 in YAML 1.1, 089 and 1e3 in 1.2
    | [-+]?\.[0-9_]+(?:[eE][-+]?[0-9_]+)?
    | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?              # YAML 1.1: 12:30 is 750
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?                    # YAML 1.1 and go-yaml: timestamps
    """,
    re.VERBOSE,
)
_BEGINS_NUMBERS = frozenset("0123456789_")
_OF_NUMBERS = frozenset("0123456789_+-.:eEoObB")
"""What numbers hold, but hexadecimal ones: a quantity as `512Mi` and a digest need no closer look."""

_ASCII_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ASCII_CONTROL_OF_BLOCK = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


class Binary(bytes):
    """Bytes that are no text: not for manifests, since YAML 1.2 has no such type, but Compose's own YAML has them."""


def dump(document: object) -> str:
    """One document as YAML text that ends in a newline, without a `---` line.

    Takes dicts with text keys, lists, tuples, str, int, float, bool, Binary and None; anything else is a TypeError.
    Text that is no Unicode (what Python makes of undecodable bytes in the environment) is a ValueError.
    """
    out: list[str] = []
    if isinstance(document, Mapping) and document:
        _mapping(document, "", out.append)
    elif isinstance(document, (list, tuple)) and document:
        _sequence(document, "", out.append)
    else:
        out.append((quoted(document) if isinstance(document, str) and "\n" in document else _leaf(document)) + "\n")
    return "".join(out)


def dump_all(documents: Iterable[object]) -> str:
    """Documents as one stream, with a `---` line between each two."""
    return "---\n".join(map(dump, documents))


def _mapping(items: Mapping[str, object], indent: str, write: Callable[[str], None]) -> None:
    """Write `items` as a block mapping whose first key stands at the current place, the others after `indent`."""
    lead = ""
    for key, value in items.items():
        name = _short_text(key)
        write(f"{lead}{name}:" if len(name) <= _LONGEST_SIMPLE_KEY else f"{lead}? {name}\n{indent}:")
        _value(value, indent, write)
        lead = indent


def _value(value: object, indent: str, write: Callable[[str], None]) -> None:
    """Write what follows `key:`, with the line's end. The items of a list stand under their key, as kubectl prints."""
    if isinstance(value, dict) and value:
        deeper = indent + _STEP
        write("\n" + deeper)
        _mapping(value, deeper, write)
    elif isinstance(value, (list, tuple)) and value:
        write("\n" + indent)
        _sequence(value, indent, write)
    elif isinstance(value, str) and "\n" in value:
        write(f" {_text(value, indent + _STEP)}\n")
    else:
        write(f" {_leaf(value)}\n")


def _sequence(items: Iterable[object], indent: str, write: Callable[[str], None]) -> None:
    """Write `items` as a block sequence whose first dash stands at the current place, the others after `indent`."""
    deeper = indent + _STEP
    lead = ""
    for item in items:
        write(f"{lead}- ")
        if isinstance(item, dict) and item:
            _mapping(item, deeper, write)
        elif isinstance(item, (list, tuple)) and item:
            _sequence(item, deeper, write)
        elif isinstance(item, str) and "\n" in item:
            write(f"{_text(item, deeper)}\n")
        else:
            write(f"{_leaf(item)}\n")
        lead = indent


def _leaf(value: object) -> str:
    """A value on one line, after any indentation."""
    try:
        return _LEAVES[type(value)](value)
    except KeyError:
        raise TypeError(f"no YAML for a value of type {type(value).__name__}") from None


def _number(value: float) -> str:
    """A float as YAML 1.1 and 1.2 both read it: with a point in the mantissa, even before an exponent."""
    if value != value:  # noqa: PLR0124 - the one value that differs from itself
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    mantissa, exponent, power = repr(value).partition("e")
    if exponent and "." not in mantissa:
        mantissa += ".0"
    return mantissa + exponent + power


def _short_text(value: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"no YAML for a key of type {type(value).__name__}")
    return _cached(value) if len(value) <= _CACHED_LENGTH else _one_line(value)


def _one_line(value: str) -> str:
    """A string without line feeds, plain where every reader takes it for this string."""
    if not value or _is_syntax(value) or _is_taken_otherwise(value) or _unprintable(value, _ASCII_CONTROL):
        return quoted(value)
    return value


def _is_syntax(value: str) -> bool:
    """Whether YAML itself means something by how a plain `value` begins or ends, or by what it holds."""
    first = value[0]
    return (
        first in _OPENING
        or (first in "-?:" and value[1:2] in {"", " "})
        or value[-1] in ": "
        or ": " in value
        or " #" in value
    )


def _is_taken_otherwise(value: str) -> bool:
    """Whether some reader takes a plain `value` for something else than a string."""
    if value[0].isalpha():
        return value.lower() in _WORDS
    if value.isascii() and value.isdigit():
        return True
    if value.lower() in _SIGNS or value.startswith(_MARKERS):
        return True
    return _resembles_number(value) and bool(_NUMBER.fullmatch(value))


def _resembles_number(value: str) -> bool:
    """Whether it begins as a number or a date does, and holds nothing that none has."""
    digits = (value[1:] if value[0] in "+-" else value).removeprefix(".")
    return digits[:1] in _BEGINS_NUMBERS and (
        _OF_NUMBERS.issuperset(digits) or digits[1:2] in "xX" or digits[4:5] == "-"
    )


_cached = lru_cache(maxsize=8192)(_one_line)

_LEAVES: dict[type, Callable[[Any], str]] = {
    str: _short_text,
    int: int.__repr__,
    float: _number,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    Binary: lambda value: f"!!binary {b2a_base64(value, newline=False).decode()}",
    dict: lambda _: "{}",
    list: lambda _: "[]",
    tuple: lambda _: "[]",
}


def quoted(value: str) -> str:
    """`value` in quotes on one line: double ones, or single ones where those save escapes."""
    if ('"' in value or "\\" in value) and not _unprintable(value, _ASCII_CONTROL):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escape, value)) + '"'


def _escape(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if not _unprintable(character, _ASCII_CONTROL):
        return character
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError("half of a surrogate pair is no character")
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _unprintable(value: str, ascii_controls: re.Pattern[str]) -> bool:
    """Whether `value` holds what a reader refuses or takes for a line break, beside what `ascii_controls` finds."""
    if value.isascii() and value.isprintable():
        return False
    return bool(ascii_controls.search(value)) or (not value.isascii() and bool(_beyond_ascii().search(value)))


@cache
def _beyond_ascii() -> re.Pattern[str]:
    """The same beyond ASCII: made when first needed, since a class of this width takes milliseconds to compile."""
    return re.compile(r"[\x80-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _text(value: str, indent: str) -> str:
    """Text of several lines as a literal block at `indent`, or in quotes where a block would not hold it.

    A block cannot say carriage returns and control characters, nor end in a line of spaces without doubt among readers.
    """
    body = value.rstrip("\n")
    if not body or body.endswith((" ", "\t")) or _unprintable(value, _ASCII_CONTROL_OF_BLOCK):
        return quoted(value)
    ends = len(value) - len(body)
    chomping = "-" if ends == 0 else "" if ends == 1 else "+"
    # The reader takes the first line's spaces for the indentation unless told, and libyaml refuses a tab there.
    told = str(len(_STEP)) if body.lstrip("\n")[0] in " \t" else ""
    lines = [indent + line if line else "" for line in body.split("\n")]
    return f"|{told}{chomping}\n" + "\n".join(lines) + "\n" * max(ends - 1, 0)
