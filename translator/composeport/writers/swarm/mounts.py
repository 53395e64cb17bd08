"""What a task sees in its file system: volumes, binds, memory, and files that came from binds (SEMANTICS 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from posixpath import basename, normpath

from composeport.diagnostics import PathPart, Severity
from composeport.dispositions.rules import (
    CLUSTER_PREREQUISITE,
    FILE_MOUNT,
    NODE_LOCAL_VOLUME,
    REPLICATED_STATE,
    SWARM_REJECTED,
    SWARM_SILENT_LOSS,
    TMPFS_LOST,
)
from composeport.model import BindDecision, Mount, MountRole, Service, Volume
from composeport.model.decisions import ONE_A_NODE
from composeport.model.quantities import parse_size
from composeport.model.volumes import lender_of, mounts_of
from composeport.records import dataclass, field
from composeport.writers.swarm.binds import basis, bind_findings, stays_on_node, travels
from composeport.writers.swarm.file_mounts import fits, mode_of, place_of
from composeport.writers.swarm.literals import literal, literals
from composeport.writers.swarm.objects import Kind, Objects
from composeport.writers.swarm.scope import Node, Scope, by_name, filled, plug_in
from composeport.writers.swarm.targets import Targets

_SHM = "/dev/shm"  # noqa: S108 - a mount point in the container
_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "glusterfs", "ceph"})
_DEFAULT_OPTIONS = frozenset({"rw", "noexec", "nosuid", "nodev", "relatime", "mode=1777", "mode=01777", ""})
"""What a tmpfs of the engine has without being told."""

_STICKY = 0o1777
_SIZE = re.compile(r"size=(.+)")


@dataclass(slots=True)
class Mounted:
    """What a service's mounts become.

    `folders` are the places where a folder's files are mounted one by one, `pinned` is whether some of the service's
    data is on one node alone.
    """

    volumes: list[Node] = field(default_factory=list)
    files: dict[Kind, list[Node]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    folders: list[tuple[tuple[PathPart, ...], str]] = field(default_factory=list)
    pinned: bool = False


@dataclass(slots=True)
class _Place:
    """One mount of a service: where the service states it, and where it goes."""

    scope: Scope
    objects: Objects
    service: Service
    path: tuple[PathPart, ...]
    decision: BindDecision | None
    targets: Targets
    into: Mounted


def stated_targets(service: Service) -> Iterator[str]:
    """Every place at which the service itself mounts something."""
    yield from (mount.target for mount in service.volumes)
    yield from (text.partition(":")[0] for text in service.tmpfs)
    yield from (place_of(Kind.CONFIG, mount) for mount in service.configs)
    yield from (place_of(Kind.SECRET, mount) for mount in service.secrets)


def mounted(scope: Scope, objects: Objects, service: Service, targets: Targets) -> Mounted:
    """All mounts of a service: its own, those that it takes from others, tmpfs and shared memory."""
    into = Mounted()
    for index, text in enumerate(service.volumes_from):
        _report_lender(scope, service, index, text)
    own_first = sorted(mounts_of(scope.project, service), key=lambda entry: entry.owner is not service)
    for mount, _, attribute, decision in own_first:
        place = _Place(scope, objects, service, attribute.path[2:], decision, targets, into)
        if decision is not None and travels(decision):
            _files(place, mount, decision)
        elif _is_a_place(place, mount) and targets.take(scope, attribute, mount.target):
            _MOUNTS.get(mount.type, _unknown)(place, mount)
    for index, text in enumerate(service.tmpfs):
        _tmpfs_line(_Place(scope, objects, service, ("tmpfs", index), None, targets, into), text)
    if service.shm_size and not service.ipc.startswith(("host", "service:", "container:")):
        _shared_memory(service, targets, into)
    if into.folders:
        _report_folders(scope, service, into.folders)
    return into


def _is_a_place(place: _Place, mount: Mount) -> bool:
    """Whether a mount has an absolute path, of Linux or Windows; an engine refuses it otherwise, in Compose as well."""
    if mount.target.startswith(("/", "\\\\")) or mount.target[1:3] in {":\\", ":/"}:
        return True
    place.scope.drop(
        SWARM_REJECTED,
        place.service.attribute(*place.path),
        f"{mount.target!r} is no absolute path: nothing is mounted there; Compose does not even start the service",
        "write the path from the root; see whether a variable in it is set",
        target=mount.target,
    )
    return False


def _report_lender(scope: Scope, service: Service, index: int, text: str) -> None:
    """Say what an entry of `volumes_from` brings: what has a name, where the service is one of this stack."""
    lender, _ = lender_of(scope.project, text)
    name = text.removeprefix("container:").partition(":")[0]
    report = scope.approximate if lender else scope.drop
    report(
        SWARM_REJECTED.at(Severity.WARNING) if lender else SWARM_REJECTED,
        service.attribute("volumes_from", index),
        f"the volumes of {name!r} are mounted by their names: those without one, and those of its image, are not shared"
        if lender
        else f"{name!r} is no service of this stack: none of its volumes is mounted",
        "name the volumes that both mount",
        volumes_from=text,
    )


def _volume(place: _Place, mount: Mount) -> None:
    volume = place.scope.project.volumes.get(mount.source)
    options = mount.volume
    if options and options.labels:
        place.scope.drop(
            SWARM_SILENT_LOSS.at(Severity.INFO),
            place.service.attribute(*place.path, "volume", "labels"),
            "labels of a mount are lost: the volume has those of the stack",
            "write them at the volume",
        )
    _report_volume(place, mount, volume)
    nocopy, subpath = (options.nocopy or None, options.subpath) if options else (None, "")
    place.into.volumes.append(_written(mount, volume=filled({"nocopy": nocopy, "subpath": subpath})))


def _written(mount: Mount, **options: Node) -> Node:
    """A mount with the options of its type."""
    return filled(
        {
            "type": mount.type,
            "source": literal(mount.source),
            "target": literal(mount.target),
            "read_only": mount.read_only or None,
            **options,
        }
    )


def is_local(volume: Volume) -> bool:
    """Whether each node has a volume of its own; that of a plug-in, or on a network's file system, may be one."""
    kind = volume.driver_opts.get("type", "").lower()
    return volume.driver in {"", "local"} and kind not in {*_NETWORK_FILE_SYSTEMS, "tmpfs"}


