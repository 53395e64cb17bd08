"""The command line: one module a command, each of which takes arguments, makes one call, prints, and sets the status.

Only this room knows the terminal. `arguments` is what a command line may say, as data; `project_options` and `overlays`
name projects; `terminal` and `hidden` print for people; `app` has the help pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Value, parse

COMMANDS = ("k8s", "swarm", "audit", "config", "graph", "new", "explain", "rules", "verify")
"""Each is the `COMMAND` of the module of its name, imported when it is asked for: no command waits for another."""


def command_of(name: str) -> Command:
    """The command of this name, one of `COMMANDS`."""
    command = __import__(f"composeport.cli.{name}", fromlist=["COMMAND"]).COMMAND  # `importlib` is slow to import
    assert isinstance(command, Command)
    return command


def run(words: Sequence[str]) -> None:
    """Run the command line `words`, without the program's name. Ends in SystemExit unless all is done."""
    with terminal.reported():
        command = command_of(words[0]) if words and words[0] in COMMANDS else None
        given = parse(command.options, words[1:]) if command else None
        if command and given is not None:
            execute(command, given)
        else:
            from composeport.cli.app import app  # noqa: PLC0415 - typer is for help and mistakes

            app(list(words), prog_name="composeport")


def execute(command: Command, given: Mapping[str, Value]) -> None:
    """Run one command; what stops it is reported here."""
    with terminal.reported():
        command.run(Arguments(command.options, given))
