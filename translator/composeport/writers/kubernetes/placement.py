"""Where pods run: constraints, platform, preferences (SEMANTICS 3.3; Compose Deploy specification, `placement`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from composeport.diagnostics import PathPart
from composeport.dispositions.rules import CLUSTER_PREREQUISITE, NO_COUNTERPART
from composeport.model import Placement, Service
from composeport.writers.kubernetes.metadata import is_legal_key
from composeport.writers.kubernetes.scope import Manifest, Scope

_CONSTRAINT = re.compile(r"\s*([\w.\-/]+)\s*(==|!=)\s*(.*)")
_OPERATORS = {"==": "In", "!=": "NotIn"}
_HOSTNAME = "kubernetes.io/hostname"
_NODE_KEYS = {
    "node.hostname": _HOSTNAME,
    "node.platform.os": "kubernetes.io/os",
    "node.platform.arch": "kubernetes.io/arch",
}
_LABEL_PREFIXES = ("node.labels.", "engine.labels.")
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "armhf": "arm", "armel": "arm"}
_LABEL_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")


def placement(scope: Scope, services: Sequence[Service], selector: dict[str, str]) -> Manifest:
    """The fields of the pod that say where it runs. `services` share the pod; the first one owns it."""
    expressions = [found for service in services for found in _expressions(scope, service)]
    fields: Manifest = {"nodeSelector": _platform(scope, services)}
    if expressions:
        terms = {"nodeSelectorTerms": [{"matchExpressions": expressions}]}
        fields["affinity"] = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}
    fields["topologySpreadConstraints"] = _spread(scope, services[0], selector)
    return fields


def _placement_of(service: Service) -> Placement:
    return service.deploy.placement if service.deploy else Placement()


def _expressions(scope: Scope, service: Service) -> list[Manifest]:
    found: list[Manifest] = []
    for index, constraint in enumerate(_placement_of(service).constraints):
        parsed = _CONSTRAINT.fullmatch(constraint.rstrip())
        key = _key(parsed[1]) if parsed else ""
        if parsed is None or not key or not _LABEL_VALUE.fullmatch(parsed[3]):
            _report_constraint(scope, service, index, constraint)
            continue
        value = _ARCHITECTURES.get(parsed[3], parsed[3]) if key == "kubernetes.io/arch" else parsed[3]
        expression: Manifest = {"key": key, "operator": _OPERATORS[parsed[2]], "values": [value]}
        if expression not in found:
            found.append(expression)
        if key not in _NODE_KEYS.values():
            _ask_for_label(scope, service, index, key, parsed[3])
    return found


def _key(attribute: str) -> str:
    """The node label that stands for an attribute of Swarm's nodes; "" where there is none."""
    if attribute in _NODE_KEYS:
        return _NODE_KEYS[attribute]
    label = next((attribute.removeprefix(prefix) for prefix in _LABEL_PREFIXES if attribute.startswith(prefix)), "")
    return label if label and is_legal_key(label) else ""


def _report_constraint(scope: Scope, service: Service, index: int, constraint: str) -> None:
    role = constraint.replace(" ", "").startswith("node.role")
    why = "a Swarm manager is not a control-plane node" if role else "no label of a node stands for it"
    scope.drop(
        NO_COUNTERPART,
        service.attribute("deploy", "placement", "constraints", index),
        f"{constraint!r} of {service.name!r} is left out: {why}",
        "label the nodes that are meant, and write `node.labels.NAME == VALUE`",
        constraint=constraint,
    )


def _ask_for_label(scope: Scope, service: Service, index: int, key: str, value: str) -> None:
    scope.ask(
        CLUSTER_PREREQUISITE,
        service.attribute("deploy", "placement", "constraints", index),
        f"{service.name!r} runs only where nodes are labelled: {key}={value}",
        f"kubectl label node NODE {key}={value}",
        key=key,
    )


def _platform(scope: Scope, services: Sequence[Service]) -> dict[str, str]:
    """`platform`, as `os/arch[/variant]` or one of both."""
    selector: dict[str, str] = {}
    for service in services:
        parts = service.platform.split("/")
        if not service.platform:
            continue
        system, architecture = (parts[0], parts[1]) if len(parts) > 1 else _one_part(parts[0])
        if not (_LABEL_VALUE.fullmatch(system) and _LABEL_VALUE.fullmatch(architecture)):
            message = f"{service.platform!r} of {service.name!r} is no platform of a node: any may run it"
            scope.drop(NO_COUNTERPART, service.attribute("platform"), message, "write it as linux/amd64")
            continue
        found = {"kubernetes.io/arch": _ARCHITECTURES.get(architecture, architecture), "kubernetes.io/os": system}
        selector |= {key: value for key, value in found.items() if value}
        if len(parts) > 2:
            scope.approximate(
                NO_COUNTERPART,
                service.attribute("platform"),
                f"nodes have no label for the variant {parts[2]!r}: any {architecture} node may run {service.name!r}",
                "publish an image for each platform under one tag",
                platform=service.platform,
            )
    return dict(sorted(selector.items()))


def _one_part(part: str) -> tuple[str, str]:
    return (part, "") if part in {"linux", "windows"} else ("", part)


def _spread(scope: Scope, service: Service, selector: dict[str, str]) -> list[Manifest]:
    found: list[Manifest] = []
    where: tuple[PathPart, ...] = ("deploy", "placement")
    for index, preference in enumerate(_placement_of(service).preferences):
        key = _key(preference)
        if key:
            wanted = _constraint(key, 1, "ScheduleAnyway", selector)
            found += [wanted] if wanted not in found else []  # one a key, or the server refuses it
        else:
            message = f"{preference!r} is no label of a node: pods of {service.name!r} are not spread over it"
            attribute = service.attribute(*where, "preferences", index, "spread")
            scope.drop(NO_COUNTERPART, attribute, message, "write `spread: node.labels.NAME`", preference=preference)
    most = scope.counted(service, _placement_of(service).max_replicas_per_node, *where, "max_replicas_per_node")
    if most:
        found = [entry for entry in found if entry["topologyKey"] != _HOSTNAME]
        found.append(_constraint(_HOSTNAME, most, "DoNotSchedule", selector))
        scope.approximate(
            NO_COUNTERPART,
            service.attribute(*where, "max_replicas_per_node"),
            f"nodes may differ by at most {most} replicas of {service.name!r}: Kubernetes limits the difference, not"
            " the number",
            "nothing, where there are at least as many nodes as replicas",
            most=most,
        )
    return found


def _constraint(key: str, skew: int, otherwise: str, selector: dict[str, str]) -> Manifest:
    return {
        "maxSkew": skew,
        "topologyKey": key,
        "whenUnsatisfiable": otherwise,
        "labelSelector": {"matchLabels": dict(selector)},
    }
