"""From a service's mounts to what its container mounts, each kind by a function of its own (SEMANTICS 3.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from composeport.diagnostics import Severity
from composeport.digests import sha256
from composeport.dispositions.rules import (
    FILE_MOUNT,
    HOST_PATH,
    SHARED_VOLUME,
    VOLUME_NOT_SEEDED,
)
from composeport.model import MountRole, Service, Volume
from composeport.model.volumes import OwnedMount, lender_of, mounts_of
from composeport.writers.kubernetes.bind_mounts import bind
from composeport.writers.kubernetes.claims import DATA, claim_name, host_folder, is_memory, is_nfs, volume_size
from composeport.writers.kubernetes.files import LIMIT, file_mode, files_of
from composeport.writers.kubernetes.memory import in_memory, memory_mount, shared_memory, tmpfs_entry
from composeport.writers.kubernetes.mounting import Files, Mounting, container_path, inner_path
from composeport.writers.kubernetes.scope import Manifest, Scope
from composeport.writers.kubernetes.volume_overrides import binds_from_node, has_own_empty_volumes, report_volume_type

RUN_SECRETS = "/run/secrets"
_IMAGE_VOLUMES = "1.35"
"""The first version whose servers take `image` volumes without being told to (KEP-4639)."""


def mountings(scope: Scope, service: Service) -> list[Mounting]:
    """Every mount of a service's container, one a path: where two meet, the later one wins, as said in a finding."""
    by_path: dict[str, Mounting] = {}
    tmpfs = [tmpfs_entry(scope, service, index, text) for index, text in enumerate(service.tmpfs)]
    for mounting in (*_volumes(scope, service), *tmpfs, *_file_mounts(scope, service, "configs")):
        _put(scope, by_path, mounting)
    secrets = list(_file_mounts(scope, service, "secrets"))
    for mounting in secrets if RUN_SECRETS in by_path else _gathered(secrets):
        _put(scope, by_path, mounting)
    shared = shared_memory(scope, service)
    if shared is None or shared.path in by_path:  # an engine too leaves `shm_size` alone beside a mount there
        return list(by_path.values())
    return [shared, *by_path.values()]


def _put(scope: Scope, by_path: dict[str, Mounting], mounting: Mounting) -> None:
    former = by_path.pop(mounting.path, None)
    if former is not None:
        message = (
            f"{former.attribute.path[1]!r} has another mount at {mounting.path}, and a container has one at a path"
        )
        scope.drop(FILE_MOUNT.at(Severity.WARNING), former.attribute, message, "give them different targets")
    by_path[mounting.path] = mounting


def _volumes(scope: Scope, service: Service) -> Iterator[Mounting]:
    for index, text in enumerate(service.volumes_from):
        if lender_of(scope.project, text)[0] is None:
            message = f"{text!r} is no container of this project: its volumes cannot be found"
            scope.drop(SHARED_VOLUME, service.attribute("volumes_from", index), message, "name the volumes themselves")
    report_volume_type(scope, service)
    for entry in mounts_of(scope.project, service):
        mounting = _BY_TYPE.get(entry.mount.type, _unknown)(scope, service, entry)
        if mounting is not None:
            yield mounting


def _named(scope: Scope, service: Service, entry: OwnedMount) -> Mounting | None:
    """A volume: a claim, or one in memory, or none of a name."""
    mount = entry.mount
    if not mount.source:
        return _anonymous(scope, service, entry)
    if has_own_empty_volumes(service):
        return _empty(service, entry, mount.source)
    volume = scope.project.volumes.get(mount.source) or Volume(key=mount.source)
    path = container_path(mount.target)
    sub_path = inner_path(mount.volume.subpath if mount.volume else "") or service.overrides.volume_subpath
    if is_memory(volume):
        return _memory_volume(scope, entry, volume)
    if (folder := host_folder(volume)) and scope.options.bind == "host-path":
        scope.approximate(
            HOST_PATH, entry.attribute, f"mounts {folder} of whichever node it runs on", "pin the service to one"
        )
        source: Manifest = {"hostPath": {"path": folder}}
        return Mounting(
            path=path, name=mount.source, attribute=entry.attribute, volume=source, read_only=mount.read_only
        )
    name = claim_name(scope.project, volume)
    below = sub_path if is_nfs(volume) else f"{DATA}/{sub_path}".rstrip("/")
    return Mounting(
        path=path,
        name=name,
        attribute=entry.attribute,
        volume={"persistentVolumeClaim": {"claimName": name}},
        read_only=mount.read_only or "ro" in volume.driver_opts.get("o", "").split(","),
        sub_path=below,
        owned=not is_nfs(volume),
        seed=not (volume.external or (mount.volume is not None and mount.volume.nocopy) or sub_path),
    )


