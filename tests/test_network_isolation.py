"""Reachable under Compose equals admitted by the policies: for every ordered pair of services, and for outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from case_directory import Case
from compose_reachability import Place, places, reached_from_outside, reaches
from composeport import load_project
from composeport.errors import ComposeportError
from composeport.model import Project
from composeport.model.names import host_label
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from corpus_projects import CORPUS, CorpusProject, corpus_projects, load_case
from network_policy_evaluator import CLUSTER_DNS, OUTSIDE, admits, pods_of, routed_to, selects

UNDECLARED = ((1, "tcp"), (65000, "udp"))
"""Ports that no project declares."""


class Verdict(NamedTuple):
    """One connection, and what becomes of it here and there."""

    source: str
    target: str
    port: tuple[int, str]
    compose: bool
    cluster: bool


ROUTED = KubernetesOptions(publish="ingress", domain="example.com")


def verdicts(project: Project, options: KubernetesOptions | None = None) -> Iterator[Verdict]:
    """Every connection. What a written route leads to counts as published: a proxy reached it under Compose."""
    translation = translate_kubernetes(project, options or KubernetesOptions())
    manifests: list[dict[str, Any]] = [
        document for file in translation.files for document in yaml.load_all(file.text, yaml.CSafeLoader)
    ]
    policies = [manifest for manifest in manifests if manifest["kind"] == "NetworkPolicy"]
    pods = pods_of(manifests)
    where = {name: place for name, place in places(project).items() if not place.unknown}
    ends = {name: pods[host_label(name)] for name in where if host_label(name) in pods}
    routed = list(routed_to(manifests))
    for name, end in ends.items():
        where[name].published |= {port for selector, port in routed if selects(selector, end.labels)}
    for target, end in ends.items():
        for port in _ports(project, target) | where[target].published:
            compose = reached_from_outside(where[target], port)
            yield Verdict("outside", target, port, compose, admits(policies, OUTSIDE, end, *port))
            for source, start in ends.items():
                if where[source] is not where[target] or source == target:
                    compose = reaches(where[source], where[target], port)
                    yield Verdict(source, target, port, compose, admits(policies, start, end, *port))
    for source, start in ends.items():
        place = where[source]
        yield Verdict(source, "outside", (443, "tcp"), place.leaves, admits(policies, start, OUTSIDE, 443, "tcp"))
        yield Verdict(source, "names", (53, "udp"), not place.none, admits(policies, start, CLUSTER_DNS, 53, "udp"))


def _ports(project: Project, name: str) -> set[tuple[int, str]]:
    declared = {(port.target, port.protocol or "tcp") for port in project.services[name].ports}
    return declared | {(port, other) for port, _ in declared for other in ("tcp", "udp")} | set(UNDECLARED)


def differing(project: Project, options: KubernetesOptions | None = None) -> list[Verdict]:
    return [verdict for verdict in verdicts(project, options) if verdict.compose != verdict.cluster]


def test_case_is_as_isolated_as_under_compose(case: Case) -> None:
    assert differing(load_case(case)) == []


@pytest.mark.parametrize(
    ("text", "open_to"),
    [
        ("services: {a: {image: x}, b: {image: x}}", {("a", "b"), ("b", "a")}),
        ("services: {a: {image: x, networks: [n]}, b: {image: x, networks: [m]}}\nnetworks: {n: {}, m: {}}", set()),
        ("services: {a: {image: x}, b: {image: x, network_mode: none}}", set()),
        (
            (
                "services: {a: {image: x, networks: [n]}, b: {image: x, networks: [n, m]},"
                " c: {image: x, networks: [m]}}\n"
                "networks: {n: {internal: true}, m: {}}"
            ),
            {("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")},
        ),
    ],
    ids=["default network", "apart", "none", "between two networks"],
)
def test_undeclared_port_answers_on_a_shared_network_only(
    text: str, open_to: set[tuple[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "compose.yaml").write_text(text)
    found = list(verdicts(load_project([str(tmp_path / "compose.yaml")], environment={})))
    assert [verdict for verdict in found if verdict.compose != verdict.cluster] == []
    names = {verdict.target for verdict in found if verdict.target not in {"outside", "names"}}
    admitted = {(v.source, v.target) for v in found if v.port == UNDECLARED[0] and v.cluster and v.source != v.target}
    assert {pair for pair in admitted if pair[0] in names} == open_to


def test_published_port_is_open_to_everybody_and_loopback_to_peers(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "services:\n"
        "  web: {image: x, ports: ['8080:80', '127.0.0.1:9000:9000'], networks: [n]}\n"
        "  far: {image: x, networks: [m]}\n"
        "networks: {n: {}, m: {}}\n"
    )
    found = list(verdicts(load_project([str(tmp_path / "compose.yaml")], environment={})))
    assert [verdict for verdict in found if verdict.compose != verdict.cluster] == []
    assert {(v.source, v.port) for v in found if v.target == "web" and v.cluster and v.source != "web"} == {
        ("outside", (80, "tcp")),
        ("far", (80, "tcp")),
    }


def test_routed_port_is_open_to_everybody(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "services:\n"
        "  web: {image: x, environment: {VIRTUAL_HOST: a.b, VIRTUAL_PORT: 80}, expose: [80, 81], networks: [n]}\n"
        "  far: {image: x, networks: [m]}\n"
        "networks: {n: {internal: true}, m: {}}\n"
    )
    project = load_project([str(tmp_path / "compose.yaml")], environment={})
    found = list(verdicts(project, ROUTED))
    assert [verdict for verdict in found if verdict.compose != verdict.cluster] == []
    assert {(v.source, v.port) for v in found if v.target == "web" and v.cluster and v.source != "web"} == {
        ("outside", (80, "tcp")),
        ("far", (80, "tcp")),
    }
    unasked = {(v.source, v.port) for v in verdicts(project) if v.target == "web" and v.cluster and v.source != "web"}
    assert unasked == set()


def _with_routes() -> list[CorpusProject]:
    """The real projects in which a reverse proxy is told something; for the others routes change nothing."""
    return [entry for entry in corpus_projects() if any(_is_told(CORPUS / entry.name / name) for name in entry.files)]


def _is_told(file: Path) -> bool:
    text = file.read_text(errors="replace")
    return any(word in text for word in ("traefik.http", "traefik.frontend", "VIRTUAL_HOST", "caddy.reverse_proxy"))


@pytest.mark.parametrize("entry", _with_routes(), ids=lambda entry: entry.name)
def test_corpus_project_with_routes_is_as_isolated_as_under_compose(entry: CorpusProject) -> None:
    assert differing(entry.load(), ROUTED) == []


@pytest.mark.parametrize("entry", corpus_projects(), ids=lambda entry: entry.name)
def test_corpus_project_is_as_isolated_as_under_compose(entry: CorpusProject) -> None:
    try:
        project = entry.load()
        found = differing(project)
    except ComposeportError as error:
        pytest.skip(f"refused: {error}")
    assert found == []


def test_place_is_what_services_of_one_namespace_share(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {a: {image: x}, b: {image: x, network_mode: 'service:a'}}")
    where = places(load_project([str(tmp_path / "compose.yaml")], environment={}))
    assert where["a"] is where["b"]
    assert where["a"] == Place({"a", "b"}, {"default"})
