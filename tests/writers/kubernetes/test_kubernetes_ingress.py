"""Ingresses, and the Services behind them (Kubernetes reference, "Ingress", networking.k8s.io/v1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from composeport.writers.kubernetes.options import KUBE_VERSIONS
from kubernetes_objects import Translated, translated, write

SELECTOR = {"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"}
LABELS = {**SELECTOR, "app.kubernetes.io/managed-by": "composeport"}
PUBLISHED = "services: {web: {image: x, ports: ['8080:80', '127.0.0.1:9000:9000', '53:53/udp']}}"


def path(text: str, kind: str, port: int) -> dict[str, Any]:
    return {"path": text, "pathType": kind, "backend": {"service": {"name": "web-routed", "port": {"number": port}}}}


def routed(tmp_path: Path, text: str, **options: Any) -> Translated:
    return translated(write(tmp_path, text), publish="ingress", domain="example.com", **options)


def test_published_port_has_an_ingress_and_a_service_of_its_own(tmp_path: Path) -> None:
    found = routed(tmp_path, PUBLISHED, ingress_class="nginx")
    assert found.objects["Ingress", "web"] == {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "web", "labels": LABELS},
        "spec": {
            "ingressClassName": "nginx",
            "rules": [{"host": "web.example.com", "http": {"paths": [path("/", "Prefix", 80)]}}],
        },
    }
    assert found.objects["Service", "web-routed"] == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web-routed", "labels": LABELS},
        "spec": {
            "selector": SELECTOR,
            "ports": [{"name": "tcp-80", "port": 80, "targetPort": 80, "protocol": "TCP"}],
        },
    }
    assert [port["port"] for port in found.spec("Service", "web")["ports"]] == [80, 9000, 53]
    assert found.said("CP315") == [
        ("info", "services.web.ports.1", "1:47"),
        ("warning", "services.web.ports.2", "1:70"),
    ]
    assert found.said("CP806") == [("warning", "services.web.ports.0", "1:36")]


def test_hosts_paths_and_tls_of_a_router(tmp_path: Path) -> None:
    text = (
        "services:\n  web:\n    image: x\n    labels:\n"
        "      traefik.http.routers.r.rule: (Host(`a.b`) || Host(`c.d`)) && (PathPrefix(`/v1`) || Path(`/ok`))\n"
        "      traefik.http.routers.r.tls: 'true'\n"
        "      traefik.http.services.r.loadbalancer.server.port: 3000\n"
    )
    found = routed(tmp_path, text)
    paths = [path("/v1", "Prefix", 3000), path("/ok", "Exact", 3000)]
    assert found.spec("Ingress", "web") == {
        "tls": [{"hosts": ["a.b", "c.d"], "secretName": "web-tls"}],
        "rules": [{"host": "a.b", "http": {"paths": paths}}, {"host": "c.d", "http": {"paths": paths}}],
    }
    assert found.said("CP806") == [("warning", "services.web.labels.traefik.http.routers.r.rule", "5:36")] * 2
    assert found.spec("NetworkPolicy", "web-published")["ingress"] == [{"ports": [{"protocol": "TCP", "port": 3000}]}]


def test_rule_without_a_host_is_for_any(tmp_path: Path) -> None:
    text = "services: {web: {image: x, labels: {'traefik.frontend.rule': 'PathPrefix:/x', 'traefik.port': '81'}}}"
    assert routed(tmp_path, text).spec("Ingress", "web") == {"rules": [{"http": {"paths": [path("/x", "Prefix", 81)]}}]}


def test_what_an_ingress_cannot_tell_apart_stays_inside(tmp_path: Path) -> None:
    text = (
        "services:\n  web:\n    image: x\n    expose: [80]\n    labels:\n"
        "      traefik.http.routers.r.rule: Host(`a.b`) && Header(`X`, `1`)\n"
    )
    found = routed(tmp_path, text)
    assert (found.names("Ingress"), found.names("Service")) == ([], ["web"])
    assert ("warning", "services.web.labels.traefik.http.routers.r.rule", "6:36") in found.said("CP313")
    assert found.names("NetworkPolicy") == ["default"]


def test_labels_lead_nowhere_unless_asked(tmp_path: Path) -> None:
    text = "services: {web: {image: x, ports: ['80:80'], environment: {VIRTUAL_HOST: a.b}}}"
    found = translated(write(tmp_path, text))
    assert (found.names("Ingress"), found.names("Service")) == ([], ["web"])
    assert found.said("CP313") == [("info", "services.web.environment.VIRTUAL_HOST", "1:74")]


def test_guest_of_a_pod_is_reached_through_its_owner(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  vpn: {image: x}\n"
        "  web: {image: x, network_mode: 'service:vpn', environment: {VIRTUAL_HOST: a.b, VIRTUAL_PORT: 81}}\n"
    )
    found = routed(tmp_path, text)
    assert found.spec("Service", "web-routed")["selector"] == SELECTOR | {"app.kubernetes.io/name": "vpn"}


def test_exposed_by_override_has_an_ingress_of_its_own_class(tmp_path: Path) -> None:
    text = (
        "services:\n  web:\n    image: x\n    expose: [80]\n    labels:\n"
        "      kompose.service.expose: a.b,c.d/x\n"
        "      kompose.service.expose.tls-secret: own\n"
        "      kompose.service.expose.ingress-class-name: mine\n"
    )
    found = translated(write(tmp_path, text))
    assert found.spec("Ingress", "web") == {
        "ingressClassName": "mine",
        "tls": [{"hosts": ["a.b", "c.d"], "secretName": "own"}],
        "rules": [
            {"host": "a.b", "http": {"paths": [path("/", "Prefix", 80)]}},
            {"host": "c.d", "http": {"paths": [path("/x", "Prefix", 80)]}},
        ],
    }


def test_exposed_by_override_without_a_known_port_is_reported(tmp_path: Path) -> None:
    text = "services:\n  web:\n    image: x\n    labels: {kompose.service.expose: a.b}\n"
    found = translated(write(tmp_path, text))
    assert found.names("Ingress") == []
    assert found.said("CP808") == [("warning", "services.web.labels.kompose.service.expose", "4:38")]


@pytest.mark.parametrize("version", KUBE_VERSIONS)
def test_ingress_is_strictly_valid(version: str, tmp_path: Path) -> None:
    text = (
        "services:\n  web:\n    image: x\n    ports: ['80:80']\n    environment:\n"
        "      VIRTUAL_HOST: a.b,*.c.d\n      VIRTUAL_PATH: /x\n      LETSENCRYPT_HOST: a.b\n"
    )
    found = routed(tmp_path, text, ingress_class="nginx", kube_version=version)
    for kind, name in (("Ingress", "web"), ("Service", "web-routed"), ("NetworkPolicy", "web-published")):
        kubernetes_validate.validate(found.objects[kind, name], version, strict=True)
