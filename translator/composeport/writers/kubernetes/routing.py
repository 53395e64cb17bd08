"""What leads HTTP requests into the cluster: a `Service` of the routed ports, and an Ingress or HTTPRoutes."""

from __future__ import annotations

import re

from composeport.diagnostics import Severity
from composeport.dispositions.rules import PROXY_LABELS
from composeport.model import Route, Service
from composeport.model.names import with_suffix
from composeport.writers.kubernetes.metadata import labels, object_meta, selector
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.kubernetes.publishing import service_port
from composeport.writers.kubernetes.scope import Manifest, Scope

_HINT = re.compile(
    r"traefik\.http\.routers\.[^.]+\.rule|traefik\.(?:[^.]+\.)?frontend\.rule|caddy(?:_\d+)?", re.IGNORECASE
)
"""The label of each proxy that says which requests are meant (Traefik 2 and 3, Traefik 1, caddy-docker-proxy)."""

_HANDMADE = "write such a route for your controller by hand, or use --publish gateway"


def route_objects(scope: Scope) -> list[Manifest]:
    """Everything that leads requests to services; nothing where no service has a route."""
    routed = {
        name: routes for name, service in scope.project.services.items() if (routes := led(scope.options, service))
    }
    for service in scope.project.services.values():
        _report_others(scope, service)
        _report_unread(scope, service)
    if not routed:
        return []
    objects = [_backend(scope, scope.project.services[name], routes) for name, routes in routed.items()]
    if scope.options.publish == "gateway":
        from composeport.writers.kubernetes.gateway import gateway_objects  # noqa: PLC0415 - one of the two is needed

        return [*objects, *gateway_objects(scope, routed)]
    from composeport.writers.kubernetes.ingress import ingress_objects  # noqa: PLC0415

    return [*objects, *ingress_objects(scope, routed)]


def led(options: KubernetesOptions, service: Service) -> tuple[Route, ...]:
    """The routes that are written. An Ingress tells requests apart by host and path alone, and cannot redirect."""
    if options.publish == "gateway":
        return service.routes
    return tuple(route for route in service.routes if route.match.by_path_alone and not route.redirect)


def routed_ports(options: KubernetesOptions, service: Service) -> frozenset[int]:
    """The ports of a container to which something that we write leads requests from outside."""
    return frozenset(route.port for route in led(options, service) if not route.redirect)


def backend_name(service: Service) -> str:
    """The name of the `Service` behind the routes."""
    return with_suffix(service.object_name, "routed")


def _backend(scope: Scope, service: Service, routes: tuple[Route, ...]) -> Manifest:
    """The second `Service`: the ports that leave the cluster, and no others."""
    ports = sorted({route.port for route in routes})
    spoken = {served.target: served.app_protocol for served in reversed(service.serves)}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": object_meta(backend_name(service), labels(scope.project, service)),
        "spec": {
            "selector": selector(scope.project, service),
            "ports": [service_port(f"tcp-{port}", port, port, "tcp", spoken.get(port, "")) for port in ports],
        },
    }


def _report_unread(scope: Scope, service: Service) -> None:
    """Say that labels for a reverse proxy lead nobody here, where no routes are asked for."""
    if scope.options.publish in {"ingress", "gateway"} or service.overrides.expose:
        return
    labels = {**(service.deploy.labels if service.deploy else {}), **service.labels}
    hint = next((key for key in sorted(labels) if _HINT.fullmatch(key)), "")
    variable = "VIRTUAL_HOST" if service.variables.get("VIRTUAL_HOST", "").strip() else ""
    if hint:
        attribute = service.attribute(*(("labels",) if hint in service.labels else ("deploy", "labels")), hint)
    elif variable:
        stated = variable in service.environment
        attribute = service.attribute("environment", variable) if stated else service.attribute("env_file")
    else:
        return
    scope.approximate(
        PROXY_LABELS,
        attribute,
        f"a reverse proxy leads requests to {service.name!r} by its {'labels' if hint else 'variables'}, which nothing"
        " reads on the cluster",
        "translate with --publish ingress or gateway: they become rules there, or a finding says what is missing",
        hint=hint or variable,
    )


def _report_others(scope: Scope, service: Service) -> None:
    """Say what an Ingress cannot do of what the routes ask for."""
    if scope.options.publish == "gateway":
        return
    for route in service.routes:
        if not route.match.by_path_alone:
            message = "an Ingress tells requests apart by host and path alone, not by method, header or query: no route"
            scope.drop(PROXY_LABELS.at(Severity.WARNING), route.attribute, message, _HANDMADE)
        elif route.redirect:
            message = "an Ingress does not redirect: most controllers do so by themselves for hosts with TLS"
            scope.drop(PROXY_LABELS, route.attribute, message, "see what your controller does")
        elif route.rewrite:
            message = f"an Ingress does not change paths: {route.match.path} arrives as it is, not as {route.rewrite}"
            scope.approximate(PROXY_LABELS.at(Severity.WARNING), route.attribute, message, _HANDMADE)
