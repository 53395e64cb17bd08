"""Which containers a name means on a network, as the engine's own resolver has it.

On a network that the user defined, a container answers to its service's name, its own name, its host name and the
network's aliases (Docker documentation, "Networking overview", DNS services; Compose specification, `aliases`).
"""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import PathPart
from composeport.model.names import dns_label
from composeport.model.project import Project
from composeport.model.service import Service
from composeport.model.topology import networks_of

Claim = tuple[str, tuple[PathPart, ...], tuple[str, ...]]
"""A name, the path of the attribute of the service that states it, and the networks on which it answers."""

Answers = dict[str, dict[str, tuple[str, ...]]]
"""By name in lower case, then by network: the services that answer to it."""


def claims(service: Service) -> Iterator[Claim]:
    """The names beside its own that a service answers to. Names are as written; links are the linker's own."""
    if service.network_mode:
        return
    everywhere = tuple(sorted(service.networks))
    if service.overrides.name and service.overrides.name != service.name:
        yield service.name, service.overrides.stated["name"], everywhere
    for network in everywhere:
        attachment = service.networks[network]
        for index, alias in enumerate(attachment.aliases if attachment else ()):
            yield alias, ("networks", network, "aliases", index), (network,)
    if service.container_name:
        yield service.container_name, ("container_name",), everywhere
    if service.hostname:
        yield service.hostname, ("hostname",), everywhere


_NAMED_REPLICAS = 1000


def default_container_names(project: Project, service: Service) -> tuple[str, ...]:
    """`<project>-<service>-N`, which Compose calls the containers of a service that has no `container_name`.

    Of a service with more replicas than an engine runs, the first thousand.
    """
    if service.container_name:
        return ()
    replicas = min(max(service.replicas, 1), _NAMED_REPLICAS)
    return tuple(f"{project.name}-{service.name}-{number}" for number in range(1, replicas + 1))


def answers(project: Project) -> Answers:
    """Who answers to every name of the project. A renamed service or alias answers to both of its names."""
    table: dict[str, dict[str, list[str]]] = {}

    def add(name: str, network: str, service: str) -> None:
        for spelling in {name.lower(), dns_label(name)} - {""}:
            who = table.setdefault(spelling, {}).setdefault(network, [])
            if service not in who:
                who.append(service)

    for key, service in project.services.items():
        if service.network_mode:
            continue
        for network in service.networks:
            for name in (key, service.object_name, *default_container_names(project, service)):
                add(name, network, key)
        for name, _, networks in claims(service):
            for network in networks:
                add(name, network, key)
    return {name: {network: tuple(who) for network, who in found.items()} for name, found in table.items()}


def resolve(project: Project, table: Answers, client: Service, host: str) -> tuple[str, ...]:
    """The services whose containers `client` gets for `host`, a `NAME.NETWORK` included; none for foreign names."""
    host = host.lower().rstrip(".")
    found = table.get(host)
    if found is None and "." in host:
        return _qualified(project, table, networks_of(project, client), host)
    if found is None and not client.links:
        return ()
    services = {*_linked(client, host)}
    if found:
        services.update(key for network in networks_of(project, client) for key in found.get(network, ()))
    return tuple(sorted(services))


def _linked(client: Service, host: str) -> Iterator[str]:
    for link in client.links:
        service, _, alias = link.partition(":")
        if alias.lower() == host:
            yield service


def _qualified(project: Project, table: Answers, reachable: tuple[str, ...], host: str) -> tuple[str, ...]:
    """`NAME.NETWORK`, where NETWORK is the engine's name of a network."""
    found: set[str] = set()
    for network in reachable:
        name = project.networks[network].name.lower() if network in project.networks else ""
        if name and host.endswith(f".{name}"):
            found.update(table.get(host.removesuffix(f".{name}"), {}).get(network, ()))
    return tuple(sorted(found))
