"""What a set of objects says about itself: what is there twice, and what leads nowhere.

The API server takes each object alone, and checks none of this. What may be in the cluster already is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from composeport.hints import Any
from composeport.manifests.documents import Flaw, Manifest, Path
from composeport.manifests.pods import Pod, pods_of
from composeport.manifests.services import backends
from composeport.records import replace

_GIVEN = {("ConfigMap", "kube-root-ca.crt"), ("ServiceAccount", "default")}
"""What every namespace has."""


class _Set:
    """Of a set what pods and routes refer to (all of the first group), by kind, namespace and name; and its pods.

    `all_pods` says that these are all: no object of a wrong shape would make more.
    """

    def __init__(self, manifests: Sequence[Manifest]) -> None:
        self.pods = [pod for manifest in manifests if manifest.sound for pod in pods_of(manifest)]
        self.all_pods = not any(pods_of(manifest) for manifest in manifests if not manifest.sound)
        self._there = {(one.kind, one.namespace, one.name): one for one in manifests if not one.group}

    def get(self, kind: str, beside: Manifest, name: str) -> Manifest | None:
        """The object of that kind and name in the namespace of another."""
        return self._there.get((kind, beside.namespace, name))


def check_twice(manifests: Sequence[Manifest]) -> Iterator[Flaw]:
    """No object is there twice: the second would undo the first."""
    seen: dict[tuple[str, ...], Manifest] = {}
    for manifest in manifests:
        if not manifest.name:
            continue
        key = (manifest.group, manifest.kind, manifest.namespace, manifest.name)
        first = seen.setdefault(key, manifest)
        if first is not manifest:
            flaw = manifest.error(
                ("metadata", "name"), f"{manifest} is there twice", "remove one, or name it otherwise"
            )
            place = first.place(("metadata", "name"))
            yield flaw._replace(problem=replace(flaw.problem, chain=(place,)), owner=None)


def check_references(manifests: Sequence[Manifest]) -> Iterator[Flaw]:
    """Every reference of one object to another."""
    known = _Set(manifests)
    for manifest in manifests:
        if not manifest.sound:
            continue
        if (manifest.group, manifest.kind) == ("", "Service"):
            yield from _service(manifest, known)
        yield from _ingress(manifest, known)
        if (manifest.group, manifest.kind) == ("apps", "StatefulSet"):
            yield from _wanted(manifest, ("spec", "serviceName"), "Service", manifest.spec.get("serviceName"), known)
    for pod in known.pods:
        yield from _pod(pod, known)


def _service(service: Manifest, known: _Set) -> Iterator[Flaw]:
    """A Service selects pods of the set, which have the ports that it leads to."""
    selector = service.spec.get("selector")
    if not selector or service.spec.get("type") == "ExternalName":
        return
    beside = [pod for pod in known.pods if pod.manifest.namespace == service.namespace]
    pods = [pod for pod in beside if selector.items() <= pod.labels.items()]
    if not pods:
        if beside and known.all_pods:
            message = f"{service} selects no pod of these manifests"
            yield service.warning(("spec", "selector"), message, "compare it with the labels of the pod templates")
        return
    for index, port in enumerate(service.spec.get("ports", ()) if known.all_pods else ()):
        yield from _target(service, ("spec", "ports", index), port, pods)


def _target(service: Manifest, path: Path, port: dict[str, Any], pods: list[Pod]) -> Iterator[Flaw]:
    target = port.get("targetPort", port.get("port"))
    protocol = port.get("protocol", "TCP")
    declared = [one for pod in pods for _, container in pod.containers for one in container.get("ports", ())]
    place = (*path, "targetPort") if "targetPort" in port else (*path, "port")
    if isinstance(target, str):
        if not any(one.get("name") == target for one in declared):
            message = f"no container that {service} selects has a port `{target}`"
            yield service.warning(place, message, "name the container's port so, or give its number")
    elif declared and not any(
        one.get("containerPort") == target and one.get("protocol", "TCP") == protocol for one in declared
    ):
        message = f"no container that {service} selects declares port {target}/{protocol}"
        yield service.note(place, message, "a container may listen there all the same")


def _ingress(manifest: Manifest, known: _Set) -> Iterator[Flaw]:
    for path, name, port in backends(manifest):
        service = known.get("Service", manifest, name)
        if service is None:
            yield from _wanted(manifest, (*path, "name"), "Service", name, known)
            continue
        ports = service.spec.get("ports", ())
        if service.sound and port is not None and not any(port in (one.get("port"), one.get("name")) for one in ports):
            message = f"{service} has no port {port}"
            yield manifest.warning((*path, "port"), message, "the ports of the Service count, not those of its pods")


def _pod(pod: Pod, known: _Set) -> Iterator[Flaw]:
    """What a pod mounts and reads, and as whom it runs."""
    base, spec = (*pod.path, "spec"), pod.spec
    account = spec.get("serviceAccountName")
    yield from _wanted(pod.manifest, (*base, "serviceAccountName"), "ServiceAccount", account, known)
    for index, volume in enumerate(spec.get("volumes", ())):
        path = (*base, "volumes", index)
        claim = volume.get("persistentVolumeClaim", {}).get("claimName")
        yield from _wanted(
            pod.manifest, (*path, "persistentVolumeClaim", "claimName"), "PersistentVolumeClaim", claim, known
        )
        yield from _source(pod.manifest, (*path, "configMap"), "ConfigMap", volume.get("configMap"), known)
        yield from _source(pod.manifest, (*path, "secret"), "Secret", volume.get("secret"), known)
        for number, source in enumerate(volume.get("projected", {}).get("sources", ())):
            place = (*path, "projected", "sources", number)
            yield from _source(pod.manifest, (*place, "configMap"), "ConfigMap", source.get("configMap"), known)
            yield from _source(pod.manifest, (*place, "secret"), "Secret", source.get("secret"), known)
    for path, container in pod.containers:
        yield from _variables(pod.manifest, path, container, known)


def _variables(manifest: Manifest, path: Path, container: dict[str, Any], known: _Set) -> Iterator[Flaw]:
    for index, source in enumerate(container.get("envFrom", ())):
        place = (*path, "envFrom", index)
        yield from _source(manifest, (*place, "configMapRef"), "ConfigMap", source.get("configMapRef"), known)
        yield from _source(manifest, (*place, "secretRef"), "Secret", source.get("secretRef"), known)
    for index, variable in enumerate(container.get("env", ())):
        place = (*path, "env", index, "valueFrom")
        given = variable.get("valueFrom", {})
        for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
            yield from _source(manifest, (*place, field), kind, given.get(field), known)


def _source(manifest: Manifest, path: Path, kind: str, source: dict[str, Any] | None, known: _Set) -> Iterator[Flaw]:
    """A ConfigMap or a Secret that a pod cannot start without, and its keys."""
    if not source or source.get("optional"):
        return
    field = "secretName" if "secretName" in source else "name"
    name = source.get(field)
    target = known.get(kind, manifest, name) if name else None
    if target is None:
        yield from _wanted(manifest, (*path, field), kind, name, known)
        return
    if not target.sound:
        return
    keys = {key for part in ("data", "binaryData", "stringData") for key in target.data.get(part, {})}
    wanted = [((*path, "key"), source["key"])] if "key" in source else []
    wanted += [((*path, "items", at, "key"), one.get("key")) for at, one in enumerate(source.get("items", ()))]
    for place, key in wanted:
        if key is not None and key not in keys:
            yield manifest.warning(place, f"{target} has no key `{key}`: the pod will not start")


def _wanted(manifest: Manifest, path: Path, kind: str, name: str | None, known: _Set) -> Iterator[Flaw]:
    """A note where the set lacks what it refers to."""
    if name and (kind, name) not in _GIVEN and known.get(kind, manifest, name) is None:
        message = f"{manifest} needs {kind}/{name}, which is not among these manifests"
        yield manifest.note(path, message, "it must be in the cluster already")
