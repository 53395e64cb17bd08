"""What a manager says of the services of a stack, beside what the project says of them.

The manager's side is the API's `ServiceSpec`, in docker's own JSON; the project's is the model, before any pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from posixpath import join, normpath
from typing import Any

from composeport.diagnostics import Finding
from composeport.model import ResourceSet, Service
from stacks import docker

Spec = dict[str, Any]
_PERIOD = 100_000


def specs_of(stack: str) -> dict[str, Spec]:
    """The specification of each service of a stack, by its name in the stack."""
    listed = docker("service", "ls", "-q", "--filter", f"label=com.docker.stack.namespace={stack}").stdout.split()
    found = json.loads(docker("service", "inspect", *listed).stdout) if listed else []
    return {item["Spec"]["Name"].removeprefix(f"{stack}_"): item["Spec"] for item in found}


def told(findings: tuple[Finding, ...], service: Service, *path: str | int) -> bool:
    """Whether a finding speaks of the attribute, or of something in it."""
    wanted = ("services", service.name, *path)
    return any(finding.path[: len(wanted)] == wanted for finding in findings)


def differences(service: Service, spec: Spec, findings: tuple[Finding, ...]) -> Iterator[str]:
    """What the manager has otherwise than the project, and no finding says."""
    yield from _environment(service, spec)
    yield from _replicas(service, spec)
    yield from _resources(service, spec, findings)
    yield from _constraints(service, spec, findings)
    yield from _mounts(service, spec, findings)
    yield from _ports(service, spec, findings)


def _environment(service: Service, spec: Spec) -> Iterator[str]:
    entries = spec["TaskTemplate"]["ContainerSpec"].get("Env") or []
    found = {name: _expanded(value) for name, _, value in (entry.partition("=") for entry in entries)}
    if found != service.variables:
        yield f"environment: {sorted(name for name, _ in found.items() ^ service.variables.items())}"


def _expanded(text: str) -> str:
    """What a node makes of the templates that a stack file of ours has."""
    return text.replace('{{"{{"}}', "{{").replace('{{""}}', "")


def _replicas(service: Service, spec: Spec) -> Iterator[str]:
    mode = spec["Mode"]
    found = mode.get("Replicated", {}).get("Replicas", mode.get("ReplicatedJob", {}).get("TotalCompletions"))
    if found is not None and found != service.replicas:
        yield f"replicas: {found}, not {service.replicas}"


def _resources(service: Service, spec: Spec, findings: tuple[Finding, ...]) -> Iterator[str]:
    resources = service.deploy.resources if service.deploy else None
    limits = (resources and resources.limits) or ResourceSet()
    reserved = (resources and resources.reservations) or ResourceSet()
    quota = max(service.cpu_quota, 0) / (service.cpu_period or _PERIOD)
    found = spec["TaskTemplate"].get("Resources", {})
    wanted = {
        ("Limits", "NanoCPUs", "cpus"): round((limits.cpus or service.cpus or quota) * 1e9),
        ("Limits", "MemoryBytes", "mem_limit"): limits.memory or service.mem_limit,
        ("Limits", "Pids", "pids_limit"): max(limits.pids or service.pids_limit, 0),
        ("Reservations", "NanoCPUs", "deploy"): round(reserved.cpus * 1e9),
        ("Reservations", "MemoryBytes", "mem_reservation"): reserved.memory or service.mem_reservation,
    }
    for (kind, name, attribute), value in wanted.items():
        has = found.get(kind, {}).get(name, 0)
        if abs(has - value) > 1 and not (told(findings, service, attribute) or told(findings, service, "deploy")):
            yield f"{kind} {name}: {has}, not {value}"


def _constraints(service: Service, spec: Spec, findings: tuple[Finding, ...]) -> Iterator[str]:
    wanted = set(service.deploy.placement.constraints if service.deploy else ())
    found = set(spec["TaskTemplate"].get("Placement", {}).get("Constraints") or ())
    lost = bool(wanted - found) and not told(findings, service, "deploy", "placement", "constraints")
    more = {constraint for constraint in found - wanted if not constraint.startswith("node.platform.")}
    if lost or more:
        yield f"constraints: {sorted(found)}, not {sorted(wanted)}"


def _mounts(service: Service, spec: Spec, findings: tuple[Finding, ...]) -> Iterator[str]:
    """What is mounted: a bind mount may have become files, at its own place or below it."""
    container = spec["TaskTemplate"]["ContainerSpec"]
    mounts = {normpath(_expanded(mount["Target"])) for mount in container.get("Mounts") or ()}
    files = {
        normpath(join("/run/secrets", reference["File"]["Name"]))
        for kind in ("Configs", "Secrets")
        for reference in container.get(kind) or ()
        if "File" in reference
    }
    for kind, index, target in _targets(service):
        there = target in mounts or any(f"{file}/".startswith(f"{target.rstrip('/')}/") for file in files)
        if not there and not told(findings, service, kind, index):
            yield f"{kind}.{index}: nothing at {target}"


def _targets(service: Service) -> Iterator[tuple[str, int, str]]:
    for index, mount in enumerate(service.volumes):
        yield "volumes", index, normpath(mount.target)
    for index, text in enumerate(service.tmpfs):
        yield "tmpfs", index, normpath(text.partition(":")[0])
    for kind, folder in (("configs", "/"), ("secrets", "/run/secrets")):
        for index, reference in enumerate(getattr(service, kind)):
            yield kind, index, normpath(join(folder, reference.target or reference.source))


def _ports(service: Service, spec: Spec, findings: tuple[Finding, ...]) -> Iterator[str]:
    published = {
        (port.get("TargetPort"), port.get("PublishedPort")) for port in spec.get("EndpointSpec", {}).get("Ports") or ()
    }
    for index, port in enumerate(service.ports):
        number = int(port.published.partition("-")[0] or 0) or None
        here = (port.target, number) in published or service.network_mode == "host"
        if not here and not told(findings, service, "ports", index):
            yield f"ports.{index}: {port.target} is not published as {number}"
