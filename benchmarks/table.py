"""The table that the benchmarks print: one shape of row for all."""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.processes import Measure

_COLUMNS = ("wall ms", "ratio", "min ms", "cpu ms", "ratio", "peak MB", "ratio")


def say(line: str = "") -> None:
    """Print a line at once, since the next may take a while."""
    print(line, flush=True)


def head(title: str, columns: Sequence[str] = _COLUMNS) -> None:
    """The title of a part of the table, over its columns."""
    say()
    say(f"{title:52}" + "".join(f"{column:>10}" for column in columns))


def row(name: str, measures: tuple[Measure, Measure] | None, reference: Measure | None, note: str = "") -> None:
    """One command: medians and the fastest run, and the ratios of the medians to the reference's."""
    if measures is None:
        say(f"  {name:50}{'refuses':>10}")
        return
    middle, least = measures
    cells = [
        *(f"{middle.wall * 1000:.0f}", _ratio(middle.wall, reference and reference.wall), f"{least.wall * 1000:.0f}"),
        *(f"{middle.processor * 1000:.0f}", _ratio(middle.processor, reference and reference.processor)),
        *(f"{middle.memory / 1e6:.0f}", _ratio(middle.memory, reference and reference.memory)),
    ]
    say(f"  {name:50}" + "".join(f"{cell:>10}" for cell in cells) + (f"  {note}" if note else ""))


def _ratio(value: float, reference: float | None) -> str:
    return f"{value / reference:.2f}" if reference else ""


def machine() -> str:
    """What the numbers were taken on, and how busy it was."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    version = platform.python_version()
    return f"{os.cpu_count()} cores, {platform.machine()}, {sys.platform}, Python {version}, load average {load}"
