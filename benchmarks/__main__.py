"""All benchmarks, as one table: `python -m benchmarks [quick]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.cold import microservices, print_cold
from benchmarks.generated import compose_text
from benchmarks.phases import print_phases
from benchmarks.sizes import print_sizes
from benchmarks.table import machine, say
from benchmarks.trees import print_tree


def main() -> None:
    """Measure everything, or a little of everything in under a minute."""
    quick = "quick" in sys.argv[1:]
    runs = 5 if quick else 15
    say(f"medians of whole processes, run in turn; ratios are to the reference. {machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print_cold(folder, runs)
        print_sizes(folder, (10, 100, 400) if quick else (10, 100, 1000, 2000, 5000), 1 if quick else 5)
        print_tree(folder, 50 if quick else 1000)
        large = folder / "large.yaml"
        large.write_text(compose_text(100 if quick else 1000), encoding="utf-8")
        print_phases({"microservices": microservices(folder), "large": large}, folder, 3 if quick else 5)
    say(f"\nat the end: {machine()}")


if __name__ == "__main__":
    main()
