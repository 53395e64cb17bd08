"""What the API server asks of Services and Ingresses.

https://kubernetes.io/docs/reference/kubernetes-api/service-resources/
"""

from __future__ import annotations

from collections.abc import Iterator

from composeport.hints import Any
from composeport.manifests.documents import Flaw, Manifest, Path
from composeport.manifests.names import LABEL, check_labels
from composeport.manifests.pods import port_number

_ROOTED = ("Exact", "Prefix")
"""Types of paths that begin with `/`."""


def check_service(manifest: Manifest) -> Iterator[Flaw]:
    """The type of a Service, its selector and its ports."""
    if (manifest.group, manifest.kind) != ("", "Service"):
        return
    spec = manifest.spec
    kind = spec.get("type", "ClusterIP")
    yield from check_labels(manifest, ("spec", "selector"), spec.get("selector"))
    if kind == "ExternalName":
        if not spec.get("externalName"):
            yield manifest.error(("spec", "type"), "a Service of type ExternalName has an `externalName`")
    elif not spec.get("ports") and spec.get("clusterIP") != "None":
        yield manifest.error(("spec",), f"{manifest} has no ports", "give it ports, or `clusterIP: None`")
    yield from _ports(manifest, spec.get("ports", []))


def _ports(manifest: Manifest, ports: list[dict[str, Any]]) -> Iterator[Flaw]:
    names: dict[str, Path] = {}
    numbers: dict[tuple[Any, str], Path] = {}
    for index, port in enumerate(ports):
        path = ("spec", "ports", index)
        yield from port_number(manifest, (*path, "port"), port.get("port"))
        yield from port_number(manifest, (*path, "targetPort"), port.get("targetPort"))
        name = port.get("name", "")
        if len(ports) > 1 and not name:
            yield manifest.error(path, "of several ports each has a name", "give it a `name`")
        elif name and not LABEL.takes(name):
            yield manifest.error((*path, "name"), f"`{name}` is no name of a port", f"it takes {LABEL.words}")
        elif name in names:
            yield manifest.error((*path, "name"), f"two ports are called `{name}`", also=(names[name],))
        names.setdefault(name, (*path, "name"))
        number = (port.get("port"), port.get("protocol", "TCP"))
        if number in numbers:
            yield manifest.error((*path, "port"), f"port {number[0]} is given twice", also=(numbers[number],))
        numbers.setdefault(number, (*path, "port"))


def check_ingress(manifest: Manifest) -> Iterator[Flaw]:
    """The paths of an Ingress, and that it leads somewhere."""
    if (manifest.api_version, manifest.kind) != ("networking.k8s.io/v1", "Ingress"):
        return
    if not manifest.spec.get("rules") and not manifest.spec.get("defaultBackend"):
        yield manifest.error(("spec",), f"{manifest} leads nowhere", "give it `rules` or a `defaultBackend`")
    for rule, place in enumerate(manifest.spec.get("rules", ())):
        for index, route in enumerate(place.get("http", {}).get("paths", ())):
            path = ("spec", "rules", rule, "http", "paths", index)
            kind, text = route.get("pathType"), route.get("path", "")
            if kind in _ROOTED and not text.startswith("/"):
                yield manifest.error((*path, "path") if text else path, "a path begins with `/`")


def backends(manifest: Manifest) -> Iterator[tuple[Path, str, int | str | None]]:
    """The Services to which an Ingress leads: the path of each, its name, its port's number or name."""
    if (manifest.api_version, manifest.kind) != ("networking.k8s.io/v1", "Ingress"):
        return
    found: list[tuple[Path, Any]] = [(("spec", "defaultBackend"), manifest.spec.get("defaultBackend"))]
    for rule, place in enumerate(manifest.spec.get("rules", ())):
        for index, route in enumerate(place.get("http", {}).get("paths", ())):
            found.append((("spec", "rules", rule, "http", "paths", index, "backend"), route.get("backend")))
    for path, backend in found:
        service = (backend or {}).get("service")
        if service and service.get("name"):
            port = service.get("port", {})
            yield (*path, "service"), service["name"], port.get("number", port.get("name"))
