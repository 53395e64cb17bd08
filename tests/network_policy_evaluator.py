"""What a cluster's network plug-in would admit, by the NetworkPolicy API reference (networking.k8s.io/v1).

Written from the reference alone: it knows nothing of how the policies were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manifest_checks import backends

NAMESPACE = "project"
NAMESPACE_LABELS = {
    NAMESPACE: {"kubernetes.io/metadata.name": NAMESPACE},
    "kube-system": {"kubernetes.io/metadata.name": "kube-system"},
}


@dataclass(frozen=True)
class Endpoint:
    """One end of a connection: a pod with its labels, or, without any, an address outside the cluster."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    namespace: str = NAMESPACE
    pod: bool = True
    host_network: bool = False


OUTSIDE = Endpoint("outside", pod=False, namespace="")
CLUSTER_DNS = Endpoint("cluster dns", {"k8s-app": "kube-dns"}, "kube-system")


def admits(policies: Sequence[dict[str, Any]], source: Endpoint, target: Endpoint, port: int, protocol: str) -> bool:
    """Whether a connection is let out at its source and in at its target.

    A pod that no policy selects for a direction is open in it; else one of the rules of one of them must match.
    Pods on the network of their node are that node, to which policies do not apply.
    """
    return _open(policies, "Egress", source, target, (port, protocol)) and _open(
        policies, "Ingress", target, source, (port, protocol)
    )


def _open(
    policies: Sequence[dict[str, Any]], direction: str, pod: Endpoint, peer: Endpoint, port: tuple[int, str]
) -> bool:
    if not pod.pod or pod.host_network:
        return True
    spoken = [policy["spec"] for policy in policies if _applies(policy["spec"], direction, pod)]
    key = direction.lower()
    return not spoken or any(_matches(rule, direction, peer, port) for spec in spoken for rule in spec.get(key) or [])


def _applies(spec: dict[str, Any], direction: str, pod: Endpoint) -> bool:
    types = spec.get("policyTypes") or ["Ingress", *(["Egress"] if "egress" in spec else [])]
    return direction in types and pod.namespace == NAMESPACE and selects(spec.get("podSelector"), pod.labels)


def _matches(rule: dict[str, Any], direction: str, peer: Endpoint, port: tuple[int, str]) -> bool:
    peers = rule.get("from" if direction == "Ingress" else "to")
    ports = rule.get("ports")
    return (not peers or any(_is_peer(entry, peer) for entry in peers)) and (
        not ports or any(_is_port(entry, port) for entry in ports)
    )


def _is_peer(entry: dict[str, Any], peer: Endpoint) -> bool:
    """A `podSelector` alone means this namespace; with a `namespaceSelector`, pods of the namespaces it selects."""
    if not peer.pod or peer.host_network:
        return "ipBlock" in entry
    if "namespaceSelector" in entry:
        if not selects(entry["namespaceSelector"], NAMESPACE_LABELS[peer.namespace]):
            return False
    elif peer.namespace != NAMESPACE:
        return False
    return "ipBlock" not in entry and selects(entry.get("podSelector"), peer.labels)


def _is_port(entry: dict[str, Any], port: tuple[int, str]) -> bool:
    number, protocol = port
    if entry.get("protocol", "TCP") != protocol.upper():
        return False
    if "port" not in entry:
        return True
    return int(entry["port"]) <= number <= int(entry.get("endPort", entry["port"]))


def selects(selector: Mapping[str, Any] | None, labels: Mapping[str, str]) -> bool:
    """Whether a label selector matches; an empty one matches everything."""
    if not selector:
        return True
    wanted = selector.get("matchLabels") or {}
    expressions = selector.get("matchExpressions") or []
    return all(labels.get(key) == value for key, value in wanted.items()) and all(
        _holds(expression, labels) for expression in expressions
    )


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, values = expression["key"], expression.get("values") or []
    match expression["operator"]:
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case operator:
            raise AssertionError(f"no such operator: {operator}")


def pods_of(manifests: Iterable[dict[str, Any]]) -> dict[str, Endpoint]:
    """The pods that the workloads among `manifests` make, by the name of each container."""
    found: dict[str, Endpoint] = {}
    for manifest in manifests:
        template = pod_template(manifest)
        if template is None:
            continue
        spec = template["spec"]
        labels = template["metadata"]["labels"]
        pod = Endpoint(manifest["metadata"]["name"], labels, host_network=bool(spec.get("hostNetwork")))
        for container in [*spec["containers"], *spec.get("initContainers", [])]:
            found.setdefault(container["name"], pod)
    return found


def pod_template(manifest: dict[str, Any]) -> dict[str, Any] | None:
    """The template from which a workload makes its pods; None where it makes none."""
    spec = manifest.get("spec") or {}
    if manifest["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    template: dict[str, Any] | None = spec.get("template") if manifest["kind"] != "Service" else None
    return template


def routed_to(manifests: Sequence[dict[str, Any]]) -> Iterable[tuple[Mapping[str, Any], tuple[int, str]]]:
    """The pods, as a selector, and their ports to which Ingresses and HTTPRoutes lead requests from outside."""
    services = {made["metadata"]["name"]: made["spec"] for made in manifests if made["kind"] == "Service"}
    for manifest in manifests:
        for name, number in backends(manifest):
            for port in services[name]["ports"]:
                if port["port"] == number:
                    yield {"matchLabels": services[name]["selector"]}, (port["targetPort"], "tcp")
