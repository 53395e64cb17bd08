"""Waiting for dependencies (SEMANTICS 3.4): init containers, what they look up, and what they are allowed to ask.

A healthy service is one whose headless `Service` `NAME-ready` has an address: only ready pods have one there, and DNS
is open under every policy that we write. A completed job is asked of the API server, by a token that one container has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from composeport.model import Project, Service, Wait
from composeport.model.decisions import COMPLETED, HEALTHY
from composeport.model.names import with_prefix, with_suffix
from composeport.records import dataclass, field
from composeport.writers.kubernetes.images import is_latest
from composeport.writers.kubernetes.metadata import labels, object_meta, selector
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.kubernetes.scope import Manifest, Scope

_LOOKUP_IMAGE = "docker.io/library/busybox:1.37"
_KUBECTL_IMAGE = "registry.k8s.io/kubectl:v{version}.0"
_UNTIL_FOUND = """until nslookup "$1" 2>/dev/null | grep -q '^Name:'; do sleep 2; done"""
"""busybox's nslookup of a short name exits 1 even when it answers: what it prints decides."""

_TOKEN_VOLUME = "wait-token"  # noqa: S105 - a volume's name
_TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"  # noqa: S105 - where every client looks
_TOKEN_SECONDS = 3607
"""What the API server itself asks for when it mounts a token."""

_NAMESPACE = {"apiVersion": "v1", "fieldPath": "metadata.namespace"}
"""With the version that the API server would add, and `kubectl apply` then take away again, each time."""

_NOBODY = 65534
_UNPRIVILEGED: Manifest = {
    "runAsUser": _NOBODY,
    "runAsGroup": _NOBODY,
    "runAsNonRoot": True,
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
_COMPLETE = "--for=condition=complete"
_ENDED = "--for=jsonpath={.status.conditions[0].status}=True"
"""A job that is not suspended has no condition before it ends, in one way or the other: a dependency that is not
required may fail (Compose specification, `depends_on.required`)."""

_CREATED_SINCE = "1.31"
"""Since this version kubectl can wait for an object that is not there yet."""


@dataclass(slots=True)
class Waiting:
    """What makes a pod wait: fields for its specification, and objects beside it."""

    init_containers: list[Manifest] = field(default_factory=list)
    volumes: list[Manifest] = field(default_factory=list)
    service_account: str = ""
    objects: list[Manifest] = field(default_factory=list)


def waiting(scope: Scope, services: Sequence[Service], jobs: Mapping[str, str], account: str = "") -> Waiting:
    """How the pod of `services` waits for other pods. `jobs` has the name of each service's Job.

    `account` is the pod's own service account, where it has one, which then gets the permission to ask.
    """
    waits = {(wait.condition, wait.service) for service in services for wait in _outside(services, service)}
    built = Waiting()
    for condition, name in sorted(waits):
        if condition == HEALTHY:
            built.init_containers.append(_until_ready(scope, scope.project.services[name]))
    awaited = sorted(name for condition, name in waits if condition == COMPLETED)
    insisted = {wait.service for service in services for wait in service.waits if wait.required}
    for name in awaited:
        until = _COMPLETE if name in insisted else _ENDED
        built.init_containers += _until(scope, scope.project.services[name], jobs[name], until)
    if awaited:
        built.volumes.append(_token())
        built.service_account = with_suffix(services[0].object_name, "wait")
        built.objects = _permission(scope, services[0], built.service_account, [jobs[name] for name in awaited])
        if account:
            binding = built.objects[-1]
            built.objects = [built.objects[1], binding | {"subjects": [{"kind": "ServiceAccount", "name": account}]}]
    return built


def ready_services(project: Project) -> list[Manifest]:
    """A headless `Service` of ready pods for each service that another pod waits for."""
    awaited = sorted(
        {
            wait.service
            for service in project.services.values()
            for wait in service.waits
            if wait.condition == HEALTHY and project.services[wait.service].pod != service.pod
        }
    )
    return [_ready_service(project, project.services[name]) for name in awaited]


def within_pod(services: Sequence[Service]) -> dict[str, str]:
    """Which services of a pod its others wait for, by condition, in an order in which they can start."""
    mates = {service.name: service for service in services}
    awaited: dict[str, str] = {}
    for service in services:
        for wait in service.waits:
            if wait.service in mates:
                awaited[wait.service] = wait.condition
    found: dict[str, str] = {}

    def visit(name: str) -> None:
        if name in found or name not in awaited:
            return
        for wait in mates[name].waits:
            if wait.service in mates:
                visit(wait.service)
        found[name] = awaited[name]

    for name in sorted(awaited):
        visit(name)
    return found


def _outside(services: Sequence[Service], service: Service) -> list[Wait]:
    here = {mate.name for mate in services}
    return [wait for wait in service.waits if wait.service not in here]


def _ready_name(service: Service) -> str:
    return with_suffix(service.object_name, "ready")


def _ready_service(project: Project, service: Service) -> Manifest:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": object_meta(_ready_name(service), labels(project, service)),
        "spec": {"clusterIP": "None", "selector": selector(project, service)},
    }


