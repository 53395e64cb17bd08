"""What a service asks for on the cluster, by `x-composeport`, `composeport.*` and `kompose.*` labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from composeport.errors import InputError
from composeport.model import Overrides, ProbeOverride, VolumeOverrides, WorkloadKind
from composeport.passes.override_page import overrides_page
from composeport.records import replace
from translated import decided

PAGE = Path(__file__).parents[2] / "docs" / "overrides.md"


def _read(attributes: str) -> tuple[Overrides, list[str]]:
    project, findings = decided(f"services:\n  web:\n    image: web:1\n    {attributes}\n")
    said = [finding for finding in findings if finding.startswith(("CP807", "CP808"))]
    return project.services["web"].overrides, said


@pytest.mark.parametrize(
    ("label", "field", "value"),
    [
        ("service.type: nodeport", "service_type", "NodePort"),
        ("service.type: LoadBalancer", "service_type", "LoadBalancer"),
        ("service.type: headless", "service_type", "Headless"),
        ("service.nodeport.port: '30080'", "node_port", 30080),
        ("service.external-traffic-policy: local", "external_traffic_policy", "Local"),
        ("service.expose: 'true'", "expose", ("true",)),
        ("service.expose: 'a.example.com/x, b.example.com'", "expose", ("a.example.com/x", "b.example.com")),
        ("service.expose.tls-secret: tls", "expose_tls_secret", "tls"),
        ("service.expose.ingress-class-name: nginx", "expose_ingress_class", "nginx"),
        ("service.name_override: front", "name", "front"),
        ("service.group: sidecar", "group", "sidecar"),
        ("serviceaccount-name: robot", "service_account", "robot"),
        ("controller.type: daemonset", "controller", WorkloadKind.GLOBAL),
        ("controller.type: StatefulSet", "controller", WorkloadKind.STATEFUL),
        ("controller.port.expose: 'true'", "host_ports", True),
        ("image-pull-policy: IfNotPresent", "image_pull_policy", "IfNotPresent"),
        ("image-pull-secret: regcred", "image_pull_secret", "regcred"),
        (
            "service.healthcheck.readiness.test: 'CMD curl -f \"http://localhost/a b\"'",
            "readiness",
            ProbeOverride(test=("CMD", "curl", "-f", "http://localhost/a b")),
        ),
        ("service.healthcheck.readiness.test: 'pg_isready'", "readiness", ProbeOverride(test=("CMD", "pg_isready"))),
        (
            "service.healthcheck.readiness.test: 'CMD-SHELL a || b'",
            "readiness",
            ProbeOverride(test=("CMD-SHELL", "a || b")),
        ),
        ("service.healthcheck.readiness.interval: 1m30s", "readiness", ProbeOverride(interval=90_000_000_000)),
        ("service.healthcheck.readiness.retries: 4", "readiness", ProbeOverride(retries=4)),
        ("service.healthcheck.readiness.disable: 'true'", "readiness", ProbeOverride(disable=True)),
        ("service.healthcheck.liveness.tcp_port: 80", "liveness", ProbeOverride(tcp_port=80)),
        ("service.healthcheck.liveness.http_get_path: /h", "liveness", ProbeOverride(http_get_path="/h")),
        ("cronjob.schedule: '*/5 * * * 1-5'", "schedule", "*/5 * * * 1-5"),
        ("cronjob.schedule: '@daily'", "schedule", "@daily"),
        ("cronjob.concurrency_policy: Forbid", "concurrency_policy", "Forbid"),
        ("cronjob.backoff_limit: '0'", "backoff_limit", 0),
        ("hpa.replicas.max: '9'", "scale_maximum", 9),
        ("hpa.cpu: 80", "scale_cpu", 80),
        ("hpa.memory: 512Mi", "scale_memory", "512Mi"),
        ("hpa.memory: 60", "scale_memory", "60%"),
        ('init.containers.command: \'["printenv", "HOME"]\'', "init_command", ("printenv", "HOME")),
        ("init.containers.command: 'sh -c \"sleep 1\"'", "init_command", ("sh", "-c", "sleep 1")),
        ("security-context.fsgroup: '1001'", "fs_group", 1001),
        ("volume.type: emptydir", "volume_type", "emptyDir"),
        ("volume.size: 500Mi", "volume_size", "500Mi"),
        ("volume.storage-class-name: fast", "volume_class", "fast"),
        ("volume.subpath: /a/b/", "volume_subpath", "a/b"),
        ("ephemeral-storage.limit: 2Gi", "ephemeral_limit", "2Gi"),
    ],
)
def test_a_label_is_read_as_kompose_reads_it(label: str, field: str, value: Any) -> None:
    key = label.partition(": ")[0]
    found, said = _read(f"labels: {{kompose.{label}}}")
    assert replace(found, stated={}) == Overrides(**{field: value})
    assert list(found.stated.values()) == [("labels", f"kompose.{key}")]
    assert said == []


def test_the_extension_beats_our_labels_which_beat_those_of_kompose() -> None:
    found, said = _read(
        "x-composeport: {volume.size: 3Gi}\n"
        "    labels: {composeport.volume.size: 2Gi, kompose.volume.size: 1Gi, kompose.hpa.cpu: 10}\n"
        "    deploy: {labels: {composeport.hpa.cpu: 20, kompose.service.group: g}}"
    )
    assert (found.volume_size, found.scale_cpu, found.group) == ("3Gi", 20, "g")
    assert found.stated["volume_size"] == ("x-composeport", "volume.size")
    assert found.stated["scale_cpu"] == ("deploy", "labels", "composeport.hpa.cpu")
    assert said == []


def test_values_of_the_extension_have_types() -> None:
    extension = "{init.containers.command: [a, b], hpa.cpu: 70, controller.port.expose: true, ignore: CP302}"
    found, _ = _read(f"x-composeport: {extension}")
    assert (found.init_command, found.scale_cpu, found.host_ports) == (("a", "b"), 70, True)


@pytest.mark.parametrize(
    ("extension", "problem"),
    [
        ("{volume.siez: 1Gi}", "-:5:21: x-composeport has no 'volume.siez'"),
        ("{volume.size: [1]}", "-:5:21: x-composeport: volume.size must be a quantity such as 500Mi"),
        ("{controller.type: pod}", "-:5:21: x-composeport: controller.type must be deployment, daemonset,"),
        ("{hpa.cpu: true}", "-:5:21: x-composeport: hpa.cpu must be percent of the request"),
        ("{volume.subpath: ../x}", "-:5:21: x-composeport: volume.subpath must be a path inside the volume"),
        ("[a]", "-:5:5: x-composeport must be a mapping"),
    ],
)
def test_what_is_wrong_with_the_extension_stops(extension: str, problem: str) -> None:
    with pytest.raises(InputError) as refused:
        _read(f"x-composeport: {extension}")
    assert str(refused.value).startswith(problem)


def test_what_is_wrong_with_a_label_is_said_and_the_label_stays() -> None:
    project, findings = decided("""
