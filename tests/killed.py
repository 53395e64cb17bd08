"""Ends the program at each of its steps: at the Nth time that it makes, opens for writing, renames or removes a name.

One process imports the program and forks a child for each step, so that a hundred of them take a second or two.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from faulty import environment

CHANGES = (
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link"),
    *("os.chmod", "os.chown", "os.setxattr", "os.removexattr"),
    "ctypes.dlsym",  # two directories exchange their names after it
)
"""Audit events before calls that change what is in the file system; opening for writing is one, too."""

_DRIVER = """
import json, os, signal, sys
folders, words, name, changes = json.loads(sys.argv[1])
from composeport import __main__, pipeline
from composeport.cli import k8s, swarm, config, graph, audit
from composeport.writers import exchange, journal, output, single_file
from composeport.audit import reports
import ctypes, fcntl, composeport.compose.load, composeport.writers.kubernetes, composeport.writers.swarm

def stop_at(step):
    left = step
    def count(event, arguments):
        nonlocal left
        if event in changes or event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT:
            left -= 1
            if left < 0:
                left = 10**9
                os.kill(os.getpid(), getattr(signal, name))
    return count

statuses = []
for step, folder in enumerate(folders):
    child = os.fork()
    if not child:
        os.chdir(folder)
        os.environ["PWD"] = folder
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        handle = os.open(f"{folder}/stderr", os.O_CREAT | os.O_WRONLY)
        os.dup2(handle, 2)
        sys.argv = ["composeport", *words]
        if name:
            sys.addaudithook(stop_at(step))
        __main__.main()
    statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    if name and statuses[-1] == 0:
        break
print(json.dumps(statuses))
"""


def ended_at_every_step(folders: Sequence[Path], words: Sequence[str], name: str = "SIGKILL") -> list[int]:
    """Run a command line in each folder, ended by the signal at step 0, 1, 2…; the statuses, of which the last is 0.

    What it says on standard error is in the folder's `stderr`. An AssertionError where there are too few folders.
    """
    statuses = _statuses(folders, words, name)
    assert statuses[-1] == 0, f"more than {len(folders)} steps: {statuses}"
    return statuses


def run_in_each(folders: Sequence[Path], words: Sequence[str]) -> None:
    """Run a command line in each folder, to its end."""
    assert set(_statuses(folders, words, "")) == {0}


def _statuses(folders: Sequence[Path], words: Sequence[str], name: str) -> list[int]:
    given = json.dumps([[str(folder) for folder in folders], list(words), name, CHANGES])
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER, given], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    statuses: list[int] = json.loads(done.stdout)
    return statuses
