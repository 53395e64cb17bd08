"""Routes from the labels of Traefik 1, `traefik.frontend.rule` (Traefik 1.7 reference, "Docker Provider")."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Findings, Severity
from composeport.model import Project, Route, Service
from composeport.passes.proxies.hints import (
    Hint,
    Label,
    Withheld,
    labels_of,
    lowest_port,
    note,
    proxy_of,
    refuse,
    words,
)
from composeport.passes.proxies.matching import Clause, UnusableRule, conditions
from composeport.passes.proxies.traefik_rules import parse_old_rule
from composeport.records import replace

_GUARDS = ("auth.", "whitelist")
_STRIPPING = {"pathprefixstrip": "pathprefix", "pathstrip": "path"}
"""Matchers that also take the path away, and what they match like."""

_SEGMENTS = 4
"""Parts of `traefik.NAME.frontend.rule`, for a container that serves several things."""


def old_traefik_routes(project: Project, findings: Findings) -> Iterator[Hint | Withheld]:
    """The routes of every front end in the project."""
    unreachable = proxy_of(project, "traefik").unreachable
    for service in project.services.values():
        labels = labels_of(service)
        enable = labels.get("traefik.enable")
        if enable is not None and enable.value.strip().lower() == "false":
            continue
        for key, rule in labels.items():
            parts = key.split(".")
            if parts[0] != "traefik" or parts[-2:] != ["frontend", "rule"] or len(parts) > _SEGMENTS:
                continue
            if unreachable:
                message = "Traefik publishes no port to other machines: no route"
                refuse(findings, rule.attribute, message, "publish its port, if others may come in by it")
            else:
                yield from _routes(service, labels, key.removesuffix("frontend.rule"), findings)


def _routes(service: Service, labels: dict[str, Label], prefix: str, findings: Findings) -> Iterator[Hint | Withheld]:
    """The routes of the front end whose labels start with `prefix`."""
    rule = labels[f"{prefix}frontend.rule"]
    try:
        routes = list(_read(labels, prefix))
    except UnusableRule as error:
        advice = "write the rule with Host, Path and PathPrefix; what it lets through is not widened here"
        refuse(findings, rule.attribute, f"the rule {error}: no route", advice)
        routes = []
    guard, port = _guard(labels, prefix), _port(service, labels, prefix)
    if guard:
        message = f"{guard} keeps visitors out, and has no counterpart: the front end gets no route"
        advice = "guard it in the application, or with the controller's own means, and write the route by hand"
        refuse(findings, labels[guard].attribute, message, advice, Severity.ERROR)
    elif isinstance(port, str):
        refuse(findings, rule.attribute, f"{port}: no route", "write the port of the container")
    if guard or isinstance(port, str):
        yield from (Withheld(route, rule.attribute) for route in routes)
        if guard and not routes:
            yield Withheld(None, rule.attribute)
        return
    for route in routes:
        message = f"the front end becomes a route to port {port}; below a path means whole parts of it"
        note(findings, rule.attribute, message, "remove the proxy and its labels when you have moved")
        yield Hint(service.name, replace(route, port=port))


def _read(labels: dict[str, Label], prefix: str) -> Iterator[Route]:
    """What the front end takes, to no port yet. Raises `UnusableRule` where it has no counterpart."""
    rule = labels[f"{prefix}frontend.rule"]
    clauses = parse_old_rule(rule.value)[0]
    strips = any(clause.name in _STRIPPING for clause in clauses)
    plain = [Clause(_STRIPPING.get(clause.name, clause.name), clause.values) for clause in clauses]
    tls = "https" in words(_text(labels, prefix, "frontend.entrypoints").lower())
    for host, match in conditions([plain]):
        rewrite = "/" if strips else ""
        yield Route(host=host, match=match, port=0, attribute=rule.attribute, tls=tls, rewrite=rewrite)


def _guard(labels: dict[str, Label], prefix: str) -> str:
    """The key of a label that asks for a password, or admits some addresses alone; "" where none does."""
    for key in labels:
        if any(key.startswith((f"{prefix}frontend.{guard}", f"traefik.frontend.{guard}")) for guard in _GUARDS):
            return key
    return ""


def _text(labels: dict[str, Label], prefix: str, key: str) -> str:
    """What a front end says, or its container for all front ends."""
    label = labels.get(f"{prefix}{key}") or labels.get(f"traefik.{key}")
    return label.value.strip() if label is not None else ""


def _port(service: Service, labels: dict[str, Label], prefix: str) -> int | str:
    """The container's port, or why there is none."""
    protocol = _text(labels, prefix, "protocol").lower() or "http"
    if protocol not in {"http", "h2c"}:
        return f"its container speaks {protocol}, which a controller does by an annotation of its own"
    text = _text(labels, prefix, "port")
    if not text:
        return lowest_port(service) or f"the port of {service.name!r} is not known"
    return int(text) if text.isdecimal() and text.isascii() and 0 < int(text[:6]) < 65536 else f"{text!r} is no port"
