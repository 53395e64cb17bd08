"""Compose texts as projects, for the tests of the front end: files come from strings, the shell from the test."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from composeport.compose.load import load
from composeport.compose.session import LoadOptions
from composeport.errors import InputError
from composeport.model import Project
from composeport.writers.canonical import canonical

NAMES = ("compose.yaml", "compose.override.yaml")

Refused = tuple[str, dict[str, str], tuple[str, ...], dict[str, Any]]
"""A project by what it shows: its texts by name, the files that are read, and options of the load."""
Accepted = tuple[str, dict[str, str], tuple[str, ...], dict[str, Any], dict[str, Any]]
"""The same, and what the reference's `config` prints of it, as `told` shortens that."""


def read(*texts: str, **options: Any) -> Project:
    """The project that the texts make, each merged into those before it, in a folder of their own."""
    with TemporaryDirectory() as folder:
        files = dict(zip(NAMES, texts, strict=False))
        return read_files(Path(folder), files, files=tuple(files), **options)


def read_files(folder: Path, contents: Mapping[str, str], **options: Any) -> Project:
    """The project of a folder that is filled first; `files` of `options` are relative to it."""
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    files = tuple(str(folder / file) for file in options.pop("files", ("compose.yaml",)))
    environment = {"HOME": "/home/tester", "PATH": "/bin", **options.pop("environment", {})}
    return load(LoadOptions(files=files, environment=environment, project_name="p", **options))


def resolved_service(*texts: str, name: str = "a", **options: Any) -> dict[str, Any]:
    """One service as the reference's `config` prints it, without its image and what is null."""
    service = canonical(read(*texts, **options))["services"][name]
    return {key: value for key, value in service.items() if key != "image" and value is not None}


def refusals(*texts: str, **options: Any) -> list[tuple[str, str]]:
    """What is wrong with the texts: place (`1:36-1:41`, with the file where it is not the first) and message."""
    with pytest.raises(InputError) as raised:
        read(*texts, **options)
    return [(place_of(problem.location), problem.message) for problem in raised.value.problems]


def place_of(location: Any) -> str:
    """A place in short: `LINE:COLUMN-LINE:COLUMN`, after the file's name where it is not compose.yaml."""
    if location is None:
        return ""
    name = Path(location.file).name
    prefix = "" if name == NAMES[0] else f"{name} "
    return f"{prefix}{location.line}:{location.column}-{location.end_line}:{location.end_column}"


def told(project: dict[str, Any]) -> dict[str, Any]:
    """A canonical project without its name and what every project has."""
    for service in project["services"].values():
        for attribute in ("command", "entrypoint"):
            if service.get(attribute) is None:
                service.pop(attribute, None)
        if service.get("networks") == {"default": None}:
            del service["networks"]
    if project.get("networks") == {"default": {"name": "p_default", "ipam": {}}}:
        del project["networks"]
    del project["name"]
    return project


def each(projects: Sequence[Accepted] | Sequence[Refused]) -> pytest.MarkDecorator:
    """A test of every row of a table, by the row's name."""
    return pytest.mark.parametrize("project", projects, ids=[name for name, *_ in projects])


def assert_is_the_reference_one(folder: Path, project: Accepted) -> None:
    """That a project, written into a folder, is what the reference printed (`{folder}` in its place)."""
    _, contents, files, options, expected = project
    found = canonical(read_files(folder, contents, files=files, **options))

    assert told(found) == json.loads(json.dumps(expected).replace("{folder}", str(folder)))


def assert_is_refused_at_a_place(folder: Path, project: Refused) -> None:
    """That a project, written into a folder, is refused, and each problem has a place."""
    _, contents, files, options = project
    with pytest.raises(InputError) as refused:
        read_files(folder, contents, files=files, **options)

    assert all(problem.location for problem in refused.value.problems)