def _empty(service: Service, entry: OwnedMount, name: str) -> Mounting:
    """A folder that goes with the pod, as `volume.type: emptyDir` asks."""
    return Mounting(
        path=container_path(entry.mount.target),
        name=name,
        attribute=service.attribute(*service.overrides.stated["volume_type"]),
        volume={"emptyDir": {}},
        read_only=entry.mount.read_only,
        sub_path=service.overrides.volume_subpath,
    )


def _anonymous(scope: Scope, service: Service, entry: OwnedMount) -> Mounting | None:
    """A volume without a name lives as long as the pod. It keeps what the image has from a mounted source tree."""
    path = container_path(entry.mount.target)
    if any(path.startswith(f"{container_path(tree)}/") for tree in _unmounted_trees(scope, service)):
        message = (
            f"{service.name!r} has nothing mounted at {path}: the image has its own, as of the source tree around it"
        )
        scope.drop(FILE_MOUNT, entry.attribute, message, "remove it together with the mount of the source tree")
        return None
    shown, rule = f"the volume without a name at {path}", VOLUME_NOT_SEEDED
    message = f"{shown} of {service.name!r} becomes an emptyDir, which goes with the pod"
    if entry.owner is not service:
        rule = SHARED_VOLUME
        message = (
            f"{shown} of {entry.owner.name!r} is not shared with {service.name!r}: each has an emptyDir of its own"
        )
    scope.approximate(rule, entry.attribute, message, "give it a name if its data must stay", target=path)
    return Mounting(
        path=path,
        name=f"{service.object_name}{path}",
        attribute=entry.attribute,
        volume={"emptyDir": {}},
        read_only=entry.mount.read_only,
        seed=scope.options.seed_volumes,
        private=True,
    )


def _unmounted_trees(scope: Scope, service: Service) -> list[str]:
    if binds_from_node(scope, service):
        return []
    return [
        entry.mount.target
        for entry in mounts_of(scope.project, service)
        if entry.decision is not None and entry.decision.role is MountRole.SOURCE_TREE
    ]


def _memory_volume(scope: Scope, entry: OwnedMount, volume: Volume) -> Mounting:
    users = {
        service.pod
        for service in scope.project.services.values()
        for other in mounts_of(scope.project, service)
        if other.mount.source == volume.key and other.mount.type == "volume"
    }
    if len(users) > 1:
        message = f"volume {volume.key!r} is in memory, and each pod has one of its own: nothing is shared"
        scope.approximate(SHARED_VOLUME, entry.attribute, message, "use a volume on a disk for what services share")
    path = container_path(entry.mount.target)
    return Mounting(
        path=path,
        name=volume.key,
        attribute=entry.attribute,
        volume=in_memory(scope, entry.attribute, path, volume_size(volume) or ""),
        read_only=entry.mount.read_only,
    )


def _tmpfs(scope: Scope, service: Service, entry: OwnedMount) -> Mounting:
    options = entry.mount.tmpfs
    return memory_mount(
        scope,
        service,
        entry.mount.target,
        entry.attribute,
        size=options.size if options else 0,
        others=(f"mode={options.mode:o}",) if options and options.mode and options.mode & 0o777 != 0o777 else (),
        read_only=entry.mount.read_only,
    )


