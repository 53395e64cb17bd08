"""The stack's networks, and how each service is on them (SEMANTICS 4)."""

from __future__ import annotations

import re

from composeport.diagnostics import Severity
from composeport.digests import sha256
from composeport.dispositions.rules import (
    CLUSTER_PREREQUISITE,
    HOST_NETWORK,
    NON_OVERLAY_NETWORK,
    SHARED_NAMESPACE,
    SWARM_IGNORED,
    SWARM_REJECTED,
    UNRESOLVED_VARIABLE,
)
from composeport.model import Network, Project, Service, ServiceNetwork
from composeport.model.names import LABEL_LIMIT, with_suffix
from composeport.model.topology import namespace_owner
from composeport.records import dataclass, field
from composeport.writers.swarm.scope import Node, Scope, by_name, filled, plug_in, stack_name

_OVERLAY = "overlay"
_BRIDGES = frozenset({"", "default", "bridge"})
_LOCAL_DRIVERS = frozenset({"host", "none", "null", "macvlan", "ipvlan"})
_PREDEFINED = frozenset({"host", "bridge"})
"""Networks of the engine that a manager attaches tasks to, on each node its own."""

_OVERLAY_OPTIONS = ("com.docker.network.driver.", "encrypted")
_DEFAULT = "default"
_LEGAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
"""What a manager takes for the name of a network (swarmkit, `manager/controlapi/common.go`)."""

_ILLEGAL = re.compile(r"[^A-Za-z0-9_-]+")
_DIGEST = 8


@dataclass(slots=True)
class Networks:
    """The networks of a stack: those of the project, and what network modes become."""

    project: Project
    entries: Node = field(default_factory=dict)

    def builtin(self, name: str) -> str:
        """The key of the engine's own network `name`."""
        for key, network in self.project.networks.items():
            if network.external and network.name == name:
                return key
        key = self._free(name)
        self.entries[key] = {"external": True, "name": name}
        return key

    def secluded(self, service: str) -> str:
        """The key of a network that `service` is on alone, and that leads nowhere."""
        room = LABEL_LIMIT - len(stack_name(self.project)) - 1
        key = self._free(with_suffix(service, "alone", room))
        self.entries[key] = {"driver": _OVERLAY, "internal": True}
        return key

    def _free(self, wanted: str) -> str:
        """`wanted`, unless a network of the project has that key and is another."""
        return wanted if wanted not in self.project.networks else self._free(f"{wanted}-network")


def all_networks(scope: Scope, made: Networks) -> Node:
    """The section `networks`. A name that Compose makes up is not written: a running project's network has it."""
    entries = {key: _network(scope, network) for key, network in scope.project.networks.items()}
    return dict(sorted({**entries, **made.entries}.items()))


def _network(scope: Scope, network: Network) -> Node:
    if network.external:
        return _external(scope, network)
    return filled(
        {
            "name": _name(scope, network),
            "driver": _driver(scope, network),
            "driver_opts": _driver_options(scope, network),
            "ipam": _ipam(scope, network),
            "internal": network.internal or None,
            "attachable": network.attachable or None,
            "labels": by_name(scope, scope.project, network.labels, "networks", network.key, "labels"),
        }
    )


def _name(scope: Scope, network: Network) -> str:
    """A name that the project states, or one of ours where the manager would refuse what the network is called."""
    stated = scope.project.source.stated("networks", network.key, "name")
    called = network.name if stated else f"{stack_name(scope.project)}_{network.key}"
    if _LEGAL.fullmatch(called) and len(called) <= LABEL_LIMIT:
        return called if stated else ""
    digest = sha256(called.encode()).hexdigest()[:_DIGEST]
    made = with_suffix(_ILLEGAL.sub("-", called).strip("-_") or "network", digest, LABEL_LIMIT)
    scope.approximate(
        SWARM_REJECTED.at(Severity.WARNING if stated else Severity.INFO),
        scope.project.attribute("networks", network.key, *(["name"] if stated else [])),
        f"no network of a swarm can be called {called!r}: it is {made!r}",
        f"use at most {LABEL_LIMIT} letters, digits, hyphens and underscores, the first and the last no sign",
        name=called,
    )
    return made


