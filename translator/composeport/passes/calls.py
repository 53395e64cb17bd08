"""Finds out who addresses whom, for a picture of the application as Compose runs it."""

from __future__ import annotations

from composeport.diagnostics import Findings
from composeport.model import Project
from composeport.model.calls import Call
from composeport.model.resolution import answers
from composeport.passes.binds import binds
from composeport.passes.choices import Choices
from composeport.passes.files import files
from composeport.passes.ports import references_of
from composeport.passes.workloads import workloads
from composeport.records import replace


def own_pods(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - passes look alike
    """Set `pod`: Compose knows no pods, so every service is one."""
    return replace(project, services={key: replace(service, pod=key) for key, service in project.services.items()})


TOPOLOGY_PASSES = (own_pods, workloads, files, binds)
"""What `calls` needs, and which services are jobs. Names and aliases stay as Compose has them."""


def calls(project: Project) -> tuple[Call, ...]:
    """Every pair of services of which one addresses the other, by the names of both. Needs `TOPOLOGY_PASSES`."""
    table = answers(project)
    found: dict[tuple[str, str], set[int]] = {}
    for client in project.services.values():
        for reference in references_of(project, table, client):
            ports = found.setdefault((client.name, reference.service), set())
            ports.update({reference.dial.port or 0} - {0})
    return tuple(Call(*pair, tuple(sorted(ports))) for pair, ports in sorted(found.items()) if pair[0] != pair[1])
