"""What overrides change in the manifests: SEMANTICS 3.9, with the meaning of Kompose's user guide, "Labels"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from manifest_checks import inconsistencies
from translated import Document, Translated, translate


def _service(attributes: str, labels: str, **options: Any) -> Translated:
    text = f"services:\n  web:\n    image: web:1\n    {attributes}\n    labels: {{{labels}}}\n"
    made = translate(text + ("volumes: {data: {}}\n" if "data:" in attributes else ""), **options)
    assert inconsistencies(made.documents.values(), ["ServiceAccount/robot"]) == []
    return made


def _vain(made: Translated) -> list[str]:
    return [finding.rpartition("labels.")[2] for finding in made.only("CP808")]


PORT = {"name": "tcp-8080", "port": 8080, "targetPort": 80, "protocol": "TCP"}
SELECTOR = {"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"}


@pytest.mark.parametrize(
    ("labels", "spec"),
    [
        ("kompose.service.type: nodeport", {"type": "NodePort", "selector": SELECTOR, "ports": [PORT]}),
        (
            "kompose.service.type: nodeport, kompose.service.nodeport.port: '30080'",
            {"type": "NodePort", "selector": SELECTOR, "ports": [PORT | {"nodePort": 30080}]},
        ),
        (
            "kompose.service.type: loadbalancer, kompose.service.external-traffic-policy: local",
            {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "selector": SELECTOR, "ports": [PORT]},
        ),
    ],
)
def test_published_ports_leave_the_cluster_by_a_second_service(labels: str, spec: Document) -> None:
    made = _service("ports: ['8080:80']", labels)
    assert made.documents["web-published-service.yaml"]["spec"] == spec
    assert made.documents["web-service.yaml"]["spec"]["ports"] == [
        {"name": "tcp-80", "port": 80, "targetPort": 80, "protocol": "TCP"}
    ]
    assert _vain(made) == []


def test_an_ingress_leads_to_the_first_port() -> None:
    labels = "kompose.service.expose: 'a.example.com/x', kompose.service.expose.tls-secret: cert"
    made = _service("expose: ['80', '81']", f"{labels}, kompose.service.expose.ingress-class-name: nginx")
    spec = made.documents["web-ingress.yaml"]["spec"]
    assert (spec["ingressClassName"], spec["tls"]) == (
        "nginx",
        [{"hosts": ["a.example.com"], "secretName": "cert"}],
    )
    [rule] = spec["rules"]
    assert (rule["host"], rule["http"]["paths"][0]["path"]) == ("a.example.com", "/x")


def test_a_cluster_ip_stays_inside_whatever_is_chosen_for_all() -> None:
    made = _service("ports: ['8080:80']", "kompose.service.type: clusterip", publish="load-balancer")
    assert [name for name in made.documents if name.endswith("-service.yaml")] == ["web-service.yaml"]


def test_a_headless_service_keeps_its_ports() -> None:
    spec = _service("expose: ['80']", "kompose.service.type: headless").documents["web-service.yaml"]["spec"]
    assert spec == {
        "clusterIP": "None",
        "selector": SELECTOR,
        "ports": [{"name": "tcp-80", "port": 80, "targetPort": 80, "protocol": "TCP"}],
    }


@pytest.mark.parametrize(
    ("attributes", "labels", "vain"),
    [
        ("expose: ['80']", "kompose.service.type: nodeport", ["kompose.service.type"]),
        ("ports: ['80:80']", "kompose.service.nodeport.port: '30080'", ["kompose.service.nodeport.port"]),
        (
            "ports: ['80:80', '81:81']",
            "kompose.service.type: nodeport, kompose.service.nodeport.port: '30080'",
            ["kompose.service.nodeport.port"],
        ),
        (
            "ports: ['80:80']",
            "kompose.service.external-traffic-policy: local",
            ["kompose.service.external-traffic-policy"],
        ),
        ("init: true", "kompose.init.containers.command: '[x]'", ["kompose.init.containers.command"]),
        (
            "init: true",
            "kompose.service.healthcheck.readiness.interval: 5s",
            ["kompose.service.healthcheck.readiness.interval"],
        ),
        (
            "init: true",
            "kompose.service.healthcheck.liveness.http_get_path: /",
            ["kompose.service.healthcheck.liveness.http_get_path"],
        ),
        ("deploy: {mode: global}", "kompose.hpa.cpu: 10", ["kompose.hpa.cpu"]),
        ("init: true", "kompose.service.expose: 'true'", ["kompose.service.expose"]),
        ("init: true", "kompose.service.expose.tls-secret: t", ["kompose.service.expose.tls-secret"]),
        ("init: true", "kompose.controller.port.expose: 'true'", ["kompose.controller.port.expose"]),
        ("volumes: ['data:/d']", "kompose.volume.type: configMap", ["kompose.volume.type"]),
        ("volumes: ['data:/d']", "kompose.volume.type: hostPath", ["kompose.volume.type"]),
        ("volumes: ['data:/d']", "kompose.volume.type: persistentVolumeClaim", []),
    ],
)
def test_what_changes_nothing_is_said(attributes: str, labels: str, vain: list[str]) -> None:
    assert _vain(_service(attributes, labels)) == vain


def test_another_name_names_the_objects_and_the_own_name_still_resolves() -> None:
    made = translate("""
