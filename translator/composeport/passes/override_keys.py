"""The keys of `x-composeport`, `composeport.*` and `kompose.*` labels, and how they are read (SEMANTICS 3.9).

The meaning of the `kompose.*` labels is that of Kompose's user guide, "Labels".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from composeport.diagnostics import Attribute, Fidelity, Findings, PathPart
from composeport.dispositions.rules import OVERRIDE_NOT_HONOURED, UNKNOWN_OVERRIDE
from composeport.errors import InputError, Problem
from composeport.hints import Any
from composeport.model import Overrides, ProbeOverride, Project, Service, Volume, VolumeOverrides, WorkloadKind
from composeport.passes import override_values as values
from composeport.passes.override_values import Kind
from composeport.passes.overrides import EXTENSION, PREFIXES
from composeport.records import NamedTuple, dataclass, field, replace

OF_OTHERS = frozenset({"ignore"})
"""Keys of the extension that are not about manifests: the audit's suppressions."""


class Override(NamedTuple):
    """One key: the field of `Overrides` that it sets, what it may say, and what that does."""

    field: str
    kind: Kind
    effect: str


_TYPES = {
    "clusterip": "ClusterIP",
    "nodeport": "NodePort",
    "loadbalancer": "LoadBalancer",
    "headless": "Headless",
}
_CONTROLLERS = {
    "deployment": WorkloadKind.SERVER,
    "daemonset": WorkloadKind.GLOBAL,
    "statefulset": WorkloadKind.STATEFUL,
    "job": WorkloadKind.JOB,
    "replicationcontroller": WorkloadKind.SERVER,
}
_VOLUME_TYPES = {name.lower(): name for name in ("persistentVolumeClaim", "emptyDir", "hostPath", "configMap")}
_TIMING = {
    "interval": ("interval", values.DURATION, "seconds between two checks"),
    "timeout": ("timeout", values.DURATION, "seconds after which a check has failed"),
    "retries": ("retries", values.number(1), "failures in a row that count"),
    "start_period": ("start_period", values.DURATION, "seconds before the first check"),
}


def _probe(name: str) -> dict[str, Override]:
    rows = {
        "disable": ("disable", values.FLAG, "no such probe"),
        "test": ("test", values.CHECK, "runs in the container"),
        **_TIMING,
        "http_get_path": ("http_get_path", values.HTTP_PATH, "asks by HTTP"),
        "http_get_port": ("http_get_port", values.PORT, "the port of that; the first port where none is given"),
        "tcp_port": ("tcp_port", values.PORT, "connects to the port"),
    }
    return {
        f"service.healthcheck.{name}.{key}": Override(f"{name}.{part}", kind, f"{name} probe: {effect}")
        for key, (part, kind, effect) in rows.items()
    }


