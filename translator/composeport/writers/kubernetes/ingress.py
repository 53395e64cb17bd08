"""Ingresses, networking.k8s.io/v1: one a service that has routes (Kubernetes reference, "Ingress")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from composeport.dispositions.rules import CLUSTER_PREREQUISITE
from composeport.model import Route, Service
from composeport.model.names import with_suffix
from composeport.writers.kubernetes.metadata import labels, object_meta
from composeport.writers.kubernetes.routing import backend_name
from composeport.writers.kubernetes.scope import Manifest, Scope, ordered

_FIELDS = ("ingressClassName", "tls", "rules")


def ingress_objects(scope: Scope, routed: Mapping[str, tuple[Route, ...]]) -> Iterator[Manifest]:
    """An Ingress for each service with routes; `routed` has these by service, none of them empty."""
    _report_controller(scope, next(iter(routed.values()))[0])
    for name, routes in routed.items():
        service = scope.project.services[name]
        spec = {
            "ingressClassName": service.overrides.expose_ingress_class or scope.options.ingress_class,
            "tls": _tls(scope, service, routes),
            "rules": _rules(service, routes),
        }
        yield {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": object_meta(service.object_name, labels(scope.project, service)),
            "spec": ordered(spec, _FIELDS),
        }


def _rules(service: Service, routes: tuple[Route, ...]) -> list[Manifest]:
    """One rule a host, and in it one backend a path: an Ingress does not tell encrypted requests from others."""
    hosts: dict[str, dict[tuple[str, bool], Manifest]] = {}
    for route in sorted(routes, key=lambda route: not route.tls):
        path: Manifest = {
            "path": route.match.path,
            "pathType": "Exact" if route.match.exact else "Prefix",
            "backend": {"service": {"name": backend_name(service), "port": {"number": route.port}}},
        }
        hosts.setdefault(route.host, {}).setdefault((route.match.path, route.match.exact), path)
    return [
        ({"host": host} if host else {}) | {"http": {"paths": list(paths.values())}} for host, paths in hosts.items()
    ]


def _tls(scope: Scope, service: Service, routes: tuple[Route, ...]) -> list[Manifest]:
    """The hosts that are encrypted, all by one certificate; requests without a host by it too."""
    encrypted = [route for route in routes if route.tls]
    if not encrypted:
        return []
    secret = service.overrides.expose_tls_secret or with_suffix(service.object_name, "tls")
    hosts = sorted({route.host for route in encrypted} - {""})
    report_certificate(scope, encrypted[0], secret, hosts)
    return [({"hosts": hosts} if hosts else {}) | {"secretName": secret}]


def report_certificate(scope: Scope, route: Route, secret: str, hosts: list[str]) -> None:
    """Say which Secret the certificate has to be in, and for which names."""
    covers = ", ".join(hosts) or "any name"
    message = f"TLS needs a certificate for {covers} in the Secret {secret!r}, which is not made here"
    advice = f"let cert-manager make it, or `kubectl create secret tls {secret} --cert=FILE --key=FILE`"
    scope.ask(CLUSTER_PREREQUISITE, route.attribute, message, advice, secret=secret, hosts=hosts)


def _report_controller(scope: Scope, route: Route) -> None:
    wanted = scope.options.ingress_class
    what = f"for the class {wanted!r}" if wanted else "with a default class, since --ingress-class names none"
    message = f"the cluster needs an ingress controller {what}, and the hosts need DNS entries that lead to it"
    scope.ask(CLUSTER_PREREQUISITE, route.attribute, message, "`kubectl get ingressclass` lists what there is")
