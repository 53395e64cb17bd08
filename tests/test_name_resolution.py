"""Each Compose name of a peer that a service uses resolves to the right pods, and the port that it dials is served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from case_directory import Case
from composeport.diagnostics import Findings, Target
from composeport.errors import ComposeportError
from composeport.model import Project, Service
from composeport.passes import Choices, run_passes
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from corpus_projects import CorpusProject, corpus_projects, load_case
from service_resolver import Reference, references, selected_by, serves


def names_on(project: Project, network: str) -> Iterator[tuple[str, str]]:
    """(name, service) of what the engine's resolver answers on one network."""
    for key, service in project.services.items():
        if not service.network_mode and network in service.networks:
            attachment = service.networks[network]
            for name in (key, service.container_name, service.hostname, *(attachment.aliases if attachment else ())):
                if name:
                    yield name, key


def means(project: Project, client: Service, name: str) -> set[str]:
    """The services that a container of `client` gets for a name."""
    mode, _, other = client.network_mode.partition(":")
    home = project.services.get(other, client) if mode == "service" else client
    networks = home.networks if not home.network_mode else ()
    return {service for network in networks for known, service in names_on(project, network) if known == name}


def unresolved(project: Project) -> tuple[int, list[tuple[Reference, str]]]:
    """How many references name a peer, and those that would not reach it, with the reason."""
    decided = run_passes(project, Findings(Target.KUBERNETES), Choices())
    translation = translate_kubernetes(project, KubernetesOptions())
    manifests: list[dict[str, Any]] = [
        document for file in translation.files for document in yaml.load_all(file.text, yaml.CSafeLoader)
    ]
    services = {made["metadata"]["name"]: made for made in manifests if made["kind"] == "Service"}
    conflicting = {
        str(finding.evidence.get("alias")).lower()
        for finding in translation.findings
        if finding.rule.code == "CP307" and finding.severity.value == "error"
    }
    count, wrong = 0, []
    for reference in dict.fromkeys(references(decided, manifests)):
        client = project.services[reference.service]
        meant = means(project, client, reference.name)
        if not meant or reference.name.lower() in conflicting:
            continue
        count += 1
        if reason := _failure(decided, manifests, services, reference, meant):
            wrong.append((reference, reason))
    return count, wrong


def _failure(
    project: Project,
    manifests: list[dict[str, Any]],
    services: dict[str, dict[str, Any]],
    reference: Reference,
    meant: set[str],
) -> str:
    service = services.get(reference.name.lower())
    if service is None:
        return "no such Service" if reference.surely or reference.name.replace("-", "").isalnum() else ""
    selected = selected_by(service, manifests)
    for name in meant:
        if project.services[name].object_name not in selected:
            return f"selects {sorted(selected)}, not {name}"
    pods = {project.services[name].pod for name in meant}
    strangers = {
        other.name for other in project.services.values() if other.object_name in selected and other.pod not in pods
    }
    if strangers:
        return f"selects {sorted(strangers)} too"
    if reference.port is not None and not serves(service, reference.port):
        return f"does not serve {reference.port}"
    return ""


def test_case_finds_itself(case: Case) -> None:
    assert unresolved(load_case(case))[1] == []


@pytest.mark.parametrize("entry", corpus_projects(), ids=lambda entry: entry.name)
def test_corpus_project_finds_itself(entry: CorpusProject) -> None:
    try:
        found = unresolved(entry.load())
    except ComposeportError as error:
        pytest.skip(f"refused: {error}")
    assert found[1] == []
