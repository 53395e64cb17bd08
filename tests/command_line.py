"""composeport as a script meets it: a process of its own, in a directory, with few variables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def composeport(directory: Path, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in `directory`; nothing of this process's environment but the path is seen there."""
    return subprocess.run(
        [sys.executable, "-m", "composeport", *words],
        cwd=directory,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=False,
        input=stdin,
        timeout=120,
    )
