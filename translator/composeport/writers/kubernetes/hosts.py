"""What a pod is called, whom it asks for names, and which namespaces of its node it is in (SEMANTICS 3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from composeport.diagnostics import Rule, Severity
from composeport.dispositions.rules import (
    HOST_GATEWAY,
    HOST_NAMESPACE,
    HOST_NETWORK,
    INIT_PROCESS,
    NO_COUNTERPART,
    STATIC_ADDRESS,
)
from composeport.model import Service, WorkloadKind
from composeport.model.names import dns_label
from composeport.model.service import names_host
from composeport.model.topology import own_name_servers
from composeport.writers.kubernetes.metadata import DOMAIN
from composeport.writers.kubernetes.scope import Manifest, Scope

_FULL_NAME_SINCE = "1.35"
"""Since then `hostnameOverride` takes a host name with dots, by default."""

_FULL_NAME_LIMIT = 64
_DOCKER_BRIDGE = "172.17.0.1"
"""The machine's address on the network that Docker makes by default."""
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_NAME_SERVERS = 2
"""Beside the cluster's own; a resolver asks three."""
_SEARCHES, _SEARCH_TEXT = 32, 2048
"""How many domains a pod searches at most, and the characters of them all with a space between (Kubernetes,
"DNS for Services and Pods", `searches`)."""


_SHARED = {
    "pid": "it sees and may signal every process there",
    "ipc": "it shares memory with the processes there",
}
"""What a container in a namespace of its node can do."""

_PUBLIC_RESOLVERS = frozenset(
    ("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220")
)
"""Servers that know what any other knows."""


def namespaces(scope: Scope, services: Sequence[Service]) -> Manifest:
    """`hostNetwork`, `hostPID`, `hostIPC`, `hostUsers` and `shareProcessNamespace`."""
    fields: Manifest = {}
    owner = services[0]
    if owner.network_mode == "host":
        fields["hostNetwork"] = True
        _report_host(scope, owner, "network_mode", HOST_NETWORK, "its ports are the node's, and no two can share one")
    for attribute, name in (("pid", "hostPID"), ("ipc", "hostIPC")):
        for service in services:
            if getattr(service, attribute) == "host":
                fields[name] = True
                _report_host(scope, service, attribute, HOST_NAMESPACE, _SHARED[attribute])
    if any(service.userns_mode == "host" for service in services):
        fields["hostUsers"] = True
    for service in services:
        _report_others(scope, service)
    shared = len(services) > 1 and any(service.pid.startswith(("service:", "container:")) for service in services)
    if (_reaps(scope, services) or shared) and "hostPID" not in fields:
        fields["shareProcessNamespace"] = True
    return fields


def _report_host(scope: Scope, service: Service, attribute: str, rule: Rule, why: str) -> None:
    scope.approximate(
        rule,
        service.attribute(attribute),
        f"{service.name!r} shares the namespace of whichever node it runs on: {why}",
        "many clusters forbid it: see whether it works without",
        of=attribute,
    )


def _report_others(scope: Scope, service: Service) -> None:
    """Values that only an engine knows: `userns_mode: keep-id`, `ipc: none`."""
    for attribute, known in (("userns_mode", {"", "host"}), ("ipc", {"", "host", "private", "shareable"})):
        value = str(getattr(service, attribute))
        if value not in known and not value.startswith(("service:", "container:")):
            scope.drop(
                HOST_NAMESPACE,
                service.attribute(attribute),
                f"{value!r} of {service.name!r} has no counterpart: the pod has a namespace of its own",
                "leave it out, and see whether it works",
                value=value,
            )


def _reaps(scope: Scope, services: Sequence[Service]) -> bool:
    """Whether the pod's own process can take the part of `init`: it reaps, and the service is not the first process."""
    wanting = [service for service in services if service.init]
    can = len(services) == 1 and not services[0].stop_signal and not _speaks_to_first_process(services[0])
    for service in wanting:
        attribute, advice = service.attribute("init"), "put tini into the image, as its entrypoint"
        if can:
            message = f"the pod's own process takes the part of tini: it reaps what {service.name!r} leaves over"
            scope.approximate(INIT_PROCESS.at(Severity.INFO), attribute, message, f"nothing; or {advice}")
        else:
            message = f"there is no tini: what {service.name!r} leaves over is not reaped"
            scope.drop(INIT_PROCESS, attribute, message, advice)
    return can and bool(wanting)


def _speaks_to_first_process(service: Service) -> bool:
    words = (*(service.entrypoint or ()), *(service.command or ()))
    return any("/proc/1/" in word for word in words)


