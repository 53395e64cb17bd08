"""Where a service's overrides take the place of the options, and where they cannot be honoured (SEMANTICS 3.9)."""

from __future__ import annotations

from composeport.dispositions.rules import OVERRIDE_NOT_HONOURED
from composeport.model import Service
from composeport.model.topology import published_number
from composeport.records import replace
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.kubernetes.scope import Manifest, Scope

NODE_PORTS = range(30000, 32768)
"""The numbers that a node may serve (kube-apiserver, `--service-node-port-range`)."""

_PUBLISH = {"NodePort": "node-port", "LoadBalancer": "load-balancer", "ClusterIP": "cluster", "Headless": "cluster"}
"""For each `service.type` the `--publish` that it means for one service."""


def overridden(scope: Scope, service: Service) -> Scope:
    """The scope in which the ports of one service are written."""
    publish = _PUBLISH.get(service.overrides.service_type, scope.options.publish)
    if publish == scope.options.publish:
        return scope
    return replace(scope, options=replace(scope.options, publish=publish))


def published_overrides(service: Service, ports: list[Manifest], kind: str) -> Manifest:
    """What the `Service` that leaves the cluster gets by overrides; numbers its only port on the nodes."""
    overrides = service.overrides
    if overrides.node_port in NODE_PORTS and kind == "NodePort" and len(ports) == 1:
        ports[0]["nodePort"] = overrides.node_port
    return {"externalTrafficPolicy": overrides.external_traffic_policy} if overrides.external_traffic_policy else {}


def report_publishing(scope: Scope, service: Service, published: Manifest | None) -> None:
    """Say which overrides about the `Service` that leaves the cluster meet none that they fit."""
    overrides = service.overrides
    spec = published["spec"] if published is not None else {}
    assert isinstance(spec, dict)
    if published is None and overrides.service_type in {"NodePort", "LoadBalancer"}:
        not_honoured(scope, service, "service_type", "it publishes no port that may leave the cluster", "write `ports`")
    if overrides.external_traffic_policy and published is None:
        advice = "set `service.type` to loadbalancer or nodeport"
        not_honoured(scope, service, "external_traffic_policy", "nothing of it leaves the cluster", advice)
    if overrides.host_ports and (scope.options.harden or not service.ports):
        reason = "a restricted namespace allows no ports of the node" if service.ports else "it publishes no port"
        not_honoured(scope, service, "host_ports", reason, "write `ports`, and leave --harden away")
    _report_routing(scope, service)
    if overrides.node_port and not any(port.get("nodePort") == overrides.node_port for port in spec.get("ports", ())):
        advice = "set `service.type` to nodeport, and publish one port"
        reason = "only a NodePort Service of one port can have it, and it is from 30000 to 32767"
        not_honoured(scope, service, "node_port", reason, advice)


def _report_routing(scope: Scope, service: Service) -> None:
    """Say which overrides about a route have none: a service without a port has nothing to lead to."""
    if service.routes:
        return
    for name in ("expose", "expose_tls_secret", "expose_ingress_class"):
        if name in service.overrides.stated:
            reason = "no route leads to it" if name != "expose" else "it has no TCP port that is known"
            advice = "write `service.expose` too" if name != "expose" else "write `expose` or `ports`"
            not_honoured(scope, service, name, reason, advice)


def ephemeral_request(scope: Scope, service: Service) -> str:
    """What a service asks of its node's disk; "" where it asks for nothing, or for more than it may use."""
    overrides = service.overrides
    if not (overrides.ephemeral_request and overrides.ephemeral_limit):
        return overrides.ephemeral_request
    if _amount(overrides.ephemeral_request) <= _amount(overrides.ephemeral_limit):
        return overrides.ephemeral_request
    reason, advice = f"it is more than the limit, {overrides.ephemeral_limit}", "lower it, or raise the limit"
    not_honoured(scope, service, "ephemeral_request", reason, advice)
    return ""


def _amount(quantity: str) -> float:
    """What a quantity such as `500Mi` or `2G` stands for."""
    number = quantity.rstrip("mkKMGTPEi")
    unit = quantity[len(number) :]
    if unit == "m":
        return float(number) / 1000
    power = "_KMGTPE".index(unit[0].upper()) if unit else 0
    return float(number) * (1024.0 if unit.endswith("i") else 1000.0) ** power


def not_honoured(scope: Scope, service: Service, name: str, reason: str, help: str) -> None:
    """Report the override in the field `name`, which has no effect."""
    path = service.overrides.stated[name]
    message = f"{path[-1]} has no effect: {reason}"
    scope.drop(OVERRIDE_NOT_HONOURED, service.attribute(*path), message, help, override=str(path[-1]))


def host_ports(service: Service, ports: dict[tuple[int, str], Manifest], options: KubernetesOptions) -> None:
    """Let published ports be the node's too, on the same address and number (`controller.port.expose`)."""
    if not service.overrides.host_ports or options.harden:
        return
    for port in service.ports:
        entry, number = ports.get((port.target, port.protocol)), published_number(port)
        if entry is not None and number:
            entry |= {"hostPort": number} | ({"hostIP": port.host_ip} if port.host_ip else {})


def report_unscaled(scope: Scope, service: Service, reason: str) -> None:
    """Say that what runs a service is not scaled."""
    if service.overrides.scales:
        field = next(name for name in service.overrides.stated if name.startswith("scale_"))
        not_honoured(scope, service, field, reason, "leave it out, or let it be a Deployment of its own")
