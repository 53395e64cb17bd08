"""Leaves out what was not chosen, makes the secrets and `.env`, and draws the picture of the README."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PARTS = {
    "with_search": (
        "{{ cookiecutter.with_search }}",
        ["services/products/opensearch.py", "services/products/migrations/0003_search.sql", "tests/test_search.py"],
    ),
    "with_monitoring": ("{{ cookiecutter.with_monitoring }}", ["compose.monitoring.yaml", "observability"]),
}


def leave_out() -> None:
    """Remove the files of the parts that were not chosen."""
    for chosen, names in PARTS.values():
        for path in map(Path, names if chosen != "True" else ()):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def make_secrets() -> None:
    """Run the script that a colleague runs after cloning: secrets are made in one place only."""
    shutil.copyfile(".env.example", ".env")
    done = subprocess.run([sys.executable, "scripts/make_secrets.py"], stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        print("the secrets are not made: run `make secrets`", file=sys.stderr)


def draw() -> None:
    """The topology, where composeport is at hand; `make graph` draws it later."""
    Path("docs").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "composeport", "graph", "compose.yaml", "-o", "docs/topology.svg"]
    subprocess.run(command, capture_output=True, check=False)


leave_out()
make_secrets()
draw()
