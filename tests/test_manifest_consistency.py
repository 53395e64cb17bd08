"""Every set of manifests holds together: the repository's cases, the guide and the real projects beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from case_directory import Case
from composeport.model import Project
from composeport.model.names import dns_label
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from corpus_projects import CorpusProject, corpus_projects, load_case
from manifest_checks import inconsistencies
from translated import translate

VARIANTS = {
    "plain": KubernetesOptions(),
    "other": KubernetesOptions(
        harden=True, seed_volumes=True, liveness=True, controller="statefulset", publish="node-port"
    ),
    "ingress": KubernetesOptions(publish="ingress", domain="example.com"),
    "gateway": KubernetesOptions(publish="gateway", domain="example.com", ingress_class="any"),
}
each_variant = pytest.mark.parametrize("options", VARIANTS.values(), ids=VARIANTS)


def _elsewhere(project: Project) -> Iterator[str]:
    """What the project refers to and does not make: external objects, and secrets whose values are not there."""
    for volume in project.volumes.values():
        if volume.external:
            yield f"PersistentVolumeClaim/{dns_label(volume.name or volume.key)}"
    for kind, objects in (("ConfigMap", project.configs), ("Secret", project.secrets)):
        for item in objects.values():
            yield f"{kind}/{dns_label(item.name if item.external else item.key)}"


def _check(project: Project, options: KubernetesOptions) -> None:
    files = translate_kubernetes(project, options).files
    documents = [document for file in files for document in file.documents]
    assert inconsistencies(documents, _elsewhere(project)) == []


@each_variant
def test_the_manifests_of_a_case_hold_together(case: Case, options: KubernetesOptions) -> None:
    _check(load_case(case), options)


@each_variant
@pytest.mark.parametrize("real", corpus_projects(), ids=lambda real: real.name)
def test_the_manifests_of_a_real_project_hold_together(real: CorpusProject, options: KubernetesOptions) -> None:
    _check(real.load(), options)


def test_the_check_sees_what_does_not_resolve() -> None:
    made = translate("services: {web: {image: nginx, environment: {API_KEY: x1}, ports: ['80:80']}}").documents
    deployment, secret = made["web-deployment.yaml"], made["web-env-secret.yaml"]
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    container["volumeMounts"] = [{"name": "gone", "mountPath": "/a"}, {"name": "gone", "mountPath": "/a"}]
    secret["stringData"] = {"OTHER": "x"}
    made["web-service.yaml"]["spec"]["selector"] = {"app.kubernetes.io/name": "nobody"}
    assert inconsistencies([*made.values(), secret]) == [
        "Deployment/web mounts /a twice",
        "Deployment/web mounts gone, which is not there",
        "Deployment/web wants key API_KEY of Secret/web-env",
        "Secret/web-env is there 2 times",
        "Service/web selects no pod",
    ]


def test_the_check_sees_routes_that_lead_nowhere() -> None:
    made = translate("services: {web: {image: nginx, ports: ['80:80']}}", publish="ingress", domain="a.b").documents
    ingress = made["web-ingress.yaml"]
    path = ingress["spec"]["rules"][0]["http"]["paths"][0]
    path["backend"]["service"]["port"]["number"] = 81
    other = {**ingress, "metadata": {"name": "other"}}
    assert inconsistencies([*made.values(), other]) == [
        "Ingress/other and Ingress/web both take ('web.a.b', '/', 'Prefix')",
        "Ingress/other leads to port 81 of Service/web-routed, which is not there",
        "Ingress/web leads to port 81 of Service/web-routed, which is not there",
    ]
