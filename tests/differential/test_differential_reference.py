"""The front end against Docker Compose itself: on every case of the repository, and on the real projects beside it.

The reference is the `docker-compose` that the development environment installs; `config` needs no engine. Its error
texts differ from run to run, so that it refuses is compared, not its words. The figures are printed.
"""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from case_directory import CASES
from composeport.compose.load import load
from composeport.compose.session import LoadOptions
from composeport.errors import InputError
from composeport.writers.canonical import canonical
from reference_program import MISSING, REFERENCE

HOME = "/home/corpus"

pytestmark = pytest.mark.skipif(REFERENCE is None, reason=MISSING)


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


def differing(invocations: list[Invocation], record: Callable[[str, object], None]) -> list[str]:
    """The names of the projects that the two read differently. The figure is shown at the end of the test run."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        expected = list(pool.map(of_reference, invocations))
    found = [of_composeport(invocation) for invocation in invocations]
    accepted = sum(document is not None for document in expected)
    equal = sum(theirs == ours for theirs, ours in zip(expected, found, strict=True) if theirs is not None)
    refused = sum(theirs is None and ours is None for theirs, ours in zip(expected, found, strict=True))
    record("figure", f"{equal} of {accepted} projects equal, {refused} of {len(invocations) - accepted} refused alike")
    return [
        invocation.name for invocation, theirs, ours in zip(invocations, expected, found, strict=True) if theirs != ours
    ]


def of_cases(profiles: tuple[str, ...]) -> list[Invocation]:
    names = ("compose.yaml", "compose.override.yaml")
    return [
        Invocation(
            case.name,
            case.directory,
            case.files or tuple(name for name in names if (case.directory / name).is_file()),
            profiles=profiles or case.profiles,
            variables=tuple(case.environment.items()),
        )
        for case in CASES
    ]


def of_corpus(folder: Path, profiles: tuple[str, ...]) -> list[Invocation]:
    with (folder / "INDEX.tsv").open(newline="") as index:
        return [
            Invocation(
                row["id"],
                folder / row["id"],
                tuple(row["files"].split(",")),
                tuple(filter(None, (row["env_file"] or "").split(","))),
                profiles,
            )
            for row in csv.DictReader(index, delimiter="\t")
        ]


PROFILES = pytest.mark.parametrize("profiles", [(), ("*",)], ids=["no profile", "every profile"])


@PROFILES
def test_cases_of_the_repository_read_as_the_reference_reads_them(
    profiles: tuple[str, ...], record_property: Callable[[str, object], None]
) -> None:
    assert differing(of_cases(profiles), record_property) == []


@pytest.mark.corpus
@PROFILES
def test_real_projects_read_as_the_reference_reads_them(
    profiles: tuple[str, ...], shared: Path, record_property: Callable[[str, object], None]
) -> None:
    assert differing(of_corpus(shared / "corpus", profiles), record_property) == []
