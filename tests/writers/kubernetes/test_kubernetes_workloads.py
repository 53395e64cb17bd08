"""Workloads, their rollout and placement, and pods of several services: SEMANTICS 3.2 and 3.3."""

from __future__ import annotations

import pytest

from translated import Document, Translated, translate


def _service(attributes: str, **options: str) -> Translated:
    return translate(f"services:\n  web:\n    image: web:1\n    {attributes}\n", **options)


def _spec(attributes: str, kind: str = "deployment") -> Document:
    spec: Document = _service(attributes).documents[f"web-{kind}.yaml"]["spec"]
    return {key: value for key, value in spec.items() if key not in {"selector", "template"}}


@pytest.mark.parametrize(
    ("attributes", "spec"),
    [
        ("deploy: {replicas: 3}", {"replicas": 3}),
        ("scale: 0", {"replicas": 0}),
        ("volumes: ['data:/d']", {"replicas": 1, "strategy": {"type": "Recreate"}}),
        ("volumes: ['data:/d:ro']", {"replicas": 1}),
        ("ports: ['80:80']\n    network_mode: host", {"replicas": 1, "strategy": {"type": "Recreate"}}),
        (
            "deploy: {update_config: {}}",
            {
                "replicas": 1,
                "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}},
            },
        ),
        (
            "volumes: ['data:/d']\n    deploy: {update_config: {parallelism: 2, order: start-first, delay: 10s}}",
            {
                "replicas": 1,
                "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 2, "maxUnavailable": 0}},
                "minReadySeconds": 10,
            },
        ),
        (
            "deploy: {update_config: {parallelism: 0, delay: 15m, monitor: 30s}}",
            {
                "replicas": 1,
                "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": "100%"}},
                "minReadySeconds": 900,
                "progressDeadlineSeconds": 901,
            },
        ),
        ("deploy: {rollback_config: {parallelism: 1}}", {"replicas": 1, "revisionHistoryLimit": 10}),
    ],
)
def test_replicas_and_rollout(attributes: str, spec: Document) -> None:
    volumes = "\nvolumes: {data: {}}" if "data:" in attributes else ""
    assert _spec(attributes + volumes) == spec


