"""What `kubectl kustomize` makes of a base and of its overlays is the plain translation of the same Compose files.

Runs where there is a kubectl, by the convention of `envtest` or on the path; it is skipped, with the reason, elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from case_directory import CASES, Case
from composeport import KubernetesOptions, translate
from composeport.errors import InputError
from composeport.model import Project
from corpus_projects import CorpusProject, corpus_projects, load_case
from kustomize_tree import KUBECTL, MISSING, by_kubectl, exact, plain, write

pytestmark = pytest.mark.skipif(KUBECTL is None, reason=MISSING)

KUSTOMIZE = KubernetesOptions(format="kustomize")
BASES = {case.name: case for case in CASES if not case.files}
LAYERED = [case for case in CASES if len(case.files) > 1]
REAL = corpus_projects()
REAL_LAYERED = [project for project in REAL if len(project.files) > 1]


def differences(folder: Path, project: Project, overlays: Mapping[str, Project] | None = None) -> list[str]:
    """The folders of a tree that kubectl builds otherwise than the plain translation is."""
    write(folder, translate(project, KUSTOMIZE, overlays).files)
    wanted = {"base": project, **{f"overlays/{name}": one for name, one in (overlays or {}).items()}}
    return [
        name
        for name, one in wanted.items()
        if exact(by_kubectl(folder / name)) != exact(plain(translate(one, KubernetesOptions()).files))
    ]


def prefixes(files: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(files[:count]) for count in range(1, len(files))]


def test_the_base_of_each_case(case: Case, tmp_path: Path) -> None:
    assert differences(tmp_path, load_case(case)) == []


@pytest.mark.parametrize("layered", LAYERED, ids=lambda case: case.name)
def test_the_last_files_of_each_case_as_an_overlay(layered: Case, tmp_path: Path) -> None:
    base = load_case(replace(layered, files=layered.files[:1]))
    assert differences(tmp_path, base, {"last": load_case(layered)}) == []


@pytest.mark.parametrize("other", BASES.values(), ids=BASES)
def test_an_overlay_that_has_nothing_of_the_base(other: Case, tmp_path: Path) -> None:
    base = load_case(BASES["lamp"])
    assert differences(tmp_path, base, {"other": load_case(other)}) == []


@pytest.mark.corpus
@pytest.mark.sampled
@pytest.mark.parametrize("real", REAL, ids=lambda one: one.name)
def test_the_base_of_each_real_project(real: CorpusProject, tmp_path: Path) -> None:
    assert differences(tmp_path, real.load()) == []


@pytest.mark.corpus
@pytest.mark.sampled
@pytest.mark.parametrize("real", REAL_LAYERED, ids=lambda one: one.name)
def test_the_last_files_of_each_real_project_as_an_overlay(real: CorpusProject, tmp_path: Path) -> None:
    merged = real.load()
    for number, files in enumerate(prefixes(real.files)):
        try:
            base = replace(real, files=files).load()
        except InputError:  # files that mean nothing without those that follow
            continue
        assert differences(tmp_path / str(number), base, {"last": merged}) == []
