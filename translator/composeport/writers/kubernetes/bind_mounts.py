"""Bind mounts: by what each is for, files that travel along, a claim, the machine's own folder, or nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from composeport.diagnostics import Rule, Severity
from composeport.dispositions.rules import (
    CONTAINER_RUNTIME_SOCKET,
    FILE_MOUNT,
    HOST_DATA,
    HOST_PATH,
    MISSING_SOURCE,
    OBJECT_TOO_LARGE,
    SOURCE_TREE_MOUNT,
)
from composeport.model import BindDecision, Mount, MountRole, Service
from composeport.model.decisions import ONE_A_NODE
from composeport.model.images import image_name
from composeport.model.volumes import (
    CLOCK_FILES,
    RUNTIME_SOCKETS,
    OwnedMount,
    is_replaced_whole,
    relative_to_project,
    speaks_for_source,
)
from composeport.writers.kubernetes.claims import DATA, bind_claim_name
from composeport.writers.kubernetes.files import bind_files
from composeport.writers.kubernetes.mounting import Files, Item, Mounting, container_path
from composeport.writers.kubernetes.scope import Manifest, Scope
from composeport.writers.kubernetes.volume_overrides import binds_from_node, has_own_empty_volumes

_SOCKET_ADVICE = "talk to the Kubernetes API instead, or leave the service out"
_SOCKET_USERS = {
    ("traefik", "caddy-docker-proxy", "nginx-proxy", "docker-gen", "acme-companion"): (
        "leave the proxy out, and translate with --publish ingress or gateway"
    ),
    ("cadvisor", "crowdsec", "filebeat", "fluent-bit", "metricbeat", "opentelemetry-collector-contrib", "promtail",
     "telegraf", "vector"): "leave it out, and install its own chart, which finds pods by the Kubernetes API",
    ("autoheal", "diun", "docker-gc-cron", "dozzle", "ouroboros", "portainer", "portainer-ce", "shepherd", "swarmpit",
     "watchtower"): "leave it out: a cluster restarts, updates and lists its pods by itself",
}  # fmt: skip
"""What to do instead, by the images that are known to ask for the socket."""

_OF_EACH_NODE = re.compile(
    r"/(?:(?:proc|sys|dev|run|var/run|var/log|lib/modules)(?:/.*)?|etc/(?:hostname|machine-id|os-release))?$"
)
"""What every node has, whichever container runtime it has: what an agent on each node reads."""

_PROPAGATION = {
    "rslave": "HostToContainer",
    "slave": "HostToContainer",
    "rshared": "Bidirectional",
    "shared": "Bidirectional",
}


def bind(scope: Scope, service: Service, entry: OwnedMount) -> Mounting | None:
    """What a bind mount becomes; None where nothing is mounted."""
    decision = entry.decision or BindDecision(MountRole.SYSTEM)
    _report_options(scope, service, entry)
    if binds_from_node(scope, service) and decision.role is not MountRole.SYSTEM:
        return _host_path(scope, service, entry)
    return _BY_ROLE[decision.role](scope, service, entry)


def _files(scope: Scope, service: Service, entry: OwnedMount) -> Mounting:
    """Configuration: a ConfigMap or Secret, at the same path, and hiding what a bind mount hides."""
    mount, decision = entry.mount, entry.decision
    assert decision is not None
    path = container_path(mount.target)
    _report_files(scope, entry)
    own_name = path.rpartition("/")[2]
    found = bind_files(mount.source, decision)
    every = (Item(key, file.path or own_name, file.mode) for key, file in found.files.items())
    items = tuple(item for item in every if not item.path.startswith(".."))
    if len(items) < len(decision.files):
        _report_dotted(scope, entry)
    if not items:
        name = f"{service.object_name}{path}"
        empty: Manifest = {"emptyDir": {}}
        return Mounting(path=path, name=name, attribute=entry.attribute, volume=empty, read_only=True, private=True)
    single = not decision.files[0].path
    return Mounting(
        path=path,
        name=found.name,
        attribute=entry.attribute,
        files=(Files(found.name, found.secret, items),),
        read_only=True,
        sub_path=own_name if single else "",
        file=single,
        digest=found.digest,
    )


def _report_files(scope: Scope, entry: OwnedMount) -> None:
    assert entry.decision is not None
    if not _speaks(entry):
        return
    target, shown, users = entry.mount.target, _shown(scope, entry), _owner(entry)
    if entry.mount.read_only:
        message = f"the files of {shown} travel with the manifests of {users}; later changes do not"
        scope.approximate(FILE_MOUNT, entry.attribute, message, "translate again after a change", target=target)
    else:
        message = f"{shown} is read-only in {users}: its files travel with the manifests"
        advice = "write `:ro` if nothing writes there, else use a volume"
        rule = FILE_MOUNT if is_replaced_whole(entry.mount, entry.decision) else FILE_MOUNT.at(Severity.WARNING)
        scope.approximate(rule, entry.attribute, message, advice, target=target, writable=True)
    if entry.decision.hollow:
        folders = ", ".join(entry.decision.hollow)
        message = f"{folders} of {_shown(scope, entry)} holds no file, so {_owner(entry)} does not have that folder"
        advice = "put a file into it, as `.gitkeep`, or let the program make it"
        scope.approximate(
            FILE_MOUNT.at(Severity.WARNING), entry.attribute, message, advice, folders=list(entry.decision.hollow)
        )
    if links := entry.decision.outside:
        message = f"{', '.join(links)} of {shown} leads out of that folder: {users} does not have it"
        advice = "put a copy of the file there, or mount the file itself"
        scope.approximate(FILE_MOUNT.at(Severity.WARNING), entry.attribute, message, advice, links=list(links))


def _report_dotted(scope: Scope, entry: OwnedMount) -> None:
    message = f"files of {_shown(scope, entry)} with names that begin with two dots are not there: no object holds such"
    scope.drop(FILE_MOUNT.at(Severity.ERROR), entry.attribute, message, "give them other names")


def _data(scope: Scope, service: Service, entry: OwnedMount) -> Mounting:
    """A folder with data: a claim of its own."""
    assert entry.decision is not None
    name = bind_claim_name(entry.decision)
    if has_own_empty_volumes(service):
        empty: Manifest = {"emptyDir": {}}
        return Mounting(
            path=container_path(entry.mount.target),
            name=name,
            attribute=entry.attribute,
            volume=empty,
            read_only=entry.mount.read_only,
        )
    if _speaks(entry):
        _report_data(scope, service, entry, name)
    return Mounting(
        path=container_path(entry.mount.target),
        name=name,
        attribute=entry.attribute,
        volume={"persistentVolumeClaim": {"claimName": name}},
        read_only=entry.mount.read_only,
        sub_path=f"{DATA}/{service.overrides.volume_subpath}".rstrip("/"),
        owned=True,
    )


def _report_data(scope: Scope, service: Service, entry: OwnedMount, claim: str) -> None:
    """Data stays behind; where the folder is not there, Compose too makes an empty one."""
    shown, user = _shown(scope, entry), repr(service.name)
    what = "it"
    message = f"what {shown} holds on this machine stays there: the empty claim {claim!r} takes its place in {user}"
    if not os.path.exists(entry.mount.source):  # noqa: PTH110 - pathlib is not loaded on this way
        what = "what it holds on another machine"
        message = f"{shown} is not there: the claim {claim!r} of {user} starts empty, as the folder does under Compose"
    advice = f"copy {what} into the claim's folder {DATA!r} (kubectl cp), or use --bind host-path"
    scope.ask(HOST_DATA, entry.attribute, message, advice, claim=claim)


def _system(scope: Scope, service: Service, entry: OwnedMount) -> Mounting:
    """A path of the machine itself: of whichever node the pod runs on."""
    source = entry.mount.source
    if source.endswith(RUNTIME_SOCKETS):
        message = f"{source} lets {service.name!r} take over its node, and a node may not even have it"
        name = image_name(service.image)
        advice = next((advice for names, advice in _SOCKET_USERS.items() if name in names), _SOCKET_ADVICE)
        scope.approximate(CONTAINER_RUNTIME_SOCKET, entry.attribute, message, advice, source=source)
    else:
        message = f"{source}, mounted by {service.name!r}, is the node's own and differs from node to node"
        rule, advice = _of_machine(service, entry.mount)
        scope.approximate(rule, entry.attribute, message, advice, source=source)
    return _of_host(service, entry)


def _of_machine(service: Service, mount: Mount) -> tuple[Rule, str]:
    """How grave a path of the machine is, and the next step: an agent on each node is to read what each node has."""
    if mount.source.startswith(CLOCK_FILES):
        return HOST_PATH.at(Severity.WARNING), "leave it out, and say the time zone as a variable: `TZ: Europe/Vienna`"
    if service.kind not in ONE_A_NODE:
        return HOST_PATH, "leave it out; an agent that watches nodes becomes one a node by `deploy: {mode: global}`"
    if mount.read_only and _OF_EACH_NODE.match(mount.source):
        return HOST_PATH.at(Severity.WARNING), (
            "let its namespace have it: kubectl label namespace NAME pod-security.kubernetes.io/enforce=privileged"
        )
    return HOST_PATH, "leave it out, unless every node has it and may be changed by the pod: nodes need not run Docker"


def _host_path(scope: Scope, service: Service, entry: OwnedMount) -> Mounting:
    """What `--bind host-path` asks for: the folder as it is, on whichever node the pod runs."""
    message = (
        f"{_shown(scope, entry)} is mounted into {service.name!r} from the node: it must be there, at the same path"
        " on each"
    )
    scope.approximate(HOST_PATH, entry.attribute, message, "pin the service to one node", source=entry.mount.source)
    return _of_host(service, entry)


def _of_host(service: Service, entry: OwnedMount) -> Mounting:
    propagation = _PROPAGATION.get(entry.mount.bind.propagation if entry.mount.bind else "", "")
    if propagation == "Bidirectional" and not service.privileged:
        propagation = "HostToContainer"
    source = entry.mount.source
    return Mounting(
        path=container_path(entry.mount.target),
        name=f"host{source}",
        attribute=entry.attribute,
        volume={"hostPath": {"path": container_path(source) if ".." in source.split("/") else source}},
        read_only=entry.mount.read_only,
        propagation=propagation,
    )


def _source_tree(scope: Scope, service: Service, entry: OwnedMount) -> None:
    if not _speaks(entry):
        return
    shown, users = _shown(scope, entry), repr(service.name)
    message = f"{shown} is source code of this machine: the image's own files are there instead in {users}"
    advice = f"copy it into the image: `COPY . {entry.mount.target}`"
    scope.drop(SOURCE_TREE_MOUNT, entry.attribute, message, advice, target=entry.mount.target)


def _missing(scope: Scope, service: Service, entry: OwnedMount) -> None:
    if not _speaks(entry):
        return
    shown = _shown(scope, entry)
    message = f"{shown} is not there: nothing is mounted at {entry.mount.target} in {service.name!r}"
    scope.ask(MISSING_SOURCE, entry.attribute, message, "put it there and translate again", target=entry.mount.target)


def _too_large(scope: Scope, service: Service, entry: OwnedMount) -> None:
    if not _speaks(entry):
        return
    shown, users = _shown(scope, entry), repr(service.name)
    message = f"{shown} holds more than an object can (1 MiB): nothing is mounted at {entry.mount.target} in {users}"
    advice = "bake the files into the image, keep them on a volume, or use --bind host-path"
    scope.drop(OBJECT_TOO_LARGE, entry.attribute, message, advice, target=entry.mount.target)


_BY_ROLE: dict[MountRole, Callable[[Scope, Service, OwnedMount], Mounting | None]] = {
    MountRole.FILES: _files,
    MountRole.DATA: _data,
    MountRole.SYSTEM: _system,
    MountRole.SOURCE_TREE: _source_tree,
    MountRole.MISSING: _missing,
    MountRole.TOO_LARGE: _too_large,
}


def _owner(entry: OwnedMount) -> str:
    return repr(entry.attribute.path[1])


def _speaks(entry: OwnedMount) -> bool:
    """Whether what is true of the source as such is said here, and not at another mount of it by the service."""
    return entry.decision is None or speaks_for_source(entry.owner, entry.attribute.path[2:])


def _shown(scope: Scope, entry: OwnedMount) -> str:
    return relative_to_project(scope.project, entry.mount.source)


def _report_options(scope: Scope, service: Service, entry: OwnedMount) -> None:
    """Options of a bind mount that the cluster does not know, or takes from the node's administrator."""
    options = entry.mount.bind
    if options is None or entry.owner is not service:
        return
    of_node = entry.decision is None or entry.decision.role is MountRole.SYSTEM or binds_from_node(scope, service)
    labelled = options.selinux if of_node else ""  # the container runtime labels all other volumes by itself
    for name, value in (("selinux", labelled), ("recursive", options.recursive)):
        if value:
            message = f"bind.{name} {value!r} of {service.name!r} has no effect on the cluster"
            scope.drop(FILE_MOUNT, entry.attribute, message, "remove it if the node does not need it", option=name)
    if options.propagation and options.propagation not in {"private", "rprivate"}:
        message = (
            f"propagation {options.propagation!r} in {service.name!r} holds for a node's folders, and only privileged"
            " containers share"
        )
        scope.approximate(
            FILE_MOUNT, entry.attribute, message, "remove it if nothing is mounted later", option="propagation"
        )
