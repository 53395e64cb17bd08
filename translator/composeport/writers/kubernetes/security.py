"""Security contexts: who a container runs as, and what it may do (SEMANTICS 3.3; Pod Security Standards)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from composeport.diagnostics import Severity
from composeport.dispositions.rules import (
    CLUSTER_PREREQUISITE,
    HARDENED,
    NAMED_USER,
    NO_COUNTERPART,
    PRIVILEGED_CONTAINER,
    UNSAFE_SYSCTL,
)
from composeport.model import MountRole, Service
from composeport.model.quantities import natural
from composeport.writers.kubernetes.scope import MOST, Manifest, Scope, ordered
from composeport.writers.kubernetes.volume_overrides import binds_from_node

RUNTIME_DEFAULT: Manifest = {"type": "RuntimeDefault"}
_UNCONFINED: Manifest = {"type": "Unconfined"}
_LARGEST_ID = MOST
_PROFILE_LIMIT = 4095
"""Characters of the name of an AppArmor profile (Kubernetes API reference, `localhostProfile`)."""
_RESTRICTED_CAPABILITY = "NET_BIND_SERVICE"
"""The one capability that the restricted Pod Security Standard lets a container add."""

SAFE_SYSCTLS = {
    "kernel.shm_rmid_forced": "1.30",
    "net.ipv4.ip_local_port_range": "1.30",
    "net.ipv4.ip_local_reserved_ports": "1.30",
    "net.ipv4.ip_unprivileged_port_start": "1.30",
    "net.ipv4.ping_group_range": "1.30",
    "net.ipv4.tcp_fin_timeout": "1.30",
    "net.ipv4.tcp_keepalive_intvl": "1.30",
    "net.ipv4.tcp_keepalive_probes": "1.30",
    "net.ipv4.tcp_keepalive_time": "1.30",
    "net.ipv4.tcp_rmem": "1.32",
    "net.ipv4.tcp_syncookies": "1.30",
    "net.ipv4.tcp_wmem": "1.32",
}
"""What every kubelet allows, and since which version that we write for (Kubernetes, "Using sysctls in a Cluster")."""

_TUNING = re.compile(r"net\.core\..*|net\.ipv[46]\.tcp_.*|net\.ipv[46]\..*_redirects|.*\.rp_filter")
"""Settings of speed and strictness: without them an application works, only otherwise."""

_SELINUX = frozenset({"user", "role", "type", "level"})
_CONTEXT_ORDER = (
    "runAsUser", "runAsGroup", "runAsNonRoot", "privileged", "allowPrivilegeEscalation",
    "readOnlyRootFilesystem", "capabilities", "seccompProfile", "appArmorProfile", "seLinuxOptions",
)  # fmt: skip


def container_context(scope: Scope, service: Service) -> Manifest:
    """The container's `securityContext`."""
    fields: Manifest = {**_user(scope, service), **_security_options(scope, service)}
    if service.read_only:
        fields["readOnlyRootFilesystem"] = True
    if capabilities := _capabilities(service):
        fields["capabilities"] = capabilities
    if service.privileged:
        _allow_everything(scope, service, fields)
    if scope.options.harden:
        _harden(scope, service, fields)
    return {name: fields[name] for name in _CONTEXT_ORDER if name in fields}


def pod_context(scope: Scope, services: Sequence[Service], fs_group: int | None) -> Manifest:
    """The pod's `securityContext`: Docker's seccomp profile, extra groups, sysctls, the owner of its volumes."""
    fields: Manifest = {}
    groups = sorted({group for service in services for group in _extra_groups(scope, service)})
    if groups:
        fields["supplementalGroups"] = groups
    if fs_group is not None:
        fields |= {"fsGroup": fs_group, "fsGroupChangePolicy": "OnRootMismatch"}
    fields["seccompProfile"] = RUNTIME_DEFAULT
    if sysctls := _sysctls(scope, services):
        fields["sysctls"] = sysctls
    return fields


def numeric_user(service: Service) -> tuple[int | None, int | None]:
    """The user's and the group's number, where `user` gives them as numbers; root's is known."""
    user, _, group = service.user.partition(":")
    return _number(user), _number(group)


def _number(text: str) -> int | None:
    if text == "root":
        return 0
    number = natural(text)
    return number if number is not None and number <= _LARGEST_ID else None


def _user(scope: Scope, service: Service) -> Manifest:
    user, group = numeric_user(service)
    for part, number in zip(service.user.split(":"), (user, group), strict=False):
        if part and number is None:
            scope.drop(
                NAMED_USER,
                service.attribute("user"),
                f"only the image of {service.name!r} knows the number of {part!r}: the container runs as the image"
                " says",
                f"write the number: docker run --rm --entrypoint id {service.image or 'IMAGE'} {part}",
                name=part,
            )
    fields: Manifest = {}
    if user is not None:
        fields["runAsUser"] = user
    if group is not None:
        fields["runAsGroup"] = group
    return fields