services:
  web: {image: web:1, expose: ["80"], labels: {kompose.service.name_override: front}}
  api: {image: api:1, expose: ["81"], environment: {UPSTREAM: "http://web:80"}}
""")
    assert {"front-deployment.yaml", "front-service.yaml", "web-service.yaml"} <= made.documents.keys()
    assert made.container("api-deployment")["env"] == [{"name": "UPSTREAM", "value": "http://web:80"}]
    assert inconsistencies(made.documents.values()) == []


def test_published_ports_become_the_nodes_on_the_same_address() -> None:
    made = _service("ports: ['127.0.0.1:8080:80', '9090:90']", "kompose.controller.port.expose: 'true'")
    assert made.container("web-deployment")["ports"] == [
        {"containerPort": 80, "protocol": "TCP", "hostPort": 8080, "hostIP": "127.0.0.1"},
        {"containerPort": 90, "protocol": "TCP", "hostPort": 9090},
    ]


def test_a_restricted_namespace_has_no_ports_of_the_node() -> None:
    made = _service("ports: ['8080:80']", "kompose.controller.port.expose: 'true'", harden=True)
    assert made.container("web-deployment")["ports"] == [{"containerPort": 80, "protocol": "TCP"}]
    assert _vain(made) == ["kompose.controller.port.expose"]


def test_the_pod_gets_its_account_its_pull_secret_and_its_group() -> None:
    labels = "kompose.serviceaccount-name: robot, kompose.image-pull-secret: regcred, kompose.image-pull-policy: Always"
    made = _service("init: false", f"{labels}, kompose.security-context.fsgroup: '1001', mine: x")
    assert made.pod("web-deployment") == {
        "containers": [{"name": "web", "image": "web:1", "imagePullPolicy": "Always"}],
        "serviceAccountName": "robot",
        "enableServiceLinks": False,
        "imagePullSecrets": [{"name": "regcred"}],
        "securityContext": {
            "fsGroup": 1001,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }
    assert made.documents["web-deployment.yaml"]["spec"]["template"]["metadata"]["annotations"] == {"mine": "x"}


def test_an_account_of_its_own_may_ask_for_the_job_that_it_waits_for() -> None:
    made = translate("""
services:
  job: {image: job:1, restart: "no"}
  web:
    image: web:1
    depends_on: {job: {condition: service_completed_successfully}}
    labels: {kompose.serviceaccount-name: robot}
