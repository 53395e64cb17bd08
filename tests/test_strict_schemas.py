"""Each version of Kubernetes has the fields that are written for it: by its schemas, where no field is let through."""

from __future__ import annotations

import pytest

from case_directory import Case
from composeport import KubernetesOptions, translate
from composeport.model import Project
from composeport.writers.kubernetes.options import KUBE_VERSIONS
from corpus_projects import CorpusProject, corpus_projects, load_case
from strict_schemas import violations


def _violations(project: Project) -> list[str]:
    return [
        violation
        for version in KUBE_VERSIONS
        for file in translate(project, KubernetesOptions(kube_version=version)).files
        for document in file.documents
        for violation in violations(document, version)
    ]


@pytest.mark.parametrize("version", KUBE_VERSIONS)
def test_a_field_that_no_version_has_is_found(version: str) -> None:
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"colour": "red"}}
    [said] = violations(service, version)
    assert said.startswith(f"{version} Service a: $.spec Additional properties are not allowed")


def test_each_case_is_valid_in_every_version(case: Case) -> None:
    assert _violations(load_case(case)) == []


@pytest.mark.corpus
@pytest.mark.parametrize("corpus_project", corpus_projects(), ids=lambda one: one.name)
def test_each_real_project_is_valid_in_every_version(corpus_project: CorpusProject) -> None:
    assert _violations(corpus_project.load()) == []
