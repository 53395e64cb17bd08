"""HTTPRoutes and their Gateway, gateway.networking.k8s.io/v1 (Gateway API reference, "API specification").

Each HTTPRoute belongs to a listener of the project's Gateway: `http` on port 80, or `https` on port 443 where requests
are encrypted. The Gateway has the project's name. It is written where the class is known that provides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from composeport.dispositions.rules import CLUSTER_PREREQUISITE
from composeport.hints import TypeVar
from composeport.model import Route, RouteMatch, Service
from composeport.model.names import with_suffix
from composeport.writers.kubernetes.ingress import report_certificate
from composeport.writers.kubernetes.metadata import labels, object_meta, project_label, project_labels
from composeport.writers.kubernetes.routing import backend_name
from composeport.writers.kubernetes.scope import Manifest, Scope, ordered

_API = "gateway.networking.k8s.io/v1"
_HOSTS, _RULES, _MATCHES = 16, 16, 8
"""How many hosts and rules a route, and how many matches a rule may have in every release of version 1."""

_Item = TypeVar("_Item")


def gateway_objects(scope: Scope, routed: Mapping[str, tuple[Route, ...]]) -> Iterator[Manifest]:
    """The HTTPRoutes of each service with routes, and the Gateway; `routed` has the routes by service, none empty."""
    every = [route for routes in routed.values() for route in routes]
    _report_gateway(scope, every)
    if scope.options.ingress_class:
        yield _gateway(scope, every)
    for name, routes in routed.items():
        service = scope.project.services[name]
        for index, spec in enumerate(_specs(scope, service, routes), start=1):
            made = service.object_name if index == 1 else with_suffix(service.object_name, f"route-{index}")
            meta = object_meta(made, labels(scope.project, service))
            yield {"apiVersion": _API, "kind": "HTTPRoute", "metadata": meta, "spec": spec}


def gateway_name(scope: Scope) -> str:
    """The Gateway to which all routes of a project belong."""
    return project_label(scope.project)


def _gateway(scope: Scope, routes: Sequence[Route]) -> Manifest:
    listeners: list[Manifest] = []
    if any(not route.tls for route in routes):
        listeners.append({"name": "http", "port": 80, "protocol": "HTTP"})
    if any(route.tls for route in routes):
        certificate = {"kind": "Secret", "name": _certificate(scope)}
        tls = {"mode": "Terminate", "certificateRefs": [certificate]}
        listeners.append({"name": "https", "port": 443, "protocol": "HTTPS", "tls": tls})
    return {
        "apiVersion": _API,
        "kind": "Gateway",
        "metadata": object_meta(gateway_name(scope), project_labels(scope.project)),
        "spec": {"gatewayClassName": scope.options.ingress_class, "listeners": listeners},
    }


def _certificate(scope: Scope) -> str:
    return with_suffix(gateway_name(scope), "tls")


def _specs(scope: Scope, service: Service, routes: tuple[Route, ...]) -> Iterator[Manifest]:
    """The hosts that are led alike share a route; one that would be too large is several."""
    by_host: dict[tuple[str, bool], list[Route]] = {}
    for route in routes:
        by_host.setdefault((route.host, route.tls), []).append(route)
    alike: dict[tuple[bool, tuple[tuple[object, ...], ...]], list[tuple[str, list[Route]]]] = {}
    for (host, tls), same in by_host.items():
        what = tuple((route.match, route.port, route.rewrite, route.redirect) for route in same)
        alike.setdefault((tls, what), []).append((host, same))
    for (tls, _), group in alike.items():
        listener = "https" if tls else "http"
        for hosts in _batches([host for host, _ in group if host], _HOSTS) or [[]]:
            for rules in _batches(list(_rules(service, group[0][1])), _RULES):
                spec = {
                    "parentRefs": [{"name": gateway_name(scope), "sectionName": listener}],
                    "hostnames": hosts,
                    "rules": rules,
                }
                yield ordered(spec, spec)


def _rules(service: Service, routes: Sequence[Route]) -> Iterator[Manifest]:
    """A rule for all requests that go the same way; one whose path is replaced must match one path alone."""
    ways: dict[tuple[object, ...], list[Route]] = {}
    for route in routes:
        own = route.match if route.rewrite else None
        ways.setdefault((route.port, route.redirect, route.rewrite, own), []).append(route)
    for same in ways.values():
        for part in _batches(same, _MATCHES):
            rule = {
                "matches": [_match(route.match) for route in part],
                "filters": _filters(part[0]),
                "backendRefs": [] if part[0].redirect else [{"name": backend_name(service), "port": part[0].port}],
            }
            yield ordered(rule, rule)


def _match(match: RouteMatch) -> Manifest:
    fields = {
        "path": {"type": "Exact" if match.exact else "PathPrefix", "value": match.path},
        "headers": [{"name": name, "value": value} for name, value in match.headers],
        "queryParams": [{"name": name, "value": value} for name, value in match.queries],
        "method": match.method,
    }
    return ordered(fields, fields)


def _filters(route: Route) -> list[Manifest]:
    if route.redirect:
        return [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}]
    if not route.rewrite:
        return []
    if route.match.exact:
        path = {"type": "ReplaceFullPath", "replaceFullPath": route.rewrite}
    else:
        path = {"type": "ReplacePrefixMatch", "replacePrefixMatch": route.rewrite}
    return [{"type": "URLRewrite", "urlRewrite": {"path": path}}]


def _batches(items: list[_Item], size: int) -> list[list[_Item]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _report_gateway(scope: Scope, routes: Sequence[Route]) -> None:
    """Say what the cluster must have: the API, a Gateway or its class, the certificate."""
    name, wanted = gateway_name(scope), scope.options.ingress_class
    encrypted = [route for route in routes if route.tls]
    listeners = ["`http` (80)"] * any(not route.tls for route in routes) + ["`https` (443)"] * bool(encrypted)
    if wanted:
        message = f"the cluster needs the Gateway API, and a controller for the class {wanted!r}"
        advice = "`kubectl get gatewayclass` lists what there is"
    else:
        message = (
            f"the routes belong to the Gateway {name!r} with the listeners {' and '.join(listeners)}: not made here"
        )
        advice = "name its class with --ingress-class to have it written, or make it yourself"
    scope.ask(CLUSTER_PREREQUISITE, routes[0].attribute, message, advice, gateway=name)
    if encrypted:
        hosts = sorted({route.host for route in encrypted} - {""})
        report_certificate(scope, encrypted[0], _certificate(scope), hosts)
