"""How many tasks run, where, with what, and what happens when one ends: `deploy` (Compose Deploy specification)."""

from __future__ import annotations

import re

from composeport.diagnostics import PathPart, Severity
from composeport.dispositions.rules import (
    CLUSTER_PREREQUISITE,
    LEGACY_LIMITS,
    ONE_SHOT_SERVICE,
    RESTART_ASSUMED,
    SWARM_REJECTED,
    SWARM_SILENT_LOSS,
)
from composeport.model import Deploy, ResourceSet, Service, UpdateConfig, WorkloadKind
from composeport.model.decisions import ONE_A_NODE
from composeport.model.restart import restart_of
from composeport.writers.swarm.quantities import duration, memory, processors
from composeport.writers.swarm.scope import Node, Scope, by_name, filled

_MODES = {
    WorkloadKind.GLOBAL: "global",
    WorkloadKind.JOB: "replicated-job",
    WorkloadKind.GLOBAL_JOB: "global-job",
}
_JOBS = frozenset({WorkloadKind.JOB, WorkloadKind.GLOBAL_JOB})
_ENDPOINT_MODES = frozenset({"", "vip", "dnsrr"})
_MOST_MEMORY = (1 << 63) - (1 << 10)
"""What the client reads back: it takes the number for a fraction first (docker/go-units, `RAMInBytes`)."""
_LEAST_MEMORY = 4 << 20
_LEAST_PROCESSORS, _MOST_PROCESSORS = 0.001, 9_000_000_000
"""What a manager takes at least (swarmkit, `manager/controlapi/service.go`), and what 64 bits of billionths hold."""

_PERIOD = 100_000
"""Microseconds: the kernel's own `cpu_period`."""

_CONSTRAINT = re.compile(r"\s*[A-Za-z_][A-Za-z0-9\-_.]+\s*(?:==|!=)(?=\s*\S)\s*+[A-Za-z0-9:\-_\s.*()?+\[\]\\^$|/]+")
"""An expression that a manager takes (swarmkit, `manager/constraint/constraint.go`)."""

_LABEL = re.compile(r"node\.labels\.(\S+?)\s*==\s*(\S+)")

_PLATFORM_PART = re.compile(r"[A-Za-z0-9_.-]*")
_ARCHITECTURES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "aarch64", "aarch64": "aarch64", "386": "i686"}
_VARIANTS = {"v6": "armv6l", "v7": "armv7l"}


def deployment(scope: Scope, service: Service, pins: list[str]) -> Node:
    """`deploy`. `pins` are constraints that place the service where its data is."""
    deploy = service.deploy or Deploy()
    fields: Node = {
        "mode": _MODES.get(service.kind),
        "replicas": _replicas(scope, service),
        "endpoint_mode": _endpoint_mode(scope, service),
        "labels": by_name(scope, service, deploy.labels, "deploy", "labels"),
        "update_config": _update(scope, service),
        "rollback_config": _update_config(scope, service, "rollback_config", deploy.rollback_config),
        "resources": _resources(scope, service),
        "restart_policy": _restart_policy(scope, service),
        "placement": _placement(scope, service, pins),
    }
    return filled(fields)


def _replicas(scope: Scope, service: Service) -> int | None:
    if service.kind not in ONE_A_NODE:
        return None if service.replicas == 1 else service.replicas
    for path in (("scale",), ("deploy", "replicas")):
        if service.replicas != 1 and service.source.stated(*path):
            scope.drop(
                SWARM_REJECTED.at(Severity.WARNING),
                service.attribute(*path),
                "a global service has one task on each node, whatever number is written",
                "leave the number out, or `mode: global`",
                replicas=service.replicas,
            )
    return None


def _endpoint_mode(scope: Scope, service: Service) -> str:
    mode = service.deploy.endpoint_mode if service.deploy else ""
    if mode == "dnsrr" and any(port.mode != "host" for port in service.ports):
        scope.drop(
            SWARM_REJECTED.at(Severity.WARNING),
            service.attribute("deploy", "endpoint_mode"),
            "a service that publishes ports to the whole swarm needs a virtual address, and gets one",
            "publish with `mode: host`, or leave endpoint_mode out",
            endpoint_mode=mode,
        )
        return ""
    if mode not in _ENDPOINT_MODES:
        scope.drop(
            SWARM_REJECTED.at(Severity.WARNING),
            service.attribute("deploy", "endpoint_mode"),
            f"{mode!r} is no way to reach a service: it gets a virtual address",
            "write vip or dnsrr",
            endpoint_mode=mode,
        )
        return ""
    return mode


