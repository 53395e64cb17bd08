"""`composeport swarm`: a Compose project as a stack file."""

from __future__ import annotations

import os
import re
import sys

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option
from composeport.cli.project_options import PROJECT_OPTIONS, load
from composeport.diagnostics import Target
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING
from composeport.writers.swarm.options import SwarmOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composeport.writers.output import Difference
    from composeport.writers.swarm import StackFiles


OPTIONS = (
    *PROJECT_OPTIONS,
    Option("output", ("-o", "--output"), "Where the stack file goes; `-` is standard output.", "FILE"),
    Option("registry", ("--registry",), "Prefix of the images that Compose would build.", "HOST/PATH"),
    Option("pin_volumes", ("--pin-volumes",), "Place services on the node that has the label of their data."),
    Option("publish_loopback", ("--publish-loopback",), "Publish ports of 127.0.0.1, on every address of every node."),
    Option("check", ("--check",), "Write nothing; exit 1 where FILE, or a file beside it, is out of date."),
    *terminal.FINDING_OPTIONS,
)


def run(arguments: Arguments) -> None:
    """Translate, print the findings, write or compare the files."""
    from composeport.pipeline import translate_swarm  # noqa: PLC0415 - a mistake in the arguments needs none

    folder, name = _place(arguments)
    report = terminal.reporter(Target.SWARM, arguments)
    project = load(arguments)
    translation = translate_swarm(project, _options(arguments, name))
    terminal.print_findings(translation.findings, project.texts, arguments)
    report(project, translation)
    outdated = _deliver(translation.files, (folder, name), arguments, project.environment)
    if outdated or terminal.reaches(translation.findings, arguments):
        sys.exit(terminal.FINDINGS)


COMMAND = Command("Translate a Compose project to a Swarm stack file.", OPTIONS, run)


def _options(arguments: Arguments, name: str) -> SwarmOptions:
    stack_file = "stack.yml" if name == terminal.STREAM else name
    return SwarmOptions(
        registry=arguments.text("registry"),
        pin_volumes=arguments.flag("pin_volumes"),
        publish_loopback=arguments.flag("publish_loopback"),
        stack_file=stack_file,
        files=f"{re.sub(r'[.]ya?ml$', '', stack_file)}-files",
    )


def _place(arguments: Arguments) -> tuple[str, str]:
    """Where the stack file goes: its folder and its name, or `-` for both. UsageError where that is not said."""
    place = arguments.text("output")
    if not place:
        raise UsageError("say where the stack file goes: `-o FILE`, or `-o -` for standard output")
    if place == terminal.STREAM:
        if arguments.flag("check"):
            raise UsageError("`--check` compares a file: `-o FILE`")
        return terminal.STREAM, terminal.STREAM
    folder, name = os.path.split(place)
    if not name or os.path.isdir(place):  # noqa: PTH112
        raise UsageError(f"`-o {place}` is a directory: name a file in it, as stack.yml")
    return folder or ".", name


def _deliver(files: StackFiles, place: tuple[str, str], arguments: Arguments, environment: Mapping[str, str]) -> bool:
    """Write the files, or compare them; whether a comparison found a difference."""
    from composeport.writers.output import check_directory, write_directory  # noqa: PLC0415

    folder, name = place
    quiet = arguments.flag("quiet")
    if name == terminal.STREAM:
        _stream(files, environment, quiet=quiet)
        return False
    record = f".{name}.composeport-files"
    if arguments.flag("check"):
        return terminal.say_differences(folder, check_directory(folder, files.all, record))
    differences = write_directory(folder, files.in_order_of_writing, record)
    if not quiet:
        terminal.say(_account(files, folder, name, differences))
    return False


def _stream(files: StackFiles, environment: Mapping[str, str], *, quiet: bool) -> None:
    """Write the stack file to standard output; credentials do not go to a screen."""
    from composeport.writers.output import write_stream  # noqa: PLC0415

    if files.contents:
        needed = ", ".join(file.name.rpartition("/")[2] for file in files.contents[:3])
        more = f" and {len(files.contents) - 3} more" if len(files.contents) > 3 else ""
        raise UsageError(f"this stack needs files beside it ({needed}{more}): give it a place, `-o stack.yml`")
    stack = files.stack
    if sys.stdout.isatty():
        from composeport.cli.hidden import hidden_files  # noqa: PLC0415 - a person has time

        (shown,) = hidden_files((files.without_credentials(),), environment)
        stack, differs = shown, shown != stack
        if differs and not quiet:
            terminal.say_hidden("-o FILE")
    write_stream(sys.stdout, (stack,))


def _account(files: StackFiles, folder: str, name: str, differences: tuple[Difference, ...]) -> str:
    """`./stack.yml: written, with 3 files in stack-files (2 changed)`."""
    count = len(files.contents)
    beside = f", with {count} file{'s' if count != 1 else ''} beside it" if count else ""
    return f"{folder}/{name}: {'written' if differences else 'up to date'}{beside}"
