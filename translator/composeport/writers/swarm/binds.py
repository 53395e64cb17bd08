"""What is said of bind mounts and of data that stays on a node."""

from __future__ import annotations

import re

from composeport.diagnostics import Attribute, PathPart, Rule, Severity
from composeport.dispositions.rules import (
    CONTAINER_RUNTIME_SOCKET,
    FILE_MOUNT,
    HOST_DATA,
    HOST_PATH,
    MISSING_SOURCE,
    NODE_LOCAL_VOLUME,
    OBJECT_TOO_LARGE,
    SOURCE_TREE_MOUNT,
)
from composeport.model import BindDecision, Mount, MountRole, Service
from composeport.model.decisions import ONE_A_NODE
from composeport.model.names import dns_label
from composeport.model.volumes import (
    CLOCK_FILES,
    RUNTIME_SOCKETS,
    is_replaced_whole,
    relative_to_project,
    speaks_for_source,
)
from composeport.records import NamedTuple
from composeport.writers.swarm.scope import Scope

_MOST_FILES = 100
"""Files of one mount that travel: each is an object of its own, which every manager keeps."""

_EVERYWHERE = re.compile(r"/(?:(?:proc|sys|dev|run|var/run|var/log|var/lib/docker|lib/modules)(?:/.*)?)?$")
"""What every node has: the kernel's file systems and modules, and where the system and the engine keep their state."""

_HOLLOW = "put a file into it, as `.gitkeep`, or let the program make it"
_OUTSIDE = "put a copy of the file there, or mount the file itself"
"""What to do about folders and links that cannot travel."""

_ON_MANAGERS = re.compile(r"\s*node\.role\s*==\s*manager\s*")
_CHOOSES = re.compile(r"\s*node\.(?:id|hostname|labels\.[^=!]+?)\s*==\s*\S")
"""Constraints that keep a service where its data is."""


class _Advice(NamedTuple):
    """What is said of a bind mount that stays one; `pins` is whether its files are on one node alone."""

    rule: Rule
    message: str
    help: str
    pins: bool


_ADVICE: dict[MountRole, _Advice] = {
    MountRole.DATA: _Advice(
        HOST_DATA,
        "{source} is on one node: tasks on others do not start, or see other files",
        "copy it to a volume that all nodes share; `--pin-volumes` keeps the service on one node",
        pins=True,
    ),
    MountRole.SOURCE_TREE: _Advice(
        SOURCE_TREE_MOUNT,
        "{source} holds source code, on one node",
        "copy it into the image; `--pin-volumes` keeps the service on one node",
        pins=True,
    ),
    MountRole.SYSTEM: _Advice(HOST_PATH, "{source} is each node's own", "see to it that every node has it", pins=False),
    MountRole.MISSING: _Advice(
        MISSING_SOURCE,
        "{source} is not there: tasks on a node without it are rejected for ever",
        "put it there and translate again: what is small and only read travels as a config",
        pins=True,
    ),
    MountRole.TOO_LARGE: _Advice(
        OBJECT_TOO_LARGE,
        "{source} is more than configs can hold, so that it stays a mount of one node's files",
        "copy it into the image",
        pins=True,
    ),
}

_SOME_NODE = _ADVICE[MountRole.SYSTEM]._replace(
    rule=HOST_PATH.at(Severity.WARNING),
    message="{source} is that of whichever node a task is on",
    help="run it on every node (`deploy: {mode: global}`), if it is to see all of them",
)
_EACH_NODE = _SOME_NODE._replace(
    rule=HOST_PATH.at(Severity.INFO),
    message="{source} is that of the node, and there is a task on each",
    help="nothing: each task sees its own node, as one container does under Compose",
)
_SOCKET = _Advice(
    CONTAINER_RUNTIME_SOCKET,
    "whoever has {source} has the node, and a task may be on any node",
    "use a proxy that lets little through, on a manager (`node.role == manager`)",
    pins=False,
)
_SOCKET_OF_MANAGER = _SOCKET._replace(
    message="whoever has {source} has the swarm, since it is a manager's",
    help="if the service needs few of its requests, put a proxy between them that lets these through alone",
)
_TOO_MANY = _ADVICE[MountRole.TOO_LARGE]._replace(
    message="{source} has more files than a stack should carry, so that it stays a mount of one node's files"
)
_EMPTY = _ADVICE[MountRole.TOO_LARGE]._replace(
    message="{source} is empty, and a config cannot be: it stays a mount of one node's files",
    help="create it on the node; `--pin-volumes` keeps the service there",
)


def travels(decision: BindDecision) -> bool:
    """Whether a bind mount's files go with the stack, as configs or secrets; where all are empty, they cannot."""
    few = len(decision.files) <= _MOST_FILES
    return decision.role is MountRole.FILES and few and any(file.content for file in decision.files)


def bind_findings(
    scope: Scope, service: Service, path: tuple[PathPart, ...], mount: Mount, decision: BindDecision
) -> bool:
    """Say what becomes of the bind mount at `path` of a service; whether its files are on one node alone.

    What is true of a source is said once a service; what a machine's own path means, at each mount.
    """
    speaks = decision.role is MountRole.SYSTEM or speaks_for_source(service, path)
    attribute = service.attribute(*path)
    if travels(decision):
        if speaks:
            _report_files(scope, attribute, mount, decision)
        return False
    advice = _advice(service, mount, decision)
    if advice.rule is HOST_DATA and (settled := _settled(scope, service)):
        message = f"{{source}} stays on a node: {settled[0]}"
        advice = advice._replace(rule=HOST_DATA.at(Severity.WARNING), message=message, help=settled[1])
    if advice.pins:
        scope.demand(_chore(scope, mount, decision), service.name)
    if speaks:
        source = basis(scope, mount.source)
        scope.approximate(advice.rule, attribute, advice.message.format(source=source), advice.help, source=source)
    return advice.pins


