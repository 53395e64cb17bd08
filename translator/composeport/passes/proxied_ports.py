"""Finds the ports that a service's labels and variables tell a reverse proxy to dial (SEMANTICS 3.5).

The proxy may be elsewhere, and the routes may not be wanted: the container listens there all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import PathPart
from composeport.model import ServedPort, Service

_KEY = re.compile(r"traefik(?:\.(?:http|tcp)\.services\.[^.]+\.loadbalancer\.server|\.[^.]+|)\.port", re.IGNORECASE)
"""Labels of Traefik 2 and 3, and of Traefik 1, whose whole value is a port of the container."""

_UPSTREAMS = re.compile(r"\{\{\s*upstreams(?:\s+[a-z]\w*)?\s+(\d{1,5})\s*\}\}")
"""What caddy-docker-proxy replaces with the container's address and that port."""

_VARIABLE = "VIRTUAL_PORT"
"""The variable of nginx-proxy."""


def proxied_ports(service: Service) -> Iterator[ServedPort]:
    """Each port that a proxy is told, by the place that tells it."""
    for path, text in _told(service):
        if text.isascii() and text.isdecimal() and len(text) <= 5 and 0 < int(text) < 65536:
            yield ServedPort(int(text), "tcp", "reference", service.source.at(*path))


def _told(service: Service) -> Iterator[tuple[tuple[PathPart, ...], str]]:
    deployed = service.deploy.labels if service.deploy is not None else {}
    for base, labels in ((("labels",), service.labels), (("deploy", "labels"), deployed)):
        for key, value in labels.items():
            if _KEY.fullmatch(key):
                yield (*base, key), value.strip()
            for port in _UPSTREAMS.findall(value):
                yield (*base, key), port
    if _VARIABLE in service.environment:
        yield ("environment", _VARIABLE), service.variables[_VARIABLE].strip()
