"""What all readers of proxies' hints share: who said what where, and whether the proxy itself is reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from composeport.diagnostics import Attribute, Fidelity, Findings, Severity
from composeport.dispositions.rules import PROXY_LABELS
from composeport.model import Project, Route, Service
from composeport.model.topology import namespace_owner, on_every_address, on_host_network, published_off_loopback
from composeport.records import NamedTuple


class Label(NamedTuple):
    """A label's value and its place."""

    value: str
    attribute: Attribute


class Hint(NamedTuple):
    """A route that a proxy's configuration asks for, and the service whose containers answer."""

    service: str
    route: Route


class Withheld(NamedTuple):
    """Requests that a proxy treats in a way that has no counterpart; None as their route where any may be meant.

    They must not get through by another route that takes more requests.
    """

    route: Route | None
    attribute: Attribute


def labels_of(service: Service) -> dict[str, Label]:
    """The labels that a proxy sees, by lower-case key; those of a container beat those of a swarm's service."""
    deployed: Mapping[str, str] = service.deploy.labels if service.deploy is not None else {}
    found = {key.lower(): Label(value, service.attribute("deploy", "labels", key)) for key, value in deployed.items()}
    for key, value in service.labels.items():
        found[key.lower()] = Label(value, service.attribute("labels", key))
    return found


def refuse(findings: Findings, attribute: Attribute, message: str, help: str, severity: Severity | None = None) -> None:
    """Report a hint that becomes no route, because the route would be another one than the proxy's."""
    rule = PROXY_LABELS.at(severity or Severity.WARNING)
    findings.add(rule, Fidelity.DROPPED, attribute, message, help)


def note(findings: Findings, attribute: Attribute, message: str, help: str, severity: Severity = Severity.INFO) -> None:
    """Report a hint that becomes a route that is nearly the proxy's."""
    findings.add(PROXY_LABELS.at(severity), Fidelity.APPROXIMATED, attribute, message, help)


def image_name(service: Service) -> str:
    """The last part of an image's repository: `docker.io/library/traefik:v3` is `traefik`."""
    return service.image.partition("@")[0].rpartition("/")[2].partition(":")[0]


class Proxy(NamedTuple):
    """The proxies of one kind that the project itself runs; none where the proxy is elsewhere."""

    services: tuple[Service, ...]
    open_ports: frozenset[int]
    """Their ports that other machines reach."""
    on_host: bool

    @property
    def unreachable(self) -> bool:
        """Whether nobody outside reaches the proxy, so that its routes do not lead out either."""
        return bool(self.services) and not self.on_host and not self.open_ports


def proxy_of(project: Project, *images: str) -> Proxy:
    """The proxies that run one of `images`."""
    found = tuple(service for service in project.services.values() if image_name(service) in images)
    owners = [owner for service in found for owner in (service, namespace_owner(project, service))]
    ports = (port for owner in owners for port in published_off_loopback(project, owner))
    return Proxy(
        found,
        frozenset(port.target for port in ports if on_every_address(port)),
        any(on_host_network(project, service) for service in found),
    )


def lowest_port(service: Service) -> int | None:
    """The port that a proxy chooses by itself: the lowest that the container or its image declares, else is known."""
    ports = [port for port in service.serves if port.protocol == "tcp"]
    declared = [port.target for port in ports if port.evidence != "reference"]
    return min(declared or [port.target for port in ports], default=None)


def words(text: str) -> Iterator[str]:
    """The parts of a list that is written with commas or spaces."""
    yield from text.replace(",", " ").split()
