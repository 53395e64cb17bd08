"""The docker client's own verdict on what comes out: accepted, and without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from case_directory import Case
from composeport import load_project
from composeport.model import Project
from composeport.pipeline import translate_swarm
from composeport.writers.swarm.options import SwarmOptions
from corpus_projects import CorpusProject, corpus_projects, load_case
from stacks import docker, write
from test_guide import WHOLE
from translated import project_of


def said_of(project: Project, folder: Path) -> tuple[int, str]:
    """The exit status of `docker stack config`, and what it says beside the stack."""
    path = write(translate_swarm(project, SwarmOptions()).files, folder)
    done = docker("stack", "config", "-c", path)
    return done.returncode, done.stderr


def test_what_who_deploys_has_in_the_environment_stays_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "of-who-deploys")
    project = project_of("services: {web: {image: 'x:1', environment: {SECRET: '', A: $$SECRET}}}\n")
    path = write(translate_swarm(project, SwarmOptions()).files, tmp_path)
    done = docker("stack", "config", "-c", path)
    assert yaml.safe_load(done.stdout)["services"]["web"]["environment"] == {"A": "$SECRET", "SECRET": '{{""}}'}


def test_a_case_is_accepted_without_a_warning(case: Case, tmp_path: Path) -> None:
    assert said_of(load_case(case), tmp_path) == (0, "")


@pytest.mark.parametrize("names", WHOLE)
def test_an_example_of_the_guide_is_accepted_without_a_warning(shared: Path, names: str, tmp_path: Path) -> None:
    files = [str(shared / "guide" / "examples" / name) for name in names.split()]
    assert said_of(load_project(files, project_name="guide", environment={}), tmp_path) == (0, "")


@pytest.mark.corpus
@pytest.mark.parametrize("project", corpus_projects(), ids=lambda project: project.name)
def test_a_real_project_is_accepted_without_a_warning(project: CorpusProject, tmp_path: Path) -> None:
    assert said_of(project.load(), tmp_path) == (0, "")
