"""Manifests that a cluster refuses, each with a twin that it takes: what is changed in a sound object, and how."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

POD: dict[str, Any] = {"containers": [{"name": "web", "image": "nginx"}]}
TEMPLATE: dict[str, Any] = {"metadata": {"labels": {"app": "web"}}, "spec": POD}
_WORKLOAD: dict[str, Any] = {"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE}
_ONCE = {"template": {"spec": {"restartPolicy": "Never", **POD}}}
_BACKEND = {"service": {"name": "web", "port": {"number": 80}}}
_PATHS = {"paths": [{"path": "/", "pathType": "Prefix", "backend": _BACKEND}]}
CLAIM: dict[str, Any] = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}


def _object(api_version: str, kind: str, **rest: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "web"}, **rest}


SOUND = {
    "deployment": _object("apps/v1", "Deployment", spec=_WORKLOAD),
    "statefulset": _object("apps/v1", "StatefulSet", spec={"serviceName": "web", **_WORKLOAD}),
    "daemonset": _object("apps/v1", "DaemonSet", spec=_WORKLOAD),
    "job": _object("batch/v1", "Job", spec=_ONCE),
    "cronjob": _object("batch/v1", "CronJob", spec={"schedule": "0 3 * * *", "jobTemplate": {"spec": _ONCE}}),
    "service": _object("v1", "Service", spec={"selector": {"app": "web"}, "ports": [{"name": "http", "port": 80}]}),
    "ingress": _object("networking.k8s.io/v1", "Ingress", spec={"rules": [{"host": "a.example", "http": _PATHS}]}),
    "policy": _object("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}, "policyTypes": ["Ingress"]}),
    "claim": _object("v1", "PersistentVolumeClaim", spec=CLAIM),
    "volume": _object(
        "v1",
        "PersistentVolume",
        spec={"accessModes": ["ReadWriteMany"], "capacity": {"storage": "1Gi"}, "nfs": {"server": "nas", "path": "/x"}},
    ),
    "configmap": _object("v1", "ConfigMap", data={"a": "b"}),
    "secret": _object("v1", "Secret", stringData={"a": "b"}),
    "account": _object("v1", "ServiceAccount"),
    "namespace": _object("v1", "Namespace"),
    "role": _object(
        "rbac.authorization.k8s.io/v1", "Role", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]
    ),
    "binding": _object(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "web"},
        subjects=[{"kind": "ServiceAccount", "name": "web", "namespace": "default"}],
    ),
    "scaler": _object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        spec={"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}},
    ),
    "budget": _object("policy/v1", "PodDisruptionBudget", spec={"minAvailable": 1}),
}

ABSENT: Any = object()
"""In the place of a value that is not there."""


class Breakage(NamedTuple):
    """A sound object, where it is changed, to what (wrong and right), and what is said of the wrong one."""

    name: str
    sound: str
    path: tuple[str | int, ...]
    wrong: Any
    right: Any
    says: str

    @property
    def broken(self) -> dict[str, Any]:
        """The object with the wrong value."""
        return changed(SOUND[self.sound], self.path, self.wrong)

    @property
    def twin(self) -> dict[str, Any]:
        """The object with the right one."""
        return changed(SOUND[self.sound], self.path, self.right)


def changed(document: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """A copy of an object with another value, or none, at a path; mappings on the way there are made."""
    made = copy.deepcopy(document)
    place: Any = made
    for step in path[:-1]:
        place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
    if value is ABSENT:
        place.pop(path[-1], None) if isinstance(place, dict) else place.pop(path[-1])
    elif isinstance(place, list) and path[-1] == len(place):
        place.append(value)
    else:
        place[path[-1]] = value
    return made


_SPEC = ("spec", "template", "spec")
_FIRST = (*_SPEC, "containers", 0)
_HTTP = {"httpGet": {"port": 80}}
_A, _B = "a" * 63, "b" * 64

BREAKAGES = (
    # The shape of an object, by its schema.
    Breakage("unknown-field", "deployment", ("spec", "replica"), 2, ABSENT, "unknown field `spec.replica`"),
    Breakage(
        "unknown-deep",
        "deployment",
        (*_FIRST, "imagePull"),
        "x",
        ABSENT,
        "unknown field `spec.template.spec.containers[0].imagePull`",
    ),
    Breakage(
        "text-for-number",
        "deployment",
        ("spec", "replicas"),
        "2",
        2,
        "`spec.replicas` must be a whole number, not text",
    ),
    Breakage("number-for-text", "configmap", ("data", "a"), 5432, "5432", "`data.a` must be text, not a number"),
    Breakage(
        "boolean-for-text",
        "deployment",
        (*_FIRST, "env"),
        [{"name": "A", "value": True}],
        [{"name": "A", "value": "true"}],
        "`spec.template.spec.containers[0].env[0].value` must be text, not a boolean",
    ),
    Breakage(
        "mapping-for-list",
        "deployment",
        (*_FIRST, "env"),
        {"A": "b"},
        [],
        "`spec.template.spec.containers[0].env` must be a list, not a mapping",
    ),
    Breakage(
        "list-for-mapping",
        "service",
        ("metadata", "labels"),
        ["a"],
        {"a": "b"},
        "`metadata.labels` must be a mapping, not a list",
    ),
    Breakage(
        "missing-selector",
        "deployment",
        ("spec", "selector"),
        ABSENT,
        {"matchLabels": {"app": "web"}},
        "`spec` lacks `selector`",
    ),
    Breakage(
        "missing-spec", "deployment", ("spec",), ABSENT, SOUND["deployment"]["spec"], "the Deployment lacks `spec`"
    ),
    Breakage(
        "missing-path-type",
        "ingress",
        ("spec", "rules", 0, "http", "paths", 0, "pathType"),
        ABSENT,
        "Exact",
        "`spec.rules[0].http.paths[0]` lacks `pathType`",
    ),
    Breakage(
        "number-too-large", "deployment", ("spec", "replicas"), 1 << 31, 1, "`spec.replicas` is a number beyond 32 bits"
    ),
    Breakage(
        "fraction", "deployment", ("spec", "replicas"), 1.5, 1, "`spec.replicas` must be a whole number, not a number"
    ),
    Breakage(
        "no-quantity",
        "deployment",
        (*_FIRST, "resources", "limits", "memory"),
        "512MB",
        "512M",
        "`spec.template.spec.containers[0].resources.limits.memory` is no quantity",
    ),
    Breakage("no-base64", "secret", ("data", "b"), "hunter2!", "aHVudGVyMg==", "`data.b` is not base64"),
    Breakage(
        "unknown-kind",
        "deployment",
        ("kind",),
        "Deploymnet",
        "Deployment",
        "Kubernetes 1.37 has no `Deploymnet` of apps/v1",
    ),
    Breakage(
        "small-kind",
        "deployment",
        ("kind",),
        "deployment",
        "Deployment",
        "Kubernetes 1.37 has no `deployment` of apps/v1",
    ),
    Breakage(
        "former-version",
        "ingress",
        ("apiVersion",),
        "extensions/v1beta1",
        "networking.k8s.io/v1",
        "Kubernetes 1.37 has no `Ingress` of extensions/v1beta1",
    ),
    Breakage(
        "other-group", "deployment", ("apiVersion",), "v1", "apps/v1", "Kubernetes 1.37 has no `Deployment` of v1"
    ),
    # Names, labels, annotations.
    Breakage("capital-name", "configmap", ("metadata", "name"), "Web", "web.a", "`Web` is no name of a ConfigMap"),
    Breakage(
        "underscore-name", "deployment", ("metadata", "name"), "my_web", "my-web", "`my_web` is no name of a Deployment"
    ),
    Breakage("service-name-with-dot", "service", ("metadata", "name"), "a.b", "a-b", "`a.b` is no name of a Service"),
    Breakage("long-namespace", "namespace", ("metadata", "name"), _B, _A, f"`{_B}` is no name of a Namespace"),
    Breakage(
        "long-cron-name", "cronjob", ("metadata", "name"), "c" * 53, "c" * 52, f"`{'c' * 53}` is no name of a CronJob"
    ),
    Breakage("role-name-with-slash", "role", ("metadata", "name"), "a/b", "A:b", "`a/b` is no name of a Role"),
    Breakage("no-name", "configmap", ("metadata", "name"), ABSENT, "web", "ConfigMap has no name"),
    Breakage(
        "label-key", "service", ("metadata", "labels"), {"a b": "c"}, {"a.b/c": "d"}, "`a b` is no key of a label"
    ),
    Breakage(
        "label-prefix",
        "service",
        ("metadata", "labels"),
        {"A_b/c": "d"},
        {"a-b/c": "d"},
        "`A_b/c` is no key of a label",
    ),
    Breakage(
        "label-value", "service", ("metadata", "labels"), {"a": "b c"}, {"a": ""}, "this is no value of a label: `a`"
    ),
    Breakage(
        "template-label",
        "deployment",
        ("spec", "template", "metadata", "labels", "x"),
        "a/b",
        "a.b",
        "this is no value of a label: `x`",
    ),
    Breakage(
        "annotation-key",
        "service",
        ("metadata", "annotations"),
        {"a/b/c": "d"},
        {"A/b": "any text"},
        "`a/b/c` is no key of an annotation",
    ),
    Breakage(
        "annotations-too-large",
        "configmap",
        ("metadata", "annotations"),
        {"a": "x" * 262144},
        {"a": "x" * 262143},
        "the annotations of ConfigMap/web come to 262,145 bytes, of at most 262,144",
    ),
    # Pods.
    Breakage(
        "no-container",
        "deployment",
        (*_SPEC, "containers"),
        [],
        POD["containers"],
        "`spec.template.spec.containers` must not be empty",
    ),
    Breakage(
        "no-image",
        "deployment",
        (*_FIRST, "image"),
        ABSENT,
        "nginx",
        "`spec.template.spec.containers[0].image` must not be empty",
    ),
    Breakage(
        "container-name", "deployment", (*_FIRST, "name"), "my_web", "my-web", "`my_web` is no name of a container"
    ),
    Breakage(
        "container-twice",
        "deployment",
        (*_SPEC, "containers", 1),
        {"name": "web", "image": "a"},
        {"name": "other", "image": "a"},
        "two containers of the pod are called `web`",
    ),
    Breakage(
        "port-number",
        "deployment",
        (*_FIRST, "ports"),
        [{"containerPort": 70000}],
        [{"containerPort": 65535}],
        "70000 is no port",
    ),
    Breakage(
        "port-name",
        "deployment",
        (*_FIRST, "ports"),
        [{"containerPort": 80, "name": "a-name-of-sixteen"}],
        [{"containerPort": 80, "name": "http-1"}],
        "`a-name-of-sixteen` is no name of a port",
    ),
    Breakage(
        "protocol",
        "deployment",
        (*_FIRST, "ports"),
        [{"containerPort": 80, "protocol": "tcp"}],
        [{"containerPort": 80, "protocol": "TCP"}],
        "`spec.template.spec.containers[0].ports[0].protocol` must be TCP, UDP or SCTP",
    ),
    Breakage(
        "mount-without-volume",
        "deployment",
        (*_FIRST, "volumeMounts"),
        [{"name": "data", "mountPath": "/a"}],
        [],
        "the pod has no volume `data`",
    ),
    Breakage(
        "volume-with-two-sources",
        "deployment",
        (*_SPEC, "volumes"),
        [{"name": "a", "emptyDir": {}, "hostPath": {"path": "/a"}}],
        [{"name": "a", "emptyDir": {}}],
        "a volume has one source, not emptyDir and hostPath",
    ),
    Breakage(
        "pull-policy",
        "deployment",
        (*_FIRST, "imagePullPolicy"),
        "always",
        "Always",
        "`spec.template.spec.containers[0].imagePullPolicy` must be Always, IfNotPresent or Never",
    ),
    Breakage(
        "request-above-limit",
        "deployment",
        (*_FIRST, "resources"),
        {"limits": {"memory": "1Gi"}, "requests": {"memory": "1025Mi"}},
        {"limits": {"memory": "1Gi"}, "requests": {"memory": "1024Mi"}},
        "more memory is requested than the limit allows",
    ),
    Breakage(
        "probe-of-two",
        "deployment",
        (*_FIRST, "readinessProbe"),
        {**_HTTP, "exec": {"command": ["a"]}},
        _HTTP,
        "`spec.template.spec.containers[0].readinessProbe` must have one of exec, httpGet, tcpSocket or grpc,"
        " not exec and httpGet",
    ),
    Breakage(
        "probe-port-in-quotes",
        "deployment",
        (*_FIRST, "readinessProbe", "httpGet"),
        {"port": "80"},
        {"port": "http"},
        "`80` is no name of a port",
    ),
    Breakage(
        "variable-from-nothing",
        "deployment",
        (*_FIRST, "env"),
        [{"name": "A", "valueFrom": {}}],
        [{"name": "A"}],
        "`spec.template.spec.containers[0].env[0].valueFrom` must have one of"
        " fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef or fileKeyRef",
    ),
    Breakage(
        "mode-in-decimal",
        "deployment",
        (*_SPEC, "volumes"),
        [{"name": "a", "secret": {"secretName": "s", "defaultMode": 644}}],
        [{"name": "a", "secret": {"secretName": "s", "defaultMode": 0o644}}],
        "`spec.template.spec.volumes[0].secret.defaultMode` must be from 0 to 0777, an octal number",
    ),
    Breakage(
        "host-alias",
        "deployment",
        (*_SPEC, "hostAliases"),
        [{"ip": "db", "hostnames": ["a"]}],
        [{"ip": "10.0.0.1", "hostnames": ["a"]}],
        "`spec.template.spec.hostAliases[0].ip` must be an IP address",
    ),
    # What runs pods.
    Breakage(
        "selects-others",
        "deployment",
        ("spec", "selector", "matchLabels"),
        {"app": "other"},
        {"app": "web"},
        "Deployment/web does not select the pods that it makes: their labels are others",
    ),
    Breakage(
        "selects-nothing",
        "daemonset",
        ("spec", "selector"),
        {},
        {"matchLabels": {"app": "web"}},
        "this selector selects nothing",
    ),
    Breakage(
        "selects-by-expression",
        "deployment",
        ("spec", "selector", "matchExpressions"),
        [{"key": "app", "operator": "NotIn", "values": ["web"]}],
        [{"key": "app", "operator": "In", "values": ["web"]}],
        "Deployment/web does not select the pods that it makes: their labels are others",
    ),
    Breakage("negative-replicas", "statefulset", ("spec", "replicas"), -1, 0, "`spec.replicas` must be at least 0"),
    Breakage(
        "server-that-ends",
        "deployment",
        (*_SPEC, "restartPolicy"),
        "OnFailure",
        "Always",
        "the pods of a Deployment are always restarted: `restartPolicy: Always`",
    ),
    Breakage(
        "job-without-end",
        "job",
        (*_SPEC, "restartPolicy"),
        ABSENT,
        "OnFailure",
        "a job's pods have `restartPolicy: OnFailure` or `Never`",
    ),
    Breakage(
        "recreate-and-roll",
        "deployment",
        ("spec", "strategy"),
        {"type": "Recreate", "rollingUpdate": {}},
        {"type": "Recreate"},
        "`rollingUpdate` is not for `type: Recreate`",
    ),
    Breakage(
        "update-of-none",
        "deployment",
        ("spec", "strategy", "rollingUpdate"),
        {"maxSurge": 0, "maxUnavailable": 0},
        {"maxSurge": 0, "maxUnavailable": 1},
        "nothing can be updated with `maxSurge` and `maxUnavailable` both 0",
    ),
    Breakage(
        "share",
        "deployment",
        ("spec", "strategy", "rollingUpdate", "maxSurge"),
        "half",
        "50%",
        "`spec.strategy.rollingUpdate.maxSurge` must be a number or, as 25%, a share",
    ),
    Breakage("empty-schedule", "cronjob", ("spec", "schedule"), "", "@daily", "`spec.schedule` must not be empty"),
    # Services and routes.
    Breakage("service-without-ports", "service", ("spec", "ports"), ABSENT, [{"port": 80}], "Service/web has no ports"),
    Breakage(
        "ports-without-names",
        "service",
        ("spec", "ports"),
        [{"name": "a", "port": 80}, {"port": 81}],
        [{"name": "a", "port": 80}, {"name": "b", "port": 81}],
        "of several ports each has a name",
    ),
    Breakage(
        "ports-of-one-name",
        "service",
        ("spec", "ports"),
        [{"name": "a", "port": 80}, {"name": "a", "port": 81}],
        [{"name": "a", "port": 80}, {"name": "b", "port": 81}],
        "two ports are called `a`",
    ),
    Breakage(
        "port-twice",
        "service",
        ("spec", "ports"),
        [{"name": "a", "port": 80}, {"name": "b", "port": 80}],
        [{"name": "a", "port": 80}, {"name": "b", "port": 80, "protocol": "UDP"}],
        "port 80 is given twice",
    ),
    Breakage(
        "target-in-quotes", "service", ("spec", "ports", 0, "targetPort"), "8080", 8080, "`8080` is no name of a port"
    ),
    Breakage(
        "service-type",
        "service",
        ("spec", "type"),
        "NodePorts",
        "NodePort",
        "`spec.type` must be ClusterIP, NodePort, LoadBalancer or ExternalName",
    ),
    Breakage(
        "external-nothing",
        "service",
        ("spec",),
        {"type": "ExternalName"},
        {"type": "ExternalName", "externalName": "db.example"},
        "a Service of type ExternalName has an `externalName`",
    ),
    Breakage(
        "route-without-slash",
        "ingress",
        ("spec", "rules", 0, "http", "paths", 0, "path"),
        "api",
        "/api",
        "a path begins with `/`",
    ),
    Breakage(
        "ingress-to-nowhere",
        "ingress",
        ("spec", "rules"),
        ABSENT,
        SOUND["ingress"]["spec"]["rules"],
        "Ingress/web leads nowhere",
    ),
    Breakage(
        "host-of-ingress",
        "ingress",
        ("spec", "rules", 0, "host"),
        "a.example:80",
        "*.a.example",
        "`spec.rules[0].host` takes small letters, digits, `-` and `.`,"
        " a letter or digit at both ends of each part, and perhaps `*.` before it",
    ),
    Breakage(
        "policy-block",
        "policy",
        ("spec", "ingress"),
        [{"from": [{"ipBlock": {"cidr": "10.0.0.0"}}]}],
        [{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}],
        "`spec.ingress[0].from[0].ipBlock.cidr` must be a block of addresses, as 10.0.0.0/8",
    ),
    Breakage(
        "policy-type",
        "policy",
        ("spec", "policyTypes"),
        ["ingress"],
        ["Ingress"],
        "`spec.policyTypes[0]` must be Ingress or Egress",
    ),
    # Storage, contents, rights.
    Breakage(
        "access-mode",
        "claim",
        ("spec", "accessModes"),
        ["RWO"],
        ["ReadWriteOnce"],
        "`spec.accessModes[0]` must be ReadOnlyMany, ReadWriteMany, ReadWriteOnce or ReadWriteOncePod",
    ),
    Breakage(
        "claim-of-nothing",
        "claim",
        ("spec", "resources"),
        ABSENT,
        CLAIM["resources"],
        "`spec.resources` must not be empty",
    ),
    Breakage(
        "volume-of-nothing",
        "volume",
        ("spec", "capacity", "storage"),
        "0",
        "1",
        "`spec.capacity.storage` must be given, and more than 0",
    ),
    Breakage("key-of-configmap", "configmap", ("data", "a b"), "c", ABSENT, "`a b` is no key of a ConfigMap"),
    Breakage("key-twice", "configmap", ("binaryData", "a"), "AAAA", ABSENT, "`a` is in `data` too"),
    Breakage(
        "configmap-too-large",
        "configmap",
        ("data", "a"),
        "x" * 1048577,
        "x" * 1048576,
        "ConfigMap/web holds 1,048,577 bytes, of at most 1,048,576",
    ),
    Breakage(
        "tls-without-key",
        "secret",
        ("type",),
        "kubernetes.io/tls",
        "Opaque",
        "a Secret of type kubernetes.io/tls has the key `tls.crt`",
    ),
    Breakage("role-of-nothing", "role", ("rules", 0, "verbs"), [], ["get"], "`rules[0].verbs` must not be empty"),
    Breakage(
        "subject",
        "binding",
        ("subjects", 0, "kind"),
        "serviceaccount",
        "ServiceAccount",
        "`subjects[0].kind` must be ServiceAccount, User or Group",
    ),
    Breakage("scaler", "scaler", ("spec", "maxReplicas"), 0, 1, "`spec.maxReplicas` must be at least 1"),
    Breakage(
        "budget",
        "budget",
        ("spec", "minAvailable"),
        "1",
        "1%",
        "`spec.minAvailable` must be a number or, as 25%, a share",
    ),
)

UNKNOWABLE = {
    "cluster-ip": ("service", ("spec", "clusterIP"), "192.0.2.1"),
    "priority-class": ("deployment", (*_SPEC, "runtimeClassName"), "Not A Class"),
    "schedule": ("cronjob", ("spec", "schedule"), "at three"),
    "no-new-privileges": (
        "deployment",
        (*_FIRST, "securityContext"),
        {"privileged": True, "allowPrivilegeEscalation": False},
    ),
}
"""What a server refuses, and files do not tell, or not without all of its code: offline, nothing is said of it."""
