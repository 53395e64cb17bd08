"""Leaves out what was not chosen, makes the secrets and the `.env` file, and draws the picture of the README."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def leave_out() -> None:
    """Remove the files of the parts that were not chosen."""
    if "{{ cookiecutter.with_worker }}" == "True":
        Path("app/src/Message/ImmediateProcessing.php").unlink()
    else:
        shutil.rmtree("app/src/Queue")
        Path("app/bin/worker.php").unlink()
        Path("tests/queue_test.php").unlink()


def make_secrets() -> None:
    """Run the script that a colleague runs after cloning: passwords are made in one place only."""
    shutil.copyfile(".env.example", ".env")
    for script in Path("scripts").iterdir():
        script.chmod(0o755)
    try:
        subprocess.run(["sh", "scripts/secrets.sh"], check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the secrets are not made ({error}): run `make secrets`", file=sys.stderr)


def draw() -> None:
    """Draw the topology, where composeport is at hand; `make graph` does it later."""
    Path("docs").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "composeport", "graph", "compose.yaml", "-o", "docs/topology.svg"]
    subprocess.run(command, capture_output=True, check=False)


leave_out()
make_secrets()
draw()
