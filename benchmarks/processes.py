"""Whole processes, measured: wall clock, processor and peak memory, each within bounds."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

PROGRAMS = Path(sys.executable).parent
COMPOSEPORT = str(PROGRAMS / "composeport")
REFERENCE = str(PROGRAMS / "docker-compose")
"""Both from the environment of the Python that runs this."""

_ADDRESSES = 8 << 30
"""Bytes of address space that a child may have. (Go reserves more than it uses.)"""

_SECONDS = 300
"""Seconds of processor time that a child may take."""

_FINDINGS = 1
"""The exit status of an audit that found something grave."""


ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
"""What the measured processes get. Without bytecode (`PYTHONDONTWRITEBYTECODE`) one would measure the compiler."""


class Measure(NamedTuple):
    """What one run took: seconds of the wall clock, seconds of the processor, bytes of memory at its peak."""

    wall: float
    processor: float
    memory: float


def run(command: list[str]) -> Measure | None:
    """Run a command to its end; what it prints is thrown away. None where it refuses or exceeds the bounds."""
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - commands of our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        preexec_fn=_bounded,  # noqa: PLW1509 - nothing here has threads
    ) as child:
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, _FINDINGS if command[0] == COMPOSEPORT else 0):
        return None
    return Measure(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def _bounded() -> None:
    """Bound the memory and time of this process, which is about to become the measured one."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def medians(commands: dict[str, list[str]], runs: int) -> dict[str, tuple[Measure, Measure]]:
    """For each command the medians and the minima of so many runs, in turn, after one that warms the file cache.

    Commands that refuse are left out.
    """
    taken: dict[str, list[Measure]] = {name: [] for name, command in commands.items() if run(command)}
    for _ in range(runs):
        for name, measures in taken.items():
            if measure := run(commands[name]):
                measures.append(measure)
    return {name: (_each(statistics.median, found), _each(min, found)) for name, found in taken.items()}


def _each(statistic: object, measures: list[Measure]) -> Measure:
    assert callable(statistic)
    return Measure(*(statistic(column) for column in zip(*measures, strict=True)))
