"""What a set of manifests says about itself: what is there twice, and what leads nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from manifests.breakages import POD, SOUND, changed
from manifests.checked import flaws, said

SERVICE, DEPLOYMENT, CONFIG, SECRET = (SOUND[name] for name in ("service", "deployment", "configmap", "secret"))
_FIRST = ("spec", "template", "spec", "containers", 0)


def _said(*documents: dict[str, Any]) -> list[tuple[str, str]]:
    return [(severity, message) for severity, _, message in said(*documents)]


def _pod(**fields: Any) -> dict[str, Any]:
    return changed(DEPLOYMENT, ("spec", "template", "spec"), {**POD, **fields})


def _container(**fields: Any) -> dict[str, Any]:
    return changed(DEPLOYMENT, _FIRST, {**POD["containers"][0], **fields})


def test_a_set_that_holds_together_is_let_through() -> None:
    mounts = [{"name": "a", "configMap": {"name": "web", "items": [{"key": "a", "path": "a"}]}}]
    assert _said(SERVICE, _pod(volumes=mounts), CONFIG) == []


def test_an_object_that_is_there_twice_is_told_at_both_places() -> None:
    other = changed(CONFIG, ("metadata", "namespace"), "other")
    [flaw] = flaws(CONFIG, other, SECRET, CONFIG)
    assert flaw.problem.message == "ConfigMap/web is there twice"
    assert (str(flaw.problem.location), [str(place) for place in flaw.problem.chain]) == ("-:7:64", ["-:1:64"])


def test_a_service_that_selects_no_pod_of_the_set_is_a_warning() -> None:
    lost = changed(SERVICE, ("spec", "selector"), {"app": "other"})
    assert _said(lost, DEPLOYMENT) == [("warning", "Service/web selects no pod of these manifests")]
    elsewhere = changed(DEPLOYMENT, ("metadata", "namespace"), "other")
    assert _said(SERVICE, elsewhere) == []


def test_a_service_alone_may_select_what_is_in_the_cluster() -> None:
    assert _said(SERVICE) == []


def test_nothing_is_said_of_pods_that_a_misshapen_object_may_make() -> None:
    broken = changed(DEPLOYMENT, ("spec", "replicas"), "1")
    other = changed(
        changed(SOUND["daemonset"], ("metadata", "name"), "o"), ("spec", "selector"), {"matchLabels": {"b": "c"}}
    )
    other = changed(other, ("spec", "template", "metadata", "labels"), {"b": "c"})
    assert _said(SERVICE, broken, other) == [("error", "`spec.replicas` must be a whole number, not text")]


@pytest.mark.parametrize(
    ("target", "ports", "expected"),
    [
        ("http", [{"name": "http", "containerPort": 80}], []),
        (
            "http",
            [{"name": "web", "containerPort": 80}],
            [("warning", "no container that Service/web selects has a port `http`")],
        ),
        ("http", [], [("warning", "no container that Service/web selects has a port `http`")]),
        (8080, [{"containerPort": 8080}], []),
        (8080, [{"containerPort": 80}], [("info", "no container that Service/web selects declares port 8080/TCP")]),
        (
            8080,
            [{"containerPort": 8080, "protocol": "UDP"}],
            [("info", "no container that Service/web selects declares port 8080/TCP")],
        ),
        (8080, [], []),
    ],
)
def test_a_service_leads_to_ports_that_containers_have(target: Any, ports: Any, expected: Any) -> None:
    service = changed(SERVICE, ("spec", "ports", 0, "targetPort"), target)
    assert _said(service, _container(ports=ports)) == expected


_NEEDS = "Deployment/web needs {}, which is not among these manifests"


@pytest.mark.parametrize(
    ("deployment", "wanted"),
    [
        (_pod(serviceAccountName="worker"), "ServiceAccount/worker"),
        (_pod(volumes=[{"name": "a", "persistentVolumeClaim": {"claimName": "data"}}]), "PersistentVolumeClaim/data"),
        (_pod(volumes=[{"name": "a", "configMap": {"name": "c"}}]), "ConfigMap/c"),
        (_pod(volumes=[{"name": "a", "secret": {"secretName": "s"}}]), "Secret/s"),
        (_pod(volumes=[{"name": "a", "projected": {"sources": [{"secret": {"name": "s"}}]}}]), "Secret/s"),
        (_container(envFrom=[{"configMapRef": {"name": "c"}}]), "ConfigMap/c"),
        (_container(env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]), "Secret/s"),
    ],
)
def test_what_is_not_in_the_set_is_a_note_since_the_cluster_may_have_it(
    deployment: dict[str, Any], wanted: str
) -> None:
    assert _said(deployment) == [("info", _NEEDS.format(wanted))]


@pytest.mark.parametrize(
    "deployment",
    [
        _container(envFrom=[{"configMapRef": {"name": "c", "optional": True}}]),
        _pod(volumes=[{"name": "a", "projected": {"sources": [{"configMap": {"name": "kube-root-ca.crt"}}]}}]),
        _pod(serviceAccountName="default"),
    ],
)
def test_what_need_not_be_there_is_not_missed(deployment: dict[str, Any]) -> None:
    assert _said(deployment) == []


def test_a_key_that_its_secret_lacks_keeps_the_pod_from_starting() -> None:
    wanted = {"name": "A", "valueFrom": {"secretKeyRef": {"name": "web", "key": "b"}}}
    assert _said(_container(env=[wanted]), SECRET) == [
        ("warning", "Secret/web has no key `b`: the pod will not start"),
    ]
    misshapen = changed(SECRET, ("stringData", "b"), 1)
    assert _said(_container(env=[wanted]), misshapen) == [("error", "`stringData.b` must be text, not a number")]


def test_an_ingress_leads_to_ports_of_services() -> None:
    ingress = SOUND["ingress"]
    assert _said(ingress, SERVICE) == []
    assert _said(ingress, changed(SERVICE, ("spec", "ports", 0, "port"), 81)) == [
        ("warning", "Service/web has no port 80"),
    ]
    assert _said(ingress) == [("info", "Ingress/web needs Service/web, which is not among these manifests")]


def test_objects_of_other_groups_are_not_taken_for_those_of_kubernetes() -> None:
    foreign = {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {}}
    assert _said(SOUND["ingress"], foreign) == [
        ("info", "Ingress/web needs Service/web, which is not among these manifests"),
        ("info", "not checked: `Service` of serving.knative.dev/v1 is no kind of Kubernetes itself"),
    ]