def _update(scope: Scope, service: Service) -> Node | None:
    update = service.deploy.update_config if service.deploy else None
    if update is not None and service.kind in _JOBS:
        scope.drop(
            SWARM_REJECTED.at(Severity.WARNING),
            service.attribute("deploy", "update_config"),
            "a manager refuses a job with an update_config",
            "leave it out",
        )
        return None
    return _update_config(scope, service, "update_config", update)


_FAILURE_ACTIONS = {
    "update_config": ("pause", "continue", "rollback"),
    "rollback_config": ("pause", "continue"),
}


def _update_config(scope: Scope, service: Service, name: str, update: UpdateConfig | None) -> Node | None:
    if update is None:
        return None
    action = update.failure_action
    if action and action not in _FAILURE_ACTIONS[name]:
        scope.drop(
            SWARM_REJECTED.at(Severity.WARNING),
            service.attribute("deploy", name, "failure_action"),
            f"{action!r} is nothing that a manager does after a failure: it pauses",
            f"write {' or '.join(_FAILURE_ACTIONS[name])}",
            failure_action=action,
        )
        action = ""
    return filled(
        {
            "parallelism": update.parallelism,
            "delay": duration(update.delay),
            "failure_action": action,
            "monitor": duration(update.monitor),
            "max_failure_ratio": _failure_ratio(scope, service, name, update.max_failure_ratio) or None,
            "order": update.order,
        }
    )


def _failure_ratio(scope: Scope, service: Service, name: str, ratio: float) -> float:
    if 0 <= ratio <= 1:
        return ratio
    scope.drop(
        SWARM_REJECTED.at(Severity.WARNING),
        service.attribute("deploy", name, "max_failure_ratio"),
        f"{ratio:g} is no share of failures: none is tolerated",
        "write a number from 0 to 1",
        ratio=ratio,
    )
    return 0


def _resources(scope: Scope, service: Service) -> Node:
    resources = service.deploy.resources if service.deploy else None
    limits = (resources and resources.limits) or ResourceSet()
    reserved = (resources and resources.reservations) or ResourceSet()
    pids = limits.pids or service.pids_limit
    return filled(
        {
            "limits": filled(
                {
                    "cpus": _processors(scope, service, "limits", limits.cpus or service.cpus or _quota(service)),
                    "memory": _memory(scope, service, "limits", limits.memory or service.mem_limit),
                    "pids": pids if pids > 0 else None,
                }
            ),
            "reservations": filled(
                {
                    "cpus": _processors(scope, service, "reservations", reserved.cpus),
                    "memory": _memory(scope, service, "reservations", reserved.memory or service.mem_reservation),
                    "generic_resources": [
                        {"discrete_resource_spec": {"kind": item.kind, "value": item.value}}
                        for item in reserved.generic_resources
                    ],
                }
            ),
        }
    )


def _quota(service: Service) -> float:
    """`cpu_quota` of each `cpu_period`, as a number of processors; 0 where there is none."""
    return max(service.cpu_quota, 0) / (service.cpu_period or _PERIOD)


_LEGACY: dict[tuple[str, str], tuple[str, ...]] = {
    ("limits", "cpus"): ("cpus", "cpu_quota"),
    ("limits", "memory"): ("mem_limit",),
    ("reservations", "cpus"): (),
    ("reservations", "memory"): ("mem_reservation",),
}


def _where(service: Service, kind: str, name: str) -> tuple[PathPart, ...]:
    """The attribute that states a limit or reservation: an older spelling, or that of `deploy`."""
    return next(
        ((old,) for old in _LEGACY[kind, name] if service.source.stated(old)), ("deploy", "resources", kind, name)
    )


def _processors(scope: Scope, service: Service, kind: str, count: float) -> str | None:
    if 0 < count < _LEAST_PROCESSORS:
        _out_of_bounds(scope, service, _where(service, kind, "cpus"), "a thousandth of a processor at least", "more")
        return None
    if count > _MOST_PROCESSORS:
        most = f"{_MOST_PROCESSORS:,} processors at most"
        _out_of_bounds(scope, service, _where(service, kind, "cpus"), most, "less")
        return None
    return processors(count)


def _memory(scope: Scope, service: Service, kind: str, size: int) -> str | None:
    if 0 < size < _LEAST_MEMORY:
        _out_of_bounds(scope, service, _where(service, kind, "memory"), "4 MiB at least", "more")
        return None
    return memory(min(max(size, 0), _MOST_MEMORY))  # all that there is, either way


def _out_of_bounds(scope: Scope, service: Service, path: tuple[PathPart, ...], bound: str, advice: str) -> None:
    scope.drop(
        LEGACY_LIMITS if len(path) == 1 else SWARM_REJECTED,
        service.attribute(*path),
        f"a manager takes {bound}: it is left out",
        f"write {advice}",
    )


