"""Decides what runs each service: a server, one a node, or a job (SEMANTICS 3.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from composeport.diagnostics import Fidelity, Findings, Severity
from composeport.dispositions.rules import ONE_SHOT_SERVICE, RESTART_NARROWED
from composeport.model import Project, Service, WorkloadKind
from composeport.model.decisions import COMPLETED, HEALTHY, JOBS
from composeport.model.restart import restart_of
from composeport.model.topology import pod_kind, waited_for
from composeport.passes.choices import Choices
from composeport.passes.references import hosts_named, texts
from composeport.passes.well_known import ports_of_image
from composeport.records import replace

_MODES = {
    "global": WorkloadKind.GLOBAL,
    "replicated-job": WorkloadKind.JOB,
    "global-job": WorkloadKind.GLOBAL_JOB,
}

_ONCE = re.compile(
    r"(?:^|[-_.])(?:init|setup|migrat[a-z]+|seed(?:er)?|bootstrap|fix|import(?:er)?|reindex(?:er|ing)?)(?:$|[-_.])"
)
"""A name that says itself that the service runs once."""

_RUNS_SERVER = re.compile(
    r"^(?:-|(?:minio )?server\b|start(?:-dev)?\b)"
    r"|(?:^|-c |&& ?|; ?|\bexec )(?:/\S*/)?(?:\w+-server|mongo[ds]|mysqld|mariadbd|postgres|memcached|nginx)(?=\s|$)"
)
"""How a command of a server's image says that it is the server that runs: by options alone, or by its name."""


def workloads(project: Project, findings: Findings, choices: Choices) -> Project:
    """Set `kind` of each service."""
    awaited = waited_for(project, COMPLETED)
    named = _named_by_peers(project) if any(map(_ends_by_itself, project.services.values())) else set[str]()
    decided: dict[str, Service] = {}
    for key, service in project.services.items():
        kind = _kind(service, choices, completes=key in awaited, named=key in named)
        decided[key] = replace(service, kind=kind)
    pods: dict[str, list[Service]] = {}
    for service in decided.values():
        pods.setdefault(service.pod, []).append(service)
    settled = {key: _settle(service, pods[service.pod]) for key, service in decided.items()}
    for service in settled.values():
        _report(service, findings, choices, awaited=service.name in awaited)
    return replace(project, services=settled)


def _settle(service: Service, pod: Sequence[Service]) -> Service:
    """A job in the pod of a server runs to completion there only where a mate waits for that; else it is a server."""
    mates = [mate for mate in pod if mate.name != service.name]
    if service.kind not in JOBS or all(mate.kind in JOBS for mate in mates):
        return service
    awaited = any(
        service.name in mate.depends_on and mate.depends_on[service.name].condition == COMPLETED for mate in mates
    )
    return service if awaited else replace(service, kind=pod_kind([service, *mates]))


def _kind(service: Service, choices: Choices, *, completes: bool, named: bool) -> WorkloadKind:
    if service.overrides.schedule:
        return WorkloadKind.CRON
    if service.overrides.controller is not None:
        return service.overrides.controller
    mode = service.deploy.mode if service.deploy else ""
    if mode in _MODES:
        return _MODES[mode]
    if completes or (_ends_by_itself(service) and not named):
        return WorkloadKind.JOB
    return choices.server_kind


def _ends_by_itself(service: Service) -> bool:
    """Whether a written restart policy lets the service end, and nothing of it says that it serves."""
    if restart_of(service).condition not in {"none", "on-failure"} or service.replicas > 1:
        return False
    return not (service.ports or service.expose or _has_check(service) or _is_known_server(service))


def _is_known_server(service: Service) -> bool:
    """Whether somebody dials one of its ports, or its image is a server, which runs as it comes or by its command."""
    if any(port.evidence == "reference" for port in service.serves):
        return True
    runs = " ".join(service.entrypoint or ()) or " ".join(service.command or ())
    return bool(ports_of_image(service.image)) and (not runs or _RUNS_SERVER.search(runs) is not None)


def _has_check(service: Service) -> bool:
    return service.healthcheck is not None and not service.healthcheck.disabled


def _names(service: Service) -> set[str]:
    """Every name by which peers may find it."""
    aliases = {alias for network in service.networks.values() if network for alias in network.aliases}
    return {service.name, service.object_name, service.container_name, service.hostname, *aliases} - {""}


def _named_by_peers(project: Project) -> set[str]:
    """The services that another one's text uses as a host, links to, waits for until healthy, or shares a pod with."""
    names = {name: key for key, service in project.services.items() for name in _names(service)}
    named: set[str] = set()
    for key, service in project.services.items():
        found = {names[host] for _, text in texts(service) for host in hosts_named(text, names)}
        found |= {link.partition(":")[0] for link in service.links}
        found |= {name for name, wait in service.depends_on.items() if wait.condition == HEALTHY}
        found |= {service.pod} if service.pod else set()
        named |= found - {key}
    return named


def _report(service: Service, findings: Findings, choices: Choices, *, awaited: bool) -> None:
    restart = restart_of(service)
    if service.kind is WorkloadKind.JOB and not (service.deploy and service.deploy.mode):
        _report_job(service, findings, awaited=awaited)
    elif service.kind in JOBS or choices.keeps_restarts:
        return
    elif restart.condition in {"none", "on-failure"}:
        written = "no" if restart.condition == "none" and restart.path == ("restart",) else restart.condition
        findings.add(
            RESTART_NARROWED,
            Fidelity.APPROXIMATED,
            service.attribute(*restart.path),
            f"{written!r} cannot be kept: {service.name!r} serves others, and is always restarted",
            "if it is meant to run to completion, write `deploy: {mode: replicated-job}`",
            condition=restart.condition,
        )


def _report_job(service: Service, findings: Findings, *, awaited: bool) -> None:
    """Where a peer waits for its completion, that it completes is known; else its restart policy lets one guess so.

    The guess is milder where the name of the service says the same.
    """
    restart = restart_of(service)
    guess = ONE_SHOT_SERVICE.at(Severity.WARNING) if _ONCE.search(service.name) else ONE_SHOT_SERVICE
    findings.add(
        ONE_SHOT_SERVICE.at(Severity.INFO) if awaited else guess,
        Fidelity.APPROXIMATED,
        service.attribute(*restart.path),
        f"{service.name!r} becomes a job: "
        + ("another service waits for its end" if awaited else "its restart policy lets it end"),
        "nothing; to run it again, delete the job and apply or deploy once more"
        if awaited
        else "if it does end by itself, write `deploy: {mode: replicated-job}`; if it serves, `restart: always`",
        restart=restart.condition or "awaited",
    )