SERVICE_OVERRIDES: Mapping[str, Override] = {
    "service.type": Override("service_type", values.choice(_TYPES), "how its published ports are reached"),
    "service.nodeport.port": Override("node_port", values.PORT, "nodePort of its only port"),
    "service.external-traffic-policy": Override(
        "external_traffic_policy",
        values.choice({"cluster": "Cluster", "local": "Local"}),
        "of the Service that leaves the cluster",
    ),
    "service.expose": Override("expose", values.HOSTS, "an Ingress to its first port"),
    "service.expose.tls-secret": Override("expose_tls_secret", values.OBJECT_NAME, "the Ingress's certificate"),
    "service.expose.ingress-class-name": Override("expose_ingress_class", values.CLASS_NAME, "ingressClassName"),
    "service.name_override": Override("name", values.HOST_NAME, "names its objects; its own name still resolves"),
    "service.group": Override("group", values.ANY_NAME, "services of one group run in one pod"),
    "serviceaccount-name": Override("service_account", values.OBJECT_NAME, "serviceAccountName"),
    "controller.type": Override("controller", values.choice(_CONTROLLERS), "what runs it"),
    "controller.port.expose": Override("host_ports", values.FLAG, "published ports are the node's too (hostPort)"),
    "image-pull-policy": Override(
        "image_pull_policy",
        values.choice({name.lower(): name for name in ("Always", "IfNotPresent", "Never")}),
        "imagePullPolicy",
    ),
    "image-pull-secret": Override("image_pull_secret", values.OBJECT_NAME, "imagePullSecrets"),
    **_probe("readiness"),
    **_probe("liveness"),
    "cronjob.schedule": Override("schedule", values.CRON, "makes it a CronJob"),
    "cronjob.concurrency_policy": Override(
        "concurrency_policy",
        values.choice({name.lower(): name for name in ("Allow", "Forbid", "Replace")}),
        "concurrencyPolicy of the CronJob",
    ),
    "cronjob.backoff_limit": Override("backoff_limit", values.number(0), "backoffLimit of its jobs"),
    "hpa.replicas.min": Override("scale_minimum", values.number(1), "HorizontalPodAutoscaler: minReplicas, else 1"),
    "hpa.replicas.max": Override("scale_maximum", values.number(1), "HorizontalPodAutoscaler: maxReplicas, else 3"),
    "hpa.cpu": Override("scale_cpu", values.PERCENT, "HorizontalPodAutoscaler: use of processors, else 50"),
    "hpa.memory": Override("scale_memory", values.MEMORY_TARGET, "HorizontalPodAutoscaler: use of memory, else 70"),
    "init.containers.image": Override("init_image", values.IMAGE, "an init container of that image"),
    "init.containers.name": Override("init_name", values.HOST_NAME, "its name, else init-service"),
    "init.containers.command": Override("init_command", values.WORDS, "its command, else the image's"),
    "security-context.fsgroup": Override("fs_group", values.number(0), "fsGroup of the pod"),
    "volume.type": Override("volume_type", values.choice(_VOLUME_TYPES), "what its volumes become"),
    "volume.size": Override("volume_size", values.QUANTITY, "size of its claims"),
    "volume.storage-class-name": Override("volume_class", values.CLASS_NAME, "class of its claims"),
    "volume.subpath": Override("volume_subpath", values.FOLDER, "the folder of its volumes that is mounted"),
    "ephemeral-storage.request": Override("ephemeral_request", values.QUANTITY, "what it asks of the node's disk"),
    "ephemeral-storage.limit": Override("ephemeral_limit", values.QUANTITY, "what it may use of the node's disk"),
}
"""Every key that a service may have, and what it does. The labels have one of `PREFIXES` before it."""

VOLUME_OVERRIDES: Mapping[str, Override] = {
    "volume.size": Override("size", values.QUANTITY, "size of the claim"),
    "volume.storage-class-name": Override("storage_class", values.CLASS_NAME, "class of the claim"),
    "volume.selector": Override("selector", values.LABEL_VALUE, "binds to a volume labelled `io.kompose.service`"),
}
"""Every key that a volume of the project may have."""


