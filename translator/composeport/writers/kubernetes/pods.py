"""The pod of one service, or of several that share a namespace: its template and the objects that come with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from composeport.dispositions.rules import CLUSTER_PREREQUISITE, SHARED_NAMESPACE
from composeport.model import Service
from composeport.model.decisions import COMPLETED
from composeport.model.names import dns_label, with_suffix
from composeport.records import dataclass, field
from composeport.writers.kubernetes.containers import CONTAINER_FIELDS, before_start, container, ending, report_hooks
from composeport.writers.kubernetes.environment import Environment, environment
from composeport.writers.kubernetes.hosts import (
    host_aliases,
    host_name,
    name_resolution,
    namespaces,
    report_endpoint_mode,
)
from composeport.writers.kubernetes.lifecycle import grace_period
from composeport.writers.kubernetes.logs import report_logging
from composeport.writers.kubernetes.metadata import annotations_of, labels, prometheus_annotations, selector
from composeport.writers.kubernetes.placement import placement
from composeport.writers.kubernetes.pod_overrides import (
    init_containers,
    name_apart,
    pull_secrets,
    report_guest_overrides,
    service_account,
)
from composeport.writers.kubernetes.policies import network_labels
from composeport.writers.kubernetes.probes import startup_of_sidecar
from composeport.writers.kubernetes.scope import Manifest, Scope, ordered
from composeport.writers.kubernetes.security import pod_context, without_host
from composeport.writers.kubernetes.services import alias_labels
from composeport.writers.kubernetes.storage import PodStorage, pod_storage
from composeport.writers.kubernetes.waiting import Waiting, waiting, within_pod

ENVIRONMENT_DIGEST = "composeport.dev/environment"
"""The annotation that rolls the pods when a ConfigMap or Secret of variables changes."""

_POD_FIELDS = (
    "restartPolicy", "os", "initContainers", "containers", "volumes", "terminationGracePeriodSeconds",
    "dnsPolicy", "dnsConfig", "nodeSelector", "affinity", "topologySpreadConstraints", "runtimeClassName",
    "serviceAccountName", "automountServiceAccountToken", "enableServiceLinks", "hostNetwork", "hostPID",
    "hostIPC", "hostUsers", "shareProcessNamespace", "hostname", "hostnameOverride", "hostAliases",
    "imagePullSecrets", "securityContext",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod template, the objects that it needs, and whether two such pods cannot run side by side."""

    template: Manifest
    objects: list[Manifest] = field(default_factory=list)
    exclusive: bool = False


_OF_OWNER = (
    ("deploy", "labels"),
    ("deploy", "update_config"),
    ("deploy", "rollback_config"),
    ("deploy", "placement", "preferences"),
    ("deploy", "placement", "max_replicas_per_node"),
    ("deploy", "restart_policy", "max_attempts"),
)
"""What the first service of a pod says for all."""


def pod(scope: Scope, services: Sequence[Service], jobs: Mapping[str, str]) -> Pod:
    """The pod of `services`, whose first is the owner. `jobs` has the name of each service's Job."""
    for guest in services[1:]:
        _report_guest(scope, services[0], guest)
        report_guest_overrides(scope, services[0], guest)
    storage = pod_storage(scope, services)
    account = service_account(scope, services)
    waits = waiting(scope, services, jobs, account)
    variables = {service.name: environment(scope, service) for service in services}
    fields: Manifest = {
        **_containers(scope, services, storage, waits, variables),
        "volumes": [*storage.volumes, *waits.volumes],
        "terminationGracePeriodSeconds": grace_period(scope, services),
        **placement(scope, services, selector(scope.project, services[0])),
        "runtimeClassName": _runtime_class(scope, services),
        "serviceAccountName": account or waits.service_account,
        "automountServiceAccountToken": None if account else False,
        "enableServiceLinks": False,
        **namespaces(scope, services),
        **name_resolution(scope, services),
        **host_name(scope, services),
        "hostAliases": host_aliases(scope, services),
        "imagePullSecrets": pull_secrets(scope, services),
        "securityContext": pod_context(scope, services, storage.fs_group),
    }
    if scope.options.harden:
        fields = without_host(scope, services, fields)
    template: Manifest = {
        "metadata": _metadata(scope, services, storage, variables.values()),
        "spec": ordered(fields, _POD_FIELDS),
    }
    objects = [made for found in variables.values() for made in _objects(found)] + waits.objects
    return Pod(template, objects, _exclusive(fields))


def _report_guest(scope: Scope, owner: Service, guest: Service) -> None:
    """What a service says about its pods is lost where the pod is another's."""
    lost: list[tuple[str, ...]] = [path for path in _OF_OWNER if guest.source.stated(*path)]
    if guest.replicas != owner.replicas:
        lost.append(("scale",) if guest.scale is not None else ("deploy", "replicas"))
    if guest.kind is not owner.kind and guest.source.stated("deploy", "mode"):
        lost.append(("deploy", "mode"))
    for path in lost:
        scope.drop(
            SHARED_NAMESPACE,
            guest.attribute(*path),
            f"{guest.name!r} runs in the pod of {owner.name!r}, whose own setting applies",
            f"write it at {owner.name!r}",
            of=".".join(path),
        )


