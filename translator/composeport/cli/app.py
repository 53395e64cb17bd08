"""The commands as a typer application: the help pages, and what is wrong with a command line."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from composeport import __version__
from composeport.cli import COMMANDS, command_of, execute
from composeport.cli.arguments import Command, Option

app = typer.Typer(
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
    call.__doc__ = command.summary
    return call


def _annotation(option: Option) -> Any:
    """An option as typer spells it."""
    kind = list[str] if option.many else str if option.metavar else bool
    metavar = option.metavar or None
    if not option.flags:
        return Annotated[kind, typer.Argument(metavar=metavar, help=option.help, show_default=False)]
    shown = bool(option.default)
    return Annotated[kind, typer.Option(*option.flags, metavar=metavar, help=option.help, show_default=shown)]


for name in COMMANDS:
    app.command(name)(_function(command_of(name)))