def _image(scope: Scope, service: Service, entry: OwnedMount) -> Mounting | None:  # noqa: ARG001 - one of a table
    """The files of another image (Kubernetes, "Image volumes")."""
    if not scope.options.at_least(_IMAGE_VOLUMES):
        message = f"image volumes need Kubernetes {_IMAGE_VOLUMES}: nothing is mounted at {entry.mount.target}"
        scope.drop(
            FILE_MOUNT.at(Severity.ERROR), entry.attribute, message, "choose a newer --kube-version, or copy the files"
        )
        return None
    return Mounting(
        path=container_path(entry.mount.target),
        name=f"image-{entry.mount.source.rpartition('/')[2]}",
        attribute=entry.attribute,
        volume={"image": {"reference": entry.mount.source, "pullPolicy": "IfNotPresent"}},
        sub_path=inner_path(entry.mount.image.subpath if entry.mount.image else ""),
        read_only=True,
    )


def _cluster(scope: Scope, service: Service, entry: OwnedMount) -> Mounting | None:
    message = "a cluster volume of Swarm becomes a claim: its driver and its data stay there"
    scope.approximate(
        HOST_PATH.at(Severity.WARNING), entry.attribute, message, "choose a storage class with --storage-class"
    )
    return _named(scope, service, entry)


def _unknown(scope: Scope, service: Service, entry: OwnedMount) -> None:  # noqa: ARG001 - one of a table
    message = f"a mount of type {entry.mount.type!r} exists on Windows alone: left out"
    scope.drop(HOST_PATH, entry.attribute, message, "remove it", type=entry.mount.type)


_BY_TYPE: dict[str, Callable[[Scope, Service, OwnedMount], Mounting | None]] = {
    "volume": _named,
    "bind": bind,
    "tmpfs": _tmpfs,
    "image": _image,
    "cluster": _cluster,
}
"""What becomes of each type of mount."""


def _file_mounts(scope: Scope, service: Service, kind: str) -> Iterator[Mounting]:
    """Configs, or secrets, each a file of its own that hides nothing else of the image."""
    objects = getattr(scope.project, kind)
    base = RUN_SECRETS if kind == "secrets" else ""
    for index, mount in enumerate(getattr(service, kind)):
        item = objects.get(mount.source)
        if item is None or (item.loaded is not None and len(item.loaded.content) > LIMIT):
            continue
        target = mount.target or mount.source
        path = container_path(target if target.startswith("/") else f"{base}/{target}")
        name = path.rpartition("/")[2]
        if name.startswith(".."):
            message = f"{path} is not there: no file of an object may have a name that begins with two dots"
            rule = FILE_MOUNT.at(Severity.ERROR)
            scope.drop(rule, service.attribute(kind, index), message, "give it another name", target=path)
            continue
        files = files_of(scope.project, kind, item, name, file_mode(scope, service, kind, index, mount))
        yield Mounting(
            path=path,
            name=files.object_name,
            attribute=service.attribute(kind, index),
            files=(files,),
            sub_path=name,
            read_only=True,
            file=True,
            digest=sha256(item.loaded.content).hexdigest() if item.loaded is not None else "",
        )


def _gathered(secrets: list[Mounting]) -> Iterator[Mounting]:
    """Those below `/run/secrets` as one volume, each at its place in it; the others as they are."""
    inside: dict[str, Mounting] = {}
    for secret in secrets:
        if secret.path.startswith(f"{RUN_SECRETS}/"):
            inside[secret.path.removeprefix(f"{RUN_SECRETS}/")] = secret
        else:
            yield secret
    if not inside:
        return
    files = tuple(
        Files(secret.files[0].object_name, True, (secret.files[0].items[0]._replace(path=path),))  # noqa: FBT003
        for path, secret in inside.items()
    )
    digests = "".join(secret.digest for secret in inside.values())
    yield Mounting(
        path=RUN_SECRETS,
        name="secrets",
        attribute=next(iter(inside.values())).attribute,
        files=files,
        projected=True,
        read_only=True,
        digest=sha256(digests.encode()).hexdigest() if digests else "",
    )
