"""Bind mounts: by what each is for, files that travel along, a claim, the machine's own folder, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from composeport.diagnostics import Severity
from composeport.dispositions.rules import (
    CONTAINER_RUNTIME_SOCKET,
    FILE_MOUNT,
    HOST_DATA,
    HOST_PATH,
    MISSING_SOURCE,
    OBJECT_TOO_LARGE,
    SOURCE_TREE_MOUNT,
)
from composeport.model import BindDecision, MountRole, Service
from composeport.model.volumes import OwnedMount, relative_to_project
from composeport.writers.kubernetes.claims import DATA, bind_claim_name
from composeport.writers.kubernetes.files import bind_files
from composeport.writers.kubernetes.mounting import Files, Item, Mounting, container_path
from composeport.writers.kubernetes.scope import Manifest, Scope
from composeport.writers.kubernetes.volume_overrides import has_own_empty_volumes

_RUNTIME_SOCKETS = ("docker.sock", "containerd.sock", "podman.sock", "crio.sock", "dockershim.sock")
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
    by_host = scope.options.bind == "host-path" or service.overrides.volume_type == "hostPath"
    if by_host and decision.role is not MountRole.SYSTEM:
        return _host_path(scope, service, entry)
    return _BY_ROLE[decision.role](scope, service, entry)


def _files(scope: Scope, service: Service, entry: OwnedMount) -> Mounting:
    """Configuration: a ConfigMap or Secret, at the same path, and hiding what a bind mount hides."""
    mount, decision = entry.mount, entry.decision
    assert decision is not None
    path = container_path(mount.target)
    _report_files(scope, entry)
    if not decision.files:
        name = f"{service.object_name}{path}"
        empty: Manifest = {"emptyDir": {}}
        return Mounting(path=path, name=name, attribute=entry.attribute, volume=empty, read_only=True, private=True)
    found = bind_files(mount.source, decision)
    single = not decision.files[0].path
    own_name = path.rpartition("/")[2]
    items = tuple(Item(key, file.path or own_name, file.mode) for key, file in found.files.items())
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
    if entry.mount.read_only:
        message = (
            f"the files of {_shown(scope, entry)} travel with the manifests of {_owner(entry)}; later changes do not"
        )
        scope.approximate(
            FILE_MOUNT, entry.attribute, message, "translate again after a change", target=entry.mount.target
        )
    else:
        message = f"{_shown(scope, entry)} is read-only in {_owner(entry)}: its files travel with the manifests"
        advice = "write `:ro` if nothing writes there, else use a volume"
        scope.approximate(
            FILE_MOUNT.at(Severity.WARNING), entry.attribute, message, advice, target=entry.mount.target, writable=True
        )


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
    message = f"the files in {_shown(scope, entry)} do not come along: {service.name!r} gets the empty claim {name!r}"
    advice = f"copy them into the claim's folder {DATA!r} (kubectl cp), or use --bind host-path"
    scope.ask(HOST_DATA, entry.attribute, message, advice, claim=name)
    return Mounting(
        path=container_path(entry.mount.target),
        name=name,
        attribute=entry.attribute,
        volume={"persistentVolumeClaim": {"claimName": name}},
        read_only=entry.mount.read_only,
        sub_path=f"{DATA}/{service.overrides.volume_subpath}".rstrip("/"),
        owned=True,
    )


def _system(scope: Scope, service: Service, entry: OwnedMount) -> Mounting:
    """A path of the machine itself: of whichever node the pod runs on."""
    source = entry.mount.source
    if source.endswith(_RUNTIME_SOCKETS):
        message = f"{source} lets {service.name!r} take over its node, and a node may not even have it"
        advice = "talk to the Kubernetes API instead, or leave the service out"
        scope.approximate(CONTAINER_RUNTIME_SOCKET, entry.attribute, message, advice, source=source)
    else:
        message = f"{source}, mounted by {service.name!r}, is the node's own and differs from node to node"
        scope.approximate(HOST_PATH, entry.attribute, message, "leave it out if you can", source=source)
    return _of_host(service, entry)


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
    return Mounting(
        path=container_path(entry.mount.target),
        name=f"host{entry.mount.source}",
        attribute=entry.attribute,
        volume={"hostPath": {"path": entry.mount.source}},
        read_only=entry.mount.read_only,
        propagation=propagation,
    )


def _source_tree(scope: Scope, service: Service, entry: OwnedMount) -> None:
    message = (
        f"{_shown(scope, entry)} is source code of this machine: {service.name!r} sees the image's own files instead"
    )
    advice = f"copy it into the image: `COPY . {entry.mount.target}`"
    scope.drop(SOURCE_TREE_MOUNT, entry.attribute, message, advice, target=entry.mount.target)


def _missing(scope: Scope, service: Service, entry: OwnedMount) -> None:
    message = f"{_shown(scope, entry)} is not there: {service.name!r} has nothing mounted at {entry.mount.target}"
    scope.ask(MISSING_SOURCE, entry.attribute, message, "put it there and translate again", target=entry.mount.target)


def _too_large(scope: Scope, service: Service, entry: OwnedMount) -> None:
    message = (
        f"{_shown(scope, entry)} holds more than an object can (1 MiB): {service.name!r} has nothing mounted at"
        f" {entry.mount.target}"
    )
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


def _shown(scope: Scope, entry: OwnedMount) -> str:
    return relative_to_project(scope.project, entry.mount.source)


def _report_options(scope: Scope, service: Service, entry: OwnedMount) -> None:
    """Options of a bind mount that the cluster does not know, or takes from the node's administrator."""
    options = entry.mount.bind
    if options is None or entry.owner is not service:
        return
    for name, value in (("selinux", options.selinux), ("recursive", options.recursive)):
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
