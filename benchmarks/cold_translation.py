"""One cold translation against `docker-compose config -q`: whole processes, in turn, on the same file.

    python benchmarks/cold_translation.py compose.yaml [RUNS]

Prints the median of each in milliseconds, of the wall clock and of the processor, and their ratio. Both commands are
taken from the environment of the Python that runs this.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

Measure = tuple[float, float]
"""Wall clock and processor time of one run, in milliseconds."""


def run(command: list[str]) -> Measure:
    """Run a command to its end; what it prints is thrown away."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the commands are built below
    wall, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return wall * 1000, used * 1000


def main() -> None:
    """Measure and print one table."""
    compose_file, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 15
    programs = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as output:
        commands = {
            "docker-compose config -q": [str(programs / "docker-compose"), "-f", compose_file, "config", "-q"],
            "composeport k8s": [str(programs / "composeport"), "k8s", compose_file, "-q", "-o", f"{output}/k8s"],
        }
        measures: dict[str, list[Measure]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                measure = run(command)
                if turn:  # the first warms the file cache
                    measures[name].append(measure)
    medians = {name: tuple(map(statistics.median, zip(*taken, strict=True))) for name, taken in measures.items()}
    reference = medians["docker-compose config -q"]
    print(f"{'':26}{'wall ms':>9}{'ratio':>7}{'cpu ms':>9}{'ratio':>7}")
    for name, (wall, cpu) in medians.items():
        print(f"{name:26}{wall:9.0f}{wall / reference[0]:7.2f}{cpu:9.0f}{cpu / reference[1]:7.2f}")


if __name__ == "__main__":
    main()
