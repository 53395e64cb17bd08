"""`Service` objects: every name that resolves in Compose, and every port behind it (SEMANTICS 3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from composeport.diagnostics import Severity
from composeport.dispositions.rules import NO_DECLARED_PORT
from composeport.errors import InputError, Problem
from composeport.model import PROTOCOLS, Port, Project, ServedPort, Service
from composeport.model.decisions import JOBS
from composeport.model.names import dns_label
from composeport.model.topology import (
    members_by_network,
    namespace_owner,
    networks_of,
    on_host_network,
    published_number,
    without_network,
)
from composeport.records import NamedTuple
from composeport.writers.kubernetes.metadata import (
    PART_OF,
    labels,
    name_of,
    object_meta,
    project_label,
    project_labels,
    selector,
)
from composeport.writers.kubernetes.overridden import overridden, report_publishing
from composeport.writers.kubernetes.publishing import published_service, report_ports, service_port
from composeport.writers.kubernetes.scope import Manifest, Scope

ALIAS_LABEL = "alias.composeport.dev/"
"""The prefix of the labels by which alias Services find their pods; the alias follows, the value is `true`."""

_DECLARED = frozenset({"ports", "expose"})


class _Entrance(NamedTuple):
    """A name, the services behind it, and the pods that it selects."""

    name: str
    services: tuple[Service, ...]
    selector: dict[str, str]


def service_objects(scope: Scope) -> list[Manifest]:
    """Every `Service` of the project, by name. Raises `InputError` where two would have one name."""
    project = scope.project
    guests = _guests(project)
    entrances = list(_entrances(project))
    objects = []
    for entrance in entrances:
        served = _served(entrance.services, guests)
        if len(entrance.services) == 1 and entrance.name == entrance.services[0].object_name:
            _report_inference(scope, entrance.services[0], served)
        own = [service for service in entrance.services if service.object_name == entrance.name]
        published = [port for service in own if _stays(scope, service) for port in service.ports]
        objects.append(_service(project, entrance, served, published))
    for service in project.services.values():
        report_ports(overridden(scope, service), service)
        extra = published_service(overridden(scope, service), service)
        report_publishing(scope, service, extra)
        if extra is not None:
            objects.append(extra)
    _refuse_duplicates(project, objects)
    return sorted(objects, key=name_of)


def alias_labels(services: Iterable[Service]) -> dict[str, str]:
    """The labels by which the alias Services of `services` find the pod in which they run."""
    names = sorted({alias for service in services for alias in service.aliases})
    return {f"{ALIAS_LABEL}{alias}": "true" for alias in names}


def has_service(project: Project, service: Service, members: dict[str, tuple[str, ...]]) -> bool:
    """Whether a `Service` carries the name: it has peers, or ports that somebody is meant to reach.

    One in another's network namespace has no name in Compose; on the machine's network or on none nobody finds it.
    """
    if namespace_owner(project, service) is not service or on_host_network(project, service):
        return False
    if without_network(project, service):
        return False
    has_peers = any(len(members[network]) > 1 for network in networks_of(project, service) if not service.network_mode)
    return has_peers or any(port.evidence in _DECLARED or port.evidence == "reference" for port in service.serves)


def _entrances(project: Project) -> Iterator[_Entrance]:
    """Every name with its services; one that several share, be it one's own, is found by the alias's label."""
    members = members_by_network(project)
    shared: dict[str, list[Service]] = {}
    for service in project.services.values():
        for alias in service.aliases:
            shared.setdefault(alias, []).append(service)
    for service in project.services.values():
        if service.object_name not in shared and has_service(project, service, members):
            yield _Entrance(service.object_name, (service,), selector(project, service))
    for alias, services in shared.items():
        yield _Entrance(alias, tuple(services), {f"{ALIAS_LABEL}{alias}": "true", PART_OF: project_label(project)})


def _guests(project: Project) -> dict[str, list[Service]]:
    """By service: the others that live in its network namespace, and whose ports are therefore its own."""
    guests: dict[str, list[Service]] = {}
    for service in project.services.values():
        owner = namespace_owner(project, service)
        if owner is not service:
            guests.setdefault(owner.name, []).append(service)
    return guests


def _served(services: Iterable[Service], guests: dict[str, list[Service]]) -> list[ServedPort]:
    """The container ports behind a name, each number and protocol once; none where one of the services has none."""
    ports: dict[tuple[int, str], ServedPort] = {}
    for service in services:
        found = [port for each in (service, *guests.get(service.name, ())) for port in each.serves]
        if not found:
            return []
        for port in found:
            ports.setdefault((port.target, port.protocol), port)
    return list(ports.values())


def _stays(scope: Scope, service: Service) -> bool:
    """Whether a service's published ports are served inside the cluster alone."""
    return overridden(scope, service).options.publish == "cluster"


