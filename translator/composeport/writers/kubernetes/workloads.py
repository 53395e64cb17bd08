"""What runs the pods: Deployment, DaemonSet, StatefulSet, Job (SEMANTICS 3.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from composeport.digests import json_text, sha256
from composeport.dispositions.rules import NO_COUNTERPART, RESTART_NARROWED
from composeport.model import Project, Service, WorkloadKind
from composeport.model.decisions import COMPLETED, JOBS
from composeport.model.names import shortened, with_suffix
from composeport.model.order import last_first
from composeport.model.restart import restart_of
from composeport.model.topology import pod_kind
from composeport.writers.kubernetes.metadata import annotations_of, labels, name_of, object_meta, selector
from composeport.writers.kubernetes.overridden import report_unscaled
from composeport.writers.kubernetes.pods import Pod, pod
from composeport.writers.kubernetes.rollout import (
    daemon_rollout,
    deployment_rollout,
    report_no_rollout,
    stateful_rollout,
)
from composeport.writers.kubernetes.scope import MOST, Manifest, Scope, ordered

_DIGEST = 8
_SHORT_NAME = 52
"""Characters of the name of a CronJob, whose Jobs add eleven (Kubernetes, "CronJob limitations"), and of a StatefulSet,
whose name and revision, of ten characters, are the value of a label of its pods."""
_SPEC_FIELDS = (
    "serviceName", "replicas", "selector", "strategy", "updateStrategy", "minReadySeconds",
    "revisionHistoryLimit", "progressDeadlineSeconds", "podManagementPolicy", "completions", "parallelism",
    "backoffLimit", "template",
)  # fmt: skip


def workload_objects(scope: Scope) -> list[Manifest]:
    """Every workload, and what its pods need of ConfigMaps, Secrets and permissions."""
    jobs: dict[str, str] = {}
    objects: list[Manifest] = []
    for services in _in_order(scope.project):
        made = pod(scope, services, jobs)
        kind = pod_kind(services)
        workload = _KINDS[kind](scope, services[0], made)
        objects += workload
        objects += made.objects
        if kind in JOBS - {WorkloadKind.CRON}:
            jobs.update(dict.fromkeys((service.name for service in services), _job_of(workload, made)))
    return objects


def pods_of(project: Project) -> dict[str, tuple[Service, ...]]:
    """The services of each pod, the owner first. What another tool provides has no pod."""
    found: dict[str, list[Service]] = {}
    for service in project.services.values():
        if service.provider is None:
            found.setdefault(service.pod or service.name, []).append(service)
    return {
        owner: tuple(sorted(services, key=lambda service: (service.name != owner, service.name)))
        for owner, services in found.items()
    }


def _in_order(project: Project) -> Iterator[tuple[Service, ...]]:
    """The pods, those whose completion others wait for first: a Job's name has a digest that the others must know."""
    pods = pods_of(project)
    awaited = {
        owner: [
            project.services[wait.service].pod
            for service in services
            for wait in service.waits
            if wait.condition == COMPLETED
        ]
        for owner, services in pods.items()
    }
    return (pods[owner] for owner in last_first(awaited, sorted(pods), set()))


def _job_of(objects: Sequence[Manifest], made: Pod) -> str:
    for item in objects:
        spec = item.get("spec")
        if isinstance(spec, dict) and spec.get("template") is made.template:
            return name_of(item)
    raise AssertionError("a job's template belongs to no object")


def _deployment(scope: Scope, owner: Service, made: Pod) -> list[Manifest]:
    rollout = deployment_rollout(scope, owner, exclusive=made.exclusive)
    fields = {"replicas": _replicas(scope, owner), **rollout}
    return _scaled(scope, owner, _server(scope, owner, made, "Deployment", fields))


def _daemon_set(scope: Scope, owner: Service, made: Pod) -> list[Manifest]:
    report_unscaled(scope, owner, "a DaemonSet has one pod a node")
    for path in (("scale",), ("deploy", "replicas")):
        if owner.replicas != 1 and owner.source.stated(*path):
            message = f"{owner.name!r} runs once on each node, whatever number is written"
            scope.drop(NO_COUNTERPART, owner.attribute(*path), message, "leave the number out", of=path[-1])
    return [_server(scope, owner, made, "DaemonSet", daemon_rollout(scope, owner))]


def _stateful_set(scope: Scope, owner: Service, made: Pod) -> list[Manifest]:
    """A StatefulSet and its governing `Service`, which gives each of its pods a name."""
    name = with_suffix(owner.object_name, "pods")
    governing: Manifest = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": object_meta(name, labels(scope.project, owner)),
        "spec": {
            "clusterIP": "None",
            "publishNotReadyAddresses": True,
            "selector": selector(scope.project, owner),
        },
    }
    fields = {"serviceName": name, "replicas": _replicas(scope, owner), **stateful_rollout(scope, owner)}
    made_set = _server(scope, owner, made, "StatefulSet", fields)
    return [*_scaled(scope, owner, made_set), governing]


