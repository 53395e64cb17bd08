"""A real manager takes what comes out, and has what the project says.

These tests deploy stacks to an engine of their own, which `--end-to-end` starts, or to that at `DOCKER_HOST`, which is
to be the manager of a swarm of its own. Its node is drained meanwhile: no task starts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from attribute_samples import lay_out
from case_directory import Case
from composeport import load_project
from composeport.model import Project
from composeport.pipeline import translate_swarm
from composeport.writers.swarm import StackFiles
from composeport.writers.swarm.options import SwarmOptions
from corpus_projects import CorpusProject, corpus_projects, load_case
from extreme_values import extreme_projects, joined, taken
from stack_specs import differences, specs_of
from stacks import deploy, docker, make_externals, remove, remove_externals, write
from test_guide import WHOLE

_NUMBERS = count()
_IMPOSSIBLE = frozenset(
    {
        "ITISFoundation__osparc-simcore__development",  # its external networks are `${…}_name` with nothing set, which
        "ITISFoundation__osparc-simcore__production",  # is no name of a network
    }
)


@pytest.fixture(scope="module", autouse=True)
def drained(manager: None) -> Iterator[None]:
    """A manager whose node starts nothing."""
    node = docker("info", "--format", "{{.Swarm.NodeID}}").stdout.strip()
    docker("node", "update", "--availability", "drain", node)
    yield
    docker("node", "update", "--availability", "active", node)


@pytest.fixture
def external() -> Iterator[list[tuple[str, str]]]:
    """What is made for a test outside its stack, as (kind, name); removed afterwards."""
    made: list[tuple[str, str]] = []
    yield made
    remove_externals(made)


def _deployed(project: Project, folder: Path, made: list[tuple[str, str]]) -> list[str]:
    """Deploy a project; everything that is not as it should be."""
    translation = translate_swarm(project, SwarmOptions())
    path = write(translation.files, folder)
    made += make_externals(translation.files.stack.documents[0])
    stack = f"test{next(_NUMBERS)}"
    try:
        done, found = deploy(path, stack)
        found += _not_created(
            translation.files, Counter(line.split()[1] for line in done if line.startswith("Creating"))
        )
        specs = specs_of(stack)
        for name, service in project.services.items():
            if service.provider is None and name in specs:
                found += [f"{name}: {line}" for line in differences(service, specs[name], translation.findings)]
        return found
    finally:
        remove(stack)


def _not_created(files: StackFiles, created: Counter[str]) -> list[str]:
    document = files.stack.documents[0]
    wanted = {
        kind: sum(not entry.get("external") for entry in document.get(f"{kind}s", {}).values())
        for kind in ("service", "config", "secret")
    }
    return [f"{created[kind]} of {number} {kind}s" for kind, number in wanted.items() if created[kind] != number]


def test_a_case_is_deployed(case: Case, tmp_path: Path, external: list[tuple[str, str]]) -> None:
    assert _deployed(load_case(case), tmp_path, external) == []


@pytest.mark.parametrize("names", WHOLE)
def test_an_example_of_the_guide_is_deployed(
    shared: Path, names: str, tmp_path: Path, external: list[tuple[str, str]]
) -> None:
    files = [str(shared / "guide" / "examples" / name) for name in names.split()]
    assert _deployed(load_project(files, project_name="guide", environment={}), tmp_path, external) == []


@pytest.mark.corpus
@pytest.mark.parametrize("project", corpus_projects(), ids=lambda project: project.name)
def test_a_real_project_is_deployed(project: CorpusProject, tmp_path: Path, external: list[tuple[str, str]]) -> None:
    if project.name in _IMPOSSIBLE:
        pytest.skip("an external network of this project has a name that no network can have")
    assert _deployed(project.load(), tmp_path, external) == []


def test_no_value_makes_a_service_that_a_manager_refuses(tmp_path: Path, external: list[tuple[str, str]]) -> None:
    """All services that the samples become with values at the end of what they may be, as one stack."""
    projects = extreme_projects(lay_out(tmp_path), "services.web.")
    made = taken(projects, lambda project: translate_swarm(project, SwarmOptions()).files)
    whole = joined(made, tmp_path)
    external += make_externals(whole)
    stack = f"test{next(_NUMBERS)}"
    try:
        done, found = deploy(tmp_path / "stack.yml", stack)
        assert found == []
        assert len([line for line in done if line.startswith("Creating service")]) == len(whole["services"])
    finally:
        remove(stack)
