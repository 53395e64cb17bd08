"""Decides which services share a pod, because they share a namespace in Compose (SEMANTICS 3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Fidelity, Findings
from composeport.dispositions.rules import SHARED_NAMESPACE
from composeport.errors import InputError, Problem
from composeport.model import Project, Service
from composeport.passes.choices import Choices
from composeport.records import replace

_SHARING = ("network_mode", "pid", "ipc")
"""The attributes that may say `service:NAME`; the earlier decides whose pod it is."""


def pods(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - all passes look alike
    """Set `pod` of each service to the service whose pod it is in. Raises `InputError` where two want one port."""
    owners = {key: key for key in project.services}
    shared = _shared(project)
    for name, namespaces in shared.items():
        for other in namespaces.values():
            _unite(owners, name, other)
    for first, member in _groups(project):
        _unite(owners, member, first)
    decided = replace(
        project,
        services={key: replace(service, pod=_root(owners, key)) for key, service in project.services.items()},
    )
    for service in project.services.values():
        _report(service, shared[service.name], findings)
    for first, member in _groups(project):
        _report_group(project.services[member], first, findings)
    _refuse_one_port_twice(decided)
    return decided


def _shared(project: Project) -> dict[str, dict[str, str]]:
    """For each service, from which other service it takes a namespace, by the attribute that says so."""
    containers = {service.container_name: key for key, service in project.services.items() if service.container_name}
    return {key: dict(_taken(service, project, containers)) for key, service in project.services.items()}


def _taken(service: Service, project: Project, containers: dict[str, str]) -> Iterator[tuple[str, str]]:
    for attribute in _SHARING:
        how, _, name = str(getattr(service, attribute)).partition(":")
        if how == "service" and name in project.services:
            yield attribute, name
        elif how == "container" and name in containers:
            yield attribute, containers[name]


def _groups(project: Project) -> Iterator[tuple[str, str]]:
    """Each service of a group with the first of it, whose pod it is (override `service.group`)."""
    first: dict[str, str] = {}
    for service in project.services.values():
        group = service.overrides.group
        if group and first.setdefault(group, service.name) != service.name:
            yield first[group], service.name


def _report_group(member: Service, first: str, findings: Findings) -> None:
    findings.add(
        SHARED_NAMESPACE,
        Fidelity.APPROXIMATED,
        member.attribute(*member.overrides.stated["group"]),
        f"runs in the pod of {first!r}, as the first of the group: they start, stop and scale together",
        "nothing, if that is what is meant",
        service_of_the_pod=first,
    )


def _root(owners: dict[str, str], name: str) -> str:
    while owners[name] != name:
        owners[name] = owners[owners[name]]
        name = owners[name]
    return name


def _unite(owners: dict[str, str], member: str, other: str) -> None:
    """Put the pods of two services together; the one that lends its namespace stays the owner."""
    ours, theirs = _root(owners, member), _root(owners, other)
    if ours != theirs:
        owners[ours] = theirs


def _report(service: Service, shared: dict[str, str], findings: Findings) -> None:
    for attribute, other in shared.items():
        findings.add(
            SHARED_NAMESPACE,
            Fidelity.APPROXIMATED,
            service.attribute(attribute),
            f"{service.name!r} shares a namespace with {other!r}, so both run in one pod: they start, stop and scale"
            " together",
            "nothing, if that is what is meant; else give the service a network of its own",
            shares=attribute,
            service_of_the_pod=other,
        )
    for attribute in _SHARING:
        value = str(getattr(service, attribute))
        if value.startswith("container:") and attribute not in shared:
            findings.add(
                SHARED_NAMESPACE,
                Fidelity.DROPPED,
                service.attribute(attribute),
                f"{value!r} is no container of this project, and a pod cannot join another pod's namespace",
                "put both containers into one project and say `service:NAME`",
                value=value,
            )


def _refuse_one_port_twice(project: Project) -> None:
    """Two services that had a network each, and now share one, cannot both listen on one port."""
    taken: dict[tuple[str, str], str] = {}
    problems = []
    for service in project.services.values():
        for port in sorted(_declared_ports(service)):
            other = taken.setdefault((service.pod, port), service.name)
            if other != service.name and not service.network_mode.startswith(("service:", "container:")):
                message = f"services {other!r} and {service.name!r} share a pod, and both listen on {port}"
                advice = "let one of them listen on another port, or end the sharing of `pid`, `ipc` or a group"
                problems.append(Problem(message, service.source.at("ports"), advice))
    if problems:
        raise InputError(problems, project.texts)


def _declared_ports(service: Service) -> set[str]:
    exposed = {entry if "/" in entry else f"{entry}/tcp" for entry in service.expose}
    return exposed | {f"{port.target}/{port.protocol or 'tcp'}" for port in service.ports}
