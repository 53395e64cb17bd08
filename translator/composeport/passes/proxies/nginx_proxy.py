"""Routes from the variables of nginx-proxy: `VIRTUAL_HOST` and its like (nginx-proxy, "docs/README.md")."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Attribute, Findings
from composeport.model import Project, Route, RouteMatch, Service
from composeport.passes.proxies.hints import Hint, note, proxy_of, refuse
from composeport.passes.proxies.matching import UnusableRule, host_name, path_of

_HOST, _PORT, _PATH = "VIRTUAL_HOST", "VIRTUAL_PORT", "VIRTUAL_PATH"
_WEB = 80


def nginx_proxy_routes(project: Project, findings: Findings) -> Iterator[Hint]:
    """The routes of every service that says under which name it is served."""
    proxy = proxy_of(project, "nginx-proxy", "docker-gen")
    for service in project.services.values():
        variables = service.variables
        if "VIRTUAL_HOST_MULTIPORTS" in variables:
            message = "several ports under one name are not read: no route"
            refuse(
                findings, _attribute(service, "VIRTUAL_HOST_MULTIPORTS"), message, "use VIRTUAL_HOST and VIRTUAL_PORT"
            )
        if not variables.get(_HOST, "").strip():
            continue
        if proxy.unreachable:
            message = "nginx-proxy publishes no port to other machines: no route"
            refuse(findings, _attribute(service, _HOST), message, "publish its port, if others may come in by it")
        else:
            yield from _routes(service, variables, findings)


def _attribute(service: Service, name: str) -> Attribute:
    return service.attribute("environment", name) if name in service.environment else service.attribute("env_file")


def _routes(service: Service, variables: dict[str, str], findings: Findings) -> Iterator[Hint]:
    attribute = _attribute(service, _HOST)
    protocol = variables.get("VIRTUAL_PROTO", "").strip() or "http"
    port = variables.get(_PORT, "").strip() or str(_chosen_port(service))
    encrypted = {host.strip().lower() for host in variables.get("LETSENCRYPT_HOST", "").split(",")}
    if protocol != "http" or not port.isdecimal() or not 0 < int(port[:6]) < 65536:
        reason = f"{port!r} is no port" if protocol == "http" else f"its container speaks {protocol}"
        refuse(findings, attribute, f"{reason}: no route", "serve HTTP on a port of the container")
        return
    for text in variables[_HOST].split(","):
        if not text.strip():
            continue
        try:
            host = host_name(text)
            path = path_of(variables.get(_PATH, "").strip() or "/")
        except UnusableRule as error:
            refuse(findings, attribute, f"the variable {error}: no route", "write one plain name, or `*.` before one")
            continue
        note(
            findings,
            attribute,
            f"{host}{path} becomes a route to port {port}",
            "remove the proxy and its variables when you have moved",
        )
        yield Hint(
            service.name,
            Route(
                host=host,
                match=RouteMatch(path),
                port=int(port),
                attribute=attribute,
                tls=host in encrypted,
                rewrite=variables.get("VIRTUAL_DEST", "").strip(),
            ),
        )


def _chosen_port(service: Service) -> int:
    """The one port that the container declares; 80 where it declares none or several."""
    declared = {port.target for port in service.serves if port.protocol == "tcp" and port.evidence != "reference"}
    return declared.pop() if len(declared) == 1 else _WEB
