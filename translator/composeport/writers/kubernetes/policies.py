"""NetworkPolicies: what could not reach each other under Compose still cannot (SEMANTICS 3.6)."""

from __future__ import annotations

import re

from composeport.diagnostics import Severity
from composeport.digests import sha256
from composeport.dispositions.rules import INTERNAL_NETWORK, NETWORK_ISOLATION, STATIC_ADDRESS
from composeport.model import Network, Project, Service
from composeport.model.names import dns_label, with_suffix
from composeport.model.topology import (
    members_by_network,
    networks_of,
    on_host_network,
    only_internal,
    published_off_loopback,
    without_network,
)
from composeport.writers.kubernetes.metadata import (
    PART_OF,
    annotations_of,
    labels,
    object_meta,
    project_label,
    project_labels,
    selector,
)
from composeport.writers.kubernetes.routing import routed_ports
from composeport.writers.kubernetes.scope import Manifest, Scope

MEMBER_LABEL = "network.composeport.dev/"
"""The prefix of the labels of a network's members; the network's key follows, the value is `member`."""
INTERNAL_LABEL = "composeport.dev/internal"
"""On the pods of services that are on internal networks alone."""

_CLUSTER_DNS = {
    "to": [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
            "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
        }
    ],
    "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
}
"""Names must resolve on an internal network too, and the resolver is not on it."""

_DROPPED = ("driver_opts", "enable_ipv4", "enable_ipv6", "attachable")
"""Attributes of a network that are the engine's own."""
_NOT_LABEL = re.compile(r"[^A-Za-z0-9_.-]+")


def policy_objects(scope: Scope) -> list[Manifest]:
    """Every NetworkPolicy of the project, by name."""
    project = scope.project
    members = members_by_network(project)
    _report_networks(scope, members)
    if not scope.options.network_policies:
        return []
    policies = []
    for network, names in members.items():
        policies.append(_membership(project, network))
        if any(only_internal(project, project.services[name]) for name in names) and _is_internal(project, network):
            policies.append(_egress(project, network))
    for service in project.services.values():
        if ports := _published_ports(scope, service):
            policies.append(_from_anywhere(project, service, ports))
        if without_network(project, service) and service.pod in {"", service.name}:
            policies.append(_isolation(project, service))
    return sorted(policies, key=lambda policy: str(policy["metadata"]))


def network_labels(project: Project, *services: Service) -> dict[str, str]:
    """The labels of the pod in which `services` run: the networks that it is on, and whether these have no way out."""
    keys = sorted({network for service in services for network in networks_of(project, service)})
    found = {_member_label(project, key): "member" for key in keys}
    if found and all(only_internal(project, service) for service in services):
        found[INTERNAL_LABEL] = "true"
    return found


def _member_label(project: Project, key: str) -> str:
    network = project.networks.get(key)
    name = network.name if network is not None and network.external and network.name else key
    cleaned = _NOT_LABEL.sub("-", name).strip("-_.") or "network"
    if len(cleaned) > 63:
        cleaned = f"{cleaned[:54]}-{sha256(name.encode()).hexdigest()[:8]}"
    return f"{MEMBER_LABEL}{cleaned}"


def _is_internal(project: Project, key: str) -> bool:
    return key in project.networks and project.networks[key].internal


def _members(project: Project, key: str) -> Manifest:
    """The selector of a network's members. Those of an external one may belong to other applications."""
    selected = {_member_label(project, key): "member"}
    if not _is_external(project, key):
        selected[PART_OF] = project_label(project)
    return {"matchLabels": selected}


def _is_external(project: Project, key: str) -> bool:
    return key in project.networks and project.networks[key].external


def _peers(project: Project, key: str) -> list[Manifest]:
    """Where traffic on a network comes from and goes to; an external one reaches into other namespaces."""
    members = _members(project, key)
    return [
        {"namespaceSelector": {}, "podSelector": members} if _is_external(project, key) else {"podSelector": members}
    ]


def _membership(project: Project, key: str) -> Manifest:
    spec: Manifest = {
        "podSelector": _members(project, key),
        "policyTypes": ["Ingress"],
        "ingress": [{"from": _peers(project, key)}],
    }
    return _policy(_policy_name(key), project_labels(project), spec, _annotations(project, key))


def _egress(project: Project, key: str) -> Manifest:
    """What is on internal networks alone reaches their members and cluster DNS, and nothing else."""
    selected = {_member_label(project, key): "member", INTERNAL_LABEL: "true"}
    if not _is_external(project, key):
        selected[PART_OF] = project_label(project)
    spec: Manifest = {
        "podSelector": {"matchLabels": selected},
        "policyTypes": ["Egress"],
        "egress": [{"to": _peers(project, key)}, _CLUSTER_DNS],
    }
    return _policy(with_suffix(_policy_name(key), "internal"), project_labels(project), spec)


