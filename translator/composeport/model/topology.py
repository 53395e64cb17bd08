"""Who can reach whom in a Compose application (Compose specification, "Networks top-level element").

Facts that follow from a project and that are written nowhere in it: no pass decides them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from composeport.model.decisions import JOBS, WorkloadKind
from composeport.model.networking import Port
from composeport.model.project import Project
from composeport.model.quantities import natural
from composeport.model.service import Service

DEFAULT_BRIDGE = "docker0"
"""The network of `network_mode: bridge`: its members reach each other by address; it resolves no names."""

_EVERY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - read, not listened on


def namespace_owner(project: Project, service: Service) -> Service:
    """The service whose network namespace `service` uses: itself, unless `network_mode` names another's."""
    lender = _lender(project, service)
    return service if lender is None else _owners(ProjectKey(project))[lender.name]


@lru_cache(maxsize=1)
def _owners(key: ProjectKey) -> dict[str, Service]:
    """The owner of each service's network namespace; made once, since each of a long chain asks for the same one."""
    owners: dict[str, Service] = {}
    for service in key.project.services.values():
        chain: dict[str, None] = {}
        while service.name not in owners and service.name not in chain:
            chain[service.name] = None
            service = _lender(key.project, service) or service  # noqa: PLW2901 - along the chain
        owners |= dict.fromkeys(chain, owners.get(service.name, service))
    return owners


def _lender(project: Project, service: Service) -> Service | None:
    if not service.network_mode:
        return None
    how, _, name = service.network_mode.partition(":")
    if how == "service":
        return project.services.get(name)
    return container_named(project, name) if how == "container" else None


def container_named(project: Project, name: str) -> Service | None:
    """The service whose `container_name` this is; None for a container that is not of the project."""
    return _by_container_name(ProjectKey(project)).get(name)


class ProjectKey:
    """A project as the key of a cache: the same as one with the same services, without comparing any."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def __hash__(self) -> int:
        return id(self.project.services)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProjectKey) and other.project.services is self.project.services


@lru_cache(maxsize=1)
def _by_container_name(key: ProjectKey) -> dict[str, Service]:
    """The first service of each name; made once for the many that ask of one project."""
    named: dict[str, Service] = {}
    for service in key.project.services.values():
        named.setdefault(service.container_name, service)
    return named


def networks_of(project: Project, service: Service) -> tuple[str, ...]:
    """The networks on which a service's containers are, sorted; none for `none`, `host` and foreign namespaces."""
    owner = namespace_owner(project, service)
    if owner.network_mode in {"bridge", "default"}:
        return (DEFAULT_BRIDGE,)
    return () if owner.network_mode else tuple(sorted(owner.networks))


def members_by_network(project: Project) -> dict[str, tuple[str, ...]]:
    """The services on each network, by the network's key, both sorted; those that live in a member's namespace too."""
    members: dict[str, list[str]] = {}
    for name, service in project.services.items():
        for network in networks_of(project, service):
            members.setdefault(network, []).append(name)
    return {network: tuple(sorted(members[network])) for network in sorted(members)}


def on_host_network(project: Project, service: Service) -> bool:
    """Whether a service's containers use the network of the machine."""
    return namespace_owner(project, service).network_mode == "host"


def without_network(project: Project, service: Service) -> bool:
    """Whether a service's containers have no network at all."""
    return namespace_owner(project, service).network_mode == "none"


def only_internal(project: Project, service: Service) -> bool:
    """Whether every network of a service is internal, so that it reaches its peers and nothing else."""
    networks = networks_of(project, service)
    return bool(networks) and all(key in project.networks and project.networks[key].internal for key in networks)


def own_name_servers(project: Project, service: Service) -> list[tuple[int, str, str]]:
    """The entries of `dns` that are containers of the project: index, address, and the service that asks for it.

    It asks for it on some network; elsewhere than under Compose, its address is another.
    """
    inside = _static_addresses(project) if service.dns else {}
    return [(index, server, inside[server]) for index, server in enumerate(service.dns) if server in inside]


def _static_addresses(project: Project) -> dict[str, str]:
    return {
        address: service.name
        for service in project.services.values()
        for network in service.networks.values()
        if network is not None
        for address in (network.ipv4_address, network.ipv6_address)
        if address
    }


def is_loopback(port: Port) -> bool:
    """Whether only the machine itself reaches a published port."""
    return port.host_ip.startswith("127.") or port.host_ip == "::1"


def on_every_address(port: Port) -> bool:
    """Whether a published port listens on all addresses of the machine, rather than on one that is named."""
    return port.host_ip in _EVERY_ADDRESS


def published_number(port: Port) -> int | None:
    """The number under which a port is published, the first of a range; None where the engine chooses."""
    return natural(port.published.partition("-")[0]) or None


def published_off_loopback(project: Project, service: Service) -> tuple[Port, ...]:
    """The ports that other machines can reach under Compose: not on loopback, and on a network with a way out."""
    owner = namespace_owner(project, service)
    if owner.network_mode in {"host", "none"} or only_internal(project, service):
        return ()
    return tuple(port for port in service.ports if not is_loopback(port))


def pod_kind(mates: Sequence[Service]) -> WorkloadKind:
    """What runs a pod: the kind of the first of its services that runs for ever, else of the first."""
    return next((service.kind for service in mates if service.kind not in JOBS), mates[0].kind)


def waited_for(project: Project, condition: str) -> frozenset[str]:
    """The services that another one waits for, until they are as `condition` of `depends_on` says."""
    return frozenset(
        name
        for service in project.services.values()
        for name, dependency in service.depends_on.items()
        if dependency.condition == condition
    )
