"""How published ports leave the cluster, and whether they do (SEMANTICS 3.5, `--publish`)."""

from __future__ import annotations

from composeport.diagnostics import Location
from composeport.dispositions.rules import LOOPBACK_WIDENED, MIXED_PROTOCOL_LOAD_BALANCER, PUBLISHED_NOT_EXPOSED
from composeport.model import Port, Project, Service
from composeport.model.names import with_suffix
from composeport.model.topology import is_loopback, on_every_address, published_number, published_off_loopback
from composeport.writers.kubernetes.metadata import is_legal_key, labels, object_meta, selector
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.kubernetes.overridden import NODE_PORTS, host_ports, published_overrides
from composeport.writers.kubernetes.scope import Manifest, Scope

_UNPRIVILEGED = 1024
"""The first port on which a program of any user may listen (Linux, `ip_unprivileged_port_start`)."""

_TYPES = {"load-balancer": "LoadBalancer", "node-port": "NodePort"}
"""The type of the second `Service` for each value of `--publish` that makes one."""


def published_service(scope: Scope, service: Service) -> Manifest | None:
    """The second `Service`, of the ports that leave the cluster; None where none does."""
    project, options = scope.project, scope.options
    leaving = [port for port in _leaving(project, service, options) if port.mode != "host"]
    if options.publish not in _TYPES or not leaving:
        return None
    ports: dict[tuple[int, str], Manifest] = {}
    for port in leaving:
        number = published_number(port) or port.target
        entry = service_port(f"{port.protocol}-{number}", number, port.target, port.protocol, port.app_protocol)
        if options.publish == "node-port" and published_number(port) in NODE_PORTS:
            entry["nodePort"] = published_number(port)
        ports.setdefault((number, port.protocol), entry)
    if options.publish == "load-balancer" and len({protocol for _, protocol in ports}) > 1:
        _report_mixed_protocols(scope, service)
    kind, entries = _TYPES[options.publish], list(ports.values())
    spec: Manifest = {"type": kind, **published_overrides(service, entries, kind)}
    spec |= {"selector": selector(project, service), "ports": entries}
    name = with_suffix(service.object_name, "published")
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": object_meta(name, labels(project, service)),
        "spec": spec,
    }


def container_ports(project: Project, service: Service, options: KubernetesOptions) -> list[Manifest]:
    """The `ports` of a container: what it declares, and the ports of the node that `mode: host` asks for."""
    ports: dict[tuple[int, str], Manifest] = {}
    for served in service.serves:
        if served.evidence in {"ports", "expose"}:
            entry: Manifest = {"containerPort": served.target, "protocol": served.protocol.upper()}
            ports[served.target, served.protocol] = entry
    if options.publish != "cluster":
        for port in _leaving(project, service, options):
            number = published_number(port)
            if port.mode == "host" and number:
                ports[port.target, port.protocol]["hostPort"] = number
    host_ports(service, ports, options)
    return list(ports.values())


def service_port(name: str, number: int, target: int, protocol: str, app_protocol: str) -> Manifest:
    """One entry of a `Service`'s ports."""
    port: Manifest = {"name": name, "port": number, "targetPort": target, "protocol": protocol.upper()}
    if app_protocol and is_legal_key(app_protocol):
        port["appProtocol"] = app_protocol
    return port


def report_ports(scope: Scope, service: Service) -> None:
    """Say how far published ports get, where that is not as far as under Compose; of a range, once."""
    if service.network_mode in {"host", "none"}:
        return
    written: dict[Location, list[tuple[int, Port]]] = {}
    for index, port in enumerate(service.ports):
        written.setdefault(service.source.at("ports", index), []).append((index, port))
    for ports in written.values():
        index, first = ports[0]
        _report_port(scope, service, index, first, _shown(service, first, ports[-1][1]))


def _report_port(scope: Scope, service: Service, index: int, port: Port, shown: str) -> None:
    attribute = service.attribute("ports", index)
    if port.app_protocol and not is_legal_key(port.app_protocol):
        message = f"app_protocol {port.app_protocol!r} of {service.name!r} is no name that Kubernetes takes: left out"
        scope.drop(PUBLISHED_NOT_EXPOSED, attribute, message, "use a name such as http or h2c")
    number = published_number(port)
    forward = _forward(service, port)
    if is_loopback(port):
        message = f"nothing outside the cluster reaches {shown}, which Compose publishes on loopback alone"
        advice = forward or "run its clients in the cluster: `kubectl port-forward` takes TCP alone"
        scope.approximate(PUBLISHED_NOT_EXPOSED, attribute, message, advice, container_port=port.target)
    elif scope.options.publish == "cluster":
        message = f"nothing outside the cluster reaches {shown}"
        advice = "choose a way out with --publish (load-balancer, node-port, ingress, gateway)"
        advice += f", or {forward}" if forward else ""
        scope.approximate(PUBLISHED_NOT_EXPOSED, attribute, message, advice, container_port=port.target)
    elif not on_every_address(port):
        message = f"only {port.host_ip} has {shown} under Compose, and a cluster would open it to more: it stays inside"
        advice = "leave the address out of the file, if everybody may reach it"
        scope.drop(LOOPBACK_WIDENED, attribute, message, advice, host_ip=port.host_ip)
    elif scope.options.publish == "node-port" and number not in NODE_PORTS and port.mode != "host":
        message = f"a node does not serve {shown}: the cluster chooses a port from 30000 to 32767"
        advice = "publish a number in that range to have it kept"
        scope.approximate(PUBLISHED_NOT_EXPOSED, attribute, message, advice, container_port=port.target)


def _forward(service: Service, port: Port) -> str:
    """The command that opens a port to its user alone, "" where there is none; below 1024 only root may listen."""
    if port.protocol not in {"", "tcp"}:
        return ""
    number = published_number(port) or port.target
    local = number if number >= _UNPRIVILEGED else 8000 + number
    return f"`kubectl port-forward service/{service.object_name} {local}:{port.target}`"


def _shown(service: Service, port: Port, last: Port) -> str:
    """A published port, or a range, as `port 53/udp of 'dns'`: by the container's number where no other is given."""
    protocol = f"/{port.protocol}" if port.protocol not in {"", "tcp"} else ""
    first, final = (port.published or port.target, last.published or last.target)
    numbers = f"port {first}" if port is last else f"ports {first}-{final}"
    return f"{numbers}{protocol} of {service.name!r}"


def _leaving(project: Project, service: Service, options: KubernetesOptions) -> list[Port]:
    """The ports that leave the cluster: what other machines reach under Compose, on whatever address they call."""
    if options.publish == "cluster":
        return []
    return [port for port in published_off_loopback(project, service) if on_every_address(port)]


def _report_mixed_protocols(scope: Scope, service: Service) -> None:
    message = "tcp and udp on one load balancer: not every provider takes that"
    advice = "ask your provider, or split the service's ports"
    scope.approximate(MIXED_PROTOCOL_LOAD_BALANCER, service.attribute("ports"), message, advice, name=service.name)