def _extra_groups(scope: Scope, service: Service) -> list[int]:
    found = []
    for index, group in enumerate(service.group_add):
        number = _number(group)
        if number is not None:
            found.append(number)
        else:
            scope.drop(
                NAMED_USER,
                service.attribute("group_add", index),
                f"only the image of {service.name!r} knows the number of the group {group!r}",
                f"write the number: docker run --rm --entrypoint getent {service.image or 'IMAGE'} group {group}",
                name=group,
            )
    return found


def capability(name: str) -> str:
    """A capability as Kubernetes spells it."""
    return name.upper().removeprefix("CAP_")


def _capabilities(service: Service) -> Manifest:
    added = list(dict.fromkeys(map(capability, service.cap_add)))
    dropped = list(dict.fromkeys(map(capability, service.cap_drop)))
    return {key: names for key, names in (("add", added), ("drop", dropped)) if names}


def _security_options(scope: Scope, service: Service) -> Manifest:
    """`security_opt`: `name`, `name:value` or `name=value`."""
    fields: Manifest = {}
    for index, option in enumerate(service.security_opt):
        name, value = _split(option)
        match name, value:
            case "no-new-privileges", "" | "true":
                fields["allowPrivilegeEscalation"] = False
            case "no-new-privileges", "false":
                fields["allowPrivilegeEscalation"] = True
            case "seccomp", "unconfined":
                fields["seccompProfile"] = _UNCONFINED
            case "seccomp", "builtin":
                fields["seccompProfile"] = RUNTIME_DEFAULT
            case "apparmor", _ if value.strip() == value and 0 < len(value) <= _PROFILE_LIMIT:
                fields["appArmorProfile"] = _apparmor(scope, service, index, value)
            case "label", "disable":
                fields["seLinuxOptions"] = {"type": "spc_t"}
                _report_selinux(scope, service, index)
            case "label", _ if value.partition(":")[0] in _SELINUX:
                part, _, text = value.partition(":")
                options = fields.setdefault("seLinuxOptions", {})
                assert isinstance(options, dict)
                options[part] = text
            case _:
                _report_option(scope, service, index, option)
    return fields


def _split(option: str) -> tuple[str, str]:
    for separator in ("=", ":"):
        name, found, value = option.partition(separator)
        if found and name.isascii() and name.replace("-", "").isalpha():
            return name, value
    return option, ""


def _apparmor(scope: Scope, service: Service, index: int, profile: str) -> Manifest:
    if profile in {"unconfined", "docker-default"}:
        return _UNCONFINED if profile == "unconfined" else RUNTIME_DEFAULT
    scope.ask(
        CLUSTER_PREREQUISITE,
        service.attribute("security_opt", index),
        f"the AppArmor profile {profile!r} of {service.name!r} must be loaded on every node: elsewhere the pod does"
        " not start",
        "load it, or write `apparmor=docker-default`",
        profile=profile,
    )
    return {"type": "Localhost", "localhostProfile": profile}


def _report_selinux(scope: Scope, service: Service, index: int) -> None:
    scope.approximate(
        CLUSTER_PREREQUISITE.at(Severity.INFO),
        service.attribute("security_opt", index),
        f"`label:disable` of {service.name!r} becomes the type spc_t, which SELinux does not confine",
        "nothing, where the nodes have SELinux's container policy or no SELinux",
    )


def _report_option(scope: Scope, service: Service, index: int, option: str) -> None:
    scope.drop(
        NO_COUNTERPART,
        service.attribute("security_opt", index),
        f"{option!r} of {service.name!r} has no counterpart: a profile of its own must lie on every node",
        "install the profile on the nodes, and name it in the manifest as a `Localhost` profile",
        option=option,
    )


def _allow_everything(scope: Scope, service: Service, fields: Manifest) -> None:
    """`privileged`, which an API server does not take together with no-new-privileges."""
    fields["privileged"] = True
    scope.approximate(
        PRIVILEGED_CONTAINER,
        service.attribute("privileged"),
        f"{service.name!r} is privileged: it may do everything on its node, and many clusters refuse it",
        "grant the capabilities that it needs, with `cap_add`",
    )
    if fields.get("allowPrivilegeEscalation") is False:
        del fields["allowPrivilegeEscalation"]
        scope.drop(
            PRIVILEGED_CONTAINER,
            service.attribute("security_opt"),
            f"no-new-privileges of {service.name!r} is dropped: Kubernetes refuses it beside `privileged`",
            "drop one of the two",
        )


