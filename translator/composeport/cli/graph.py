"""`composeport graph`: the topology of a project as a picture."""

from __future__ import annotations

import os

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option
from composeport.cli.project_options import PROJECT_OPTIONS, load
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OPTIONS = (
    *PROJECT_OPTIONS,
    Option("output", ("-o", "--output"), "Where the picture goes; its ending says how: .svg .mmd .dot .html.", "FILE"),
    Option("quiet", ("-q", "--quiet"), "Print nothing."),
)


def run(arguments: Arguments) -> None:
    """Draw the project into the file."""
    from composeport.pipeline import draw  # noqa: PLC0415 - a mistake in the arguments needs none
    from composeport.writers.graph import GRAPHS  # noqa: PLC0415
    from composeport.writers.single_file import replace_file  # noqa: PLC0415

    name, ending = _place(arguments, GRAPHS)
    picture = draw(load(arguments), ending)
    replace_file(name, picture.encode())
    if not arguments.flag("quiet"):
        terminal.say(f"{name}: written")


COMMAND = Command("Draw the topology of a Compose project.", OPTIONS, run)


def _place(arguments: Arguments, endings: Iterable[str]) -> tuple[str, str]:
    """The file's name and its ending. UsageError where it has none that is known."""
    name = arguments.text("output")
    known = ", ".join(endings)
    if not name:
        raise UsageError(f"say where the picture goes: `-o FILE`, with one of the endings {known}")
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - pathlib is not loaded on this way
    if ending not in endings:
        raise UsageError(f"`-o {name}`: the ending is none of {known}")
    return name, ending