def _chore(scope: Scope, mount: Mount, decision: BindDecision) -> str:
    """What is to be done, so that tasks with the mount are not rejected."""
    if decision.role is MountRole.MISSING:
        return f"put {basis(scope, mount.source)} there, and translate again"
    made = decision.role is MountRole.DATA and _missing(mount)
    return f"{'mkdir -p' if made else 'a copy of'} {mount.source}, on every node that may run it"


def _advice(service: Service, mount: Mount, decision: BindDecision) -> _Advice:
    advice = _ADVICE.get(decision.role) or (_TOO_MANY if len(decision.files) > _MOST_FILES else _EMPTY)
    if mount.source.endswith(RUNTIME_SOCKETS):
        return _socket(service)
    if decision.role is MountRole.DATA and _missing(mount):
        return _without_folder(mount)
    if decision.role is MountRole.SYSTEM and mount.source.startswith(CLOCK_FILES):
        return advice._replace(
            rule=HOST_PATH.at(Severity.INFO), help="leave it out, and say the time zone: `TZ: Europe/Vienna`"
        )
    if decision.role is MountRole.SYSTEM and _EVERYWHERE.match(mount.source):
        return _EACH_NODE if service.kind in ONE_A_NODE else _SOME_NODE
    if decision.role is MountRole.MISSING and not mount.read_only:
        return advice._replace(help="put it on every node that may run the service; if it is only read, write `:ro`")
    return advice


def _without_folder(mount: Mount) -> _Advice:
    made = mount.bind is None or mount.bind.create_host_path
    what = "makes a folder" if made else "does not start the service"
    return _ADVICE[MountRole.MISSING]._replace(
        message=f"{{source}} is not there: Compose {what}, Swarm rejects the task for ever",
        help=f"mkdir -p {mount.source}, on every node that may run the service",
    )


def _socket(service: Service) -> _Advice:
    """What the engine's socket gives away, which depends on the nodes that the service may be on."""
    if any(_ON_MANAGERS.fullmatch(constraint) for constraint in _constraints(service)):
        return _SOCKET_OF_MANAGER
    if service.kind in ONE_A_NODE:
        return _SOCKET_OF_MANAGER._replace(message="whoever has {source} has the node, and a task is on each of them")
    return _SOCKET


def _constraints(service: Service) -> tuple[str, ...]:
    return service.deploy.placement.constraints if service.deploy and service.deploy.placement else ()


def _missing(mount: Mount) -> bool:
    import os  # noqa: PLC0415 - asked for a folder that is missing or empty only

    return not os.path.exists(mount.source)  # noqa: PTH110 - pathlib is not loaded on this way


def basis(scope: Scope, source: str) -> str:
    """A path as the project's files would write it, so that it is the same on every machine."""
    return relative_to_project(scope.project, source)


def _report_files(scope: Scope, attribute: Attribute, mount: Mount, decision: BindDecision) -> None:
    what = "secret" if decision.secret else "config"
    message = f"what is in {basis(scope, mount.source)} travels as a {what}: changes on the node are not seen"
    rule = FILE_MOUNT
    if not mount.read_only:
        rule = FILE_MOUNT if is_replaced_whole(mount, decision) else FILE_MOUNT.at(Severity.WARNING)
        message = f"what is in {basis(scope, mount.source)} travels as a {what}, which the container cannot write"
    scope.approximate(
        rule,
        attribute,
        message,
        "deploy again when it changes" if mount.read_only else "mount it `:ro`, or keep what is written in a volume",
        source=basis(scope, mount.source),
    )
    for kind, paths, why, advice in (
        ("folders", decision.hollow, "holds no file: that folder is not there", _HOLLOW),
        ("links", decision.outside, "leads out of that folder: it is not there", _OUTSIDE),
    ):
        if paths:
            message = f"{', '.join(paths)} of {basis(scope, mount.source)} {why}"
            scope.approximate(FILE_MOUNT.at(Severity.WARNING), attribute, message, advice, **{kind: list(paths)})


def label_of(scope: Scope) -> str:
    """The label of the node that has a project's data."""
    return f"composeport.{dns_label(scope.project.name)}"


def _placed(service: Service) -> tuple[str, str] | None:
    """Why the tasks of a service find their data by what the file says, and what is left to do."""
    if service.kind in ONE_A_NODE:
        return "the task on each has its own", "nothing, unless all tasks are to see the same data"
    chosen = next((constraint for constraint in _constraints(service) if _CHOOSES.match(constraint)), "")
    if not chosen:
        return None
    return f"{chosen!r} decides on which", "keep a backup, and see to it that this is true of one node alone"


def _settled(scope: Scope, service: Service) -> tuple[str, str] | None:
    """Why the tasks of a service find their data, by the file or by the option to pin it, and what is left to do."""
    if scope.options.pin_volumes and service.kind not in ONE_A_NODE:
        label = label_of(scope)
        return "the service runs there alone", f"keep a backup; the service waits for a node with the label {label}"
    return _placed(service)


def stays_on_node(scope: Scope, service: Service, attribute: Attribute, what: str, **evidence: object) -> None:
    """Say that data stays on the node where it is written: milder where its tasks find it."""
    settled = _settled(scope, service)
    why, advice = settled or (
        "a task on another one starts without its data",
        "`--pin-volumes` keeps the service on one node; or use a volume driver that all nodes share",
    )
    rule = NODE_LOCAL_VOLUME.at(Severity.WARNING) if settled else NODE_LOCAL_VOLUME
    scope.approximate(rule, attribute, f"{what} stays on a node: {why}", advice, **evidence)
