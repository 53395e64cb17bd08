"""The options that name a Compose project, the same in every command and spelled as Docker Compose spells them."""

from __future__ import annotations

import os
import sys

from composeport.cli.arguments import Arguments, Option
from composeport.errors import InputError, Problem, reason_of
from composeport.hints import TYPE_CHECKING
from composeport.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from composeport.compose.session import LoadOptions
    from composeport.model import Project

PROJECT_OPTIONS = (
    Option("files", (), "Compose files, each merged into those before it.", "FILE", many=True),
    Option("file", ("-f", "--file"), "The same as FILE; `-` is standard input.", "FILE", many=True),
    Option("project_name", ("-p", "--project-name"), "The project's name.", "NAME"),
    Option("project_directory", ("--project-directory",), "Where relative paths start.", "DIR"),
    Option("profile", ("--profile",), "Enable a profile.", "NAME", many=True),
    Option("env_file", ("--env-file",), "Take variables from FILE, not from `.env`.", "FILE", many=True),
)


def load(arguments: Arguments) -> Project:
    """The project that the options name; without a file, the one that Compose would find. Raises `InputError`."""
    return reader(arguments)()


def reader(arguments: Arguments, more: Sequence[str] = ()) -> Callable[..., Project]:
    """What reads that project, as often as it is called.

    It takes files that are merged into the project, which are among `more`, and texts for variables of the shell.
    """
    from composeport.compose.load import load as load_by  # noqa: PLC0415 - `--help` and mistakes need no reader

    options = load_options(arguments, more)

    def read(overlay: Sequence[str] = (), variables: Mapping[str, str] | None = None) -> Project:
        environment = {**options.environment, **variables} if variables else options.environment
        return load_by(replace(options, overlay=tuple(overlay), environment=environment))

    return read


def load_options(arguments: Arguments, more: Sequence[str] = ()) -> LoadOptions:
    """What the options say about the project, as its reader takes it, with what standard input holds.

    That is read where `-` is among the project's files, or `more`. Raises `InputError`.
    """
    from composeport.compose.session import LoadOptions  # noqa: PLC0415 - `--help` and mistakes need no reader

    files = (*arguments.many("files"), *arguments.many("file"))
    return LoadOptions(
        files=files,
        project_name=arguments.text("project_name") or None,
        project_directory=arguments.text("project_directory") or None,
        profiles=tuple(arguments.many("profile")),
        env_files=tuple(arguments.many("env_file")),
        environment=os.environ,
        stdin=standard_input([*files, *more]),
    )


def standard_input(files: Sequence[str]) -> str | None:
    """The text of standard input, as a file's, where `-` is one of `files`. Raises `InputError`."""
    if "-" not in files:
        return None
    from composeport.source.yaml_reader import MAX_BYTES, decode  # noqa: PLC0415 - few read it

    try:
        return decode(sys.stdin.buffer.read(MAX_BYTES + 1), "-")
    except OSError as error:
        raise InputError([Problem(f"cannot read standard input: {reason_of(error)}")]) from None