def _service(project: Project, entrance: _Entrance, served: list[ServedPort], published: list[Port]) -> Manifest:
    first = entrance.services[0]
    owned = labels(project, first) if len(entrance.services) == 1 else project_labels(project)
    headless = entrance.name == first.object_name and first.overrides.service_type == "Headless"
    spec: Manifest = {} if served and not headless else {"clusterIP": "None"}
    spec["selector"] = entrance.selector
    if any(service.dialled_unready for service in entrance.services):
        spec["publishNotReadyAddresses"] = True
    if served:
        spec["ports"] = _ports(served, published)
    return {"apiVersion": "v1", "kind": "Service", "metadata": object_meta(entrance.name, owned), "spec": spec}


def _ports(served: list[ServedPort], published: list[Port]) -> list[Manifest]:
    """Container ports, and published numbers beside them; where both meet, the container's number wins."""
    ports: dict[tuple[int, str], Manifest] = {}
    names: set[str] = set()
    for port in served:
        name = dns_label(port.name)
        name = name if name and name not in names and not _is_ours(name) else f"{port.protocol}-{port.target}"
        names.add(name)
        ports[port.target, port.protocol] = service_port(
            name, port.target, port.target, port.protocol, port.app_protocol
        )
    for published_port in published:
        number, protocol = published_number(published_port), published_port.protocol or "tcp"
        if number and (number, protocol) not in ports:
            ports[number, protocol] = service_port(
                f"{protocol}-{number}", number, published_port.target, protocol, published_port.app_protocol
            )
    return list(ports.values())


def _is_ours(name: str) -> bool:
    """Whether a name is of the form that ports without a name of their own get: `tcp-80`."""
    protocol, _, number = name.partition("-")
    return protocol in PROTOCOLS and number.isdigit()


def _report_inference(scope: Scope, service: Service, served: list[ServedPort]) -> None:
    """A service that declares no port: which ones are taken, and from where, or that all are open."""
    if any(port.evidence in _DECLARED for port in served):
        return
    guessed = sorted({f"{port.target}/{port.protocol}" for port in served})
    known = any(port.of_image for port in served)
    message, advice = _guess(service, [text.removesuffix("/tcp") for text in guessed], known=known)
    harmless = known or service.kind in JOBS or not (service.dialled or (service.replicas > 1 and not served))
    rule = NO_DECLARED_PORT.at(Severity.INFO) if harmless else NO_DECLARED_PORT
    scope.approximate(rule, scope.project.at_key("services", service.name), message, advice, ports=guessed)


def _guess(service: Service, ports: list[str], *, known: bool) -> tuple[str, str]:
    """What is said of a service without a declared port, and the next step. `known`: its image tells of one."""
    told = f"{service.name!r} declares no port"
    if ports:
        why = "which its labels or health check name"
        if known:
            why = "on which its image listens"
        elif service.dialled:
            why = "which others dial; its other ports cannot be reached"
        return f"{told}: its Service has {', '.join(ports)}, {why}", f"declare them: `expose: {ports}`"
    advice = "`expose:` the port that it listens on, before the first deployment; nothing, if it listens on none"
    if not service.dialled and service.replicas <= 1:
        return f"{told}, and nobody seems to dial it: its Service is headless", advice
    return f"{told} and none is known: its Service is headless, so that clients dial one pod and stay with it", advice


def _refuse_duplicates(project: Project, objects: list[Manifest]) -> None:
    seen: set[str] = set()
    for item in objects:
        name = name_of(item)
        if name in seen:
            message = f"two Services would be called {name!r}"
            raise InputError([Problem(message, None, "rename a service or an alias")], project.texts)
        seen.add(name)