def _scaled(scope: Scope, owner: Service, workload: Manifest) -> list[Manifest]:
    """A workload, and what scales it where its overrides ask for that."""
    if not owner.overrides.scales:
        return [workload]
    from composeport.writers.kubernetes.autoscaling import autoscaler  # noqa: PLC0415 - few services ask for one

    return [workload, autoscaler(scope, owner, workload)]


def _replicas(scope: Scope, owner: Service) -> int | None:
    """How many pods run; left out where an autoscaler says so, lest it be undone at each `kubectl apply`."""
    return None if owner.overrides.scales else _count(scope, owner)


def _count(scope: Scope, owner: Service) -> int:
    path = ("scale",) if owner.scale is not None else ("deploy", "replicas")
    return scope.counted(owner, owner.replicas, *path)


def _server(scope: Scope, owner: Service, made: Pod, kind: str, fields: Manifest) -> Manifest:
    policy = owner.deploy.restart_policy if owner.deploy else None
    if policy is not None and policy.max_attempts is not None:
        scope.drop(
            RESTART_NARROWED,
            owner.attribute("deploy", "restart_policy", "max_attempts"),
            f"Kubernetes never gives up {owner.name!r}: it starts it again, after longer and longer",
            "nothing; kubectl get pods shows what keeps failing",
        )
    spec = {**fields, "selector": {"matchLabels": selector(scope.project, owner)}, "template": made.template}
    name = shortened(owner.object_name, _SHORT_NAME) if kind == "StatefulSet" else owner.object_name
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": _meta(scope, owner, name),
        "spec": ordered(spec, _SPEC_FIELDS),
    }


def _job(scope: Scope, owner: Service, made: Pod) -> list[Manifest]:
    """A Job. It cannot be changed once it is there, so a digest of its content is part of its name."""
    spec = _job_spec(scope, owner, made)
    digest = sha256(json_text(spec).encode()).hexdigest()[:_DIGEST]
    name = with_suffix(owner.object_name, digest)
    return [{"apiVersion": "batch/v1", "kind": "Job", "metadata": _meta(scope, owner, name), "spec": spec}]


def _cron_job(scope: Scope, owner: Service, made: Pod) -> list[Manifest]:
    """A CronJob, which makes a Job at each time of its schedule."""
    overrides = owner.overrides
    spec: Manifest = {"schedule": overrides.schedule}
    if overrides.concurrency_policy:
        spec["concurrencyPolicy"] = overrides.concurrency_policy
    spec["jobTemplate"] = {"spec": _job_spec(scope, owner, made)}
    meta = _meta(scope, owner, shortened(owner.object_name, _SHORT_NAME))
    return [{"apiVersion": "batch/v1", "kind": "CronJob", "metadata": meta, "spec": spec}]


def _job_spec(scope: Scope, owner: Service, made: Pod) -> Manifest:
    report_unscaled(scope, owner, "a job runs to completion")
    report_no_rollout(scope, owner)
    if owner.kind is WorkloadKind.GLOBAL_JOB:
        scope.approximate(
            NO_COUNTERPART,
            owner.attribute("deploy", "mode"),
            "runs once, on one node: Kubernetes has no job that runs on each",
            "run it as a DaemonSet's init container, where each node needs it",
        )
    restart = restart_of(owner)
    retried = restart.condition in {"on-failure", "any"}
    retries = MOST if restart.attempts is None else scope.counted(owner, restart.attempts, *restart.path)
    template = made.template
    pod_spec = template["spec"]
    assert isinstance(pod_spec, dict)
    template["spec"] = {"restartPolicy": "OnFailure" if retried else "Never", **pod_spec}
    replicas = 1 if owner.kind is WorkloadKind.GLOBAL_JOB else _count(scope, owner)
    limit = retries if retried else 0
    if owner.overrides.backoff_limit is not None:
        limit = owner.overrides.backoff_limit
    fields: Manifest = {"backoffLimit": limit, "template": template}
    if replicas != 1:
        fields |= {"completions": replicas, "parallelism": replicas}
    return ordered(fields, _SPEC_FIELDS)


def _meta(scope: Scope, owner: Service, name: str) -> Manifest:
    annotations = annotations_of(owner.deploy.labels) if owner.deploy else {}
    return object_meta(name, labels(scope.project, owner), annotations)


_KINDS: dict[WorkloadKind, Callable[[Scope, Service, Pod], list[Manifest]]] = {
    WorkloadKind.SERVER: _deployment,
    WorkloadKind.GLOBAL: _daemon_set,
    WorkloadKind.STATEFUL: _stateful_set,
    WorkloadKind.JOB: _job,
    WorkloadKind.GLOBAL_JOB: _job,
    WorkloadKind.CRON: _cron_job,
}
