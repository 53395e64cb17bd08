"""The front end against Docker Compose itself: on every case of the repository, and on the real projects beside it.

The reference is the `docker-compose` that the development environment installs; `config` needs no engine. Its error
texts differ from run to run, so that it refuses is compared, not its words. The figures are printed.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from case_directory import CASES
from reference_program import MISSING, REFERENCE, Invocation, of_composeport, of_reference

pytestmark = pytest.mark.skipif(REFERENCE is None, reason=MISSING)


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