""")
    assert made.pod("web-deployment")["serviceAccountName"] == "robot"
    assert "web-wait-serviceaccount.yaml" not in made.documents
    assert made.documents["web-wait-rolebinding.yaml"]["subjects"] == [{"kind": "ServiceAccount", "name": "robot"}]


def test_an_init_container_runs_first() -> None:
    named = "kompose.init.containers.name: first, kompose.init.containers.image: 'busybox:1'"
    made = _service("init: false", f'{named}, kompose.init.containers.command: \'["echo", "$(HOME)"]\'')
    first = {"name": "first", "image": "busybox:1", "command": ["echo", "$$(HOME)"]}
    assert made.pod("web-deployment")["initContainers"] == [first]
    made = _service("init: false", "kompose.init.containers.image: 'busybox:1'")
    assert made.pod("web-deployment")["initContainers"] == [{"name": "init-service", "image": "busybox:1"}]


READINESS = "kompose.service.healthcheck.readiness"
LIVENESS = "kompose.service.healthcheck.liveness"
OWN = {"exec": {"command": ["true"]}, "periodSeconds": 20, "timeoutSeconds": 30, "failureThreshold": 4}


@pytest.mark.parametrize(
    ("attributes", "labels", "probes"),
    [
        (
            "init: true",
            (
                f"{READINESS}.test: CMD-SHELL a || b, {READINESS}.interval: 10s, {READINESS}.timeout: 5s,"
                f" {READINESS}.retries: '2', {READINESS}.start_period: 30s"
            ),
            {
                "readinessProbe": {
                    "exec": {"command": ["sh", "-c", "a || b"]},
                    "initialDelaySeconds": 30,
                    "periodSeconds": 10,
                    "timeoutSeconds": 5,
                    "failureThreshold": 2,
                }
            },
        ),
        (
            "healthcheck: {test: [CMD, 'true'], interval: 20s, retries: 4}",
            f"{READINESS}.http_get_path: /h, {READINESS}.http_get_port: '8080'",
            {
                "readinessProbe": {"httpGet": {"path": "/h", "port": 8080}}
                | {k: v for k, v in OWN.items() if k != "exec"}
            },
        ),
        (
            "healthcheck: {test: [CMD, 'true'], interval: 20s, retries: 4}",
            f"{READINESS}.retries: '9'",
            {"readinessProbe": OWN | {"failureThreshold": 9}},
        ),
        ("healthcheck: {test: [CMD, 'true']}", f"{READINESS}.disable: 'true'", {}),
        (
            "healthcheck: {interval: 10s, timeout: 10s, retries: 3, start_period: 30s}",
            f"{LIVENESS}.http_get_path: /health/ping, {LIVENESS}.http_get_port: 8080",
            {
                "livenessProbe": {
                    "httpGet": {"path": "/health/ping", "port": 8080},
                    "initialDelaySeconds": 30,
                    "periodSeconds": 10,
                    "timeoutSeconds": 10,
                    "failureThreshold": 3,
                }
            },
        ),
        ("init: true", f"{LIVENESS}.tcp_port: '5432'", {"livenessProbe": {"tcpSocket": {"port": 5432}}}),
        (
            "expose: ['81']",
            f"{LIVENESS}.http_get_path: /h",
            {"livenessProbe": {"httpGet": {"path": "/h", "port": 81}}},
        ),
    ],
)
def test_probes(attributes: str, labels: str, probes: Document) -> None:
    container = _service(attributes, labels).container("web-deployment")
    assert {name: value for name, value in container.items() if name.endswith("Probe")} == probes


def test_peers_wait_for_a_readiness_that_an_override_gives() -> None:
    made = translate("""
services:
  db: {image: db:1, labels: {kompose.service.healthcheck.readiness.tcp_port: "5432"}}
  web: {image: web:1, depends_on: {db: {condition: service_healthy}}}
""")
    assert [made["name"] for made in made.pod("web-deployment")["initContainers"]] == ["wait-for-db"]
    assert made.container("db-deployment")["readinessProbe"] == {"tcpSocket": {"port": 5432}}


def test_a_schedule_makes_a_cron_job() -> None:
    labels = "kompose.cronjob.schedule: '0 3 * * *', kompose.cronjob.concurrency_policy: Forbid"
    made = _service("restart: on-failure", f"{labels}, kompose.cronjob.backoff_limit: '2'")
    assert "web-deployment.yaml" not in made.documents
    spec = made.documents["web-cronjob.yaml"]["spec"]
    template = spec["jobTemplate"]["spec"].pop("template")
    assert spec == {
        "schedule": "0 3 * * *",
        "concurrencyPolicy": "Forbid",
        "jobTemplate": {"spec": {"backoffLimit": 2}},
    }
    assert template["spec"]["restartPolicy"] == "OnFailure"


def test_a_cron_job_has_a_short_name_and_completes_for_nobody() -> None:
    name = "s" + "x" * 59
    made = translate(f"""
