"""Names, labels and annotations: what Kubernetes takes for one.

https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and …/labels/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.hints import Any
from composeport.manifests.documents import Flaw, Manifest, Path
from composeport.records import NamedTuple

_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_PART = r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_SUBDOMAIN = r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_VALUE = re.compile(rf"({_PART})?")
MOST_ANNOTATED = 256 * 1024
"""Bytes of the keys and values of all annotations of an object."""


class Form(NamedTuple):
    """What a name must match, and how that is told."""

    pattern: re.Pattern[str]
    words: str

    def takes(self, text: object) -> bool:
        """Whether a value is such a name."""
        return isinstance(text, str) and bool(self.pattern.fullmatch(text))


LABEL = Form(re.compile(_LABEL), "small letters, digits and `-`, at most 63, a letter or digit at both ends")
SUBDOMAIN = Form(
    re.compile(_SUBDOMAIN), "small letters, digits, `-` and `.`, a letter or digit at both ends of each part"
)
_SEGMENT = Form(re.compile(r"(?!\.\.?$)[^/%]+"), "no `/` and no `%`, and neither `.` nor `..`")
_CRON = Form(re.compile(rf"(?=.{{1,52}}$){_SUBDOMAIN}"), "as of other objects, but at most 52 characters")

VALUE = Form(_VALUE, "at most 63 letters, digits, `-`, `_`, `.`, or nothing at all")
_LABELLED = {("", "Namespace"), ("", "Service")}
_SEGMENTED = {
    ("rbac.authorization.k8s.io", kind) for kind in ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
}
_PLAIN = {
    "": "ConfigMap Secret ServiceAccount Pod PersistentVolume PersistentVolumeClaim LimitRange ResourceQuota Endpoints"
    " ReplicationController",
    "apps": "Deployment StatefulSet DaemonSet ReplicaSet",
    "batch": "Job",
    "networking.k8s.io": "Ingress IngressClass NetworkPolicy",
    "autoscaling": "HorizontalPodAutoscaler",
    "storage.k8s.io": "StorageClass",
    "scheduling.k8s.io": "PriorityClass",
}
"""Kinds whose names are subdomains; of others nothing is said."""


def _form(manifest: Manifest) -> Form | None:
    kind = (manifest.group, manifest.kind)
    if kind in _LABELLED:
        return LABEL
    if kind in _SEGMENTED:
        return _SEGMENT
    if kind == ("batch", "CronJob"):
        return _CRON
    return SUBDOMAIN if manifest.kind in _PLAIN.get(manifest.group, "").split() else None


def check_name(manifest: Manifest) -> Iterator[Flaw]:
    """That an object has a name, and that its kind may have such a one."""
    metadata = manifest.metadata
    if not manifest.name and not metadata.get("generateName"):
        yield manifest.error(("metadata",), f"{manifest} has no name", "give `metadata.name`")
    form = _form(manifest)
    if manifest.name and form and not form.takes(manifest.name):
        what = f"`{manifest.name}` is no name of a {manifest.kind}"
        yield manifest.error(("metadata", "name"), what, f"it takes {form.words}")
    if manifest.namespace and not LABEL.takes(manifest.namespace):
        what = f"`{manifest.namespace}` is no name of a namespace"
        yield manifest.error(("metadata", "namespace"), what, f"it takes {LABEL.words}")


def check_metadata(manifest: Manifest) -> Iterator[Flaw]:
    """The keys and values of labels, the keys of annotations, and how large these are together."""
    yield from check_labels(manifest, ("metadata", "labels"), manifest.metadata.get("labels"))
    annotations = manifest.metadata.get("annotations")
    yield from check_annotations(manifest, ("metadata", "annotations"), annotations)


def check_labels(manifest: Manifest, path: Path, labels: Any) -> Iterator[Flaw]:
    """That labels, or what selects them, have keys and values which labels can have."""
    for key, value in labels.items() if isinstance(labels, dict) else ():
        if not is_key(key):
            yield _bad_key(manifest, (*path, key), "a label")
        if isinstance(value, str) and not _VALUE.fullmatch(value):
            message = f"this is no value of a label: `{key}`"
            yield manifest.error((*path, key), message, VALUE.words)


def check_annotations(manifest: Manifest, path: Path, annotations: Any) -> Iterator[Flaw]:
    """The keys of annotations, and the bytes of all of them."""
    if not isinstance(annotations, dict):
        return
    for key in annotations:
        if not is_key(key.lower()):
            yield _bad_key(manifest, (*path, key), "an annotation")
    size = sum(len(f"{key}{value}".encode(errors="replace")) for key, value in annotations.items())
    if size > MOST_ANNOTATED:
        message = f"the annotations of {manifest} come to {size:,} bytes, of at most {MOST_ANNOTATED:,}"
        yield manifest.error(path, message, "keep large texts in a ConfigMap")


def _bad_key(manifest: Manifest, path: Path, what: str) -> Flaw:
    words = "at most 63 letters, digits, `-`, `_`, `.`; before it perhaps a domain and `/`"
    return manifest.key_error(path, f"`{path[-1]}` is no key of {what}", words)


def is_key(key: str) -> bool:
    """Whether labels and annotations may have this key: a name, and perhaps a domain before it."""
    prefix, slash, name = key.rpartition("/")
    return bool(re.fullmatch(_PART, name)) and (SUBDOMAIN.takes(prefix) if slash else True)