def _external(scope: Scope, network: Network) -> Node:
    if not _is_name(network.name):
        scope.ask(
            UNRESOLVED_VARIABLE.at(Severity.ERROR),
            scope.project.attribute("networks", network.key, "name"),
            f"{network.name!r} is no name that a network can have: the stack is refused",
            f"set the variables of which network {network.key!r} has its name, and translate again",
            network=network.name,
        )
    elif network.name not in _PREDEFINED:
        scope.ask(
            NON_OVERLAY_NETWORK,
            scope.project.attribute("networks", network.key, "external"),
            f"network {network.name!r} must be there, and be the swarm's: one of `docker compose` is a single engine's",
            f"docker network create --driver overlay --attachable {network.name}",
            network=network.name,
        )
    return {"external": True, "name": network.name}


def _is_name(text: str) -> bool:
    """Whether an engine takes `text` for the name of a network (moby, `daemon/names`)."""
    return text.isascii() and text[:1].isalnum() and all(letter.isalnum() or letter in "_.-" for letter in text)


def _driver(scope: Scope, network: Network) -> str:
    if network.driver in {*_BRIDGES, _OVERLAY}:
        if network.driver == "bridge":
            scope.approximate(
                NON_OVERLAY_NETWORK.at(Severity.INFO),
                scope.project.attribute("networks", network.key, "driver"),
                "a bridge is a single engine's: it becomes an overlay, on which peers find each other all the same",
                "nothing",
                driver=network.driver,
            )
        return _OVERLAY
    lost = network.driver in _LOCAL_DRIVERS
    report = scope.drop if lost else scope.ask
    report(
        NON_OVERLAY_NETWORK,
        scope.project.attribute("networks", network.key, "driver"),
        f"a {network.driver} network is a single engine's: it becomes an overlay"
        if lost
        else f"every node needs the network driver {network.driver!r}, and it must span the swarm",
        "create it by hand on every node (`--config-only`, then `--scope swarm --config-from`), and make it external"
        if lost
        else plug_in(network.driver),
        driver=network.driver,
    )
    return _OVERLAY if lost else network.driver


def _driver_options(scope: Scope, network: Network) -> dict[str, str]:
    if network.driver not in {*_BRIDGES, *_LOCAL_DRIVERS}:
        return dict(sorted(network.driver_opts.items()))
    kept = {}
    for name, value in sorted(network.driver_opts.items()):
        if name.startswith(_OVERLAY_OPTIONS):
            kept[name] = value
        else:
            scope.drop(
                NON_OVERLAY_NETWORK.at(Severity.WARNING),
                scope.project.attribute("networks", network.key, "driver_opts", name),
                f"{name} says nothing to an overlay",
                "nothing, if it is about a bridge of one machine",
                option=name,
            )
    return kept


def _ipam(scope: Scope, network: Network) -> Node:
    ipam = network.ipam
    driver = "" if ipam.driver in {"", "default"} else ipam.driver
    if driver:
        scope.ask(
            CLUSTER_PREREQUISITE.at(Severity.WARNING),
            scope.project.attribute("networks", network.key, "ipam", "driver"),
            f"every node needs the address driver {driver!r}",
            plug_in(driver),
            driver=driver,
        )
    subnets: list[object] = []
    for index, pool in enumerate(ipam.config):
        if _is_subnet(pool.subnet):
            subnets.append({"subnet": pool.subnet})
        elif pool.subnet:
            scope.drop(
                SWARM_REJECTED.at(Severity.WARNING),
                scope.project.attribute("networks", network.key, "ipam", "config", index, "subnet"),
                f"{pool.subnet!r} is no range of addresses: the manager chooses one",
                "write it as 10.1.0.0/16",
                subnet=pool.subnet,
            )
    return filled({"driver": driver, "config": subnets})


