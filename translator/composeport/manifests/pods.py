"""What the API server asks of a pod, wherever an object has one, beyond the shape that its schema gives.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.hints import Any
from composeport.manifests.documents import Flaw, Manifest, Path
from composeport.manifests.names import LABEL, check_annotations, check_labels
from composeport.manifests.quantities import quantity
from composeport.records import NamedTuple

_TEMPLATES: dict[tuple[str, str], Path] = {
    ("", "Pod"): (),
    ("", "ReplicationController"): ("spec", "template"),
    **{("apps", kind): ("spec", "template") for kind in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")},
    ("batch", "Job"): ("spec", "template"),
    ("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template"),
}
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_LISTS = ("initContainers", "containers")
PORT_NAME = re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?")
"""https://www.rfc-editor.org/rfc/rfc6335#section-5.1"""
PORT_NAME_WORDS = "at most 15 small letters, digits and single `-`, a letter among them"
_VARIABLE = re.compile(r"[ -<>-~]+")


class Pod(NamedTuple):
    """A pod, or the template of pods, at a path of an object."""

    manifest: Manifest
    path: Path
    template: dict[str, Any]

    @property
    def spec(self) -> dict[str, Any]:
        """Its specification."""
        found: dict[str, Any] = self.template.get("spec", {})
        return found

    @property
    def labels(self) -> dict[str, str]:
        """Its labels."""
        found: dict[str, str] = self.template.get("metadata", {}).get("labels", {})
        return found

    @property
    def containers(self) -> list[tuple[Path, dict[str, Any]]]:
        """Each container with its path, those that come first before the others."""
        return [
            ((*self.path, "spec", part, index), container)
            for part in _LISTS
            for index, container in enumerate(self.spec.get(part, ()))
        ]


def pods_of(manifest: Manifest) -> list[Pod]:
    """The pod of an object, if its kind has one."""
    path = _TEMPLATES.get((manifest.group, manifest.kind))
    if path is None:
        return []
    template: Any = manifest.data
    for part in path:
        template = template.get(part, {}) if isinstance(template, dict) else {}
    return [Pod(manifest, path, template)]


def check_pods(manifest: Manifest) -> Iterator[Flaw]:
    """Everything about the pod of an object."""
    for pod in pods_of(manifest):
        for check in _CHECKS:
            yield from check(pod)


def _metadata(pod: Pod) -> Iterator[Flaw]:
    if pod.path:
        path, metadata = (*pod.path, "metadata"), pod.template.get("metadata", {})
        yield from check_labels(pod.manifest, (*path, "labels"), metadata.get("labels"))
        yield from check_annotations(pod.manifest, (*path, "annotations"), metadata.get("annotations"))


def _containers(pod: Pod) -> Iterator[Flaw]:
    """Names of containers, which are unique, and of variables."""
    manifest = pod.manifest
    seen: dict[str, Path] = {}
    for path, container in pod.containers:
        yield from _unique_label(manifest, (*path, "name"), container.get("name"), "container", seen)
        for index, variable in enumerate(container.get("env", ())):
            name = variable.get("name")
            if name and not _VARIABLE.fullmatch(name):
                message = "this is no name of a variable"
                yield manifest.error((*path, "env", index, "name"), message, "printable ASCII characters, no `=`")


def _volumes(pod: Pod) -> Iterator[Flaw]:
    """Names, which are unique; one source a volume; mounts of volumes that are there, each at a path of its own."""
    manifest = pod.manifest
    seen: dict[str, Path] = {}
    claimed = manifest.spec.get("volumeClaimTemplates", ()) if manifest.kind == "StatefulSet" else ()
    for index, volume in enumerate(pod.spec.get("volumes", ())):
        path = (*pod.path, "spec", "volumes", index)
        yield from _unique_label(manifest, (*path, "name"), volume.get("name"), "volume", seen)
        sources = sorted(volume.keys() - {"name"})
        if len(sources) > 1:
            yield manifest.error(path, f"a volume has one source, not {' and '.join(sources)}")
    there = {*seen, *(claim.get("metadata", {}).get("name") for claim in claimed)}
    for path, container in pod.containers:
        yield from _mounts(manifest, path, container, there)


def _mounts(manifest: Manifest, path: Path, container: dict[str, Any], there: set[str]) -> Iterator[Flaw]:
    paths: dict[str, Path] = {}
    for index, mount in enumerate(container.get("volumeMounts", ())):
        place = (*path, "volumeMounts", index)
        name, target = mount.get("name"), mount.get("mountPath")
        if name and name not in there:
            yield manifest.error((*place, "name"), f"the pod has no volume `{name}`", "add it to `volumes`")
        if target is not None and target in paths:
            yield manifest.error((*place, "mountPath"), f"`{target}` is mounted twice", also=(paths[target],))
        paths.setdefault(target, (*place, "mountPath"))


def _ports(pod: Pod) -> Iterator[Flaw]:
    for path, container in pod.containers:
        names: dict[str, Path] = {}
        for index, port in enumerate(container.get("ports", ())):
            place = (*path, "ports", index)
            for field in ("containerPort", "hostPort"):
                yield from port_number(pod.manifest, (*place, field), port.get(field))
            name = port.get("name", "")
            if name and not PORT_NAME.fullmatch(name):
                yield pod.manifest.error((*place, "name"), f"`{name}` is no name of a port", PORT_NAME_WORDS)
            elif name in names:
                message = f"two ports of a container are called `{name}`"
                yield pod.manifest.error((*place, "name"), message, also=(names[name],))
            elif name:
                names[name] = (*place, "name")


def _probes(pod: Pod) -> Iterator[Flaw]:
    for path, container in pod.containers:
        for name in _PROBES:
            for handler in ("httpGet", "tcpSocket"):
                port = container.get(name, {}).get(handler, {}).get("port")
                yield from port_number(pod.manifest, (*path, name, handler, "port"), port)


def _resources(pod: Pod) -> Iterator[Flaw]:
    """A request is not above its limit."""
    for path, container in pod.containers:
        resources = container.get("resources", {})
        limits = resources.get("limits", {})
        for what, request in resources.get("requests", {}).items():
            if what in limits and quantity(request) > quantity(limits[what]):
                message = f"more {what} is requested than the limit allows"
                place = (*path, "resources", "requests", what)
                yield pod.manifest.error(place, message, also=((*path, "resources", "limits", what),))


_CHECKS = (_metadata, _containers, _volumes, _ports, _probes, _resources)


def port_number(manifest: Manifest, path: Path, value: object) -> Iterator[Flaw]:
    """That a number, if there is one, is a port's."""
    if isinstance(value, int) and not 1 <= value <= 65535:
        yield manifest.error(path, f"{value} is no port", "ports are numbers from 1 to 65535")
    elif isinstance(value, str) and value and not PORT_NAME.fullmatch(value):
        yield manifest.error(path, f"`{value}` is no name of a port", f"a number without quotes, or {PORT_NAME_WORDS}")


def _unique_label(manifest: Manifest, path: Path, name: object, what: str, seen: dict[str, Path]) -> Iterator[Flaw]:
    """That the name of a part of a pod is a DNS label, and that no other part of its kind has it."""
    if not isinstance(name, str):
        return
    if not LABEL.takes(name):
        yield manifest.error(path, f"`{name}` is no name of a {what}", f"it takes {LABEL.words}")
    if name in seen:
        yield manifest.error(path, f"two {what}s of the pod are called `{name}`", also=(seen[name],))
    seen.setdefault(name, path)
