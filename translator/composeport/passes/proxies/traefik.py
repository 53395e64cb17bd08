"""Routes from the labels of Traefik 2 and 3 (Traefik reference, "Docker", routing configuration)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Findings, Severity
from composeport.model import Project, Route, Service
from composeport.model.quantities import natural
from composeport.passes.proxies.hints import (
    Hint,
    Label,
    Proxy,
    Withheld,
    labels_of,
    lowest_port,
    note,
    proxy_of,
    refuse,
    words,
)
from composeport.passes.proxies.matching import Condition, UnusableRule, conditions
from composeport.passes.proxies.traefik_middlewares import Effect, Middlewares, effect_of, middlewares_of, rewritten
from composeport.passes.proxies.traefik_rules import parse_rule
from composeport.records import NamedTuple

_ENTRY = re.compile(r"--entrypoints\.([^.=]+)\.address=[^=]*?:(\d+)(?:/\w+)?", re.IGNORECASE)
_ENTRY_VARIABLE = re.compile(r"TRAEFIK_ENTRYPOINTS_(\w+)_ADDRESS", re.IGNORECASE)
_HIDDEN = re.compile(r"--providers\.\w+\.exposedbydefault=false", re.IGNORECASE)
_HIDDEN_VARIABLE = re.compile(r"TRAEFIK_PROVIDERS_\w+_EXPOSEDBYDEFAULT", re.IGNORECASE)
_HTTP = "traefik.http."


class Backend(NamedTuple):
    """What a Traefik service leads to: a Compose service, the label with its port, and the scheme."""

    service: Service
    port: Label | None
    scheme: str


class _Router(NamedTuple):
    """A router's labels, by what follows its name."""

    name: str
    owner: Service
    labels: dict[str, Label]

    def text(self, key: str) -> str:
        label = self.labels.get(key)
        return label.value.strip() if label is not None else ""

    @property
    def encrypted(self) -> bool:
        """Whether `tls` is on: by itself, or because something is said about it."""
        if "tls" in self.labels:
            return self.text("tls").lower() != "false"
        return any(key.startswith("tls.") for key in self.labels)


class _Setup(NamedTuple):
    """Everything that routers refer to, and the Traefik that reads them."""

    proxy: Proxy
    entries: dict[str, int]
    backends: dict[str, Backend]
    middlewares: Middlewares


def traefik_routes(project: Project, findings: Findings) -> Iterator[Hint | Withheld]:
    """The routes of every router in the project."""
    proxy = proxy_of(project, "traefik")
    hidden = not exposed_by_default(proxy)
    labelled = {
        name: labels
        for name, service in project.services.items()
        if _enabled(labels := labels_of(service), hidden=hidden)
    }
    backends = {}
    for name, labels in labelled.items():
        for service, parts in _grouped(labels, "services").items():
            port, scheme = parts.get("loadbalancer.server.port"), parts.get("loadbalancer.server.scheme")
            backends[service] = Backend(project.services[name], port, scheme.value.lower() if scheme else "http")
    middlewares = middlewares_of(_grouped(labels, "middlewares") for labels in labelled.values())
    setup = _Setup(proxy, _entries(proxy), backends, middlewares)
    for name, labels in labelled.items():
        _report_streams(labels, findings)
        own = list(_grouped(labels, "services"))
        for router, parts in _grouped(labels, "routers").items():
            yield from _routes(setup, _Router(router, project.services[name], parts), own, findings)


def exposed_by_default(proxy: Proxy) -> bool:
    """Whether Traefik serves containers that do not ask for it: its own default."""
    for service in proxy.services:
        if any(_HIDDEN.fullmatch(word) for word in (*(service.entrypoint or ()), *(service.command or ()))):
            return False
        if any(_HIDDEN_VARIABLE.fullmatch(key) and value == "false" for key, value in service.variables.items()):
            return False
    return True


def _enabled(labels: dict[str, Label], *, hidden: bool) -> bool:
    enable = labels.get("traefik.enable")
    return enable.value.strip().lower() == "true" if enable is not None else not hidden


def _entries(proxy: Proxy) -> dict[str, int]:
    """The port of each entry point, as far as the project says."""
    found: dict[str, int] = {}
    for service in proxy.services:
        for word in (*(service.entrypoint or ()), *(service.command or ())):
            if match := _ENTRY.fullmatch(word):
                found[match[1].lower()] = natural(match[2]) or 0
        for key, value in service.variables.items():
            number = natural(value.rpartition(":")[2].partition("/")[0])
            if (match := _ENTRY_VARIABLE.fullmatch(key)) and number is not None:
                found[match[1].lower()] = number
    return found


def _grouped(labels: dict[str, Label], kind: str) -> dict[str, dict[str, Label]]:
    """`traefik.http.KIND.NAME.REST` as a mapping from names to mappings from the rest."""
    found: dict[str, dict[str, Label]] = {}
    prefix = f"{_HTTP}{kind}."
    for key, label in labels.items():
        if key.startswith(prefix):
            name, _, rest = key.removeprefix(prefix).partition(".")
            found.setdefault(name, {})[rest] = label
    return found


