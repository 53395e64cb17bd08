"""Every object of the cases comes back unchanged from the models of the client, which drop what they do not know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kubernetes import client

from case_directory import Case
from composeport import KubernetesOptions, translate
from corpus_projects import load_case

CUSTOM = "gateway.networking.k8s.io/"
"""What a cluster learns from definitions of its own: the client has no models of it."""

VARIANTS = {
    "plain": KubernetesOptions(namespace="shop"),
    "other": KubernetesOptions(
        harden=True, seed_volumes=True, liveness=True, controller="statefulset", publish="load-balancer"
    ),
    "ingress": KubernetesOptions(publish="ingress", domain="example.com", plain_env=True),
}


def through_the_models(document: dict[str, Any]) -> dict[str, Any]:
    """The object as the client reads it and would send it again."""
    api = client.ApiClient()
    version = document["apiVersion"].rpartition("/")[2].capitalize()
    model = api.deserialize(json.dumps(document), f"{version}{document['kind']}", "application/json")
    sent: dict[str, Any] = api.sanitize_for_serialization(model)
    return sent


def test_a_field_that_the_client_does_not_know_is_lost() -> None:
    document = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "colour": "red"}
    assert through_the_models(document) == {key: document[key] for key in ("apiVersion", "kind", "metadata")}
    container = {"name": "a", "image": "a"}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [container]}}
    assert through_the_models(pod) == pod
    assert through_the_models({**pod, "spec": {"containers": [{**container, "colour": "red"}]}}) == pod


@pytest.mark.parametrize("options", VARIANTS.values(), ids=VARIANTS)
def test_each_object_comes_back_unchanged(case: Case, options: KubernetesOptions) -> None:
    documents = [document for file in translate(load_case(case), options).files for document in file.documents]
    sent = [document for document in documents if not document["apiVersion"].startswith(CUSTOM)]
    assert sent
    assert [through_the_models(document) for document in sent] == sent
