"""Where the time of a translation goes: starting, importing, and each phase of the work."""

from __future__ import annotations

import gc
import os
import re
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, TypeVar

from benchmarks.processes import ENVIRONMENT, PROGRAMS, medians
from benchmarks.table import head, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_T = TypeVar("_T")

_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*([\w.]+)")
"""A line of `-X importtime`: microseconds of the module itself, of all that it imported, and its name."""


def print_phases(files: dict[str, Path], folder: Path, runs: int) -> None:
    """The cost of starting once, then the phases for each file."""
    head("where the time goes", ["ms"])
    python = str(PROGRAMS / "python")
    taken = medians({"bare": [python, "-I", "-S", "-c", ""], "site": [python, "-c", ""]}, runs)
    _line("interpreter, without site-packages", taken["bare"][0].wall)
    _line("interpreter, as the program starts", taken["site"][0].wall)
    for name, seconds in _imports(next(iter(files.values())), folder, runs).items():
        _line(f"imports of a cold `k8s`: {name} (with importtime on)", seconds)
    for title, file in files.items():
        _print_file(title, file, folder, runs)


def _print_file(title: str, file: Path, folder: Path, runs: int) -> None:
    """The phases of one file, warm, in this process."""
    rounds = [dict(_phases(file, folder / f"phases-{number}")) for number in range(runs + 1)][1:]
    for phase in rounds[0]:
        _line(f"{title}: {phase}", statistics.median(one[phase] for one in rounds))


def _line(name: str, seconds: float) -> None:
    say(f"  {name:65.65}{seconds * 1000:10.1f}")


def _imports(file: Path, folder: Path, runs: int) -> dict[str, float]:
    """Seconds that a cold translation spends in importing our modules, PyYAML's and Python's own."""
    command = [
        *(sys.executable, "-X", "importtime", "-m", "composeport"),
        *("k8s", str(file), "-q", "-o", str(folder / "imports")),
    ]
    sums: list[dict[str, float]] = []
    for _ in range(runs):
        told = subprocess.run(  # noqa: S603 - a command of our own
            command, env=ENVIRONMENT, capture_output=True, text=True, check=True
        ).stderr
        found = {"composeport": 0.0, "yaml": 0.0, "standard library": 0.0}
        for microseconds, module in _IMPORT.findall(told):
            package = module.partition(".")[0].lstrip("_")
            found[package if package in found else "standard library"] += int(microseconds) / 1e6
        sums.append(found)
    return {name: statistics.median(found[name] for found in sums) for name in sums[0]}


def _phases(file: Path, output: Path) -> Iterator[tuple[str, float]]:
    """Each phase of a translation to Kubernetes, and the seconds that it took."""
    from composeport import KubernetesOptions, load_project  # noqa: PLC0415 - imports are measured apart
    from composeport.diagnostics import Findings, Target  # noqa: PLC0415
    from composeport.passes import run_passes  # noqa: PLC0415
    from composeport.pipeline import choices_of  # noqa: PLC0415
    from composeport.render import Renderer  # noqa: PLC0415
    from composeport.source.yaml_reader import read_documents  # noqa: PLC0415
    from composeport.writers.kubernetes import write_manifests  # noqa: PLC0415
    from composeport.writers.output import write_directory  # noqa: PLC0415

    gc.disable()  # as the program does
    text, options, findings = file.read_text(encoding="utf-8"), KubernetesOptions(), Findings(Target.KUBERNETES)
    _, reading = _timed(lambda: read_documents(text, str(file)))
    project, loading = _timed(lambda: load_project([str(file)], environment=os.environ))
    decided, deciding = _timed(lambda: run_passes(project, findings, choices_of(options)))
    manifests, writing = _timed(lambda: write_manifests(decided, findings, options))
    _, saving = _timed(lambda: write_directory(str(output), manifests))
    renderer = Renderer(project.texts)
    _, showing = _timed(lambda: [renderer.finding(finding) for finding in findings])
    gc.enable()
    yield "YAML to nodes", reading
    yield "Compose's rules, to the model", loading - reading
    yield "passes", deciding
    yield "manifests", writing
    yield f"{len(manifests)} files to disk", saving
    yield f"{len(findings)} findings as text", showing


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start