def _is_subnet(text: str) -> bool:
    if "/" not in text:
        return False
    from ipaddress import ip_network  # noqa: PLC0415 - few networks have one

    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def service_networks(scope: Scope, made: Networks, service: Service) -> Node:
    """`networks` of a service, whatever its `network_mode`."""
    how, _, _ = service.network_mode.partition(":")
    if how in {"service", "container"}:
        return _shared(scope, made, service)
    if how:
        return _by_mode(scope, made, service)
    _report_links(scope, service)
    return {key: _attachment(service, key, service.networks[key]) for key in sorted(service.networks)}


def _by_mode(scope: Scope, made: Networks, service: Service) -> Node:
    mode = service.network_mode
    attribute = service.attribute("network_mode")
    if mode == "none":
        scope.drop(
            HOST_NETWORK,
            attribute,
            "a task always has a network: this one gets one of its own, which leads nowhere",
            "nothing, if it is enough that it reaches nobody and nobody reaches it",
            network_mode=mode,
        )
        return {made.secluded(service.object_name): {}}
    rule = HOST_NETWORK if mode == "host" else NON_OVERLAY_NETWORK
    name = "host" if mode == "host" else "bridge"
    scope.approximate(
        rule,
        attribute,
        f"the {name} network is that of whichever node a task is on; peers do not find it by its name",
        "place it (`deploy.placement`), or publish ports with `mode: host` instead",
        network_mode=mode,
    )
    return {made.builtin(name): {}}


def _shared(scope: Scope, made: Networks, service: Service) -> Node:
    """A namespace that belongs to another container: the same networks are the nearest."""
    owner = namespace_owner(scope.project, service)
    scope.drop(
        SHARED_NAMESPACE,
        service.attribute("network_mode"),
        f"network_mode: {service.network_mode!r} cannot be had: tasks share no network namespace, so that neither"
        " `localhost` nor the other's way out (a VPN, say) is this service's",
        "put both programs into one image, or run them by `docker compose` on one node",
        network_mode=service.network_mode,
    )
    if owner.network_mode == "host":
        return {made.builtin("host"): {}}
    if owner.network_mode == "none":
        return {made.secluded(service.object_name): {}}
    keys = () if owner.network_mode else sorted(owner.networks)
    return {key: {} for key in keys or (_DEFAULT,)}


def _attachment(service: Service, key: str, attachment: ServiceNetwork | None) -> Node:
    aliases = [alias for alias, networks in service.aliases.items() if key in networks]
    options = attachment.driver_opts if attachment else {}
    return filled({"aliases": sorted(aliases), "driver_opts": dict(sorted(options.items()))})


def _report_links(scope: Scope, service: Service) -> None:
    for index, link in enumerate(service.links):
        target, _, alias = link.partition(":")
        other = scope.project.services.get(target)
        if other is not None and alias and alias not in {target, other.object_name, *other.aliases}:
            scope.drop(
                SWARM_IGNORED,
                service.attribute("links", index),
                f"{alias!r} is this service's own name for {target!r}, which Swarm cannot give: it means another"
                " service elsewhere, or they share no network",
                f"let it use {target!r}",
                link=link,
            )


def report_container_name(scope: Scope, service: Service) -> None:
    """Say that the containers of tasks are not called so."""
    if service.container_name:
        scope.approximate(
            SWARM_IGNORED.at(Severity.INFO),
            service.attribute("container_name"),
            f"containers are called after stack and service; {service.container_name!r} stays a name on its networks",
            "find it with: docker ps --filter label=com.docker.swarm.service.name="
            f"{stack_name(scope.project)}_{service.object_name}",
            container_name=service.container_name,
        )
