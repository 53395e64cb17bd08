"""`Service` objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport.errors import InputError
from kubernetes_objects import translated, write

SELECTOR = {"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"}


def port(number: int, target: int | None = None, protocol: str = "TCP") -> dict[str, object]:
    return {
        "name": f"{protocol.lower()}-{number}",
        "port": number,
        "targetPort": target or number,
        "protocol": protocol,
    }


def test_container_port_and_published_number_are_served(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services: {web: {image: x, ports: ['8080:80', '53:53/udp']}}"))
    assert found.objects["Service", "web"] == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "labels": {**SELECTOR, "app.kubernetes.io/managed-by": "composeport"}},
        "spec": {"selector": SELECTOR, "ports": [port(80), port(53, protocol="UDP"), port(8080, 80)]},
    }


def test_containers_number_wins_over_a_published_one(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services: {web: {image: x, ports: ['80:8080', '8080:80']}}"))
    assert found.spec("Service", "web")["ports"] == [port(8080), port(80)]


def test_one_target_published_twice_is_one_port(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services: {web: {image: x, ports: ['80:80', '8080:80', '127.0.0.1:80:80']}}"))
    assert found.spec("Service", "web")["ports"] == [port(80), port(8080, 80)]


def test_peer_without_known_port_is_headless(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services:\n  web: {image: x}\n  db: {image: postgres}\n"))
    assert found.spec("Service", "web") == {"clusterIP": "None", "selector": SELECTOR}
    assert found.spec("Service", "db")["ports"] == [port(5432)]
    assert found.said("CP301") == [("info", "services.web", "2:3"), ("info", "services.db", "3:3")]


def test_service_alone_needs_none(tmp_path: Path) -> None:
    text = (
        "services: {a: {image: x, networks: [n]}, b: {image: x, network_mode: none}, "
        "c: {image: x, network_mode: host}}\n"
        "networks: {n: {}}"
    )
    assert translated(write(tmp_path, text)).names("Service") == []


def test_alias_has_a_service_over_a_label_of_its_own(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  a: {image: x, expose: [80], networks: {n: {aliases: [app]}}}\n"
        "  b: {image: x, expose: [80], networks: {n: {aliases: [app]}}}\n"
        "networks: {n: {}}\n"
    )
    found = translated(write(tmp_path, text))
    label = {"alias.composeport.dev/app": "true"}
    assert found.spec("Service", "app") == {
        "selector": label | {"app.kubernetes.io/part-of": "shop"},
        "ports": [port(80)],
    }
    for name in ("a", "b"):
        labels = found.spec("Deployment", name)["template"]["metadata"]["labels"]
        assert label.items() <= labels.items()


def test_service_of_a_namespace_serves_what_its_guests_do(tmp_path: Path) -> None:
    text = (
        "services: {vpn: {image: x, ports: ['80:80']}, app: {image: redis, network_mode: 'service:vpn'}, "
        "web: {image: x}}"
    )
    found = translated(write(tmp_path, text))
    assert found.names("Service") == ["vpn", "web"]
    assert found.spec("Service", "vpn")["ports"] == [port(80), port(6379)]


def test_unready_pods_are_found_where_the_own_check_dials_the_name(tmp_path: Path) -> None:
    text = "services: {web: {image: x, expose: [80], healthcheck: {test: curl http://web}}, b: {image: x}}"
    assert translated(write(tmp_path, text)).spec("Service", "web")["publishNotReadyAddresses"] is True


@pytest.mark.parametrize(
    ("publish", "kind", "extra"),
    [("load-balancer", "LoadBalancer", {}), ("node-port", "NodePort", {"nodePort": 30080})],
)
def test_published_ports_leave_by_a_second_service(
    publish: str, kind: str, extra: dict[str, int], tmp_path: Path
) -> None:
    text = "services: {web: {image: x, ports: ['30080:80', '127.0.0.1:9000:9000', '10.0.0.1:9001:9001']}}"
    found = translated(write(tmp_path, text), publish=publish)
    assert found.spec("Service", "web")["ports"] == [port(80), port(9000), port(9001)]
    assert found.spec("Service", "web-published") == {
        "type": kind,
        "selector": SELECTOR,
        "ports": [port(30080, 80) | extra],
    }
    assert found.said("CP302") == [("error", "services.web.ports.2", "1:71")]


def test_port_of_mode_host_is_the_nodes(tmp_path: Path) -> None:
    text = "services: {web: {image: x, ports: [{target: 80, published: '8080', mode: host}]}}"
    found = translated(write(tmp_path, text), publish="load-balancer")
    assert found.pod("web")["containers"][0]["ports"] == [{"containerPort": 80, "protocol": "TCP", "hostPort": 8080}]
    assert found.names("Service") == ["web"]


def test_names_that_meet_are_refused(tmp_path: Path) -> None:
    text = "services: {web: {image: x, ports: ['80:80']}, web-published: {image: x}}"
    with pytest.raises(InputError, match="web-published"):
        translated(write(tmp_path, text), publish="load-balancer")
