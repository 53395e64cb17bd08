"""Time and memory against size: generated projects of ten to thousands of services, by every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.generated import compose_text
from benchmarks.processes import COMPOSEPORT, REFERENCE, Measure, medians
from benchmarks.table import head, row, say

if TYPE_CHECKING:
    from pathlib import Path


def commands(file: str, output: Path) -> dict[str, list[str]]:
    """The commands that are compared on one file, the reference first."""
    return {
        "docker-compose config": [REFERENCE, "-f", file, "config"],
        "composeport config": [COMPOSEPORT, "config", file],
        "composeport k8s": [COMPOSEPORT, "k8s", file, "-o", str(output / "k8s")],
        "composeport swarm": [COMPOSEPORT, "swarm", file, "-o", str(output / "stack.yml")],
        "composeport audit": [COMPOSEPORT, "audit", file],
    }


def print_sizes(folder: Path, sizes: tuple[int, ...], runs: int) -> None:
    """One part of the table a size, and the growth of each command from size to size."""
    found: dict[int, dict[str, Measure]] = {}
    for size in sizes:
        file = folder / f"generated-{size}.yaml"
        file.write_text(compose_text(size), encoding="utf-8")
        wanted = commands(str(file), folder / str(size))
        taken = medians(wanted, max(1, min(runs, 2000 // size)))
        found[size] = {name: middle for name, (middle, _) in taken.items()}
        head(f"generated project of {size:,} services")
        for name in wanted:
            row(name, taken.get(name), found[size].get("docker-compose config"))
    _print_growth(found)


def _print_growth(found: dict[int, dict[str, Measure]]) -> None:
    """How processor time a service changes from one size to the next: 1.0 is linear."""
    pairs = list(zip(found, [*found][1:], strict=False))
    head("growth of processor time a service (1.0 is linear)", [f"{small}→{large}" for small, large in pairs])
    names = dict.fromkeys(name for measures in found.values() for name in measures)
    for name in names:
        cells = []
        for small, large in pairs:
            before, after = found[small].get(name), found[large].get(name)
            grown = after.processor / before.processor / (large / small) if before and after else 0
            cells.append(f"{grown:.2f}" if grown else "-")
        say(f"  {name:50}" + "".join(f"{cell:>10}" for cell in cells))
