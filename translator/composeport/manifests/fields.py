"""What the API server takes in single fields, where the schema says no more than their type: tables, and their reading.

Each line was held against an API server: what a rule refuses it refuses too (`pkg/apis/*/validation` of Kubernetes).
An empty text is no value, except where a rule says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address, ip_network

from composeport.hints import Any
from composeport.manifests.documents import Flaw, Manifest, Path
from composeport.manifests.names import LABEL, SUBDOMAIN, VALUE, Form
from composeport.manifests.pods import pods_of
from composeport.manifests.quantities import quantity
from composeport.manifests.schemas import dotted

Rule = Callable[[Any], str]
"""From a value, None where there is none, to what is wrong with it; "" if nothing is."""


def filled(value: Any) -> str:
    """Something is there."""
    return "" if value or value == 0 else "must not be empty"


def one_of(words: str) -> Rule:
    """One of a few words."""
    known = words.split()
    told = ", ".join(known[:-1]) + f" or {known[-1]}"
    return lambda value: "" if not isinstance(value, str) or value in ("", *known) else f"must be {told}"


def between(least: int, most: int | None = None, told: str = "") -> Rule:
    """A whole number of a range."""
    words = told or (f"must be at least {least}" if most is None else f"must be from {least} to {most}")

    def rule(value: Any) -> str:
        fits = not isinstance(value, int) or (value >= least and (most is None or value <= most))
        return "" if fits else words

    return rule


def formed(form: Form) -> Rule:
    """A name of a form."""
    return lambda value: "" if value in (None, "") or form.takes(value) else f"takes {form.words}"


def one_source(words: str) -> Rule:
    """A mapping with exactly one of these keys."""
    known = words.split()
    told = ", ".join(known[:-1]) + f" or {known[-1]}"

    def rule(value: Any) -> str:
        given = [word for word in known if isinstance(value, dict) and word in value]
        if value is None or len(given) == 1:
            return ""
        return f"must have one of {told}" + (f", not {' and '.join(given)}" if given else "")

    return rule


def share(value: Any) -> str:
    """A number of things, or a percentage of them."""
    fits = value is None or (isinstance(value, int) and value >= 0)
    return (
        ""
        if fits or (isinstance(value, str) and re.fullmatch(r"\d+%", value))
        else "must be a number or, as 25%, a share"
    )


def not_negative(value: Any) -> str:
    """A quantity of something."""
    return "" if value is None or quantity(value) >= 0 else "must not be less than 0"


def some(value: Any) -> str:
    """A quantity of something that there must be some of."""
    return "" if value is not None and quantity(value) > 0 else "must be given, and more than 0"


def absolute(value: Any) -> str:
    """The path of a file system."""
    return "" if value is None or str(value).startswith("/") else "must begin with `/`"


def address(value: Any) -> str:
    """An address of IP."""
    return _parsed(ip_address, value, "must be an IP address")


def block(value: Any) -> str:
    """A block of addresses, as 10.0.0.0/8."""
    return _parsed(_network, value, "must be a block of addresses, as 10.0.0.0/8")


def _network(text: str) -> object:
    if "/" not in text:
        raise ValueError
    return ip_network(text, strict=False)


def _parsed(parse: Callable[[str], object], value: Any, complaint: str) -> str:
    try:
        parse(value or "")
    except ValueError:
        return complaint
    return ""


def all_of(*rules: Rule) -> Rule:
    """Several rules; the first that is broken is told."""
    return lambda value: next((said for rule in rules if (said := rule(value))), "")


_NAME, _REFERENCE, _LABEL = formed(SUBDOMAIN), all_of(filled, formed(SUBDOMAIN)), formed(LABEL)
_CONFIG_KEY = all_of(filled, formed(Form(re.compile(r"[-._a-zA-Z0-9]+"), "letters, digits, `-`, `_` and `.`")))
_HOST = formed(
    Form(re.compile(rf"(\*\.)?{SUBDOMAIN.pattern.pattern}"), f"{SUBDOMAIN.words}, and perhaps `*.` before it")
)
_LABEL_VALUE = formed(VALUE)
_MODE = between(0, 0o777, "must be from 0 to 0777, an octal number")
_ID = between(0, (1 << 31) - 1)
_COUNT = between(0)
_ACCESS = one_of("ReadOnlyMany ReadWriteMany ReadWriteOnce ReadWriteOncePod")
_HANDLER = one_source("exec httpGet tcpSocket grpc")
_CHANGE = one_of("RollingUpdate OnDelete")


def _below(path: str, table: dict[str, Rule]) -> dict[str, Rule]:
    """A table for what is at a path."""
    return {f"{path}.{rest}" if rest else path: rule for rest, rule in table.items()}


_SELECTOR: dict[str, Rule] = {
    "matchLabels.*": _LABEL_VALUE,
    "matchExpressions.*.operator": all_of(filled, one_of("In NotIn Exists DoesNotExist")),
}
_PROBE: dict[str, Rule] = {
    "": _HANDLER,
    "exec.command": filled,
    "httpGet.scheme": one_of("HTTP HTTPS"),
    "httpGet.httpHeaders.*.name": filled,
    **dict.fromkeys(("initialDelaySeconds", "timeoutSeconds", "periodSeconds"), _COUNT),
    **dict.fromkeys(("successThreshold", "failureThreshold"), _COUNT),
}
_HOOK: dict[str, Rule] = {"": one_source("exec httpGet sleep tcpSocket"), "exec.command": filled}
_FILES: dict[str, Rule] = {"items.*.key": filled, "items.*.path": filled, "items.*.mode": _MODE, "defaultMode": _MODE}


_CONTAINER: dict[str, Rule] = {
    "image": filled,
    "imagePullPolicy": one_of("Always IfNotPresent Never"),
    "ports.*.protocol": one_of("TCP UDP SCTP"),
    "env.*.name": filled,
    "env.*.valueFrom": one_source("fieldRef resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef"),
    "env.*.valueFrom.fieldRef.fieldPath": filled,
    **{
        f"env.*.valueFrom.{kind}.{field}": rule
        for kind in ("configMapKeyRef", "secretKeyRef")
        for field, rule in (("name", _NAME), ("key", _CONFIG_KEY))
    },
    "envFrom.*": one_source("configMapRef secretRef"),
    "envFrom.*.configMapRef.name": _REFERENCE,
    "envFrom.*.secretRef.name": _REFERENCE,
    "resources.limits.*": not_negative,
    "resources.requests.*": not_negative,
    "volumeMounts.*.name": filled,
    "volumeMounts.*.mountPath": filled,
    "securityContext.runAsUser": _ID,
    "securityContext.runAsGroup": _ID,
    "securityContext.seccompProfile.type": one_of("Localhost RuntimeDefault Unconfined"),
    **_below("livenessProbe", _PROBE),
    **_below("readinessProbe", _PROBE),
    **_below("startupProbe", _PROBE),
    **_below("lifecycle.postStart", _HOOK),
    **_below("lifecycle.preStop", _HOOK),
}

_POD: dict[str, Rule] = {
    "containers": filled,
    **_below("containers.*", _CONTAINER),
    **_below("initContainers.*", _CONTAINER),
    "restartPolicy": one_of("Always OnFailure Never"),
    "dnsPolicy": one_of("ClusterFirst ClusterFirstWithHostNet Default None"),
    "serviceAccountName": _NAME,
    "priorityClassName": _NAME,
    "hostname": _LABEL,
    "securityContext.fsGroup": _ID,
    "securityContext.runAsUser": _ID,
    "securityContext.runAsGroup": _ID,
    "securityContext.supplementalGroups.*": _ID,
    "securityContext.sysctls.*.name": filled,
    "securityContext.seccompProfile.type": one_of("Localhost RuntimeDefault Unconfined"),
    "nodeSelector.*": _LABEL_VALUE,
    "hostAliases.*.ip": address,
    "hostAliases.*.hostnames.*": all_of(filled, _NAME),
    "dnsConfig.nameservers.*": address,
    "dnsConfig.options.*.name": filled,
    "tolerations.*.effect": one_of("NoSchedule PreferNoSchedule NoExecute"),
    "tolerations.*.value": _LABEL_VALUE,
    "topologySpreadConstraints.*.maxSkew": between(1),
    "topologySpreadConstraints.*.topologyKey": filled,
    **_below("topologySpreadConstraints.*.labelSelector", _SELECTOR),
    "topologySpreadConstraints.*.whenUnsatisfiable": all_of(filled, one_of("DoNotSchedule ScheduleAnyway")),
    "volumes.*.persistentVolumeClaim.claimName": filled,
    "volumes.*.configMap.name": filled,
    "volumes.*.secret.secretName": filled,
    "volumes.*.projected.sources.*.configMap.name": filled,
    "volumes.*.projected.sources.*.secret.name": filled,
    "volumes.*.hostPath.path": filled,
    "volumes.*.hostPath.type": one_of("BlockDevice CharDevice Directory DirectoryOrCreate File FileOrCreate Socket"),
    "volumes.*.emptyDir.sizeLimit": not_negative,
    "volumes.*.nfs.server": filled,
    "volumes.*.nfs.path": all_of(filled, absolute),
    **_below("volumes.*.configMap", _FILES),
    **_below("volumes.*.secret", _FILES),
}

_CLAIM: dict[str, Rule] = {
    "accessModes": filled,
    "accessModes.*": all_of(filled, _ACCESS),
    "resources": filled,
    "resources.requests": filled,
    "resources.requests.storage": some,
    "storageClassName": _NAME,
}
_SUBJECT = all_of(filled, one_of("ServiceAccount User Group"))
_ROLE: dict[str, Rule] = {"rules.*.verbs": filled}
_BACKEND: dict[str, Rule] = {
    "": one_source("service resource"),
    "service.name": all_of(filled, _LABEL),
    "service.port": all_of(filled, one_source("name number")),
    "service.port.number": between(1, 65535),
}

_PEER: dict[str, Rule] = {
    "": filled,
    **_below("podSelector", _SELECTOR),
    **_below("namespaceSelector", _SELECTOR),
    "ipBlock.cidr": block,
    "ipBlock.except.*": block,
}
_POLICY_PORT: dict[str, Rule] = {"port": between(1, 65535), "protocol": one_of("TCP UDP SCTP")}

_FIELDS: dict[tuple[str, str], dict[str, Rule]] = {
    ("", "Service"): {
        "spec.type": one_of("ClusterIP NodePort LoadBalancer ExternalName"),
        "spec.ports.*.protocol": one_of("TCP UDP SCTP"),
        "spec.sessionAffinity": one_of("ClientIP None"),
        "spec.externalTrafficPolicy": one_of("Cluster Local"),
        "spec.externalName": _NAME,
    },
    ("", "PersistentVolumeClaim"): {"spec": filled, **_below("spec", _CLAIM)},
    ("", "PersistentVolume"): {
        "spec": filled,
        "spec.accessModes": filled,
        "spec.accessModes.*": all_of(filled, _ACCESS),
        "spec.capacity.storage": some,
        "spec.capacity": filled,
        "spec.persistentVolumeReclaimPolicy": one_of("Delete Recycle Retain"),
        "spec.storageClassName": _NAME,
        "spec.nfs.server": filled,
        "spec.nfs.path": all_of(filled, absolute),
    },
    ("apps", "Deployment"): {
        **_below("spec.selector", _SELECTOR),
        "spec.strategy.type": one_of("Recreate RollingUpdate"),
        "spec.strategy.rollingUpdate.maxSurge": share,
        "spec.strategy.rollingUpdate.maxUnavailable": share,
        **dict.fromkeys(("spec.replicas", "spec.minReadySeconds", "spec.revisionHistoryLimit"), _COUNT),
        "spec.progressDeadlineSeconds": _COUNT,
    },
    ("apps", "StatefulSet"): {
        **_below("spec.selector", _SELECTOR),
        "spec.podManagementPolicy": one_of("OrderedReady Parallel"),
        "spec.updateStrategy.type": _CHANGE,
        "spec.replicas": _COUNT,
        "spec.serviceName": _LABEL,
        "spec.volumeClaimTemplates.*.spec": filled,
        **_below("spec.volumeClaimTemplates.*.spec", _CLAIM),
    },
    ("apps", "DaemonSet"): {
        **_below("spec.selector", _SELECTOR),
        "spec.updateStrategy.type": _CHANGE,
        "spec.updateStrategy.rollingUpdate.maxUnavailable": share,
    },
    ("apps", "ReplicaSet"): {**_below("spec.selector", _SELECTOR), "spec.replicas": _COUNT},
    ("batch", "Job"): {
        f"spec.{name}": _COUNT
        for name in ("parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished")
    },
    ("batch", "CronJob"): {
        "spec.schedule": filled,
        "spec.concurrencyPolicy": one_of("Allow Forbid Replace"),
    },
    ("networking.k8s.io", "Ingress"): {
        "spec.ingressClassName": _NAME,
        "spec.tls.*.secretName": _NAME,
        "spec.rules.*.http.paths": filled,
        "spec.tls.*.hosts.*": all_of(filled, _HOST),
        "spec.rules.*.host": _HOST,
        "spec.rules.*.http.paths.*.pathType": all_of(filled, one_of("Exact Prefix ImplementationSpecific")),
        **_below("spec.defaultBackend", _BACKEND),
        **_below("spec.rules.*.http.paths.*.backend", _BACKEND),
    },
    ("rbac.authorization.k8s.io", "Role"): {
        **_ROLE,
        "rules.*.apiGroups": filled,
        "rules.*.resources": filled,
    },
    ("rbac.authorization.k8s.io", "ClusterRole"): _ROLE,
    ("rbac.authorization.k8s.io", "RoleBinding"): {
        "roleRef.kind": all_of(filled, one_of("Role ClusterRole")),
        "roleRef.name": filled,
        "subjects.*.kind": _SUBJECT,
        "subjects.*.name": filled,
    },
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): {
        "roleRef.name": filled,
        "subjects.*.kind": _SUBJECT,
        "subjects.*.name": filled,
    },
    ("networking.k8s.io", "NetworkPolicy"): {
        **_below("spec.podSelector", _SELECTOR),
        "spec.policyTypes.*": all_of(filled, one_of("Ingress Egress")),
        **_below("spec.ingress.*.from.*", _PEER),
        **_below("spec.ingress.*.ports.*", _POLICY_PORT),
        **_below("spec.egress.*.to.*", _PEER),
        **_below("spec.egress.*.ports.*", _POLICY_PORT),
    },
    ("policy", "PodDisruptionBudget"): {
        **_below("spec.selector", _SELECTOR),
        "spec.minAvailable": share,
        "spec.maxUnavailable": share,
    },
    ("autoscaling", "HorizontalPodAutoscaler"): {
        "spec.minReplicas": _COUNT,
        "spec.maxReplicas": between(1),
        "spec.scaleTargetRef.kind": filled,
        "spec.scaleTargetRef.name": filled,
        "spec.metrics.*.type": filled,
    },
}


def check_fields(manifest: Manifest) -> Iterator[Flaw]:
    """Every field of an object, and of its pod, that has a rule."""
    for pattern, rule in _FIELDS.get((manifest.group, manifest.kind), {}).items():
        yield from _check(manifest, (), manifest.data, pattern, rule)
    for pod in pods_of(manifest):
        path = (*pod.path, "spec")
        if not pod.spec:
            yield manifest.error(path, f"`{dotted((*path, 'containers'))}` must not be empty")
        for pattern, rule in _POD.items() if pod.spec else ():
            yield from _check(manifest, path, pod.spec, pattern, rule)


def _check(manifest: Manifest, base: Path, data: Any, pattern: str, rule: Rule) -> Iterator[Flaw]:
    for path, value in _matches(data, pattern.split("."), base):
        if complaint := rule(value):
            yield manifest.error(path, f"`{dotted(path)}` {complaint}")


def _matches(data: Any, steps: list[str], path: Path) -> Iterator[tuple[Path, Any]]:
    """Each value below `data` that a pattern leads to, None where only its parent is there."""
    if not steps:
        yield path, data
    elif steps[0] == "*":
        items = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
        for key, value in items:
            yield from _matches(value, steps[1:], (*path, key))
    elif isinstance(data, dict):
        value = data.get(steps[0])
        if value is not None or len(steps) == 1:
            yield from _matches(value, steps[1:], (*path, steps[0]))