def test_one_a_node_is_a_daemon_set() -> None:
    made = _service("deploy: {mode: global, update_config: {parallelism: 2}}")
    spec = made.documents["web-daemonset.yaml"]["spec"]
    assert spec["updateStrategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 2}}
    assert "replicas" not in spec


def test_a_stateful_set_has_a_governing_service() -> None:
    made = _service("deploy: {replicas: 2}", controller="statefulset")
    assert made.documents["web-statefulset.yaml"]["spec"]["serviceName"] == "web-pods"
    assert made.documents["web-pods-service.yaml"]["spec"] == {
        "clusterIP": "None",
        "publishNotReadyAddresses": True,
        "selector": {"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"},
    }


def _job(made: Translated) -> Document:
    (job,) = [document for document in made.documents.values() if document["kind"] == "Job"]
    return job


@pytest.mark.parametrize(
    ("attributes", "policy", "spec"),
    [
        ("restart: 'no'", "Never", {"backoffLimit": 0}),
        ("restart: on-failure:3", "OnFailure", {"backoffLimit": 3}),
        ("restart: on-failure", "OnFailure", {"backoffLimit": 2147483647}),
        (
            "deploy: {mode: replicated-job, replicas: 4, restart_policy: {condition: on-failure, max_attempts: 2}}",
            "OnFailure",
            {"completions": 4, "parallelism": 4, "backoffLimit": 2},
        ),
        ("deploy: {mode: global-job}", "Never", {"backoffLimit": 0}),
    ],
)
def test_a_job_ends_as_compose_says(attributes: str, policy: str, spec: Document) -> None:
    job = _job(_service(attributes))
    assert {key: value for key, value in job["spec"].items() if key != "template"} == spec
    assert job["spec"]["template"]["spec"]["restartPolicy"] == policy


def test_a_changed_job_is_another_job() -> None:
    names = {_job(_service(f"restart: 'no'\n    command: [{word}]"))["metadata"]["name"] for word in ("a", "b", "b")}
    assert len(names) == 2
    assert {name.rpartition("-")[0] for name in names} == {"web"}


def test_placement_is_node_affinity_and_spread() -> None:
    constraints = "['node.role == manager', node.labels.disk!=ssd, node.hostname==n1, node.platform.arch==x86_64]"
    made = _service(
        f"deploy: {{placement: {{constraints: {constraints}, preferences: [spread: node.labels.zone],"
        " max_replicas_per_node: 2}}"
    )
    pod = made.pod("web-deployment")
    required = pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert required["nodeSelectorTerms"] == [
        {
            "matchExpressions": [
                {"key": "disk", "operator": "NotIn", "values": ["ssd"]},
                {"key": "kubernetes.io/hostname", "operator": "In", "values": ["n1"]},
                {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
            ]
        }
    ]
    assert [(spread["topologyKey"], spread["maxSkew"]) for spread in pod["topologySpreadConstraints"]] == [
        ("zone", 1),
        ("kubernetes.io/hostname", 2),
    ]
    assert made.only("CP805", "CP806") == [
        "CP805 5:40 services.web.deploy.placement.constraints.0",
        "CP806 5:64 services.web.deploy.placement.constraints.1",
        "CP805 5:199 services.web.deploy.placement.max_replicas_per_node",
    ]


def test_services_of_one_pod_are_its_containers_and_the_owner_s_deployment() -> None:
    made = translate("""
services:
  vpn: {image: "vpn:1", ports: ["80:80"]}
  web: {image: "web:1", network_mode: "service:vpn", pid: "service:vpn", deploy: {replicas: 2}}
""")
    assert sorted(file for file in made.documents if "deployment" in file) == ["vpn-deployment.yaml"]
    pod = made.pod("vpn-deployment")
    assert [container["name"] for container in pod["containers"]] == ["vpn", "web"]
    assert pod["shareProcessNamespace"] is True
    assert "CP305 5:93 services.web.deploy.replicas" in made.findings


def test_hooks_run_before_the_start_after_it_and_before_the_stop() -> None:
    made = _service("""environment: {A: "1", B: "1"}
    pre_start: [{command: [migrate], image: "tools:1", environment: {B: "2"}, user: "5"}]
    post_start: [{command: [warm], working_dir: /srv}]
    pre_stop: [{command: [drain]}, {command: [say, good bye]}]""")
    pod = made.pod("web-deployment")
    assert pod["initContainers"] == [
        {
            "name": "web-before-1",
            "image": "tools:1",
            "command": ["migrate"],
            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
            "securityContext": {"runAsUser": 5},
        }
    ]
    assert pod["containers"][0]["lifecycle"] == {
        "postStart": {"exec": {"command": ["sh", "-c", "cd /srv && exec warm"]}},
        "preStop": {"exec": {"command": ["sh", "-c", "drain && say 'good bye'"]}},
    }


def test_a_namespace_is_made_first_and_holds_everything() -> None:
    made = _service("ports: ['80:80']", namespace="prod")
    assert next(iter(made.documents)) == "00-namespace.yaml"
    assert made.documents["00-namespace.yaml"] == {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "name": "prod",
            "labels": {"app.kubernetes.io/part-of": "shop", "app.kubernetes.io/managed-by": "composeport"},
        },
    }
    others = [document for document in made.documents.values() if document["kind"] != "Namespace"]
    assert {document["metadata"]["namespace"] for document in others} == {"prod"}


def test_what_another_tool_provides_has_no_workload_and_a_finding() -> None:
    made = translate("services:\n  db:\n    provider: {type: cloud}\n")
    assert [document["kind"] for document in made.documents.values()] == []
    assert made.only("CP806") == ["CP806 4:15 services.db.provider"]


def test_what_a_hook_before_the_start_says_beyond_its_container_is_reported() -> None:
    made = _service("pre_start: [{command: [a], per_replica: false, mem_limit: 1g}]")
    assert made.only("CP209") == [
        "CP209 5:45 services.web.pre_start.0.per_replica",
        "CP209 5:63 services.web.pre_start.0.mem_limit",
    ]