def _until_ready(scope: Scope, service: Service) -> Manifest:
    return {
        "name": with_prefix("wait-for", service.object_name),
        **_image(wait_images(scope.options)[0]),
        "command": ["sh", "-c", _UNTIL_FOUND, "wait", _ready_name(service)],
        "securityContext": _UNPRIVILEGED,
    }


def _until(scope: Scope, service: Service, job: str, until: str) -> list[Manifest]:
    """Containers that end when the job has ended so, after one that ends when it is there, if kubectl knows how."""
    conditions = [("wait-for", until)]
    if scope.options.at_least(_CREATED_SINCE):
        conditions.insert(0, ("wait-until", "--for=create"))
    return [
        {
            "name": with_prefix(prefix, service.object_name),
            **_image(wait_images(scope.options)[1]),
            "command": ["kubectl", "wait", condition, "--timeout=-1s", f"job/{job}"],
            "env": [{"name": "HOME", "value": "/tmp"}],  # noqa: S108 - kubectl wants a home, not a file there
            "volumeMounts": [{"name": _TOKEN_VOLUME, "mountPath": _TOKEN_PATH, "readOnly": True}],
            "securityContext": _UNPRIVILEGED,
        }
        for prefix, condition in conditions
    ]


def wait_images(options: KubernetesOptions) -> tuple[str, str]:
    """The image that looks names up, and the one with kubectl; `--wait-image` names the first, or both by a comma."""
    lookup, _, kubectl = options.wait_image.partition(",")
    return lookup or _LOOKUP_IMAGE, kubectl or _KUBECTL_IMAGE.format(version=options.kube_version)


def _image(reference: str) -> Manifest:
    """An image, pulled where it is missing, whatever its tag: a node may have it without a registry."""
    return {"image": reference, "imagePullPolicy": "IfNotPresent"} if is_latest(reference) else {"image": reference}


def _token() -> Manifest:
    """The volume that the API server itself would add, for those containers alone that ask."""
    return {
        "name": _TOKEN_VOLUME,
        "projected": {
            "sources": [
                {"serviceAccountToken": {"path": "token", "expirationSeconds": _TOKEN_SECONDS}},
                {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": _NAMESPACE}]}},
            ]
        },
    }


def _permission(scope: Scope, owner: Service, name: str, jobs: Sequence[str]) -> list[Manifest]:
    """An account that may see those jobs, and nothing else."""
    meta = object_meta(name, labels(scope.project, owner))
    verbs = ["get", "list", "watch"]
    rule = {"apiGroups": ["batch"], "resources": ["jobs"], "resourceNames": sorted(jobs), "verbs": verbs}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name}
    return [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta, "automountServiceAccountToken": False},
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": meta, "rules": [rule]},
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": meta,
            "roleRef": role,
            "subjects": [{"kind": "ServiceAccount", "name": name}],
        },
    ]
