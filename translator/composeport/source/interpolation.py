"""Variables in the text of a Compose file: `$V`, `${V}`, `${V:-default}` and their kin.

The grammar is compose-go's, corners included. A `$` that begins no variable stays as it is (`$1`, `$(x)`); `$$` is one
`$`; a `${` that begins no variable is refused. The end of `${V:-…}` is the brace that closes it, on the same line; a
character after an inner `{` is passed over unseen, so `${V:-{}}` has the default `{}`.
Keys are never interpolated, and values are not interpolated again.
"""

from __future__ import annotations

import re

from composeport.diagnostics import Location
from composeport.errors import InputError, Problem
from composeport.hints import TYPE_CHECKING
from composeport.records import NamedTuple
from composeport.source.nodes import Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Lookup = Callable[[str], str | None]
    """From a variable's name to its value, None where it is not set."""

    Use = tuple["Substitution", "Substitution"]
    """A variable that was looked up, and the one that the text itself holds: another one where a default nests."""

DEPTH = 20
"""How deep defaults may nest."""
CHARACTERS = 8_000_000
"""How much text one tree, or one env file, may interpolate to, nested defaults counted at each level."""

_FIRST = frozenset("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u017f\u212a")
"""What a name begins with: letters and `_`, and the two characters that Go folds into `s` and `k`."""
NAME_START = _FIRST | {"{"}
"""What follows a `$` that begins a variable."""
_NAME = _FIRST | frozenset("0123456789")
_BRACE = re.compile(r"\{.?|\}", re.DOTALL)
_SHOWN = 60
"""How many characters of a bad text a message shows."""
_ESCAPE = "write `$$` for a `$` that begins no variable"


class Substitution(NamedTuple):
    """One variable in a text, from `start` to `end`. `operator` is "" or one of `:-`, `-`, `:+`, `+`, `:?`, `?`."""

    name: str
    operator: str
    operand: str
    start: int
    end: int


class TemplateError(ValueError):
    """A text cannot be interpolated. `start` and `end` say where in it."""

    def __init__(self, message: str, start: int = 0, end: int = 0, help: str = "") -> None:
        super().__init__(message)
        self.start, self.end, self.help = start, end, help


class Interpolator:
    """Interpolates texts with one set of variables, and within one bound on what they may come to.

    `unset` hears of each variable that is neither set nor has a default: Compose warns and takes it for empty. `uses`
    gathers what is looked up, if it is a list.
    """

    def __init__(self, lookup: Lookup, unset: Callable[[str], None] | None = None) -> None:
        self.lookup = lookup
        self.unset = unset
        self.uses: list[Use] | None = None
        self.room = CHARACTERS

    def expand(self, text: str, depth: int = 0) -> str:
        """`text` with its variables replaced. Raises TemplateError."""
        if "$" not in text:
            return text
        if depth > DEPTH:
            raise TemplateError(f"variables are nested more than {DEPTH} deep")
        if depth:
            self._spend(len(text))
        return "".join([part if isinstance(part, str) else self._value(part, depth) for part in parse(text)])

    def _value(self, variable: Substitution, depth: int) -> str:
        if self.uses is not None:
            self.uses.append((variable, self.uses[-1][1] if depth else variable))
        try:
            value = self._substitute(variable, depth)
            self._spend(len(value))
        except TemplateError as error:
            raise TemplateError(str(error), variable.start, variable.end, error.help) from None
        return value

    def _spend(self, characters: int) -> None:
        self.room -= characters
        if self.room < 0:
            raise TemplateError(f"variables expand to more than {CHARACTERS:,} characters")

    def _substitute(self, variable: Substitution, depth: int) -> str:
        name, operator, operand, *_ = variable
        value = self.lookup(name)
        if not operator:
            if value is None and self.unset:
                self.unset(name)
            return value or ""
        given = bool(value) if operator[0] == ":" else value is not None
        match operator[-1]:
            case "-":
                return value or "" if given else self.expand(operand, depth + 1)
            case "+":
                return self.expand(operand, depth + 1) if given else value or ""
        if given:
            return value or ""
        reason = self.expand(operand, depth + 1)
        raise TemplateError(
            f"required variable {name} is missing a value" + (f": {reason}" if reason else ""),
            help=f"set {name} in the environment or in the .env file",
        )


def interpolate(text: str, variables: Lookup, place: Location | None = None) -> str:
    """`text` with its variables replaced. Raises InputError at `place` where Compose refuses the text."""
    try:
        return Interpolator(variables).expand(text)
    except TemplateError as error:
        raise InputError([Problem(str(error), place, error.help)]) from None


