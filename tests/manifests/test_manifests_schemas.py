"""What schemas say of each version, and what is said where there is no schema."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from composeport.errors import UsageError
from composeport.manifests.schemas import Schemas
from composeport.writers.kubernetes.options import KUBE_VERSIONS
from manifests.breakages import SOUND, changed
from manifests.checked import errors, flaws, said


@pytest.mark.parametrize("version", KUBE_VERSIONS)
@pytest.mark.parametrize("name", SOUND)
def test_a_sound_object_is_sound_in_every_version(name: str, version: str) -> None:
    assert errors(SOUND[name], version=version) == []


def test_a_field_is_known_from_the_version_that_brings_it() -> None:
    pod = {"containers": [{"name": "a", "image": "b"}], "hostnameOverride": "a"}
    document: dict[str, Any] = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": pod}
    assert errors(document, version="1.33") == ["unknown field `spec.hostnameOverride`"]
    assert errors(document, version="1.34") == []


def test_a_statefulset_needs_no_service_in_any_version() -> None:
    for version in KUBE_VERSIONS:
        assert errors(changed(SOUND["statefulset"], ("spec", "serviceName"), None), version=version) == []


def test_a_kind_of_nobody_is_a_note() -> None:
    route = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "a"}}
    message = "not checked: `HTTPRoute` of gateway.networking.k8s.io/v1 is no kind of Kubernetes itself"
    assert [(severity, said) for severity, _, said in said(route)] == [("info", message)]
    assert errors(changed(route, ("metadata", "labels"), {"a b": "c"})) == ["`a b` is no key of a label"]


@pytest.mark.parametrize(
    ("api_version", "kind", "advice"),
    [
        ("apps/v1", "Deploymnet", "did you mean `Deployment`?"),
        ("apps/v1beta1", "Deployment", "its apiVersion is apps/v1"),
        ("v1", "NetworkPolicy", "its apiVersion is networking.k8s.io/v1"),
        ("apps/v1", "Service", "its apiVersion is v1"),
        ("apps/v1", "Xyzzy", ""),
    ],
)
def test_an_unknown_kind_comes_with_advice(api_version: str, kind: str, advice: str) -> None:
    [flaw] = flaws({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}})
    assert flaw.problem.help == advice


def test_without_the_schemas_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kubernetes_validate", None)
    with pytest.raises(UsageError, match=r"pip install .composeport\[verify\]"):
        Schemas("1.37")


def test_a_version_without_schemas_is_told() -> None:
    with pytest.raises(UsageError, match=r"no schemas of Kubernetes 1\.99"):
        Schemas("1.99")
