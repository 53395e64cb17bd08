"""On which ports services listen, as far as the project tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from composeport.errors import InputError
from kubernetes_objects import decided, write
from stacks import stack
from translated import translate


def served(
    folder: Path, text: str, files: dict[str, bytes | str] | None = None
) -> dict[str, list[tuple[int, str, str]]]:
    project = decided(write(folder, text, files))
    return {
        name: [(port.target, port.protocol, port.evidence) for port in service.serves]
        for name, service in project.services.items()
    }


def test_declared_ports_come_first(tmp_path: Path) -> None:
    text = "services: {a: {image: x, ports: ['8080:80', '53:53/udp'], expose: ['3000-3001', 9/udp]}}"
    assert served(tmp_path, text) == {
        "a": [
            (80, "tcp", "ports"),
            (53, "udp", "ports"),
            (3000, "tcp", "expose"),
            (3001, "tcp", "expose"),
            (9, "udp", "expose"),
        ]
    }


def test_peer_names_the_port(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  db: {image: x}\n"
        "  api: {image: x, environment: {URL: 'pg://u:p@db:5433/x'}, healthcheck: {test: 'curl localhost:3000'}}\n"
        "  web: {image: x, command: [wait, 'api:3000', '--', run]}\n"
    )
    assert served(tmp_path, text) == {
        "api": [(3000, "tcp", "reference")],
        "db": [(5433, "tcp", "reference")],
        "web": [],
    }


def test_name_of_a_stranger_is_no_reference(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  db: {image: x, networks: [n]}\n"
        "  api: {image: x, networks: [m], environment: {URL: 'pg://db:5433'}}\n"
        "networks: {n: {}, m: {}}\n"
    )
    assert served(tmp_path, text) == {"api": [], "db": []}


def test_mounted_file_names_the_port(tmp_path: Path) -> None:
    text = "services: {web: {image: x, volumes: ['./n.conf:/n.conf:ro']}, api: {image: x}}"
    assert served(tmp_path, text, {"n.conf": "proxy_pass http://api:8123;\n"})["api"] == [(8123, "tcp", "reference")]


def test_well_known_image_listens(tmp_path: Path) -> None:
    text = "services: {db: {image: 'docker.io/library/postgres:16'}, php: {image: 'php:8-fpm'}, own: {image: me/app}}"
    assert served(tmp_path, text) == {"db": [(5432, "tcp", "image")], "own": [], "php": [(9000, "tcp", "image")]}


@pytest.mark.parametrize(
    ("image", "ports"),
    [
        ("rabbitmq:4-management", {(4369, "tcp"), (25672, "tcp")}),  # https://www.rabbitmq.com/docs/networking
        ("hashicorp/consul:1.20", {(8300, "tcp"), (8301, "tcp"), (8301, "udp")}),  # its Dockerfile's EXPOSE
        ("flink:2.1", {(6123, "tcp"), (6124, "tcp"), (8081, "tcp")}),  # the Service of Flink's own manual
        ("elasticsearch:9.1.0", {(9300, "tcp")}),
        ("cassandra:5", {(7000, "tcp")}),
    ],
)
def test_nodes_of_a_well_known_cluster_reach_each_other(
    image: str, ports: set[tuple[int, str]], tmp_path: Path
) -> None:
    found = served(tmp_path, f"services: {{node: {{image: '{image}'}}}}")["node"]
    assert ports <= {(number, protocol) for number, protocol, _ in found}


@pytest.mark.parametrize("command", ["-p 5433", "postgres -c port=5433", "postgres --port=5433"])
def test_a_well_known_image_listens_where_it_is_told_to(command: str, tmp_path: Path) -> None:
    text = f"services: {{db: {{image: 'postgres:16', command: {command}}}}}"
    assert served(tmp_path, text) == {"db": [(5433, "tcp", "image"), (5432, "tcp", "image")]}


def test_an_image_s_last_word_may_be_many_a_program_s(tmp_path: Path) -> None:
    text = "services: {tracing: {image: 'jaegertracing/all-in-one:1.60'}, cloud: {image: 'ghcr.io/example/all-in-one'}}"
    found = served(tmp_path, text)
    assert (16686, "tcp", "image") in found["tracing"]
    assert found["cloud"] == []
    text = (
        "services: {images: {image: 'docker.io/library/registry:2'}, r: {image: registry}, own: {image: me/registry}}"
    )
    known = (5000, "tcp", "image")
    assert served(tmp_path, text) == {"images": [known], "own": [], "r": [known]}


def test_declared_udp_port_is_not_taken_for_tcp(tmp_path: Path) -> None:
    text = "services: {s: {image: x, ports: ['8125:8125/udp']}, a: {image: x, environment: {STATSD: 's:8125'}}}"
    assert served(tmp_path, text)["s"] == [(8125, "udp", "ports")]


def test_name_must_resolve_where_the_own_check_dials_it(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  a: {image: x, healthcheck: {test: [CMD, curl, 'http://a:80']}}\n"
        "  b: {image: x, healthcheck: {test: [CMD, curl, 'http://localhost:80']}}\n"
        "  n1: {image: x, environment: {PEER: n2}, healthcheck: {test: [CMD, ok]}}\n"
        "  n2: {image: x, environment: {PEER: n1}, healthcheck: {test: [CMD, ok]}}\n"
    )
    project = decided(write(tmp_path, text))
    assert {name for name, service in project.services.items() if service.dialled_unready} == {"a", "n1", "n2"}
    assert {name: service.checked_as for name, service in project.services.items() if service.checked_as} == {"a": "a"}


def test_what_a_proxy_is_told_to_dial_is_a_port(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  new: {image: x, labels: {traefik.http.services.n.loadbalancer.server.port: '8096'}}\n"
        "  old: {image: x, labels: {traefik.port: '81', traefik.api.port: '82'}}\n"
        "  swarm: {image: x, deploy: {labels: {traefik.tcp.services.s.loadbalancer.server.port: '83'}}}\n"
        "  caddy: {image: x, labels: {caddy: a.example, caddy.reverse_proxy: '{{upstreams 84}}'}}\n"
        "  nginx: {image: x, environment: {VIRTUAL_HOST: b.example, VIRTUAL_PORT: 85}}\n"
        "  none: {image: x, labels: {traefik.port: web, traefik.http.routers.n.rule: 'Path(`/8080`)'}}\n"
    )
    assert served(tmp_path, text) == {
        "new": [(8096, "tcp", "reference")],
        "old": [(81, "tcp", "reference"), (82, "tcp", "reference")],
        "swarm": [(83, "tcp", "reference")],
        "caddy": [(84, "tcp", "reference")],
        "nginx": [(85, "tcp", "reference")],
        "none": [],
    }


@pytest.mark.parametrize("translation", [translate, stack], ids=["kubernetes", "swarm"])
@pytest.mark.parametrize("target", [0, 65536, 4294967295])
def test_a_port_that_no_container_has_is_refused_where_it_stands(translation: Any, target: int) -> None:
    text = f"services: {{a: {{image: x, ports: ['80', {{target: {target}}}]}}}}\n"

    with pytest.raises(InputError) as refused:
        translation(text)

    [problem] = refused.value.problems
    assert (problem.message, str(problem.location)) == (f"no container has a port {target}", "-:2:40")


def test_the_last_port_is_one(tmp_path: Path) -> None:
    text = "services: {a: {image: x, ports: [{target: 65535}]}}"
    assert served(tmp_path, text) == {"a": [(65535, "tcp", "ports")]}