def interpolate_tree(node: Node, lookup: Lookup, hear: Callable[[Scalar, str, list[Use]], None] | None = None) -> None:
    """Replaces the variables in the values of all text scalars below `node`, which keep their places and their `text`.

    `hear` gets each scalar with its text as it was and the variables looked up for it. Raises InputError with every
    problem.
    """
    problems: list[Problem] = []
    interpolator = Interpolator(lookup)
    for scalar, text in templates(node):
        if hear:
            interpolator.uses = []
        try:
            scalar.value = interpolator.expand(text)
        except TemplateError as error:
            problems.append(Problem(str(error), within(scalar, error.start, error.end), error.help))
            continue
        if hear:
            hear(scalar, text, interpolator.uses or [])
    if problems:
        raise InputError(problems)


def parse(text: str) -> Iterator[str | Substitution]:
    """The parts of a text: literal ones, and variables. Raises TemplateError at a `${` that begins no variable."""
    position, braces = 0, _Braces(text)
    while (dollar := text.find("$", position)) >= 0:
        if dollar > position:
            yield text[position:dollar]
        follower = text[dollar + 1 : dollar + 2]
        if follower == "{":
            variable = _braced(text, dollar, braces)
            yield variable
            position = variable.end
        elif follower in _FIRST and follower:
            position = _name_end(text, dollar + 1)
            yield Substitution(text[dollar + 1 : position], "", "", dollar, position)
        else:
            yield "$"
            position = dollar + (2 if follower == "$" else 1)
    yield text[position:]


class _Braces:
    """Finds the last `}` of a line, and remembers it: a line of many variables is searched once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_end = self.last = -1

    def last_after(self, position: int) -> int:
        """The index of the last `}` on the line of `position`, at or after it; -1 for none."""
        if position > self.line_end:
            end = self.text.find("\n", position)
            self.line_end = len(self.text) if end < 0 else end
            self.last = self.text.rfind("}", position, self.line_end)
        return self.last if self.last >= position else -1


def _braced(text: str, dollar: int, braces: _Braces) -> Substitution:
    """The variable at a `${`."""
    start = dollar + 2
    stop = _name_end(text, start)
    if stop == start or text[start] not in _FIRST:
        raise _malformed(text, dollar)
    name = text[start:stop]
    if text[stop : stop + 1] == "}":
        return Substitution(name, "", "", dollar, stop + 1)
    width = 2 if text[stop : stop + 1] == ":" else 1
    operator = text[stop : stop + width]
    last = braces.last_after(stop + width) if operator[-1:] in ("-", "+", "?") and operator else -1
    if last < 0:
        raise _malformed(text, dollar)
    closing = _closing(text, dollar + 1, last)
    return Substitution(name, operator, text[stop + width : closing], dollar, closing + 1)


def _closing(text: str, opening: int, last: int) -> int:
    """The index of the `}` that closes the `{` at `opening`; `last` where none does, as in compose-go."""
    level = 0
    for brace in _BRACE.finditer(text, opening, last + 1):
        if text[brace.start()] == "{":
            level += 1
            continue
        level -= 1
        if level == 0:
            return brace.start()
    return last


def _name_end(text: str, position: int) -> int:
    length = len(text)
    while position < length and text[position] in _NAME:
        position += 1
    return position


def _malformed(text: str, dollar: int) -> TemplateError:
    end = text.find("}", dollar) + 1 or len(text)
    shown = text[dollar:end] if end - dollar <= _SHOWN else text[dollar : dollar + _SHOWN] + "…"
    if text[end - 1 : end] != "}":  # what follows may be no part of a variable, but the rest of a password
        shown = "${" + "…" * (end > dollar + 2)
    return TemplateError(f"invalid interpolation format: {shown!r}", dollar, end, _ESCAPE)


def templates(node: Node) -> Iterator[tuple[Scalar, str]]:
    """The scalars below `node` that may hold variables, with their text, in the file's order."""
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, Scalar):
            if isinstance(node.value, str) and "$" in node.value:
                yield node, node.value
        else:
            children = node.items.values() if isinstance(node, Mapping) else node.items
            stack.extend(reversed(list(children)))


def within(scalar: Scalar, start: int, end: int) -> Location:
    """The place of a stretch of a scalar's text where the file has it letter for letter on a line; else all of it."""
    whole = scalar.location
    quotes = 1 if scalar.style in ("'", '"') else 0
    verbatim = whole.line == whole.end_line and whole.end_column - whole.column == len(scalar.text) + 2 * quotes
    if not verbatim or end <= start:
        return whole
    column = whole.column + quotes
    return Location(whole.file, whole.line, column + start, whole.line, column + end)