services:
  web:
    image: web:1
    labels:
      kompose.servce.type: nodeport
      kompose.volume.size: 10gigs
      kompose.controller.type: pod
      composeport.dev/mine: x
      kompose.hpa.cpu: "10"
""")
    assert [finding for finding in findings if finding.startswith(("CP807", "CP808"))] == [
        "CP807 7:7 services.web.labels.kompose.servce.type",
        "CP808 8:7 services.web.labels.kompose.volume.size",
        "CP808 9:7 services.web.labels.kompose.controller.type",
    ]
    assert project.services["web"].labels == {
        "kompose.servce.type": "nodeport",
        "kompose.volume.size": "10gigs",
        "kompose.controller.type": "pod",
        "composeport.dev/mine": "x",
    }


def test_a_volume_has_overrides_of_its_own() -> None:
    project, findings = decided("""
services:
  db: {image: db:1, volumes: ["data:/d"]}
volumes:
  data:
    labels: {kompose.volume.size: 500Mi, kompose.volume.selector: dev, kompose.volume.type: x, mine: y}
    x-composeport: {volume.storage-class-name: fast}
""")
    volume = project.volumes["data"]
    assert replace(volume.overrides, stated={}) == VolumeOverrides(size="500Mi", selector="dev", storage_class="fast")
    assert volume.labels == {"kompose.volume.type": "x", "mine": "y"}
    assert [finding for finding in findings if finding.startswith("CP807")] == [
        "CP807 7:72 volumes.data.labels.kompose.volume.type"
    ]


def test_the_page_is_made_from_the_tables() -> None:
    assert PAGE.read_text() == overrides_page(), "run `make docs`"
    assert "| `volume.size` | a quantity such as 500Mi | size of its claims |\n" in overrides_page()