def _from_anywhere(project: Project, service: Service, ports: list[Manifest]) -> Manifest:
    spec: Manifest = {
        "podSelector": {"matchLabels": selector(project, service)},
        "policyTypes": ["Ingress"],
        "ingress": [{"ports": ports}],
    }
    return _policy(with_suffix(service.object_name, "published"), labels(project, service), spec)


def _isolation(project: Project, service: Service) -> Manifest:
    spec: Manifest = {"podSelector": {"matchLabels": selector(project, service)}, "policyTypes": ["Ingress", "Egress"]}
    return _policy(with_suffix(service.object_name, "isolated"), labels(project, service), spec)


def _published_ports(scope: Scope, service: Service) -> list[Manifest]:
    """The ports that are open to everybody: what other machines reach under Compose, and what routes lead to."""
    if on_host_network(scope.project, service):
        return []
    ports = {(port.target, port.protocol or "tcp") for port in published_off_loopback(scope.project, service)}
    ports |= {(port, "tcp") for port in routed_ports(scope.options, service)}
    return [{"protocol": protocol.upper(), "port": number} for number, protocol in sorted(ports)]


def _policy_name(key: str) -> str:
    return dns_label(key) or "network"


def _annotations(project: Project, key: str) -> dict[str, str]:
    return annotations_of(project.networks[key].labels) if key in project.networks else {}


def _policy(name: str, owned: dict[str, str], spec: Manifest, annotations: dict[str, str] | None = None) -> Manifest:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": object_meta(name, owned, annotations),
        "spec": spec,
    }


def _report_networks(scope: Scope, members: dict[str, tuple[str, ...]]) -> None:
    for key, network in scope.project.networks.items():
        if key in members:
            _report_isolation(scope, key, network)
            _report_addresses(scope, key, network)


def _report_isolation(scope: Scope, key: str, network: Network) -> None:
    """What keeps the networks apart, and on what that depends."""
    attribute = scope.project.attribute("networks", key)
    if not scope.project.source.stated("networks", key):
        attribute = attribute._replace(location=scope.project.source.key("services"))
    if not scope.options.network_policies:
        message = f"network {key!r} isolates nothing: policies were left out"
        scope.drop(NETWORK_ISOLATION, attribute, message, "leave --no-network-policies away", network=key)
        return
    advice = "nothing, if the cluster's network plug-in enforces policies; where it does not, all pods reach each other"
    if network.external:
        attribute = scope.project.attribute("networks", key, "external")
        message = (
            f"network {key!r} is made elsewhere, and becomes a NetworkPolicy: pods of other applications are let in by"
            " a label, and find these names in this namespace alone"
        )
        advice = f"label those pods {_member_label(scope.project, key)}=member, and let them say NAME.NAMESPACE"
        scope.approximate(NETWORK_ISOLATION, attribute, message, advice, network=key)
        return
    message = (
        f"network {key!r} becomes a NetworkPolicy: whoever shares no network with a service reaches its published ports"
        " alone"
    )
    scope.approximate(NETWORK_ISOLATION, attribute, message, advice, network=key)
    if network.internal:
        attribute = scope.project.attribute("networks", key, "internal")
        message = f"network {key!r} has no way out: services on internal networks alone get an egress policy"
        scope.approximate(INTERNAL_NETWORK, attribute, message, advice, network=key)


def _report_addresses(scope: Scope, key: str, network: Network) -> None:
    """What is said about addresses and drivers: the cluster has its own."""
    mild = STATIC_ADDRESS.at(Severity.INFO)
    if network.ipam.driver or network.ipam.config or network.ipam.options:
        attribute = scope.project.attribute("networks", key, "ipam")
        message = f"the addresses of network {key!r} are the cluster's to give: no subnet of it is kept"
        scope.drop(mild, attribute, message, "let nothing depend on these addresses: use names", network=key)
    if network.driver not in {"", "bridge", "overlay"}:
        attribute = scope.project.attribute("networks", key, "driver")
        message = f"driver {network.driver!r} has no equivalent: the cluster's network plug-in connects all pods"
        scope.drop(STATIC_ADDRESS, attribute, message, "nothing, unless hosts outside need its addresses", network=key)
    if not network.external and scope.project.source.stated("networks", key, "name"):
        attribute = scope.project.attribute("networks", key, "name")
        message = f"no other project joins network {key!r} by its name {network.name!r}"
        advice = f"label the pods that are to join it {_member_label(scope.project, key)}=member"
        scope.drop(NETWORK_ISOLATION, attribute, message, advice, network=key, name=network.name)
    for name in _DROPPED:
        if getattr(network, name):
            attribute = scope.project.attribute("networks", key, name)
            message = f"{name} of network {key!r} is for the Docker engine and has no meaning on a cluster"
            scope.drop(mild, attribute, message, "nothing: the cluster's network plug-in decides", network=key)
