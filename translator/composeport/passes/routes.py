"""Decides which HTTP requests from outside each service gets (SEMANTICS 3.5, `--publish ingress|gateway`)."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Fidelity, Findings, Severity
from composeport.dispositions.rules import PROXY_LABELS, PUBLISHED_NOT_EXPOSED
from composeport.model import Port, Project, Route, RouteMatch, Service
from composeport.model.names import dns_label
from composeport.model.topology import (
    namespace_owner,
    on_every_address,
    on_host_network,
    published_number,
    published_off_loopback,
)
from composeport.passes.choices import Choices
from composeport.records import replace

_ELSEWHERE = "choose another way out for the project (--publish load-balancer), or write a Service for this port"


def routes(project: Project, findings: Findings, choices: Choices) -> Project:
    """Set `routes` of each service: what overrides ask for, and all others where `choices.routes` says so.

    Needs `passes.ports` and `passes.overrides`.
    """
    asked = list(_exposed(project, choices.domain))
    if choices.routes:
        asked += [*_hinted(project, findings), *_published(project, findings, choices.domain)]
    if not asked:
        return project
    found: dict[str, list[Route]] = {name: [] for name in project.services}
    for service, route in asked:
        found[service].append(route)
    unique = _each_once(found, findings)
    return replace(
        project,
        services={name: replace(service, routes=tuple(unique[name])) for name, service in project.services.items()},
    )


def _hinted(project: Project, findings: Findings) -> Iterator[tuple[str, Route]]:
    """The routes of reverse proxies, except to containers that have no network that a cluster could lead to."""
    from composeport.passes.proxies.caddy import caddy_routes  # noqa: PLC0415 - only where routes are asked for
    from composeport.passes.proxies.hints import Withheld  # noqa: PLC0415
    from composeport.passes.proxies.nginx_proxy import nginx_proxy_routes  # noqa: PLC0415
    from composeport.passes.proxies.traefik import traefik_routes  # noqa: PLC0415
    from composeport.passes.proxies.traefik_old import old_traefik_routes  # noqa: PLC0415

    found = [
        hint
        for read in (traefik_routes, old_traefik_routes, nginx_proxy_routes, caddy_routes)
        for hint in read(project, findings)
    ]
    withheld = [hint for hint in found if isinstance(hint, Withheld)]
    for hint in found:
        if isinstance(hint, Withheld):
            continue
        if not _has_address(project, project.services[hint.service]):
            message = "the container has no network of its own: no route"
            rule = PROXY_LABELS.at(Severity.WARNING)
            findings.add(rule, Fidelity.DROPPED, hint.route.attribute, message, "put it on a network")
        elif other := next((other for other in withheld if _takes(hint.route, other.route)), None):
            message = (
                f"it would also take what {other.attribute.path[-1]} treats in a way that has no counterpart: no route"
            )
            advice = "write both routes by hand, with the controller's own means"
            findings.add(PROXY_LABELS.at(Severity.ERROR), Fidelity.DROPPED, hint.route.attribute, message, advice)
        else:
            yield hint.service, hint.route


def _takes(route: Route, other: Route | None) -> bool:
    """Whether the requests that `other` means would arrive by `route`, were there none for them; None means any."""
    if other is None:
        return True
    if route.redirect or route.tls != other.tls or (other.host and route.host not in {"", other.host}):
        return False
    wide, narrow = route.match, other.match
    below = narrow.path.startswith(wide.path) if not wide.exact else (narrow.path, narrow.exact) == (wide.path, True)
    return (
        below
        and wide.method in {"", narrow.method}
        and set(wide.headers) <= set(narrow.headers)
        and set(wide.queries) <= set(narrow.queries)
    )


def _has_address(project: Project, service: Service) -> bool:
    owner = namespace_owner(project, service)
    return owner.network_mode != "none" and not on_host_network(project, service)


def _exposed(project: Project, domain: str) -> Iterator[tuple[str, Route]]:
    """The routes of `service.expose`: a host, one with a path, or `true` for the name below the domain."""
    for service in project.services.values():
        port = next((port.target for port in service.serves if port.protocol == "tcp"), None)
        if not service.overrides.expose or port is None or not _has_address(project, service):
            continue
        attribute = service.attribute(*service.overrides.stated["expose"])
        for text in service.overrides.expose:
            host, slash, path = text.partition("/")
            if text == "true":
                host = f"{service.object_name}.{domain}" if domain else ""
            yield (
                service.name,
                Route(
                    host=host,
                    match=RouteMatch(f"{slash}{path}" or "/"),
                    port=port,
                    attribute=attribute,
                    tls=bool(service.overrides.expose_tls_secret),
                ),
            )


def _published(project: Project, findings: Findings, domain: str) -> Iterator[tuple[str, Route]]:
    """A host for each published port that speaks HTTP: the service's name below the domain."""
    from composeport.passes.web_ports import why_no_http  # noqa: PLC0415 - only where routes are asked for

    for service in project.services.values():
        if service.overrides.service_type or not published_off_loopback(project, service):
            continue  # another way out is asked for, or there is none
        served: dict[int, int] = {}
        for index, port in enumerate(service.ports):
            if not on_every_address(port) or port.mode == "host":
                continue
            attribute = service.attribute("ports", index)
            other = why_no_http(service, port)
            if other or not domain:
                reason = other or "without --domain it has no name under which others could call it"
                rule = PUBLISHED_NOT_EXPOSED.at(Severity.WARNING if other else Severity.ERROR)
                message = f"{reason}: {port.published or port.target} stays inside the cluster"
                advice = _ELSEWHERE if other else "say below which name the services are, as --domain example.com"
                findings.add(rule, Fidelity.DROPPED, attribute, message, advice, container_port=port.target)
            elif port.target not in served:
                host = _host(service, port, domain, first=not served)
                served[port.target] = index
                yield service.name, Route(host=host, match=RouteMatch(), port=port.target, attribute=attribute)


def _host(service: Service, port: Port, domain: str, *, first: bool) -> str:
    """`web.example.com` for the first port, `web-9001.example.com` for another."""
    name = dns_label(service.name) or service.object_name
    number = published_number(port) or port.target
    return f"{name if first else dns_label(f'{name[:57]}-{number}')}.{domain}"


def _each_once(found: dict[str, list[Route]], findings: Findings) -> dict[str, list[Route]]:
    """The routes without those that another one of the project already has: one request goes to one place."""
    taken: dict[tuple[str, RouteMatch, bool], tuple[str, Route]] = {}
    kept: dict[str, list[Route]] = {}
    for service, asked in found.items():
        kept[service] = []
        for route in asked:
            key = (route.host, route.match, route.tls)
            owner, first = taken.setdefault(key, (service, route))
            if first is route:
                kept[service].append(route)
            elif owner != service or first.port != route.port:
                message = f"{route.host or 'any host'}{route.match.path} already goes to {owner!r}: no route"
                rule = PROXY_LABELS.at(Severity.WARNING)
                findings.add(rule, Fidelity.DROPPED, route.attribute, message, "give one of them another host or path")
    return kept
