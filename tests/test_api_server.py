"""A real API server takes every object: a dry run on its side, with strict validation. Schemas alone are no proof.

Runs where `KUBEBUILDER_ASSETS` names the programs, by the convention of `envtest`; skipped, with the reason, elsewhere.
"""

from __future__ import annotations

from typing import Any

import pytest

from api_server import ApiServer
from case_directory import Case
from composeport import KubernetesOptions, translate
from composeport.model import Project
from corpus_projects import CorpusProject, corpus_projects, load_case


def _objects(project: Project, options: KubernetesOptions) -> list[dict[str, Any]]:
    return [document for file in translate(project, options).files for document in file.documents]


def _refusals(server: ApiServer, project: Project) -> list[str]:
    return server.refusals(_objects(project, KubernetesOptions()))


def test_the_server_refuses_what_is_wrong(server: ApiServer) -> None:
    wrong = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "Not_A_Name"}, "colour": "red"}
    assert any('unknown field "colour"' in line for line in server.refusals([wrong]))


def test_each_case_is_accepted(case: Case, server: ApiServer) -> None:
    assert _refusals(server, load_case(case)) == []


def test_a_restricted_namespace_warns_of_what_is_not_hardened(case: Case, server: ApiServer) -> None:
    said = server.refusals(_objects(load_case(case), KubernetesOptions()), server.restricted)
    assert all('would violate PodSecurity "restricted:latest"' in line for line in said)
    assert said


def test_a_restricted_namespace_says_nothing_of_what_is_hardened(case: Case, server: ApiServer) -> None:
    assert server.refusals(_objects(load_case(case), KubernetesOptions(harden=True)), server.restricted) == []


@pytest.mark.corpus
@pytest.mark.parametrize("corpus_project", corpus_projects(), ids=lambda one: one.name)
def test_each_real_project_is_accepted(corpus_project: CorpusProject, server: ApiServer) -> None:
    assert _refusals(server, corpus_project.load()) == []
