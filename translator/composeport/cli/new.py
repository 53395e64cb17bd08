"""`composeport new`: a starter project, to begin from."""

from __future__ import annotations

import shlex
import signal
import sys

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option
from composeport.contexts import contextmanager
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from composeport.scaffold import Stack, StackOption

OPTIONS = (
    Option("words", (), "The stack, and the directory that it goes to.", "STACK [DIR]", many=True),
    Option("values", ("--set",), "Answer a question: `--list` has their names.", "KEY=VALUE", many=True),
    Option("no_input", ("--no-input",), "Ask nothing: what is not set has its default."),
    Option("list", ("--list",), "Print the stacks and their questions."),
    Option("quiet", ("-q", "--quiet"), "Print nothing."),
)


def run(arguments: Arguments) -> None:
    """Make the project, and say what to do next."""
    from composeport.scaffold import create, stack_of  # noqa: PLC0415 - `--help` needs no template

    words = arguments.many("words")
    if arguments.flag("list"):
        _print_stacks(words)
        return
    name, directory = _place(words)
    ask = not arguments.flag("no_input") and sys.stdin.isatty() and sys.stdout.isatty()
    with _tidy():
        made = create(stack_of(name), directory, _values(arguments.many("values")), ask=ask)
    if not arguments.flag("quiet"):
        terminal.say(_account(name, made))


COMMAND = Command("Make a starter project: lamp, microservices or monitoring.", OPTIONS, run)


@contextmanager
def _tidy() -> Iterator[None]:
    """Make a SIGTERM end what runs like any error, so that nothing half made is left; no later run would know of it."""

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _place(words: Sequence[str]) -> tuple[str, str]:
    """The stack's name, and the directory's or ""."""
    if not words or len(words) > 2 or "" in words:
        raise UsageError("name a stack, and a directory if you like: `composeport new STACK DIR`; `--list` has them")
    name, directory = (*words, "")[:2]
    return name, directory


def _values(words: Sequence[str]) -> dict[str, str]:
    """The values of `--set`, by key; the last one of a key holds."""
    values = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not key or not equals:
            raise UsageError(f"`--set {word}`: write KEY=VALUE")
        values[key] = value
    return values


def _account(name: str, made: Path) -> str:
    """What was made, and what to type next."""
    count = sum(path.is_file() for path in made.rglob("*"))
    steps = ["make up", "make audit", "make k8s"]
    if str(made) != ".":
        steps = [f"cd {shlex.quote(str(made))}", *steps[:2]]
    return "\n  ".join((f"{made}: {count} files, the {name} stack; next:", *steps))


def _print_stacks(words: Sequence[str]) -> None:
    """Print the stacks that are named, or all."""
    from composeport.scaffold import stack_names, stack_of  # noqa: PLC0415

    stacks = [stack_of(name) for name in words or stack_names()]
    print("\n\n".join(map(_page, stacks)))  # noqa: T201 - what was asked for


def _page(stack: Stack) -> str:
    width = max(len(_assignment(option)) for option in stack.options)
    lines = [f"  {_assignment(option):{width}}  {_meaning(option)}" for option in stack.options]
    return "\n".join((f"{stack.name}: {stack.summary}", *lines))


def _assignment(option: StackOption) -> str:
    """The option and its default, as `--set` takes them."""
    return f"{option.name}={shlex.quote(option.default)}"


def _meaning(option: StackOption) -> str:
    """The question, and what it can be answered with."""
    choices = ("yes", "no") if option.switch else option.choices
    return f"{option.question} ({', '.join(choices)})" if choices else option.question
