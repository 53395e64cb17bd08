"""Who reaches whom under Compose, computed from what the files say and nothing that a translation decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from composeport.model import Project, Service


@dataclass
class Place:
    """A network namespace, or what becomes one: the services in it, its networks, what it publishes off loopback."""

    services: set[str] = field(default_factory=set)
    networks: set[str] = field(default_factory=set)
    published: set[tuple[int, str]] = field(default_factory=set)
    internal_only: bool = False
    host: bool = False
    none: bool = False
    unknown: bool = False

    @property
    def leaves(self) -> bool:
        """Whether it reaches other machines."""
        return not self.none and not self.internal_only


def places(project: Project) -> dict[str, Place]:
    """By service: where it is. Those that say `service:x` for network, pid or ipc share a place, as a pod."""
    found = {name: Place({name}) for name in project.services}
    for service in project.services.values():
        for attribute in ("network_mode", "pid", "ipc"):
            other = _other(project, getattr(service, attribute))
            if other is not None and found[other] is not found[service.name]:
                found[other].services |= found[service.name].services
                for name in found[other].services:
                    found[name] = found[other]
    for place in {id(place): place for place in found.values()}.values():
        for name in sorted(place.services):
            _describe(project, place, project.services[name])
        internal = {key for key in place.networks if key in project.networks and project.networks[key].internal}
        place.internal_only = bool(place.networks) and internal == place.networks
        if place.internal_only or place.host:
            place.published = set()
    return found


def _other(project: Project, value: str) -> str | None:
    how, _, name = value.partition(":")
    if how == "service":
        return name
    named = [key for key, service in project.services.items() if how == "container" and service.container_name == name]
    return named[0] if named else None


def _describe(project: Project, place: Place, service: Service) -> None:
    mode = service.network_mode
    if not mode:
        place.networks |= set(service.networks)
    elif mode in {"bridge", "default"}:
        place.networks.add("the engine's default bridge")
    elif mode == "host":
        place.host = True
    elif mode == "none":
        place.none = True
    elif _other(project, mode) is None:
        place.unknown = True
    for port in service.ports:
        if not (port.host_ip.startswith("127.") or port.host_ip == "::1"):
            place.published.add((port.target, port.protocol or "tcp"))


def reaches(source: Place, target: Place, port: tuple[int, str]) -> bool:
    """Whether a container at `source` reaches a port of one at `target`, by its address or through the machine's."""
    if source.none or target.none:
        return False
    if not source.host and source.networks & target.networks:
        return True
    return source.leaves and (target.host or port in target.published)


def reached_from_outside(target: Place, port: tuple[int, str]) -> bool:
    """Whether another machine reaches a port."""
    return not target.none and (target.host or port in target.published)