def host_name(scope: Scope, services: Sequence[Service]) -> Manifest:
    """`hostname`, or `hostnameOverride` for one with dots; without one, the name by which a lone pod calls itself."""
    named = [service for service in services if service.hostname]
    for service in services:
        if service.domainname:
            _report_domain(scope, service)
    if not named:
        return _own_name(scope, services)
    service = named[0]
    if scope.project.services[service.pod].network_mode == "host":
        _report_name(scope, service, "on the host's network a pod has its node's name")
        return {}
    wanted = service.hostname.lower()
    dotted = "." in wanted and DOMAIN.fullmatch(wanted) and len(wanted) <= _FULL_NAME_LIMIT
    if dotted and scope.options.at_least(_FULL_NAME_SINCE):
        return {"hostnameOverride": wanted}
    label = dns_label(wanted.partition(".")[0])
    if label != service.hostname:
        _report_name(scope, service, f"the container calls itself {label!r}" if label else "the pod's own name stays")
    return {"hostname": label} if label else {}


def _own_name(scope: Scope, services: Sequence[Service]) -> Manifest:
    """The host name with which a pod's own name is the pod's address: it may listen there, not at a `Service`'s."""
    if scope.project.services[services[0].pod].network_mode == "host":
        return {}
    for service in services:
        label = dns_label(service.calls_itself)
        lone = service.kind is WorkloadKind.SERVER and not service.overrides.scale_maximum
        if label and lone and label == service.calls_itself.lower():
            return {"hostname": label}
    return {}


def _report_name(scope: Scope, service: Service, why: str) -> None:
    scope.approximate(
        NO_COUNTERPART,
        service.attribute("hostname"),
        f"host name {service.hostname!r} of {service.name!r} is not taken as it is: {why}",
        "use letters, digits and hyphens",
        hostname=service.hostname,
    )


def _report_domain(scope: Scope, service: Service) -> None:
    scope.drop(
        NO_COUNTERPART,
        service.attribute("domainname"),
        f"domain name of {service.name!r}: a pod's domain is the cluster's, and the host name stands alone",
        "let the application take its full name from a variable",
        domainname=service.domainname,
    )


def is_address(text: str) -> bool:
    """Whether Kubernetes takes `text` for an IP address: no zone, no leading zeros, no IPv4 in IPv6's clothes."""
    if ":" not in text:
        parts = text.split(".")
        return bool(_IPV4.fullmatch(text)) and all(part == str(int(part)) and int(part) < 256 for part in parts)
    from ipaddress import AddressValueError, IPv6Address  # noqa: PLC0415 - few projects write one

    try:
        return "%" not in text and IPv6Address(text).ipv4_mapped is None
    except AddressValueError:
        return False


def name_resolution(scope: Scope, services: Sequence[Service]) -> Manifest:
    """`dnsPolicy` and `dnsConfig`: the cluster's own server stays the first, since it knows the services."""
    fields: Manifest = {}
    if services[0].network_mode == "host":
        fields["dnsPolicy"] = "ClusterFirstWithHostNet"
    servers, searches, options = _resolver(scope, services)
    config: Manifest = {}
    if servers:
        config["nameservers"] = servers
    if searches:
        config["searches"] = searches
    if options:
        config["options"] = options
    if config:
        fields["dnsConfig"] = config
    return fields


def report_endpoint_mode(scope: Scope, service: Service) -> None:
    """Say that names lead to an address of the `Service`, where it is not headless, as that mode would have it."""
    dnsrr = service.deploy is not None and service.deploy.endpoint_mode == "dnsrr"
    if dnsrr and service.serves and service.overrides.service_type != "Headless":
        scope.drop(
            NO_COUNTERPART.at(Severity.INFO),
            service.attribute("deploy", "endpoint_mode"),
            f"the name {service.name!r} leads to one address that stands for all pods, not to the address of each",
            "label it `kompose.service.type: headless` where clients want the address of each pod",
            endpoint_mode="dnsrr",
        )