def _harden(scope: Scope, service: Service, fields: Manifest) -> None:
    """What the restricted Pod Security Standard asks of a container, and what it takes away, with the assumptions."""
    added = [name for name in map(capability, service.cap_add) if name != _RESTRICTED_CAPABILITY]
    if added or service.privileged:
        fields.pop("privileged", None)
        path = "privileged" if service.privileged else "cap_add"
        _assume(scope, service, path, "the restricted standard takes its privileges away", "see that it works without")
    if fields.get("runAsUser") == 0:
        del fields["runAsUser"]
        advice = "use an image that needs no root"
        _assume(scope, service, "user", "root is not allowed: it runs as the image says", advice)
    elif "runAsUser" not in fields:
        advice = "else it does not start: write `user:` as a number"
        _assume(scope, service, "image", "the image's user is assumed not to be root", advice)
    kept = _RESTRICTED_CAPABILITY in map(capability, service.cap_add)
    fields["runAsNonRoot"] = True
    fields["allowPrivilegeEscalation"] = False
    fields["capabilities"] = ({"add": [_RESTRICTED_CAPABILITY]} if kept else {}) | {"drop": ["ALL"]}
    for profile in ("seccompProfile", "appArmorProfile"):
        if fields.get(profile) == _UNCONFINED:
            del fields[profile]
            _assume(scope, service, "security_opt", "the runtime's own profile confines it", "see that it works so")
    if "seLinuxOptions" in fields:
        del fields["seLinuxOptions"]
        _assume(scope, service, "security_opt", "SELinux labels are left to the cluster", "see that it works so")


def without_host(scope: Scope, services: Sequence[Service], fields: Manifest) -> Manifest:
    """The fields of a pod without the host's namespaces, folders and ports, which the restricted standard refuses."""
    held = {"hostNetwork": "network_mode", "hostPID": "pid", "hostIPC": "ipc"}
    for name in held.keys() & fields.keys():
        for service in services:
            if getattr(service, held[name]) == "host":
                _assume(scope, service, held[name], "the host's namespace is not shared", "see that it works without")
    kept = {name: value for name, value in fields.items() if name not in held}
    if kept.get("dnsPolicy") == "ClusterFirstWithHostNet":
        del kept["dnsPolicy"]
    volumes = fields["volumes"]
    assert isinstance(volumes, list)
    gone = {volume["name"] for volume in volumes if "hostPath" in volume}
    if gone:
        for service in services:
            _report_folders(scope, service)
    kept["volumes"] = [volume for volume in volumes if volume["name"] not in gone]
    for name in ("initContainers", "containers"):
        containers = fields[name]
        assert isinstance(containers, list)
        kept[name] = [_without_host(container, gone) for container in containers]
    return kept


def _without_host(container: Manifest, gone: set[str]) -> Manifest:
    mounts, ports = container.get("volumeMounts", []), container.get("ports", [])
    assert isinstance(mounts, list)
    assert isinstance(ports, list)
    kept = {
        "volumeMounts": [mount for mount in mounts if mount["name"] not in gone],
        "ports": [{key: value for key, value in port.items() if not key.startswith("host")} for port in ports],
    }
    return ordered({**container, **kept}, container)


def _report_folders(scope: Scope, service: Service) -> None:
    for index, mount in enumerate(service.volumes):
        decision = service.binds.get(index)
        if decision is not None and (decision.role is MountRole.SYSTEM or binds_from_node(scope, service)):
            message = f"hardened {service.name!r}: {mount.source} of the node is not mounted"
            attribute = service.attribute("volumes", index)
            scope.drop(HARDENED, attribute, message, "see that it works without", source=mount.source)


def _assume(scope: Scope, service: Service, path: str, message: str, help: str) -> None:
    scope.approximate(HARDENED, service.attribute(path), f"hardened {service.name!r}: {message}", help, of=path)


def _sysctls(scope: Scope, services: Sequence[Service]) -> list[Manifest]:
    """The pod's kernel settings: the safe ones, less what an API server refuses beside a namespace of the host."""
    found: dict[str, str] = {}
    for service in services:
        for name, value in service.sysctls.items():
            if reason := _refused_sysctl(scope, services, name):
                scope.drop(
                    UNSAFE_SYSCTL.at(Severity.WARNING) if _TUNING.fullmatch(name) else UNSAFE_SYSCTL,
                    service.attribute("sysctls", name),
                    f"{name} of {service.name!r} is left out: {reason}",
                    f"set it on the node: sysctl -w {name}={value}"
                    if reason.startswith("the pod is")
                    else f"allow it on nodes (kubelet --allowed-unsafe-sysctls={name}), and add it to the manifest",
                    sysctl=name,
                )
            else:
                found[name] = value
    return [{"name": name, "value": found[name]} for name in sorted(found)]


def _refused_sysctl(scope: Scope, services: Sequence[Service], name: str) -> str:
    if name.startswith("net.") and any(service.network_mode == "host" for service in services):
        return "the pod is on the host's network"
    if name.startswith(("kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.")) and _host_ipc(services):
        return "the pod is in the host's IPC namespace"
    since = SAFE_SYSCTLS.get(name)
    if since is None or not scope.options.at_least(since):
        return f"it is not among the settings that Kubernetes {scope.options.kube_version} calls safe"
    return ""


def _host_ipc(services: Sequence[Service]) -> bool:
    return any(service.ipc == "host" for service in services)