@dataclass(slots=True)
class _Reading:
    """One object's overrides while they are read. `consumed` has the paths of labels that have done their work."""

    table: Mapping[str, Override]
    owner: Service | Project
    base: tuple[PathPart, ...]
    findings: Findings
    problems: list[Problem]
    found: dict[str, Any] = field(default_factory=dict)
    stated: dict[str, tuple[PathPart, ...]] = field(default_factory=dict)
    consumed: set[tuple[PathPart, ...]] = field(default_factory=set)

    def labels(self, *places: tuple[Mapping[str, str], tuple[PathPart, ...]]) -> None:
        """Take what the labels at each path say, the weaker first; report what they say in vain."""
        for prefix in PREFIXES:
            for labels, path in places:
                for label, value in labels.items():
                    if label.startswith(prefix) and "/" not in label:
                        self._label(label, label.removeprefix(prefix), value, (*path, label))

    def _label(self, label: str, key: str, value: str, path: tuple[PathPart, ...]) -> None:
        row = self.table.get(key)
        if row is None:
            self._unknown(label, key, path)
        elif (read := row.kind.read(value)) is None:
            message = f"{label}: {value!r} is not taken, so it has no effect"
            self._vain(OVERRIDE_NOT_HONOURED, path, message, f"write {row.kind.expects}", label)
        else:
            self._take(row, read, path)

    def extension(self, given: object) -> None:
        """Take what `x-composeport` says; it is ours, so that whatever is wrong with it stops the translation."""
        if given is None:
            return
        if not isinstance(given, dict):
            self._refuse(f"{EXTENSION} must be a mapping", (EXTENSION,), "write keys and values below it")
            return
        for key, value in given.items():
            row = self.table.get(key)
            if key in OF_OTHERS:
                continue
            if row is None:
                self._refuse(f"{EXTENSION} has no {key!r}", (EXTENSION, key), self._advice(key))
            elif (read := row.kind.read(value)) is None:
                self._refuse(f"{EXTENSION}: {key} must be {row.kind.expects}", (EXTENSION, key), "change its value")
            else:
                self._take(row, read, (EXTENSION, key))

    def _take(self, row: Override, value: object, path: tuple[PathPart, ...]) -> None:
        self.found[row.field] = value
        self.stated[row.field] = path
        self.consumed.add(path)

    def _unknown(self, label: str, key: str, path: tuple[PathPart, ...]) -> None:
        message = f"{label} is no override that is known: it stays an annotation"
        self._vain(UNKNOWN_OVERRIDE, path, message, self._advice(key), label)

    def _vain(self, rule: Any, path: tuple[PathPart, ...], message: str, help: str, label: str) -> None:
        attribute = Attribute((*self.base, *path), self.owner.source.key(*self._inside(path)))
        self.findings.add(rule, Fidelity.DROPPED, attribute, message, help, label=label)

    def _refuse(self, message: str, path: tuple[PathPart, ...], help: str) -> None:
        self.problems.append(Problem(message, self.owner.source.key(*self._inside(path)), help))

    def _inside(self, path: tuple[PathPart, ...]) -> tuple[PathPart, ...]:
        """The path as the owner's source counts it: a service has a source of its own, a volume has the project's."""
        return path if isinstance(self.owner, Service) else (*self.base, *path)

    def _advice(self, key: str) -> str:
        from difflib import get_close_matches  # noqa: PLC0415 - for a mistake only

        near = get_close_matches(key, self.table, 1)
        return f"do you mean {near[0]!r}?" if near else "docs/overrides.md lists all that there are"


def read_overrides(project: Project, findings: Findings) -> Project:
    """The pass `overrides`, for a project in which something is decided."""
    problems: list[Problem] = []
    services = {key: _of_service(service, findings, problems) for key, service in project.services.items()}
    volumes = {key: _of_volume(project, volume, findings, problems) for key, volume in project.volumes.items()}
    if problems:
        raise InputError(problems, project.texts)
    return replace(project, services=services, volumes=volumes)


def _of_service(service: Service, findings: Findings, problems: list[Problem]) -> Service:
    reading = _Reading(SERVICE_OVERRIDES, service, ("services", service.name), findings, problems)
    deploy = service.deploy
    of_deploy = deploy.labels if deploy is not None else {}
    reading.labels((of_deploy, ("deploy", "labels")), (service.labels, ("labels",)))
    reading.extension(service.extensions.get(EXTENSION))
    if not reading.stated:
        return service
    if deploy is not None:
        deploy = replace(deploy, labels=dict(_left(reading, deploy.labels, ("deploy", "labels"))))
    labels = dict(_left(reading, service.labels, ("labels",)))
    return replace(service, labels=labels, deploy=deploy, overrides=_decided(reading))


def _decided(reading: _Reading) -> Overrides:
    fields = dict(reading.found)
    for probe in ("readiness", "liveness"):
        names = [name for name in fields if name.startswith(f"{probe}.")]
        parts = {name.partition(".")[2]: fields.pop(name) for name in names}
        if parts:
            fields[probe] = ProbeOverride(**parts)
    return Overrides(**fields, stated=reading.stated)


def _of_volume(project: Project, volume: Volume, findings: Findings, problems: list[Problem]) -> Volume:
    reading = _Reading(VOLUME_OVERRIDES, project, ("volumes", volume.key), findings, problems)
    reading.labels((volume.labels, ("labels",)))
    reading.extension(volume.extensions.get(EXTENSION))
    if not reading.stated:
        return volume
    labels = dict(_left(reading, volume.labels, ("labels",)))
    return replace(volume, labels=labels, overrides=VolumeOverrides(**reading.found, stated=reading.stated))


def _left(reading: _Reading, labels: Mapping[str, str], path: tuple[PathPart, ...]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in labels.items() if (*path, key) not in reading.consumed)
