"""Whether the names that containers use resolve, as the cluster's own resolver would have it: by `Service` objects."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from composeport.model import Project
from network_policy_evaluator import pod_template, selects

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?"
_IN_URL = re.compile(rf"://(?:[^\s/@]*@)?({_HOST})(?::(\d{{2,5}})(?!\d))?")
_PAIR = re.compile(rf"(?<![A-Za-z0-9_./-])({_HOST}):(\d{{2,5}})(?![\w.-])")


class Reference(NamedTuple):
    """A name that a container uses, the port where one is told, and whether it surely is a host."""

    service: str
    name: str
    port: int | None
    surely: bool


def references(project: Project, manifests: list[dict[str, Any]]) -> Iterator[Reference]:
    """Every word of a container's environment, command, arguments and probes that may be a host."""
    objects = {(made["kind"], made["metadata"]["name"]): made for made in manifests}
    containers = {service.object_name or name: name for name, service in project.services.items()}
    for made in manifests:
        template = pod_template(made)
        for container in every_container(template) if template else ():
            if container["name"] in containers:
                for text in _texts(container, objects):
                    yield from _of_text(containers[container["name"]], text)


def _of_text(service: str, text: str) -> Iterator[Reference]:
    for host, port in _IN_URL.findall(text):
        yield Reference(service, host, int(port) if port else None, surely=True)
    for host, port in _PAIR.findall(text):
        if int(port) >= 20:
            yield Reference(service, host, int(port), surely=True)
    if re.fullmatch(_HOST, text):
        yield Reference(service, text, None, surely=False)


def _texts(container: dict[str, Any], objects: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    yield from [*container.get("command", ()), *container.get("args", ())]
    for probe in ("readinessProbe", "livenessProbe", "startupProbe"):
        yield from container.get(probe, {}).get("exec", {}).get("command", ())
    for variable in container.get("env", ()):
        if "value" in variable:
            yield variable["value"]
        for kind, key in (("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")):
            if reference := variable.get("valueFrom", {}).get(key):
                yield _data(objects.get((kind, reference["name"]), {})).get(reference["key"], "")
    for source in container.get("envFrom", ()):
        for kind, key in (("Secret", "secretRef"), ("ConfigMap", "configMapRef")):
            if key in source:
                yield from _data(objects.get((kind, source[key]["name"]), {})).values()


def _data(made: dict[str, Any]) -> dict[str, str]:
    data = made.get("data", {})
    if made.get("kind") == "Secret":
        data = {key: base64.b64decode(value).decode() for key, value in data.items()} | made.get("stringData", {})
    return dict(data)


def selected_by(service: dict[str, Any], manifests: list[dict[str, Any]]) -> set[str]:
    """The containers of the pods that a `Service` selects."""
    found: set[str] = set()
    for made in manifests:
        template = pod_template(made)
        if template and selects({"matchLabels": service["spec"]["selector"]}, template["metadata"]["labels"]):
            found |= {container["name"] for container in every_container(template)}
    return found


def every_container(template: dict[str, Any]) -> list[dict[str, Any]]:
    """A pod's containers, those that start before the others and stay included."""
    return [*template["spec"]["containers"], *template["spec"].get("initContainers", ())]


def serves(service: dict[str, Any], port: int) -> bool:
    """Whether a `Service` answers on a port; one without an address of its own gives the pods, and all ports."""
    return service["spec"].get("clusterIP") == "None" or any(
        entry["port"] == port for entry in service["spec"].get("ports", ())
    )
