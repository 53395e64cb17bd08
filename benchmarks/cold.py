"""One cold translation of a small file against the reference: what a person waits for on every save."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generated import compose_text
from benchmarks.processes import COMPOSEPORT, REFERENCE, medians
from benchmarks.table import head, row

ROOT = Path(__file__).parent.parent
GUIDE = ROOT.parent / "shared" / "guide" / "examples" / "19-microservices-architecture.yml"
"""The file that the target is about, where it lies beside the repository: 224 lines, 11 services."""

DEMO = ROOT / "demo" / "compose.yaml"


def microservices(folder: Path) -> Path:
    """The guide's file, or one of our own of its size."""
    if GUIDE.is_file():
        return GUIDE
    file = folder / "microservices.yaml"
    file.write_text(compose_text(7), encoding="utf-8")
    return file


def print_cold(folder: Path, runs: int) -> None:
    """One part of the table for each file. The reference prints nothing, and composeport writes files."""
    for file in (microservices(folder), DEMO):
        output = folder / file.stem
        wanted = {
            "docker-compose config -q": [REFERENCE, "-f", str(file), "config", "-q"],
            "composeport config -q": [COMPOSEPORT, "config", str(file), "-q"],
            "composeport k8s": [COMPOSEPORT, "k8s", str(file), "-o", str(output / "k8s")],
            "composeport swarm": [COMPOSEPORT, "swarm", str(file), "-o", str(output / "stack.yml")],
            "composeport audit": [COMPOSEPORT, "audit", str(file)],
        }
        taken = medians(wanted, runs)
        reference = taken.get("docker-compose config -q")
        head(f"cold, {file.name}, {len(file.read_text().splitlines())} lines, {runs} runs")
        for name in wanted:
            row(name, taken.get(name), reference and reference[0])
