"""Which ports speak HTTP, as far as their numbers and names tell."""

from __future__ import annotations

from composeport.model import Port, Service
from composeport.passes.well_known import ports_of_image

_HTTP_NAMES = frozenset({"http", "h2c", "grpc", "ws", "kubernetes.io/h2c", "kubernetes.io/ws"})
"""Values of `app_protocol` that an Ingress or an HTTPRoute can lead to."""

_OTHERS = frozenset({
    *(20, 21, 22, 23, 25, 53, 69, 110, 111, 123, 135, 139, 143, 161, 179, 389, 445, 465, 514, 548, 554, 587, 601, 636),
    *(631, 853, 873, 989, 990, 993, 995, 1080, 1194, 1433, 1521, 1812, 1883, 1935, 2049, 2181, 2222, 2380, 3306, 3389),
    *(3478, 4190, 4222, 4369, 5044, 5060, 5061, 5222, 5269, 5349, 5432, 5555, 5671, 5672, 5900, 6222, 6334, 6379, 6432),
    *(6667, 6697, 7000, 7001, 7687, 8554, 8883, 9042, 9092, 9160, 9300, 10051, 11211, 14250, 25565, 26257, 27015),
    *(27017, 27018, 27019, 28015, 29015, 33060, 51820, 61613, 61616, 64738, 1025, 24224, 50000),
})  # fmt: skip
"""Numbers of services that are no HTTP (IANA, "Service Name and Transport Protocol Port Number Registry")."""

_ENCRYPTED = frozenset({443, 8443, 9443})


def why_no_http(service: Service, port: Port) -> str:
    """Why a published port is none that requests for a host can be led to; "" where it is one."""
    if (port.protocol or "tcp") != "tcp":
        return f"{port.protocol} is no HTTP"
    if port.app_protocol:
        return "" if port.app_protocol.lower() in _HTTP_NAMES else f"{port.app_protocol} is no plain HTTP"
    if port.target in _ENCRYPTED:
        return "the container encrypts by itself there, and encryption ends before it"
    if port.target in _OTHERS or _speaks_no_http(service, port.target):
        return f"{port.target} is no port of HTTP"
    return ""


def _speaks_no_http(service: Service, target: int) -> bool:
    """Whether the image is known, and for nothing that is HTTP, as of a database: then any port of it is none."""
    known = {number for number, _ in ports_of_image(service.image)}
    return bool(known) and target not in known and known <= _OTHERS
