"""The digests in a chart: by default those of the plain manifests, and others as soon as a value is another.

A digest in a pod's annotations makes the pods roll when what they read changes; one in a Job's name makes a new Job.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from composeport.digests import sha256
from composeport.hints import Any
from composeport.records import NamedTuple
from composeport.writers.helm.expressions import Value, argument, literal, values_in
from composeport.writers.helm.leaves import job_of
from composeport.writers.helm.values import Document, pod_of
from composeport.writers.kubernetes.pods import ENVIRONMENT_DIGEST
from composeport.writers.kubernetes.storage import FILES_HASH

_COMPARED = 16
"""Characters of a hash by which the template `digest` knows the default values: as many as a plain annotation has."""


class JobName(NamedTuple):
    """A named template of the chart that gives a Job's name."""

    template: str
    code: str


def name_jobs(chart: str, documents: Iterable[Document], jobs: Mapping[str, str]) -> list[JobName]:
    """Put the names of Jobs into all documents as values, and return the templates of those names."""
    documents = list(documents)
    values = {name: Value(f"include {literal(f'{chart}.job.{base}')} $", name) for name, base in jobs.items()}
    for document in documents:
        _put_names(document, values)
    return [
        JobName(f"{chart}.job.{jobs[_name(document)]}", _name_code(chart, _name(document), document))
        for document in documents
        if document["kind"] == "Job"
    ]


def put_digests(chart: str, documents: Iterable[Document]) -> None:
    """Make the digests in the annotations of pods follow what they are digests of."""
    documents = list(documents)
    objects = {(document["kind"], _name(document)): document for document in documents}
    for document in documents:
        if (pod := pod_of(document)) is None:
            continue
        stated = _annotations(document)
        for key, referred in ((ENVIRONMENT_DIGEST, _of_environment(pod)), (FILES_HASH, _of_volumes(pod))):
            values = [one for name in referred for one in values_in(_content(objects.get(name, {})))]
            if key in stated and values:
                stated[key] = Value(_digest(chart, stated[key], values), stated[key])


def _name(document: Document) -> str:
    name = document["metadata"]["name"]
    return str(name.default if isinstance(name, Value) else name)


def _name_code(chart: str, name: str, job: Document) -> str:
    base, _, digest = name.rpartition("-")
    return f"printf {literal('%s-%s')} {literal(base)} ({_digest(chart, digest, values_in(job['spec']))})"


def _digest(chart: str, default: str, values: Iterable[Value]) -> str:
    """Code that gives `default` where all `values` are as they are by default, else a digest of them of its length."""
    defaults = {argument(one.code): _hashed(one.default) for one in values}
    sums = sha256("".join(defaults.values()).encode()).hexdigest()[:_COMPARED]
    return f"include {literal(f'{chart}.digest')} (list {literal(default)} {literal(sums)} {' '.join(defaults)})"


def _hashed(default: object) -> str:
    """The hash of a value's default, as the template `digest` makes it: of a text, or else of JSON as Go prints it."""
    text = default if isinstance(default, str) else json.dumps(default, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def _put_names(value: Any, names: Mapping[str, Value]) -> None:
    """Replace the names of Jobs, alone or as `job/NAME`."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(items):
        job = job_of(item, dict.fromkeys(names, "")) if isinstance(item, str) else None
        if job is None:
            _put_names(item, names)
        elif item == job:
            value[key] = names[job]
        else:
            value[key] = Value(f"printf {literal('job/%s')} {argument(names[job].code)}", item)


def _annotations(document: Document) -> Document:
    """The annotations of the pods of an object."""
    spec: Document = document["spec"].get("jobTemplate", document)["spec"]
    found: Document = spec["template"].get("metadata", {}).get("annotations", {})
    return found


def _content(document: Document) -> list[object]:
    return [document.get(part) for part in ("data", "stringData")]


def _of_environment(pod: Document) -> Iterator[tuple[str, str]]:
    """The objects that a pod's containers take variables from."""
    for container in _containers(pod):
        sources = [*container.get("envFrom", ()), *(one.get("valueFrom", {}) for one in container.get("env", ()))]
        for source in sources:
            for key, kind in (
                ("configMapRef", "ConfigMap"),
                ("configMapKeyRef", "ConfigMap"),
                ("secretRef", "Secret"),
                ("secretKeyRef", "Secret"),
            ):
                if key in source:
                    yield kind, source[key]["name"]


def _of_volumes(pod: Document) -> Iterator[tuple[str, str]]:
    """The objects whose files a pod mounts."""
    for volume in pod.get("volumes", ()):
        for source in (volume, *volume.get("projected", {}).get("sources", ())):
            if "configMap" in source:
                yield "ConfigMap", source["configMap"]["name"]
            if "secret" in source:
                yield "Secret", source["secret"].get("secretName") or source["secret"]["name"]


def _containers(pod: Document) -> Iterator[Document]:
    for part in ("initContainers", "containers"):
        yield from pod.get(part, ())
