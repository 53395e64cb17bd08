"""The ports that a stack publishes. Swarm publishes on every address of a node, most ports on every node."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.dispositions.rules import INGRESS_PORT_CLASH, LOOPBACK_WIDENED, SWARM_REJECTED
from composeport.model import Port, Service
from composeport.model.topology import is_loopback, on_every_address, published_number
from composeport.records import dataclass, field
from composeport.writers.swarm.scope import Node, Scope, filled

_INGRESS = "ingress"


@dataclass(slots=True)
class Published:
    """The published ports of a stack so far, by number and protocol: who publishes it, and how."""

    taken: dict[tuple[int, str], tuple[str, int, str]] = field(default_factory=dict)


def ports(scope: Scope, published: Published, service: Service) -> list[Node]:
    """`ports` of a service. On the host's own network there are none to publish, in Compose as here."""
    if service.network_mode == "host":
        return []
    kept: dict[tuple[tuple[str, object], ...], Node] = {}
    for index, port in enumerate(service.ports):
        _report_names(scope, service, index, port)
        if _private(scope, service, index, port):
            continue
        entry = _port(scope, service, index, port)
        key = tuple(entry.items())
        if key not in kept and _free(scope, published, service, index, entry):
            kept[key] = entry
    return [*kept.values()]


def _report_names(scope: Scope, service: Service, index: int, port: Port) -> None:
    for attribute, value in (("name", port.name), ("app_protocol", port.app_protocol)):
        if value:
            scope.drop(
                SWARM_REJECTED.at(Severity.INFO),
                service.attribute("ports", index, attribute),
                f"a port of a stack has no {attribute}; it changes nothing for whom it serves",
                "nothing",
                value=value,
            )


def _private(scope: Scope, service: Service, index: int, port: Port) -> bool:
    """Whether a port stays out, since only one address of the machine is meant and Swarm would open all."""
    if on_every_address(port):
        return False
    opened = is_loopback(port) and scope.options.publish_loopback
    report = scope.approximate if opened else scope.drop
    report(
        LOOPBACK_WIDENED.at(Severity.WARNING) if opened else LOOPBACK_WIDENED,
        service.attribute("ports", index),
        f"port {port.target} is published on {port.host_ip} alone, and Swarm knows no address: "
        + ("it is opened to everybody, as asked" if opened else "it is not published"),
        "keep others out by a firewall"
        if opened
        else "`--publish-loopback` publishes such ports on every address of every node"
        if is_loopback(port)
        else "leave the address out of the file, if everybody may reach it",
        host_ip=port.host_ip,
        port=port.target,
    )
    return not opened


def _port(scope: Scope, service: Service, index: int, port: Port) -> Node:
    number = published_number(port)
    if "-" in port.published:
        scope.approximate(
            SWARM_REJECTED.at(Severity.WARNING),
            service.attribute("ports", index, "published"),
            f"Swarm chooses from no range ({port.published}): {number} it is, for all tasks together",
            "publish one number",
            published=port.published,
        )
    return filled({"target": port.target, "published": number, "protocol": port.protocol, "mode": port.mode})


def _free(scope: Scope, published: Published, service: Service, index: int, entry: Node) -> bool:
    """Whether nobody has the published number yet, as far as a manager minds."""
    number, protocol, mode = entry.get("published"), str(entry.get("protocol", "tcp")), str(entry.get("mode", _INGRESS))
    if not isinstance(number, int):
        return True
    other, target, how = published.taken.setdefault((number, protocol), (service.name, index, mode))
    if (other, target) == (service.name, index) or (other != service.name and mode == how == "host"):
        return True
    scope.drop(
        INGRESS_PORT_CLASH,
        service.attribute("ports", index),
        f"port {number}/{protocol} is published by {other!r} already, and it is the whole swarm's: it is not published",
        "publish another number",
        published=number,
        taken_by=other,
    )
    return False
