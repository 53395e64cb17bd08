"""Routes from the labels of caddy-docker-proxy (caddy-docker-proxy, "Labels to Caddyfile conversion")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Findings, Severity
from composeport.model import Project, Route, RouteMatch, Service
from composeport.passes.proxies.hints import Hint, Label, labels_of, note, proxy_of, refuse, words
from composeport.passes.proxies.matching import UnusableRule, host_name, path_of
from composeport.records import NamedTuple

_SITE = re.compile(r"caddy(?:_\d+)?")
_NUMBER = re.compile(r"^\d+_|_\d+$")
_UPSTREAMS = re.compile(r"\{\{\s*upstreams(?:\s+(?P<scheme>[a-z]\w*))?(?:\s+(?P<port>\d+))?\s*\}\}")
_GUARDS = frozenset(
    {"basicauth", "basic_auth", "forward_auth", "authorize", "authenticate", "abort", "respond", "error"}
)
_KNOWN = frozenset({"reverse_proxy", "handle_path", "handle", "tls", "encode", "log", "redir", "header"})
"""Directives without which requests still get where they would have gone."""


class _Site(NamedTuple):
    """One site: the label with its addresses, and its directives by path; a number that orders them is left out."""

    owner: Service
    address: Label
    directives: dict[tuple[str, ...], list[tuple[str, Label]]]


class _Address(NamedTuple):
    """One address of a site: its host ("" is any), and whether Caddy encrypts it, as it does by itself."""

    host: str
    tls: bool


def caddy_routes(project: Project, findings: Findings) -> Iterator[Hint]:
    """The routes of every site in the project's labels."""
    proxy = proxy_of(project, "caddy-docker-proxy")
    for service in project.services.values():
        for site in _sites(service):
            if proxy.unreachable:
                message = "Caddy publishes no port to other machines: no route"
                refuse(findings, site.address.attribute, message, "publish its port, if others may come in by it")
            else:
                yield from _routes(site, findings)


def _sites(service: Service) -> Iterator[_Site]:
    labels = labels_of(service)
    for key, address in labels.items():
        if not _SITE.fullmatch(key) or not address.value.strip() or address.value.lstrip().startswith("("):
            continue
        directives: dict[tuple[str, ...], list[tuple[str, Label]]] = {}
        for other, label in labels.items():
            if other.startswith(f"{key}."):
                path = tuple(_NUMBER.sub("", part) for part in other.removeprefix(f"{key}.").split("."))
                directives.setdefault(path, []).append((other.rpartition(".")[0], label))
        yield _Site(service, address, directives)


def _routes(site: _Site, findings: Findings) -> Iterator[Hint]:
    """The routes of one site, unless a directive keeps visitors out or sorts them in a way that is not read."""
    names = {part for path in site.directives for part in path}
    if guards := sorted(names & _GUARDS):
        message = f"{', '.join(guards)} keeps visitors out, and has no counterpart: no route"
        advice = "guard it in the application, or with the controller's own means, and write the route by hand"
        refuse(findings, site.address.attribute, message, advice, Severity.ERROR)
        return
    try:
        routes = tuple(_read(site))
    except UnusableRule as error:
        refuse(findings, site.address.attribute, f"the site {error}: no route", "write the route by hand")
        return
    if not routes:
        return
    if lost := sorted({path[0] for path in site.directives} - _KNOWN):
        message = f"{', '.join(lost)} has no counterpart, so requests arrive without what it does"
        advice = "see whether your controller has an annotation or a filter for it"
        note(findings, site.address.attribute, message, advice, Severity.WARNING)
    ports = ", ".join(sorted({str(route.port) for route in routes}))
    message = f"the site becomes a route to port {ports}"
    note(findings, site.address.attribute, message, "remove the proxy and its labels when you have moved")
    yield from (Hint(site.owner.name, route) for route in routes)


def _read(site: _Site) -> Iterator[Route]:
    """The routes of one site. Raises `UnusableRule` where it says something that no route can."""
    addresses = [_address(text) for text in words(site.address.value)]
    for path, labels in site.directives.items():
        if path[-1] != "reverse_proxy" or any(part.startswith("@") for part in path):
            continue
        for parent, label in labels:
            match, strips = _enclosing(site, path, parent)
            own, port = _target(label.value)
            if own is not None and path == ("reverse_proxy",):
                match = own
            elif own is not None:
                raise UnusableRule("sorts requests twice")
            for host, tls in addresses:
                rewrite = "/" if strips else ""
                attribute = label.attribute
                yield Route(host=host, match=match, port=port, attribute=attribute, tls=tls, rewrite=rewrite)


def _enclosing(site: _Site, path: tuple[str, ...], parent: str) -> tuple[RouteMatch, bool]:
    """What the `handle` or `handle_path` around a directive matches, and whether it takes the path away."""
    if len(path) == 1:
        return RouteMatch(), False
    if len(path) > 2 or path[0] not in {"handle", "handle_path"}:
        raise UnusableRule(f"sorts requests by `{'.'.join(path[:-1])}`, which has no counterpart")
    around = next((label for _, label in site.directives.get(path[:1], ()) if label.attribute.path[-1] == parent), None)
    return _matcher(around.value) if around is not None else RouteMatch(), path[0] == "handle_path"


def _target(text: str) -> tuple[RouteMatch | None, int]:
    """`[MATCHER] {{upstreams [SCHEME] [PORT]}}`: the matcher, if there is one, and the port."""
    found = _UPSTREAMS.search(text)
    if found is None or text[found.end() :].strip():
        raise UnusableRule(f"leads to {text.strip()!r}, not to the container's own port")
    if found["scheme"] not in {None, "http", "h2c"}:
        raise UnusableRule(f"has a container that speaks {found['scheme']}")
    before = text[: found.start()].strip()
    port = int((found["port"] or "80")[:6])
    if not 0 < port < 65536:
        raise UnusableRule(f"leads to {port}, which is no port")
    return _matcher(before) if before else None, port


def _matcher(text: str) -> RouteMatch:
    """`/a` is that path, `/a*` and `/a/*` everything below it."""
    if text in {"", "*"}:
        return RouteMatch()
    if text.endswith("*"):
        return RouteMatch(path_of(text.removesuffix("*").rstrip("/") or "/"))
    return RouteMatch(path_of(text), exact=True)


def _address(text: str) -> _Address:
    """`[http://]HOST[:PORT]`. Raises `UnusableRule` for a port other than the two of the web, and for a path."""
    scheme, _, rest = text.rpartition("://")
    host, _, port = rest.rstrip("/").partition(":")
    if scheme not in {"", "http", "https"} or port not in {"", "80", "443"} or "/" in rest.rstrip("/"):
        raise UnusableRule(f"has an address that no route can have: {text!r}")
    return _Address(host_name(host) if host else "", scheme != "http" and port != "80")
