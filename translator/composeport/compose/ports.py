"""The short form of a port: `[[IP:]HOST:]CONTAINER[/PROTOCOL]`, with ranges (Compose specification, "ports")."""

from __future__ import annotations

import re

from composeport.compose.values import shown
from composeport.model.networking import PROTOCOLS
from composeport.records import NamedTuple

_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}", re.ASCII)


class ShortPort(NamedTuple):
    """One container port of a short form. `published` is "", a number, or a range to choose from."""

    host_ip: str
    published: str
    target: int
    protocol: str


def parse_port(spec: str) -> list[ShortPort]:
    """Read a short form, one entry for each container port, in order. Raises ValueError with the reason."""
    address, _, protocol = spec.partition("/")
    protocol = protocol.lower() or "tcp"
    host_ip, published, target = _split(address)
    if host_ip and not is_address(host_ip):
        raise ValueError(f"invalid IP address: {shown(host_ip)}")
    if not target:
        raise ValueError(f"no port specified: {shown(spec)}")
    first, last = _range(target, "container port")
    if first == 0:
        raise ValueError(f"a container has no port 0: {shown(target)}")
    host = _range(published, "host port") if published else None
    if protocol not in PROTOCOLS:
        raise ValueError(f"invalid protocol {shown(protocol)} in {shown(spec)}; one of {', '.join(PROTOCOLS)}")
    if host and host[1] - host[0] != last - first and first != last:
        raise ValueError(f"the ranges {published} and {target} differ in length")
    return [ShortPort(host_ip, _published(host, first, last, port), port, protocol) for port in _order(first, last)]


def is_address(text: str) -> bool:
    """Whether the text is an IPv4 or IPv6 address."""
    if ":" not in text:
        return _IPV4.fullmatch(text) is not None
    from ipaddress import AddressValueError, IPv6Address  # noqa: PLC0415 - where it is needed

    try:
        IPv6Address(text.partition("%")[0])
    except AddressValueError:
        return False
    return True


def _split(address: str) -> tuple[str, str, str]:
    """The host address, the host port and the container port."""
    if address.startswith("["):
        host, bracket, rest = address[1:].partition("]")
        if not bracket:
            raise ValueError(f"missing ']' in {shown(address)}")
        if not rest.startswith(":"):
            raise ValueError(f"no port specified: {shown(address)}")
        published, _, target = rest[1:].rpartition(":")
        return host, published, target
    rest, _, target = address.rpartition(":")
    host, _, published = rest.rpartition(":")
    return host, published, target


def _range(text: str, what: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not dash:
        last = first
    for end in (first, last):
        if not (end.isascii() and end.isdigit() and len(end) < 9 and int(end) <= 65535):
            raise ValueError(f"invalid {what}: {shown(text)}")
    if int(last) < int(first):
        raise ValueError(f"invalid {what}: {text} runs backwards")
    return int(first), int(last)


def _order(first: int, last: int) -> list[int]:
    """The ports of a range as Compose lists them: sorted as text."""
    return sorted(range(first, last + 1), key=str)


def _published(host: tuple[int, int] | None, first: int, last: int, port: int) -> str:
    if host is None:
        return ""
    if first == last and host[0] != host[1]:
        return f"{host[0]}-{host[1]}"
    return str(host[0] + port - first)
