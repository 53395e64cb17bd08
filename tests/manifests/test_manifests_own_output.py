"""Nothing is said against what composeport itself writes."""

from __future__ import annotations

import pytest

from case_directory import Case
from composeport import KubernetesOptions, translate
from composeport.diagnostics import Severity
from composeport.manifests import check, read_manifests
from composeport.model import Project
from composeport.writers.kubernetes.options import KUBE_VERSIONS
from corpus_projects import CorpusProject, corpus_projects, load_case
from manifests.checked import schemas

VARIANTS = {
    "plain": {},
    "namespaced": {"namespace": "shop", "harden": True, "liveness": True, "seed_volumes": True},
    "ingress": {"publish": "ingress", "domain": "example.com", "controller": "statefulset"},
    "gateway": {"publish": "gateway", "domain": "example.com", "ingress_class": "any"},
}


def _against(project: Project, version: str = KUBE_VERSIONS[-1], **options: object) -> list[str]:
    """What is said against the manifests of a project that is more than a note."""
    files = translate(project, KubernetesOptions(kube_version=version, **options)).files  # type: ignore[arg-type]
    if not files:  # every service of the project has a profile
        return []
    stream = "---\n".join(file.text for file in files)
    flaws = check(read_manifests(["-"], lambda: stream), schemas(version))
    return [flaw.problem.message for flaw in flaws if flaw.severity is not Severity.INFO]


@pytest.mark.parametrize("version", KUBE_VERSIONS)
def test_nothing_is_said_of_a_case_in_any_version(case: Case, version: str) -> None:
    assert _against(load_case(case), version) == []


@pytest.mark.parametrize("options", VARIANTS.values(), ids=VARIANTS)
def test_nothing_is_said_of_a_case_in_any_form(case: Case, options: dict[str, object]) -> None:
    assert _against(load_case(case), **options) == []


@pytest.mark.corpus
@pytest.mark.parametrize("corpus_project", corpus_projects(), ids=lambda one: one.name)
def test_nothing_is_said_of_a_real_project(corpus_project: CorpusProject) -> None:
    assert _against(corpus_project.load()) == []
