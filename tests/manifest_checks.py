"""Whether a set of manifests holds together: every reference in it leads somewhere, and no name is given twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

Manifest = dict[str, Any]
_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
_SUBDOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?")
_WORKLOADS = {"Deployment", "DaemonSet", "StatefulSet", "Job"}


def inconsistencies(manifests: Iterable[Manifest], elsewhere: Iterable[str] = ()) -> list[str]:
    """Everything that does not resolve. `elsewhere` names objects that are not among the manifests, as `Kind/name`."""
    found = list(manifests)
    every = (_names(found), _references(found, set(elsewhere)), _selectors(found), _pods(found), _routes(found))
    return sorted({problem for problems in every for problem in problems})


def _name(manifest: Manifest) -> str:
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


def _names(manifests: list[Manifest]) -> Iterator[str]:
    for name, count in Counter(map(_name, manifests)).items():
        if count > 1:
            yield f"{name} is there {count} times"
    for manifest in manifests:
        legal = _LABEL if manifest["kind"] in {"Service", "Namespace"} else _SUBDOMAIN
        if not legal.fullmatch(manifest["metadata"]["name"]):
            yield f"{_name(manifest)} has no legal name"


def _templates(manifests: list[Manifest]) -> Iterator[tuple[str, Manifest]]:
    for manifest in manifests:
        if manifest["kind"] in _WORKLOADS:
            yield _name(manifest), manifest["spec"]["template"]
        if manifest["kind"] == "CronJob":
            yield _name(manifest), manifest["spec"]["jobTemplate"]["spec"]["template"]


def _containers(pod: Manifest) -> list[Manifest]:
    return [*pod.get("initContainers", ()), *pod["containers"]]


def _references(manifests: list[Manifest], elsewhere: set[str]) -> Iterator[str]:
    there = {_name(manifest): manifest for manifest in manifests}
    for owner, template in _templates(manifests):
        for kind, name, keys in _wanted(template["spec"]):
            target = there.get(f"{kind}/{name}")
            if target is None and f"{kind}/{name}" not in elsewhere and name != "kube-root-ca.crt":
                yield f"{owner} refers to {kind}/{name}, which is not there"
            if target is not None and kind in {"ConfigMap", "Secret"}:
                known = {key for part in ("data", "binaryData", "stringData") for key in target.get(part, ())}
                yield from (f"{owner} wants key {key} of {kind}/{name}" for key in keys if key not in known)
    for manifest in manifests:
        if manifest["kind"] == "RoleBinding":
            wanted = [f"Role/{manifest['roleRef']['name']}"]
            wanted += [f"ServiceAccount/{subject['name']}" for subject in manifest["subjects"]]
            yield from (f"{_name(manifest)} binds {name}, which is not there" for name in wanted if name not in there)
        if manifest["kind"] == "Role":
            jobs = [f"Job/{name}" for rule in manifest["rules"] for name in rule["resourceNames"]]
            yield from (f"{_name(manifest)} allows {name}, which is not there" for name in jobs if name not in there)


def _wanted(pod: Manifest) -> Iterator[tuple[str, str, list[str]]]:
    """Every object that a pod refers to, as kind, name and the keys that it wants of it."""
    if "serviceAccountName" in pod:
        yield "ServiceAccount", pod["serviceAccountName"], []
    for volume in pod.get("volumes", ()):
        yield from _wanted_by_volume(volume)
        for source in volume.get("projected", {}).get("sources", ()):
            yield from _wanted_by_volume(source)
    for container in _containers(pod):
        for source in container.get("envFrom", ()):
            kind = "ConfigMap" if "configMapRef" in source else "Secret"
            yield kind, next(iter(source.values()))["name"], []
        for variable in container.get("env", ()):
            for kind, field in (("ConfigMap", "configMapKeyRef"), ("Secret", "secretKeyRef")):
                if reference := variable.get("valueFrom", {}).get(field):
                    yield kind, reference["name"], [reference["key"]]
        words = container.get("command", [])
        yield from (("Job", word.removeprefix("job/"), []) for word in words if word.startswith("job/"))
        if words[-2:-1] == ["wait"]:
            yield "Service", words[-1], []


def _wanted_by_volume(volume: Manifest) -> Iterator[tuple[str, str, list[str]]]:
    if claim := volume.get("persistentVolumeClaim"):
        yield "PersistentVolumeClaim", claim["claimName"], []
    for kind, field, name in (("ConfigMap", "configMap", "name"), ("Secret", "secret", "secretName")):
        if (source := volume.get(field)) and not source.get("optional"):
            keys = [item["key"] for item in source.get("items", ())]
            yield kind, source.get(name) or source["name"], keys


def _selectors(manifests: list[Manifest]) -> Iterator[str]:
    pods = [(owner, template["metadata"]["labels"], template["spec"]) for owner, template in _templates(manifests)]
    for manifest in manifests:
        spec = manifest.get("spec", {})
        if manifest["kind"] in _WORKLOADS - {"Job"}:
            own = spec["template"]["metadata"]["labels"]
            if not spec["selector"]["matchLabels"].items() <= own.items():
                yield f"{_name(manifest)} does not select its own pods"
            others = [owner for owner, labels, _ in pods if spec["selector"]["matchLabels"].items() <= labels.items()]
            if len(others) > 1:
                yield f"{_name(manifest)} selects pods of {others}"
            if "serviceName" in spec and f"Service/{spec['serviceName']}" not in map(_name, manifests):
                yield f"{_name(manifest)} has no governing Service"
        if manifest["kind"] == "Service" and "selector" in spec:
            selected = [pod for _, labels, pod in pods if spec["selector"].items() <= labels.items()]
            if not selected:
                yield f"{_name(manifest)} selects no pod"
            yield from _ports(manifest, selected)


def _ports(service: Manifest, pods: list[Manifest]) -> Iterator[str]:
    ports = service["spec"].get("ports", [])
    for key in (lambda port: port.get("name"), lambda port: (port["port"], port.get("protocol", "TCP"))):
        twice = [what for what, count in Counter(map(key, ports)).items() if count > 1]
        yield from (f"{_name(service)} has port {what} twice" for what in twice)
    named = {port.get("name") for pod in pods for container in _containers(pod) for port in container.get("ports", ())}
    for port in ports:
        if isinstance(port.get("targetPort"), str) and port["targetPort"] not in named:
            yield f"{_name(service)} targets port {port['targetPort']}, which no container names"


def _pods(manifests: list[Manifest]) -> Iterator[str]:
    for owner, template in _templates(manifests):
        pod = template["spec"]
        volumes = [volume["name"] for volume in pod.get("volumes", ())]
        containers = _containers(pod)
        for names, what in ((volumes, "volume"), ([container["name"] for container in containers], "container")):
            yield from (f"{owner} has {what} {name} twice" for name, count in Counter(names).items() if count > 1)
            yield from (f"{owner} has {what} {name}, no legal name" for name in names if not _LABEL.fullmatch(name))
        mounted = [mount for container in containers for mount in container.get("volumeMounts", ())]
        yield from (
            f"{owner} mounts {mount['name']}, which is not there" for mount in mounted if mount["name"] not in volumes
        )
        yield from (
            f"{owner} has volume {name}, which nothing mounts" for name in set(volumes) - {m["name"] for m in mounted}
        )
        for container in containers:
            paths = Counter(mount["mountPath"] for mount in container.get("volumeMounts", ()))
            yield from (f"{owner} mounts {path} twice" for path, count in paths.items() if count > 1)


def _routes(manifests: list[Manifest]) -> Iterator[str]:
    """Routes lead to ports of Services that are there, belong to listeners that are there, and do not contradict."""
    ports = {
        (manifest["metadata"]["name"], port["port"])
        for manifest in manifests
        if manifest["kind"] == "Service"
        for port in manifest["spec"].get("ports", ())
    }
    listeners = {
        (manifest["metadata"]["name"], listener["name"])
        for manifest in manifests
        if manifest["kind"] == "Gateway"
        for listener in manifest["spec"]["listeners"]
    }
    seen: dict[object, str] = {}
    for manifest in manifests:
        for name, port in backends(manifest):
            if (name, port) not in ports:
                yield f"{_name(manifest)} leads to port {port} of Service/{name}, which is not there"
        for parent in manifest["spec"].get("parentRefs", ()) if manifest["kind"] == "HTTPRoute" else ():
            if listeners and (parent["name"], parent["sectionName"]) not in listeners:
                yield f"{_name(manifest)} belongs to listener {parent['sectionName']}, which is not there"
        for request in _requests(manifest):
            if seen.setdefault(request, _name(manifest)) != _name(manifest):
                yield f"{_name(manifest)} and {seen[request]} both take {request}"


def backends(manifest: Manifest) -> Iterator[tuple[str, int]]:
    """The Services, and their ports, to which an Ingress or an HTTPRoute leads."""
    rules = manifest["spec"]["rules"] if manifest["kind"] in {"Ingress", "HTTPRoute"} else ()
    for rule in rules:
        for path in rule.get("http", {}).get("paths", ()):
            service = path["backend"]["service"]
            yield service["name"], service["port"]["number"]
        for backend in rule.get("backendRefs", ()):
            yield backend["name"], backend["port"]


def _requests(manifest: Manifest) -> Iterator[object]:
    """What an Ingress or an HTTPRoute takes, each host with each match."""
    spec = manifest.get("spec", {})
    if manifest["kind"] == "Ingress":
        for rule in spec["rules"]:
            yield from ((rule.get("host"), path["path"], path["pathType"]) for path in rule["http"]["paths"])
    if manifest["kind"] == "HTTPRoute":
        matches = [str(match) for rule in spec["rules"] for match in rule["matches"]]
        for parent in spec["parentRefs"]:
            for host in spec.get("hostnames", [""]):
                yield from ((parent["sectionName"], host, match) for match in matches)
