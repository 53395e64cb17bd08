"""What is said of labels that a reverse proxy reads."""

from __future__ import annotations

from collections.abc import Iterable

from composeport.dispositions.rules import PROXY_LABELS
from composeport.model import Service
from composeport.writers.swarm.scope import Scope

_PROXIES = frozenset({"traefik", "caddy"})


def report_proxy_labels(scope: Scope, service: Service) -> None:
    """Say where such labels are the containers' alone, at the first: each engine knows its own containers only."""
    named = _read(service.labels)
    unwanted = service.labels.get("traefik.enable", "").lower() == "false"
    if not named or unwanted or _read(service.deploy.labels if service.deploy else ()):
        return
    scope.approximate(
        PROXY_LABELS,
        service.attribute("labels", named[0]),
        f"a proxy reads these labels of {service.name!r} on its own node alone; one that watches the swarm reads"
        " those of `deploy.labels`",
        "write them below `deploy.labels`, with the port that is served, and have the proxy watch the swarm",
        label=named[0],
    )


def _read(labels: Iterable[str]) -> list[str]:
    """Those that a proxy reads, as `traefik.enable`, `caddy` or `caddy_1.reverse_proxy`."""
    return [key for key in labels if key.lower().partition(".")[0].partition("_")[0] in _PROXIES]
