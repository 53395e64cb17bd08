"""File systems in memory: `tmpfs`, and `/dev/shm` (SEMANTICS 3.3, 3.7)."""

from __future__ import annotations

from composeport.diagnostics import Attribute, Severity
from composeport.dispositions.rules import TMPFS_LOST
from composeport.model import Service
from composeport.model.quantities import parse_size
from composeport.writers.kubernetes.mounting import Mounting, container_path
from composeport.writers.kubernetes.resources import memory_quantity
from composeport.writers.kubernetes.scope import Manifest, Scope

_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - a mount point of containers
_WITHOUT_EFFECT = frozenset({"rw", "mode=1777", "mode=0777", "mode=777", "exec", "defaults"})
"""Options that say what a volume in memory is anyhow."""


def tmpfs_entry(scope: Scope, service: Service, index: int, text: str) -> Mounting:
    """An entry of a service's `tmpfs`: `PATH[:OPTION,…]`, as `docker run --tmpfs` takes it."""
    path, _, words = text.partition(":")
    options = [word for word in words.split(",") if word]
    sizes = [word.partition("=")[2] for word in options if word.startswith("size=")]
    others = tuple(word for word in options if not word.startswith("size=") and word not in _WITHOUT_EFFECT | {"ro"})
    size = parse_size(sizes[-1]) if sizes else 0
    if sizes and size is None:
        others = (*others, f"size={sizes[-1]}")
    attribute = service.attribute("tmpfs", index)
    return memory_mount(scope, service, path, attribute, size=size or 0, others=others, read_only="ro" in options)


def memory_mount(  # noqa: PLR0913 - what a tmpfs is
    scope: Scope,
    service: Service,
    target: str,
    attribute: Attribute,
    *,
    size: int,
    others: tuple[str, ...],
    read_only: bool = False,
) -> Mounting:
    """An emptyDir in memory, of `size` bytes where that is not 0. `others` are options that are lost."""
    path = container_path(target)
    if others:
        message = f"{', '.join(others)} of the tmpfs at {path} is lost: everybody may write to a volume in memory"
        scope.approximate(
            TMPFS_LOST.at(Severity.INFO),
            attribute,
            message,
            "nothing, unless the program insists on it",
            options=list(others),
        )
    return Mounting(
        path=path,
        name=f"{service.object_name}{path}",
        attribute=attribute,
        volume=in_memory(scope, attribute, path, memory_quantity(size) if size else ""),
        read_only=read_only,
        private=True,
    )


def in_memory(scope: Scope, attribute: Attribute, path: str, size: str) -> Manifest:
    """A volume in memory, of that size where it has one.

    A file system in memory says how large it is, and programs divide it up by that (Linux, "Tmpfs", `size`).
    """
    if size:
        return {"emptyDir": {"medium": "Memory", "sizeLimit": size}}
    message = f"the tmpfs at {path} says no size: half of the machine's memory under Docker, here all of the pod's"
    scope.approximate(TMPFS_LOST.at(Severity.INFO), attribute, message, "write its size, as `size=64m`", target=path)
    return {"emptyDir": {"medium": "Memory"}}


def shared_memory(scope: Scope, service: Service) -> Mounting | None:
    """`shm_size` as a volume at `/dev/shm`: of the service whose memory namespace this one is in, if it is in one."""
    owner = scope.project.services.get(service.ipc.removeprefix("service:"), service) if service.ipc else service
    if not owner.shm_size or service.ipc == "host":
        return None
    return Mounting(
        path=_SHARED_MEMORY,
        name=f"{owner.object_name}-shm",
        attribute=service.attribute("shm_size" if owner is service else "ipc"),
        volume={"emptyDir": {"medium": "Memory", "sizeLimit": memory_quantity(owner.shm_size)}},
    )
