"""A tree of projects: one process for all of them, against a loop over the reference."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.generated import write_tree
from benchmarks.processes import COMPOSEPORT, REFERENCE, Measure, run
from benchmarks.table import head, row

SAMPLE = 50
"""Of how many projects the reference's time is measured; the rest is taken to be like them."""


def print_tree(folder: Path, projects: int) -> None:
    """The audit of the tree, a translation of each project, and the reference's loop."""
    tree = folder / "tree"
    files = write_tree(tree, projects)
    step = max(1, projects // SAMPLE)
    sample = [files[(number * step + number % step) % projects] for number in range(min(SAMPLE, projects))]
    reference = _scaled([run([REFERENCE, "-f", str(file), "config", "-q"]) for file in sample], projects)
    head(f"tree of {projects:,} projects")
    row("docker-compose config -q, in a loop", (reference, reference), reference, f"{len(sample)} measured, scaled up")
    loop = [sys.executable, "-m", "benchmarks.trees", str(tree)]
    commands = {
        "load, as the reference does, one process": [*loop, "load"],
        "load and translate to Kubernetes, one process": loop,
        "composeport audit --jobs 1": [COMPOSEPORT, "audit", str(tree), "--jobs", "1"],
        "composeport audit --jobs 2": [COMPOSEPORT, "audit", str(tree), "--jobs", "2"],
    }
    for name, command in commands.items():
        measure = run(command)
        row(name, measure and (measure, measure), reference)


def _scaled(measures: list[Measure | None], projects: int) -> Measure:
    """What all projects would take, by those that were measured; memory is that of the largest."""
    known = [measure for measure in measures if measure]
    factor = projects / len(known)
    return Measure(
        sum(measure.wall for measure in known) * factor,
        sum(measure.processor for measure in known) * factor,
        max(measure.memory for measure in known),
    )


def translate_all(tree: Path, *, load_alone: bool) -> None:
    """Load every project of a tree through the library, and translate it unless `load_alone`."""
    from composeport import KubernetesOptions, load_project, translate  # noqa: PLC0415 - by the measured process alone

    for file in sorted(tree.rglob("compose.yaml")):
        project = load_project([str(file)])
        if not load_alone:
            translate(project, KubernetesOptions())


if __name__ == "__main__":
    translate_all(Path(sys.argv[1]), load_alone="load" in sys.argv[2:])
