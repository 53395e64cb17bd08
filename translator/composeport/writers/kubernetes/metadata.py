"""Labels, selectors and annotations (SEMANTICS 3.1; Kubernetes, "Recommended Labels")."""

from __future__ import annotations

import re
from collections.abc import Mapping

from composeport.model import Project, Service
from composeport.model.names import dns_label

NAME = "app.kubernetes.io/name"
PART_OF = "app.kubernetes.io/part-of"
MANAGED_BY = "app.kubernetes.io/managed-by"
KEPT_LABELS = "composeport.dev/labels"
"""The annotation that keeps, as JSON, the labels whose keys Kubernetes refuses."""

_PROMETHEUS = {f"prometheus.{key}": f"prometheus.io/{key}" for key in ("scrape", "port", "path", "scheme")}
_KEY_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*")
"""A DNS name in small letters (Kubernetes, "Object Names and IDs", DNS subdomain names)."""


def selector(project: Project, service: Service) -> dict[str, str]:
    """What selects the pods that `service` runs in. It can never change, so it holds the names and nothing else."""
    owner = project.services.get(service.pod, service)
    return {NAME: owner.object_name, **part_of(project)}


def labels(project: Project, service: Service) -> dict[str, str]:
    """The labels of an object that belongs to `service`."""
    return {NAME: service.object_name, **project_labels(project)}


def project_labels(project: Project) -> dict[str, str]:
    """The labels of an object that belongs to no service: a volume's claim, a network's policy."""
    return {**part_of(project), MANAGED_BY: "composeport"}


def part_of(project: Project) -> dict[str, str]:
    """The label that all objects of the project share, and all selectors."""
    return {PART_OF: project_label(project)}


def project_label(project: Project) -> str:
    """The project's name as the value of that label."""
    return dns_label(project.name)


def object_meta(
    name: str, labels: Mapping[str, str], annotations: Mapping[str, str] | None = None
) -> dict[str, object]:
    """An object's metadata. The namespace is put in at the end, for all objects at once."""
    meta: dict[str, object] = {"name": name, "labels": dict(labels)}
    if annotations:
        meta["annotations"] = dict(annotations)
    return meta


def name_of(manifest: Mapping[str, object]) -> str:
    """The name in an object's metadata."""
    metadata = manifest["metadata"]
    assert isinstance(metadata, dict)
    return str(metadata["name"])


def annotations_of(*compose_labels: Mapping[str, str]) -> dict[str, str]:
    """Compose labels as annotations, the later beating the earlier; refused keys are kept in one JSON annotation."""
    kept: dict[str, str] = {}
    refused: dict[str, str] = {}
    for mapping in compose_labels:
        for key, value in mapping.items():
            (kept if is_legal_key(key) else refused)[key] = value
    if refused:
        import json  # noqa: PLC0415 - few keys are refused

        kept[KEPT_LABELS] = json.dumps(refused, ensure_ascii=False, sort_keys=True)
    return dict(sorted(kept.items()))


def prometheus_annotations(compose_labels: Mapping[str, str]) -> dict[str, str]:
    """The `prometheus.io/*` annotations that scrape configurations for pods look at."""
    return {_PROMETHEUS[key]: value for key, value in sorted(compose_labels.items()) if key in _PROMETHEUS}


def is_legal_key(key: str) -> bool:
    """Whether Kubernetes takes `key` for an annotation: `[prefix/]name` (apimachinery's IsQualifiedName)."""
    prefix, slash, name = key.rpartition("/")
    if slash and not DOMAIN.fullmatch(prefix.lower()):
        return False
    return _KEY_NAME.fullmatch(name) is not None
