"""How much an object may hold: its annotations, its data, and the whole of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from composeport.diagnostics import Attribute, Location, Severity
from composeport.dispositions.rules import OBJECT_TOO_LARGE
from composeport.errors import InputError, Problem
from composeport.model import Project, Service
from composeport.writers.kubernetes.files import LIMIT, object_name
from composeport.writers.kubernetes.metadata import NAME, annotations_of
from composeport.writers.kubernetes.scope import Manifest, Scope

_ANNOTATIONS = 256 * 1024
"""Bytes of keys and values that all annotations of an object are together (apimachinery, TotalAnnotationSizeLimitB)."""

_STORED = 1536 * 1024
"""Bytes of a request that etcd takes by default (etcd, "System limits")."""

_OVERHEAD = 1024
"""Bytes that an API server or its client adds to an object, generously."""

_DATA = ("data", "binaryData", "stringData")


def refuse_long_labels(project: Project) -> None:
    """Raise `InputError` for labels that are more than an object may have of annotations."""
    problems = []
    by_pod: dict[str, list[Mapping[str, str]]] = {}
    for service in project.services.values():
        of_pod = by_pod.setdefault(service.pod or service.name, [])
        of_pod += [service.labels, service.annotations]
        if _too_long(of_pod):
            problems.append(_too_much(service.source.at("labels" if service.labels else "annotations"), service.name))
        elif service.deploy is not None and _too_long([service.deploy.labels]):
            problems.append(_too_much(service.source.at("deploy", "labels"), service.name))
    for kind in ("volumes", "networks", "configs", "secrets"):
        for key, item in getattr(project, kind).items():
            if _too_long([item.labels]):
                problems.append(_too_much(project.source.at(kind, key, "labels"), key))
    if problems:
        raise InputError(problems, project.texts)


def _too_much(location: Location, name: str) -> Problem:
    message = f"the labels of {name!r} are more than the {_ANNOTATIONS} bytes of annotations that an object may have"
    return Problem(message, location, "shorten them, or keep what they hold in a config")


def _too_long(mappings: Iterable[Mapping[str, str]]) -> bool:
    """Whether mappings hold more than is taken, with room for annotations of our own."""
    if sum(len(key) + len(value) for mapping in mappings for key, value in mapping.items()) * 4 < _ANNOTATIONS:
        return False  # the common case; a character is four bytes at most
    found = annotations_of(*mappings)
    return sum(len(key.encode()) + len(value.encode()) for key, value in found.items()) > _ANNOTATIONS - 1024


def may_be_large(project: Project) -> bool:
    """Whether anything of a project may make an object of more bytes than `kubectl apply` can annotate it with."""
    if any(_length(_texts(service)) * _WORST > _ANNOTATIONS for service in project.services.values()):
        return True
    loaded = (item.loaded for items in (project.configs, project.secrets) for item in items.values())
    return any(len(file.content) * _WORST > _ANNOTATIONS for file in loaded if file is not None)


_WORST = 6
"""Bytes that a character or byte is in JSON at worst."""


def _texts(service: Service) -> Iterator[str | bytes]:
    """What of a service may be long, and becomes a part of objects."""
    for variables in (service.environment, *(env_file.variables for env_file in service.env_files)):
        yield from (value or "" for value in variables.values())
    for labels in (service.labels, service.annotations, service.deploy.labels if service.deploy else {}):
        yield from labels.values()
    for words in (service.entrypoint, service.command, service.healthcheck.test if service.healthcheck else None):
        yield from words or ()
    for decision in service.binds.values():
        yield from (file.content for file in decision.files)


def _length(texts: Iterable[str | bytes]) -> int:
    return sum(map(len, texts))


def report_sizes(scope: Scope, objects: Iterable[Manifest]) -> None:
    """Say what `kubectl apply` cannot put onto the cluster as it does by default.

    Raises `InputError` for what no server stores.
    """
    problems = []
    for made in objects:
        size, held = _size(made), _held(made)
        if size > _STORED - _OVERHEAD or held > LIMIT:
            most = LIMIT if held > LIMIT else _STORED
            message = f"{_shown(made)} would have {size:,} bytes, more than a server keeps: {most:,}"
            advice = "bake what is so long into the image, or keep it on a volume"
            problems.append(Problem(message, _attribute(scope, made).location, advice))
        elif size > _ANNOTATIONS - _OVERHEAD:
            scope.ask(
                OBJECT_TOO_LARGE.at(Severity.WARNING),
                _attribute(scope, made),
                f"{_shown(made)} has {size:,} bytes: `kubectl apply` has no room to note what it applied",
                "kubectl apply --server-side, which notes it elsewhere",
                object=_shown(made),
            )
    if problems:
        raise InputError(problems, scope.project.texts)


def _size(made: Manifest) -> int:
    """Bytes of an object as Go writes JSON: three characters more are escaped than need be."""
    import json  # noqa: PLC0415 - few projects are so large

    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "surrogatepass")) + 5 * sum(map(text.count, "<>&"))


def _held(made: Manifest) -> int:
    """Bytes of a ConfigMap's or Secret's values."""
    parts = [part for name in _DATA if isinstance(part := made.get(name), dict)]
    binary = made.get("binaryData") or made.get("data") if made["kind"] == "Secret" else made.get("binaryData")
    encoded = _length(binary.values()) if isinstance(binary, dict) else 0
    return sum(len(text.encode("utf-8", "surrogatepass")) for part in parts for text in part.values()) - encoded // 4


def _shown(made: Manifest) -> str:
    metadata = made["metadata"]
    assert isinstance(metadata, dict)
    return f"{made['kind']} {metadata['name']!r}"


def _attribute(scope: Scope, made: Manifest) -> Attribute:
    """What makes an object so large: a config or secret, a service, or else something in one."""
    metadata, project = made["metadata"], scope.project
    assert isinstance(metadata, dict)
    kind = {"ConfigMap": "configs", "Secret": "secrets"}.get(str(made["kind"]), "")
    for key, item in getattr(project, kind).items() if kind else ():
        if object_name(project, kind, item) == metadata["name"]:
            return project.attribute(kind, key)
    for service in project.services.values():
        if service.object_name == metadata["labels"].get(NAME):
            return service.attribute()
    return project.attribute("services")