def _report_volume(place: _Place, mount: Mount, volume: Volume | None) -> None:
    attribute = place.service.attribute(*place.path)
    if volume is None:
        place.scope.approximate(
            NODE_LOCAL_VOLUME.at(Severity.WARNING),
            attribute,
            f"what is at {mount.target} is gone with the task: a volume without a name is each task's own",
            "name the volume, if it holds anything worth keeping",
            target=mount.target,
        )
    elif is_local(volume):
        if (place.service.name, volume.key) not in place.scope.told:
            place.scope.told.add((place.service.name, volume.key))
            stays_on_node(place.scope, place.service, attribute, f"volume {volume.name!r}", volume=volume.key)
        _report_replicas(place, mount, f"volume {volume.name!r}")
        place.into.pinned = True


def _report_replicas(place: _Place, mount: Mount, what: str) -> None:
    """Under Compose the replicas of a service share its data; in a swarm those on one node do."""
    service = place.service
    if service.replicas < 2 or service.kind in ONE_A_NODE or mount.read_only or place.scope.options.pin_volumes:
        return
    place.scope.approximate(
        REPLICATED_STATE,
        service.attribute(*place.path),
        f"the {service.replicas} replicas of {service.name!r} share {what} where they run on one node; each other node"
        " has another",
        "run one replica, keep them on one node (--pin-volumes), or let the application keep its state elsewhere",
        source=mount.source if mount.type == "volume" else basis(place.scope, mount.source),
    )


def _bind(place: _Place, mount: Mount) -> None:
    decision = place.decision or BindDecision(MountRole.SYSTEM)
    place.into.pinned |= bind_findings(place.scope, place.service, place.path, mount, decision)
    if decision.role is MountRole.DATA:
        _report_replicas(place, mount, basis(place.scope, mount.source))
    options = mount.bind
    if options and options.selinux:
        source = basis(place.scope, mount.source)
        place.scope.drop(
            SWARM_SILENT_LOSS.at(Severity.INFO),
            place.service.attribute(*place.path, "bind", "selinux"),
            f"`docker stack deploy` knows no `z` and `Z`: {source} is not labelled for SELinux",
            f"nothing, where the nodes have no SELinux; else on the node: chcon -Rt container_file_t {source}",
            source=source,
        )
    place.into.volumes.append(_written(mount, bind=filled({"propagation": options.propagation if options else ""})))


def _files(place: _Place, mount: Mount, decision: BindDecision) -> None:
    """The files of a small bind mount, a config (or secret) each, at the same paths."""
    attribute = place.service.attribute(*place.path)
    bind_findings(place.scope, place.service, place.path, mount, decision)
    kind = Kind.SECRET if decision.secret else Kind.CONFIG
    if any(file.path for file in decision.files):
        place.into.folders.append((place.path, mount.target))
    for file in decision.files:
        target = normpath(f"{mount.target}/{file.path}") if file.path else mount.target
        name = basename(file.path or mount.source)
        if file.path and place.targets.hidden(mount.target, target):
            continue
        if place.targets.take(place.scope, attribute, target) and fits(
            place.scope, kind, file.content, attribute, file.path or name
        ):
            key = place.objects.add(kind, name, file.content)
            place.into.files[kind].append(filled({"source": key, "target": target, "mode": mode_of(file)}))


