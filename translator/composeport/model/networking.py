"""Networks, and how a service is on them (Compose Networks specification; `ports`, `networks` of a service)."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.model.provenance import Extensions
from composeport.records import dataclass, field

PROTOCOLS = ("tcp", "udp", "sctp")
"""What ports speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """One of `ports`, in its long form. `published` is "", a number, or a range such as "8000-8010" to choose from."""

    name: str = ""
    mode: str = ""
    host_ip: str = ""
    target: int = 0
    published: str = ""
    protocol: str = ""
    app_protocol: str = ""
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceNetwork:
    """How a service is on one network. `driver_opts`, priorities and addresses are the engine's."""

    aliases: tuple[str, ...] = ()
    driver_opts: Mapping[str, str] = field(default_factory=dict)
    gw_priority: int = 0
    interface_name: str = ""
    ipv4_address: str = ""
    ipv6_address: str = ""
    link_local_ips: tuple[str, ...] = ()
    mac_address: str = ""
    priority: int = 0
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IpamPool:
    """One of `ipam.config`."""

    subnet: str = ""
    gateway: str = ""
    ip_range: str = ""
    aux_addresses: Mapping[str, str] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipam:
    """`networks.*.ipam`."""

    driver: str = ""
    config: tuple[IpamPool, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One of the project's `networks`. `name` is the engine's name for it."""

    key: str
    name: str = ""
    driver: str = ""
    driver_opts: Mapping[str, str] = field(default_factory=dict)
    ipam: Ipam = field(default_factory=Ipam)
    external: bool = False
    internal: bool = False
    attachable: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    enable_ipv4: bool | None = None
    enable_ipv6: bool | None = None
    extensions: Extensions = field(default_factory=dict)