services:
  {name}: {{image: a, labels: {{kompose.cronjob.schedule: "@daily"}}}}
  web: {{image: web:1, depends_on: {{{name}: {{condition: service_completed_successfully}}}}}}
""")
    assert [len(name) for name in made.documents if "cronjob" in name] == [52 + len("-cronjob.yaml")]
    assert "initContainers" not in made.pod("web-deployment")
    assert len(made.only("CP211")) == 1


def test_long_names_of_cron_jobs_stay_apart() -> None:
    long = "s" + "x" * 58
    made = translate(f"""
services:
  {long}a: {{image: a, labels: {{kompose.cronjob.schedule: "@daily"}}}}
  {long}b: {{image: a, labels: {{kompose.cronjob.schedule: "@daily"}}}}
""")
    names = [name for name in made.documents if "cronjob" in name]
    assert [len(name) for name in names] == [52 + len("-cronjob.yaml")] * 2


def test_an_autoscaler_with_what_kompose_takes_for_granted() -> None:
    made = _service("init: false", "kompose.hpa.cpu: '80'")
    assert made.documents["web-horizontalpodautoscaler.yaml"]["spec"] == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
        "minReplicas": 1,
        "maxReplicas": 3,
        "metrics": [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
            },
            {
                "type": "Resource",
                "resource": {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 70}},
            },
        ],
    }
    assert "replicas" not in made.documents["web-deployment.yaml"]["spec"]
    assert [finding for finding in made.only("CP806") if "hpa" in finding] != []


def test_an_autoscaler_of_a_stateful_set_by_amount() -> None:
    labels = "kompose.controller.type: statefulset, kompose.hpa.replicas.min: '4', kompose.hpa.memory: 512Mi"
    spec = _service("init: false", labels).documents["web-horizontalpodautoscaler.yaml"]["spec"]
    assert (spec["scaleTargetRef"]["kind"], spec["minReplicas"], spec["maxReplicas"]) == ("StatefulSet", 4, 4)
    assert spec["metrics"][1]["resource"]["target"] == {"type": "AverageValue", "averageValue": "512Mi"}


@pytest.mark.parametrize(
    ("controller", "kind"),
    [("deployment", "Deployment"), ("DaemonSet", "DaemonSet"), ("statefulset", "StatefulSet"), ("job", "Job")],
)
def test_the_controller_is_the_one_that_is_asked_for(controller: str, kind: str) -> None:
    made = _service("init: false", f"composeport.controller.type: {controller}")
    kinds = {document["kind"] for document in made.documents.values()}
    assert kinds & {"Deployment", "DaemonSet", "StatefulSet", "Job"} == {kind}


def test_claims_get_size_class_and_selector() -> None:
    made = translate("""
services:
  db:
    image: db:1
    volumes: ["data:/data", "logs:/logs"]
    labels: {kompose.volume.size: 5Gi, kompose.volume.storage-class-name: fast, kompose.volume.subpath: sub}
volumes:
  data: {labels: {kompose.volume.size: 500Mi, kompose.volume.selector: dev}}
  logs: {}