def _report_streams(labels: dict[str, Label], findings: Findings) -> None:
    for key, label in labels.items():
        if key.startswith(("traefik.tcp.routers.", "traefik.udp.routers.")) and key.count(".") == 4:
            message = "is no HTTP: an Ingress or HTTPRoute cannot lead to it, so it stays inside the cluster"
            refuse(findings, label.attribute, f"this router {message}", "publish its port with --publish load-balancer")


def _routes(setup: _Setup, router: _Router, own: list[str], findings: Findings) -> Iterator[Hint | Withheld]:
    """The routes of one router, unless something about it has no counterpart that would keep others out."""
    rule = router.labels.get("rule")
    if rule is None:
        label = next(iter(router.labels.values()))
        message = f"router {router.name!r} has no rule, and Traefik's default one is not known here: no route"
        refuse(findings, label.attribute, message, "write its rule")
        return
    if reason := _closed(setup, router):
        refuse(findings, rule.attribute, f"{reason}: no route", "publish that port, if others may come in by it")
        return
    effect = effect_of(setup.middlewares, words(router.text("middlewares").lower()))
    try:
        alternatives = conditions(parse_rule(rule.value))
    except UnusableRule as error:
        advice = "write the rule with Host, Path and PathPrefix; what it lets through is not widened here"
        refuse(findings, rule.attribute, f"the rule {error}: no route", advice)
        if effect.guards:
            yield Withheld(None, rule.attribute)
        return
    backend = _backend(setup, router, own)
    if effect.guards or isinstance(backend, str):
        _report_withheld(router, effect, backend, findings)
        for route in _made(router, rule, alternatives, effect, 0):
            yield Withheld(route, rule.attribute)
        return
    service, port = backend
    _report_led(router, rule, effect, port, findings)
    for route in _made(router, rule, alternatives, effect, port):
        yield Hint(service, route)


def _made(
    router: _Router, rule: Label, alternatives: tuple[Condition, ...], effect: Effect, port: int
) -> Iterator[Route]:
    encrypted = router.encrypted
    for host, match in alternatives:
        yield Route(
            host=host,
            match=match,
            port=port,
            attribute=rule.attribute,
            tls=encrypted,
            rewrite=rewritten(match.path, effect.stripped),
            redirect=effect.redirects and not encrypted,
        )


def _report_withheld(router: _Router, effect: Effect, backend: object, findings: Findings) -> None:
    """Say why a router that can be read gets no route."""
    if effect.guards:
        message = f"{', '.join(effect.guards)} keeps visitors out, and has no counterpart: no route"
        advice = "guard it in the application, or with the controller's own means, and write the route by hand"
        refuse(findings, router.labels["middlewares"].attribute, message, advice, Severity.ERROR)
    else:
        advice = "write the port of the service's container"
        refuse(findings, router.labels["rule"].attribute, f"{backend}: no route", advice)


def _report_led(router: _Router, rule: Label, effect: Effect, port: int, findings: Findings) -> None:
    if effect.lost:
        message = f"{', '.join(effect.lost)} has no counterpart, so requests arrive without what it does"
        advice = "see whether your controller has an annotation or a filter for it"
        note(findings, router.labels["middlewares"].attribute, message, advice, Severity.WARNING)
    message = f"router {router.name!r} becomes a route to port {port}; below a path means whole parts of it"
    note(findings, rule.attribute, message, "remove the proxy and its labels when you have moved")


def _closed(setup: _Setup, router: _Router) -> str:
    """Why nobody outside reaches a router under Compose; "" where somebody does, or where that is not known."""
    if setup.proxy.unreachable:
        return "Traefik publishes no port to other machines"
    names = [name for name in words(router.text("entrypoints").lower()) if name in setup.entries]
    given = set(words(router.text("entrypoints").lower()))
    if setup.proxy.on_host or not names or given - setup.entries.keys():
        return ""
    if all(setup.entries[name] not in setup.proxy.open_ports for name in names):
        return f"Traefik does not publish entry point {', '.join(names)} to other machines"
    return ""


def _backend(setup: _Setup, router: _Router, own: list[str]) -> tuple[str, int] | str:
    """The service and port that a router leads to, or why there is none."""
    wanted, _, provider = router.text("service").lower().partition("@")
    if provider not in {"", "docker", "swarm"}:
        return f"{router.text('service')} is not a service of this project"
    if not wanted and len(own) > 1:
        return f"router {router.name!r} does not say which of {', '.join(own)} it leads to"
    name = wanted or (own[0] if own else "")
    if name and name not in setup.backends:
        return f"no label describes service {name!r}"
    found = setup.backends[name] if name else Backend(router.owner, None, "http")
    if found.scheme not in {"http", "h2c"}:
        return f"its container speaks {found.scheme}, which a controller does by an annotation of its own"
    if found.port is not None:
        text = found.port.value.strip()
        return (found.service.name, int(text)) if _is_port(text) else f"{text!r} is no port"
    port = lowest_port(found.service)
    return (found.service.name, port) if port else f"the port of {found.service.name!r} is not known"


def _is_port(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= 5 and 0 < int(text) < 65536