def _objects(found: Environment) -> list[Manifest]:
    return [*found.config_maps, *([found.secret] if found.secret is not None else [])]


def _metadata(
    scope: Scope, services: Sequence[Service], storage: PodStorage, variables: Iterable[Environment]
) -> Manifest:
    """Labels by which Services and policies find the pod, and what Compose calls labels as annotations."""
    owner = services[0]
    found = annotations_of(*(mapping for service in services for mapping in (service.labels, service.annotations)))
    for service in services:
        found |= prometheus_annotations(service.labels)
    digests = [entry.digest for entry in variables if entry.digest]
    if digests:
        found[ENVIRONMENT_DIGEST] = "-".join(digests)
    found |= storage.annotations
    meta: Manifest = {
        "labels": {
            **labels(scope.project, owner),
            **network_labels(scope.project, *services),
            **alias_labels(services),
        }
    }
    if found:
        meta["annotations"] = dict(sorted(found.items()))
    return meta


def _containers(
    scope: Scope,
    services: Sequence[Service],
    storage: PodStorage,
    waits: Waiting,
    variables: Mapping[str, Environment],
) -> Manifest:
    """Waiting comes first, then filling volumes, overrides, `pre_start` hooks, and what others in the pod wait for."""
    built = {
        service.name: container(scope, service, variables[service.name], storage.mounts.get(service.name, []))
        for service in services
    }
    first = [*waits.init_containers, *(_seed(scope, services, built, seed) for seed in storage.init_containers)]
    first += init_containers(scope, services, built)
    for service in services:
        report_hooks(scope, service)
        report_logging(scope, service)
        report_endpoint_mode(scope, service)
        for index, hook in enumerate(service.pre_start):
            first.append(before_start(service, built[service.name], index, hook))
    name_apart(first, {service.object_name for service in services})
    awaited = within_pod(services)
    by_name = {service.name: service for service in services}
    for name, condition in awaited.items():
        first.append(ending(built[name]) if condition == COMPLETED else _sidecar(scope, by_name[name], built[name]))
    rest = [made for name, made in built.items() if name not in awaited]
    return {"initContainers": first, "containers": rest}


def _seed(scope: Scope, services: Sequence[Service], built: Mapping[str, Manifest], seed: Manifest) -> Manifest:
    """A container that fills volumes from the image: the service's, as root, since Docker fills them as root too."""
    service = next(mate for mate in services if seed["name"] == with_suffix(mate.object_name, "seed"))
    own = built[service.name]
    root: Manifest = {"runAsUser": 0, "runAsGroup": 0}
    context = own["securityContext"] if scope.options.harden else root
    fields = {"image": own["image"], "imagePullPolicy": own.get("imagePullPolicy"), "securityContext": context, **seed}
    return ordered(fields, CONTAINER_FIELDS)


def _sidecar(scope: Scope, service: Service, built: Manifest) -> Manifest:
    """A container that starts before the others and runs beside them, once it is healthy."""
    fields = {"startupProbe": startup_of_sidecar(scope, service), **built, "restartPolicy": "Always"}
    return ordered(fields, CONTAINER_FIELDS)


def _runtime_class(scope: Scope, services: Sequence[Service]) -> str:
    """`runtime` as the name of a RuntimeClass; `runc` is what every cluster has without asking."""
    asked = [service for service in services if service.runtime and service.runtime != "runc"]
    for service in asked:
        scope.ask(
            CLUSTER_PREREQUISITE,
            service.attribute("runtime"),
            f"the cluster must have a RuntimeClass {dns_label(service.runtime)!r}: no pod of {service.name!r} is made"
            " without",
            f"kubectl get runtimeclass {dns_label(service.runtime)}",
            runtime=service.runtime,
        )
    return dns_label(asked[0].runtime) if asked else ""


def _exclusive(fields: Manifest) -> bool:
    """Whether the pod holds what two cannot: a claim or path of the node that it writes to, or the node's ports."""
    volumes = fields["volumes"]
    assert isinstance(volumes, list)
    held = {volume["name"] for volume in volumes if "persistentVolumeClaim" in volume or "hostPath" in volume}
    first, rest = fields["initContainers"], fields["containers"]
    assert isinstance(first, list)
    assert isinstance(rest, list)
    containers = [*first, *rest]
    mounts = [mount for made in containers for mount in made.get("volumeMounts", ())]
    writes = any(mount["name"] in held and not mount.get("readOnly") for mount in mounts)
    ports = [port for made in containers for port in made.get("ports", ())]
    return writes or any("hostPort" in port for port in ports) or (bool(fields.get("hostNetwork")) and bool(ports))