def _report_folders(scope: Scope, service: Service, found: list[tuple[tuple[PathPart, ...], str]]) -> None:
    """Of all volumes of the service, shown at the first folder: each file below these is a mount of its own."""
    folders = [target for _, target in found]
    scope.approximate(
        FILE_MOUNT,
        service.attribute("volumes")._replace(location=service.attribute(*found[0][0]).location),
        f"the files in {', '.join(folders)} are mounted one by one: a folder of the image is not hidden by them",
        "nothing, unless the image has files there that must not be seen",
        folders=folders,
    )


def _tmpfs(place: _Place, mount: Mount) -> None:
    options = mount.tmpfs
    if options and options.mode not in {0, _STICKY}:
        place.scope.drop(
            TMPFS_LOST,
            place.service.attribute(*place.path, "tmpfs", "mode"),
            f"the mode {options.mode:o} is lost without a word: a tmpfs has 1777",
            "change it when the container starts",
            mode=options.mode,
        )
    place.into.volumes.append(_memory(mount.target, options.size if options else 0, read_only=mount.read_only))


def _memory(target: str, size: int, *, read_only: bool = False) -> Node:
    return filled(
        {
            "type": "tmpfs",
            "target": literal(target),
            "read_only": read_only or None,
            "tmpfs": {"size": size} if size else None,
        }
    )


def _tmpfs_line(place: _Place, text: str) -> None:
    """An entry of `tmpfs`, as `/run:size=64m,mode=1777`; Swarm has its size alone."""
    target, _, rest = text.partition(":")
    if not place.targets.take(place.scope, place.service.attribute(*place.path), target):
        return
    options = [option.strip() for option in rest.split(",")]
    sizes = [parse_size(found[1]) for option in options if (found := _SIZE.fullmatch(option))]
    size = sizes[-1] if sizes else 0
    known = _DEFAULT_OPTIONS | {"ro"}
    lost = [option for option in options if option not in known and (size is None or not _SIZE.fullmatch(option))]
    if lost:
        place.scope.approximate(
            TMPFS_LOST,
            place.service.attribute(*place.path),
            f"{target}: a tmpfs has a size, and none of {', '.join(lost)}",
            "change it when the container starts",
            lost=lost,
        )
    place.into.volumes.append(_memory(target, size or 0, read_only="ro" in options))


def _shared_memory(service: Service, targets: Targets, into: Mounted) -> None:
    """`shm_size` means nothing beside a mount at `/dev/shm`, to Compose as well."""
    if not targets.has(_SHM):
        into.volumes.append(_memory(_SHM, service.shm_size))


def _plain(place: _Place, mount: Mount) -> None:
    """A mount that is the engine's as it is: a named pipe, a cluster volume."""
    place.into.volumes.append(_written(mount))


def _unknown(place: _Place, mount: Mount) -> None:
    place.scope.drop(
        SWARM_REJECTED,
        place.service.attribute(*place.path),
        f"a manager knows no mount of type {mount.type}: nothing is at {mount.target}",
        "copy the files into the image, or into a volume",
        type=mount.type,
    )


_MOUNTS: dict[str, Callable[[_Place, Mount], None]] = {
    "volume": _volume,
    "bind": _bind,
    "tmpfs": _tmpfs,
    "npipe": _plain,
    "cluster": _plain,
}


def all_volumes(scope: Scope) -> Node:
    """The section `volumes`. Names are always written, those that Compose makes up too: a node's data has them."""
    return {key: _entry(scope, volume) for key, volume in scope.project.volumes.items()}


def _entry(scope: Scope, volume: Volume) -> Node:
    if volume.external:
        return {"external": True, "name": volume.name}
    if volume.driver not in {"", "local"}:
        scope.ask(
            CLUSTER_PREREQUISITE.at(Severity.WARNING),
            scope.project.attribute("volumes", volume.key, "driver"),
            f"every node needs the volume driver {volume.driver!r}: tasks on a node without it are rejected for ever",
            plug_in(volume.driver),
            driver=volume.driver,
        )
    return filled(
        {
            "name": volume.name,
            "driver": volume.driver,
            "driver_opts": literals(dict(sorted(volume.driver_opts.items()))),
            "labels": literals(by_name(scope, scope.project, volume.labels, "volumes", volume.key, "labels")),
        }
    )