""")
    assert made.documents["data-persistentvolumeclaim.yaml"]["spec"] == {
        "accessModes": ["ReadWriteOnce"],
        "selector": {"matchLabels": {"io.kompose.service": "dev"}},
        "storageClassName": "fast",
        "resources": {"requests": {"storage": "500Mi"}},
    }
    assert made.documents["logs-persistentvolumeclaim.yaml"]["spec"] == {
        "accessModes": ["ReadWriteOnce"],
        "storageClassName": "fast",
        "resources": {"requests": {"storage": "5Gi"}},
    }
    assert made.container("db-deployment")["volumeMounts"] == [
        {"name": "data", "mountPath": "/data", "subPath": "data/sub"},
        {"name": "logs", "mountPath": "/logs", "subPath": "data/sub"},
    ]
    assert made.only("CP410") == []


def test_volumes_that_go_with_the_pod_need_no_claim() -> None:
    made = _service("volumes: ['data:/d']", "kompose.volume.type: emptyDir")
    assert made.pod("web-deployment")["volumes"] == [{"name": "data", "emptyDir": {}}]
    assert "data-persistentvolumeclaim.yaml" not in made.documents


def test_files_that_a_service_has_from_its_node_are_in_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "password.txt").write_text("hunter2")
    mounts = f"volumes: ['{tmp_path}/password.txt:/run/password:ro,z', '{tmp_path}/data:/d']"
    made = _service(mounts, "kompose.volume.type: hostPath")
    assert made.documents.keys() == {"web-deployment.yaml", "default-networkpolicy.yaml"}
    volumes = made.pod("web-deployment")["volumes"]
    assert [volume["hostPath"]["path"] for volume in volumes] == [f"{tmp_path}/data", f"{tmp_path}/password.txt"]
    assert len(made.only("CP405")) == 2
    assert [finding.partition(" ")[2] for finding in made.only("CP403")] == ["5:15 services.web.volumes.0"]


def test_a_group_is_one_pod_and_each_name_still_resolves() -> None:
    made = translate("""
services:
  a: {image: a:1, expose: ["81"], labels: {kompose.service.group: g}}
  b: {image: b:1, expose: ["82"], labels: {kompose.service.group: g, kompose.controller.type: daemonset}}
""")
    assert [container["name"] for container in made.pod("a-deployment")["containers"]] == ["a", "b"]
    assert {"a-service.yaml", "b-service.yaml"} <= made.documents.keys()
    assert made.only("CP305", "CP808") == [
        "CP305 5:67 services.b.labels.kompose.service.group",
        "CP808 5:95 services.b.labels.kompose.controller.type",
    ]
    assert inconsistencies(made.documents.values()) == []


def test_the_nodes_disk_is_asked_for_and_limited() -> None:
    asked = "kompose.ephemeral-storage.request: 1Gi, kompose.ephemeral-storage.limit: 2Gi"
    made = _service(f"deploy: {{labels: {{{asked}, mine: x}}}}", "")
    assert made.container("web-deployment")["resources"] == {
        "limits": {"ephemeral-storage": "2Gi"},
        "requests": {"ephemeral-storage": "1Gi"},
    }
    assert made.documents["web-deployment.yaml"]["metadata"]["annotations"] == {"mine": "x"}


EVERYTHING = """
services:
  web:
    image: web:1
    ports: ["8080:80"]
    volumes: ["data:/data"]
    x-composeport:
      service.type: nodeport
      service.nodeport.port: 30080
      service.external-traffic-policy: local
      service.expose: a.example.com
      service.expose.tls-secret: cert
      service.expose.ingress-class-name: nginx
      service.name_override: front
      service.group: g
      serviceaccount-name: robot
      controller.type: statefulset
      controller.port.expose: true
      image-pull-policy: Always
      image-pull-secret: regcred
      service.healthcheck.readiness.test: [CMD, "true"]
      service.healthcheck.readiness.start_period: 3s
      service.healthcheck.liveness.http_get_path: /
      hpa.replicas.max: 9
      hpa.memory: 512Mi
      init.containers.image: busybox
      init.containers.command: [echo, hello]
      security-context.fsgroup: 1001
      volume.size: 5Gi
      volume.storage-class-name: fast
      volume.subpath: sub
      ephemeral-storage.request: 1Gi
      ephemeral-storage.limit: 2Gi
  worker: {image: worker:1, x-composeport: {service.group: g}}
  nightly:
    image: job:1
    x-composeport: {cronjob.schedule: "@daily", cronjob.concurrency_policy: Forbid, cronjob.backoff_limit: 1}
volumes:
  data: {x-composeport: {volume.selector: dev}}
"""


@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_everything_at_once_is_strictly_valid(version: str) -> None:
    made = translate(EVERYTHING, kube_version=version)
    for document in made.documents.values():
        kubernetes_validate.validate(document, version, strict=True)
    assert inconsistencies(made.documents.values(), ["ServiceAccount/robot"]) == []
    assert made.only("CP807", "CP808") == []
