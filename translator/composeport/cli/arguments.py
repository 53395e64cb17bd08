"""What a command line may say, as data: every command is a summary, a tuple of options and a function.

typer makes the help pages and the error messages from this (`cli.app`). But importing typer and letting it read
signatures takes longer than the whole of a small translation, so a command line without a mistake is read by `parse`,
from the same data; what `parse` does not understand, typer is asked about. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from composeport.errors import UsageError
from composeport.records import NamedTuple

Value = str | bool | list[str]


class Option(NamedTuple):
    """An option of a command, or its arguments where there are no `flags`.

    Without a `metavar` it is a switch. With `many` it may be given again, and is a list. It takes only its `choices`.
    """

    name: str
    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    default: str = ""
    many: bool = False
    choices: tuple[str, ...] = ()

    @property
    def absent(self) -> Value:
        """The value where the command line does not give one."""
        return [] if self.many else self.default if self.metavar else False


def choice(name: str, help: str, choices: tuple[str, ...]) -> Option:
    """An option that takes one of `choices`; the first is the default, and the help names them all."""
    return Option(name, (f"--{name}",), f"{help}: {', '.join(choices)}.", name.upper(), choices[0], choices=choices)


class Arguments:
    """The values of a command's options, by name and type."""

    def __init__(self, options: Sequence[Option], given: Mapping[str, Value]) -> None:
        self._values = {option.name: given.get(option.name, option.absent) for option in options}
        for option in options:
            value = self._values[option.name]
            if option.choices and value not in option.choices:
                *most, last = option.choices
                raise UsageError(f"`{option.flags[-1]}` takes {', '.join(most)} or {last}, not `{value}`")

    def text(self, name: str) -> str:
        """The value of an option that takes one."""
        value = self._values[name]
        assert isinstance(value, str)
        return value

    def flag(self, name: str) -> bool:
        """Whether a switch was given."""
        return self._values[name] is True

    def many(self, name: str) -> list[str]:
        """The values of an option that may be repeated, or of the command's arguments."""
        value = self._values[name]
        assert isinstance(value, list)
        return value


class Command(NamedTuple):
    """A command: one line of help, its options, and what it does. `run` raises SystemExit for a status other than 0."""

    summary: str
    options: tuple[Option, ...]
    run: Callable[[Arguments], None]


def parse(options: Sequence[Option], words: Sequence[str]) -> dict[str, Value] | None:
    """The values that `words` give, or None where they are not plain: help, mistakes, switches run together."""
    flags = {flag: option for option in options for flag in option.flags}
    operands = next(option for option in options if not option.flags)
    given: dict[str, Value] = {}
    rest = iter(words)
    for word in rest:
        if word == "--":
            _give(given, operands, *rest)
        elif not word.startswith("-") or word == "-":
            _give(given, operands, word)
        else:
            name, equals, attached = word.partition("=")
            option = flags.get(name)
            if option is None or (equals and not (option.metavar and name.startswith("--"))):
                return None
            value = attached if equals else next(rest, None) if option.metavar else ""
            if value is None:
                return None
            _give(given, option, value)
    return given


def _give(given: dict[str, Value], option: Option, *values: str) -> None:
    """Take values for an option: another one each time, or the last one, or that it was there."""
    if option.many:
        before = given.setdefault(option.name, [])
        assert isinstance(before, list)
        before.extend(values)
    else:
        given[option.name] = values[-1] if option.metavar else True