def _resolver(scope: Scope, services: Sequence[Service]) -> tuple[list[str], list[str], list[Manifest]]:
    servers: list[str] = []
    searches: list[str] = []
    options: list[Manifest] = []
    for service in services:
        dns = _outside(scope, service)
        if dns:
            _report_dns(scope, service, dns)
        servers += [server for server in dns if is_address(server) and server not in servers]
        for index, search in enumerate(service.dns_search):
            if not DOMAIN.fullmatch(search):
                _report_search(scope, service, index, search, "is no domain")
            elif search in searches:
                continue
            elif len(searches) == _SEARCHES or len(" ".join((*searches, search))) > _SEARCH_TEXT:
                _report_search(scope, service, index, search, "is one too many")
            else:
                searches.append(search)
        for index, option in enumerate(service.dns_opt):
            name, _, value = option.partition(":")
            if name:
                options.append({"name": name, "value": value} if value else {"name": name})
            else:
                message = f"{option!r} of {service.name!r} names no option of a resolver"
                scope.drop(NO_COUNTERPART, service.attribute("dns_opt", index), message, "write it as ndots:2")
    return servers[:_NAME_SERVERS], searches, options


def _report_search(scope: Scope, service: Service, index: int, search: str, why: str) -> None:
    """No domain, an empty one that asks Docker to search none, or one for which there is no room."""
    scope.drop(
        NO_COUNTERPART,
        service.attribute("dns_search", index),
        f"{service.name!r} cannot search {search!r}, which {why}: it searches those of the cluster",
        "end the names that must not be searched with a dot",
        domain=search,
    )


def _outside(scope: Scope, service: Service) -> list[str]:
    """The servers of `dns` that are no containers of the project: those have other addresses on the cluster."""
    inside = set()
    for index, server, owner in own_name_servers(scope.project, service):
        inside.add(server)
        scope.drop(
            STATIC_ADDRESS,
            service.attribute("dns", index),
            f"{service.name!r} asks the cluster's own server: {owner!r} has {server} under Compose alone",
            f"nothing, unless {owner!r} knows names that nobody else does: forward those to its Service in"
            " the cluster's DNS",
            server=server,
        )
    return [server for server in service.dns if server not in inside]


def _report_dns(scope: Scope, service: Service, dns: Sequence[str]) -> None:
    usable = [server for server in dns if is_address(server)]
    lost = [server for server in dns if server not in usable[:_NAME_SERVERS]]
    scope.approximate(
        NO_COUNTERPART.at(Severity.INFO) if _PUBLIC_RESOLVERS.issuperset(dns) else NO_COUNTERPART,
        service.attribute("dns"),
        f"{service.name!r} asks the cluster's own server first, these when it does not answer"
        + (f"; {', '.join(lost)} never: a resolver asks three, by address" if lost else ""),
        "forward the domains that they know in the cluster's DNS",
        servers=list(dns),
    )


def host_aliases(scope: Scope, services: Sequence[Service]) -> list[Manifest]:
    """`extra_hosts`, by address. `host-gateway` has no address that is known beforehand.

    Docker writes what stands before the address as it is, so that blanks there part one name from the next.
    """
    by_address: dict[str, list[str]] = {}
    for service in services:
        for host, addresses in service.extra_hosts.items():
            written = host.lower().split()
            for address in addresses:
                if address == _DOCKER_BRIDGE:
                    _report_bridge(scope, service, host)
                if address == "host-gateway":
                    _report_gateway(scope, service, host)
                elif written and all(map(DOMAIN.fullmatch, written)) and is_address(address.strip("[]")):
                    names = by_address.setdefault(address.strip("[]"), [])
                    names += [name for name in written if name not in names]
                else:
                    _report_host_alias(scope, service, host, address)
    return [{"ip": address, "hostnames": names} for address, names in by_address.items()]


def _report_gateway(scope: Scope, service: Service, host: str) -> None:
    used = names_host(service, host)
    scope.drop(
        HOST_GATEWAY if used else HOST_GATEWAY.at(Severity.WARNING),
        service.attribute("extra_hosts", host),
        f"{host!r} in {service.name!r} means the machine that runs the container: a cluster has no such address",
        "run what it reaches there as a service, or give it an address of its own"
        if used
        else "nothing of what is written here uses the name: remove it, if the program does not either",
        host=host,
    )


def _report_bridge(scope: Scope, service: Service, host: str) -> None:
    scope.approximate(
        HOST_GATEWAY,
        service.attribute("extra_hosts", host),
        f"{host!r} in {service.name!r} is {_DOCKER_BRIDGE}, the machine's address on Docker's network: on a cluster"
        " nobody has to answer there",
        "run what it reaches there as a service, or give the address that it has on your network",
        host=host,
    )


def _report_host_alias(scope: Scope, service: Service, host: str, address: str) -> None:
    scope.drop(
        NO_COUNTERPART,
        service.attribute("extra_hosts", host),
        f"{host!r} at {address!r} in {service.name!r} is no line that Kubernetes puts into /etc/hosts",
        "use an address, and a name of letters, digits, hyphens and dots",
        host=host,
    )