_CONDITIONS = {"": "", "no": "none", "none": "none", "on-failure": "on-failure"}
"""Conditions as Compose reads them; it takes all others for `any`."""


def _written_condition(service: Service) -> str:
    return _CONDITIONS.get(restart_of(service).condition, "any")


def restart_condition(service: Service) -> str:
    """What makes Swarm start a task again: none, on-failure or any. A job that has succeeded is done."""
    written = _written_condition(service)
    if service.kind in _JOBS:
        return "on-failure" if written in {"on-failure", "any"} else "none"
    return written or "any"


def _restart_policy(scope: Scope, service: Service) -> Node:
    policy = service.deploy.restart_policy if service.deploy else None
    written = restart_of(service)
    condition = restart_condition(service)
    if not written.condition and service.kind not in _JOBS:
        scope.approximate(
            RESTART_ASSUMED,
            service.attribute(),
            f"{service.name!r} has no `restart`: Swarm starts a task again whenever it ends, Compose leaves it",
            'write `restart: always`, or `restart: "no"`',
        )
    elif _written_condition(service) == "any" and condition != "any":
        scope.approximate(
            ONE_SHOT_SERVICE.at(Severity.WARNING),
            service.attribute(*written.path),
            "a job is started again when it fails, not when it is done",
            "nothing, if it ends by itself",
        )
    return filled(
        {
            "condition": condition,
            "delay": duration(policy.delay) if policy else None,
            "max_attempts": policy.max_attempts if policy else written.attempts,
            "window": duration(policy.window) if policy else None,
        }
    )


def _placement(scope: Scope, service: Service, pins: list[str]) -> Node:
    deploy = service.deploy or Deploy()
    constraints = [*_constraints(scope, service, deploy), *_platform(scope, service), *pins]
    return filled(
        {
            "constraints": list(dict.fromkeys(constraints)),
            "preferences": [{"spread": attribute} for attribute in deploy.placement.preferences],
            "max_replicas_per_node": deploy.placement.max_replicas_per_node or None,
        }
    )


def _constraints(scope: Scope, service: Service, deploy: Deploy) -> list[str]:
    kept = []
    for index, constraint in enumerate(deploy.placement.constraints):
        if _CONSTRAINT.fullmatch(constraint):
            kept.append(constraint)
            _ask_for_label(scope, service, index, constraint)
        else:
            scope.drop(
                SWARM_REJECTED,
                service.attribute("deploy", "placement", "constraints", index),
                f"{constraint!r} is no constraint that a manager takes",
                "write it as `node.labels.KEY == VALUE`",
                constraint=constraint,
            )
    return kept


def _ask_for_label(scope: Scope, service: Service, index: int, constraint: str) -> None:
    found = _LABEL.fullmatch(constraint.strip())
    if found:
        scope.ask(
            CLUSTER_PREREQUISITE,
            service.attribute("deploy", "placement", "constraints", index),
            f"tasks wait until a node has the label {found[1]}={found[2]}",
            f"docker node update --label-add {found[1]}={found[2]} NODE",
            label=found[1],
            value=found[2],
        )


def _platform(scope: Scope, service: Service) -> list[str]:
    """`platform` as constraints: Compose runs the image by emulation, a swarm on a node of that kind."""
    if not service.platform:
        return []
    system, _, rest = service.platform.partition("/")
    if not rest and system in {*_ARCHITECTURES, "arm"}:
        system, rest = "", system
    if not all(_PLATFORM_PART.fullmatch(part) for part in service.platform.split("/")):
        scope.drop(
            SWARM_REJECTED.at(Severity.WARNING),
            service.attribute("platform"),
            f"{service.platform!r} is no platform of a node: any may run it",
            "write it as linux/amd64",
            platform=service.platform,
        )
        return []
    name, _, variant = rest.partition("/")
    architecture = _VARIANTS.get(variant, "armv7l") if name == "arm" else _ARCHITECTURES.get(name, name)
    scope.approximate(
        SWARM_REJECTED.at(Severity.WARNING),
        service.attribute("platform"),
        f"{service.platform!r} becomes a constraint: it runs on nodes of that kind, and is never emulated",
        "have such a node, or leave platform out where the image has all",
        platform=service.platform,
    )
    wanted = {"node.platform.os": system, "node.platform.arch": architecture}
    return [f"{key} == {value}" for key, value in wanted.items() if value]


def report_unknown_restart(scope: Scope, service: Service) -> None:
    """Say where a restart policy is of no known kind; Compose would refuse it when it starts."""
    if service.restart and not restart_of(service).condition:
        scope.drop(
            SWARM_SILENT_LOSS,
            service.attribute("restart"),
            f"{service.restart!r} is no restart policy",
            "write always, unless-stopped, on-failure or no",
            restart=service.restart,
        )
