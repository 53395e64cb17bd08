"""What is said of bind mounts and of data that stays on a node."""

from __future__ import annotations

from typing import NamedTuple

from composeport.diagnostics import Attribute, Rule, Severity
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
from composeport.model import BindDecision, Mount, MountRole
from composeport.model.names import dns_label
from composeport.writers.swarm.scope import Scope

_MOST_FILES = 100
"""Files of one mount that travel: each is an object of its own, which every manager keeps."""

_SOCKETS = ("docker.sock", "containerd.sock", "podman.sock", "crio.sock")


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
        "put it there",
        pins=True,
    ),
    MountRole.TOO_LARGE: _Advice(
        OBJECT_TOO_LARGE,
        "{source} is more than configs can hold, so that it stays a mount of one node's files",
        "copy it into the image",
        pins=True,
    ),
}

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


def bind_findings(scope: Scope, attribute: Attribute, mount: Mount, decision: BindDecision) -> bool:
    """Say what becomes of a bind mount; whether its files are on one node alone."""
    if travels(decision):
        _report_files(scope, attribute, mount, decision)
        return False
    role = decision.role
    advice = _ADVICE.get(role) or (_TOO_MANY if len(decision.files) > _MOST_FILES else _EMPTY)
    if mount.source.endswith(_SOCKETS):
        advice = advice._replace(
            rule=CONTAINER_RUNTIME_SOCKET,
            message="whoever has {source} has the node, and a task may be on any node",
            help="use a proxy that lets little through, on a manager (`node.role == manager`)",
        )
    if role is MountRole.DATA and _missing(mount):
        advice = _ADVICE[MountRole.MISSING]._replace(
            help=f"mkdir -p {mount.source}",
            message="{source} is not there: Compose makes a folder, Swarm rejects the task for ever",
        )
        scope.chores[f"on every node that may run it: mkdir -p {mount.source}"] = None
    scope.approximate(
        advice.rule,
        attribute,
        advice.message.format(source=mount.source),
        advice.help,
        source=basis(scope, mount.source),
    )
    return advice.pins


def _missing(mount: Mount) -> bool:
    import os  # noqa: PLC0415 - asked for a folder that is missing or empty only

    return not os.path.exists(mount.source)  # noqa: PTH110 - pathlib is not loaded on this way


def basis(scope: Scope, source: str) -> str:
    """A path for evidence: relative to the project, so that it is the same on every machine."""
    home = scope.project.working_dir.rstrip("/") + "/"
    return source.removeprefix(home)


def _report_files(scope: Scope, attribute: Attribute, mount: Mount, decision: BindDecision) -> None:
    what = "secret" if decision.secret else "config"
    message = f"what is in {basis(scope, mount.source)} travels as a {what}: changes on the node are not seen"
    rule = FILE_MOUNT
    if not mount.read_only:
        rule = FILE_MOUNT.at(Severity.WARNING)
        message = f"what is in {basis(scope, mount.source)} travels as a {what}, which the container cannot write"
    scope.approximate(
        rule,
        attribute,
        message,
        "deploy again when it changes" if mount.read_only else "mount it `:ro`, or keep what is written in a volume",
        source=basis(scope, mount.source),
    )


def label_of(scope: Scope) -> str:
    """The label of the node that has a project's data."""
    return f"composeport.{dns_label(scope.project.name)}"


def stays_on_node(scope: Scope, attribute: Attribute, what: str, **evidence: object) -> None:
    """Say that data stays on the node where it is written."""
    pinned = scope.options.pin_volumes
    scope.approximate(
        NODE_LOCAL_VOLUME.at(Severity.WARNING) if pinned else NODE_LOCAL_VOLUME,
        attribute,
        f"{what} stays on a node: "
        + ("the service runs there alone" if pinned else "a task on another one starts without its data"),
        f"keep a backup; the service waits for a node with the label {label_of(scope)}"
        if pinned
        else "`--pin-volumes` keeps the service on one node; or use a volume driver that all nodes share",
        **evidence,
    )
