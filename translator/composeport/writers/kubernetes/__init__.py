"""A project as Kubernetes manifests: one file an object.

- What runs: `workloads` of `pods` of `containers`. Of a pod: `hosts`, `placement`, `security`, `waiting`; of a
  container: `images`, `environment`, `probes`, `lifecycle`, `resources`, `logs`. `rollout` and `autoscaling` change
  how many run.
- What is reached: `services`, `publishing`, `routing` by `ingress` or `gateway`, `policies`.
- What is kept: `storage` gathers the `mounts` (`bind_mounts`, `memory`; `mounting` is their shape), `claims` and
  `files`.
- What users decide: `options`, and per service `overridden`, `pod_overrides`, `probe_overrides`, `volume_overrides`.
- For all: `scope`, `metadata`, `escaping`. `stale` tells of the objects of a former run.
"""

from __future__ import annotations

from collections.abc import Iterable

from composeport.diagnostics import Findings
from composeport.dispositions.kubernetes import disposition_of
from composeport.dispositions.report import report_attributes
from composeport.errors import InputError, Problem
from composeport.model import Project
from composeport.writers.kubernetes.metadata import name_of, project_labels
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.kubernetes.policies import policy_objects
from composeport.writers.kubernetes.routing import route_objects
from composeport.writers.kubernetes.scope import Manifest, Scope
from composeport.writers.kubernetes.services import service_objects
from composeport.writers.kubernetes.sizes import may_be_large, refuse_long_labels, report_sizes
from composeport.writers.kubernetes.storage import storage_objects
from composeport.writers.kubernetes.waiting import ready_services
from composeport.writers.kubernetes.workloads import workload_objects
from composeport.writers.output import OutputFile

__all__ = ["KubernetesOptions", "write_manifests"]

_CLUSTER_WIDE = frozenset({"Namespace", "PersistentVolume"})
"""Kinds that are in no namespace."""

_NAMESPACE_FILE = "00-namespace.yaml"
"""Sorts before all others, so that `kubectl apply -f DIR` makes it first."""


def write_manifests(project: Project, findings: Findings, options: KubernetesOptions) -> tuple[OutputFile, ...]:
    """The files of a decided project, by name. Raises `InputError` where two objects would have one name,
    or one would be what no server takes."""
    scope = Scope(project, findings, options)
    refuse_long_labels(project)
    report_attributes(project, findings, disposition_of)
    objects = [*workload_objects(scope), *ready_services(project), *service_objects(scope)]
    objects += [*route_objects(scope), *policy_objects(scope), *storage_objects(scope)]
    if may_be_large(project):
        report_sizes(scope, objects)
    files = [_file(made, options.namespace) for made in objects]
    if options.namespace:
        files.append(OutputFile(_NAMESPACE_FILE, (_namespace(project, options.namespace),)))
    _refuse_one_name_twice(project, files)
    return tuple(sorted(files, key=lambda file: file.name))


def _namespace(project: Project, name: str) -> Manifest:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": project_labels(project)}}


def _file(made: Manifest, namespace: str) -> OutputFile:
    name, kind, metadata = name_of(made), str(made["kind"]), made["metadata"]
    if namespace and kind not in _CLUSTER_WIDE:
        assert isinstance(metadata, dict)
        made = made | {"metadata": {"name": name, "namespace": namespace, **metadata}}
    return OutputFile(f"{name}-{kind.lower()}.yaml", (made,), secret=kind == "Secret")


def _refuse_one_name_twice(project: Project, files: Iterable[OutputFile]) -> None:
    """Names that we make from those of services may meet others: `db-ready` is what waiters for `db` look up."""
    seen: set[str] = set()
    problems = []
    for file in files:
        if file.name in seen:
            message = f"two objects would be one: {file.name.removesuffix('.yaml')}"
            problems.append(Problem(message, project.source.at("services"), "rename one of the services"))
        seen.add(file.name)
    if problems:
        raise InputError(problems, project.texts)
