"""The commands as a typer application: the help pages, and what is wrong with a command line."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from composeport import __version__
from composeport.cli import COMMANDS, command_of, execute
from composeport.cli.arguments import Command, Option

_STATUS = (
    "Exit status: 0 where all is done; 1 where a finding is as grave as --fail-on says, or --check finds a difference;"
    " 2 for a wrong command line, and for what cannot be read or written."
)

app = typer.Typer(
    epilog=_STATUS,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if asked:
        typer.echo(f"composeport {__version__}")
        raise typer.Exit


@app.callback()
def composeport(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take Docker Compose applications to Kubernetes and Docker Swarm, and say what does not survive the move."""


def _function(command: Command) -> Callable[..., None]:
    """A function with the signature that typer reads the command's options from."""

    def call(**given: Any) -> None:
        execute(command, given)

    parameters = [
        Parameter(option.name, Parameter.KEYWORD_ONLY, default=option.absent, annotation=_annotation(option))
        for option in command.options
    ]
    setattr(call, "__signature__", Signature(parameters))  # noqa: B010 - PEP 362; mypy knows no such attribute
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    operands = [f"{option.metavar}: {option.help}" for option in command.options if not option.flags]
    call.__doc__ = "\n\n".join((command.summary, *operands))
    return call


def _annotation(option: Option) -> Any:
    """An option as typer spells it."""
    kind = list[str] if option.many else str if option.metavar else bool
    metavar = option.metavar or None
    if not option.flags:  # the page's first lines say what it is: typer's own would give its type in Python as well
        return Annotated[kind, typer.Argument(metavar=metavar, hidden=True)]
    shown = bool(option.default)
    return Annotated[kind, typer.Option(*option.flags, metavar=metavar, help=option.help, show_default=shown)]


def _add(name: str) -> None:
    command = command_of(name)
    fails = any(option.name == "fail_on" for option in command.options)
    app.command(name, epilog=_STATUS if fails else None)(_function(command))


for name in COMMANDS:
    _add(name)
