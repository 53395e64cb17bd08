"""What a service mounts, its own and what it takes from others (Compose specification, `volumes`, `volumes_from`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from posixpath import commonpath, normpath, relpath

from composeport.diagnostics import Attribute, PathPart
from composeport.model.decisions import BindDecision
from composeport.model.mounts import Mount
from composeport.model.order import last_first
from composeport.model.project import Project
from composeport.model.service import Service
from composeport.model.topology import ProjectKey, container_named
from composeport.records import NamedTuple, replace


class OwnedMount(NamedTuple):
    """A mount of a container, the service that declares it, the attribute that brings it, and its bind's decision."""

    mount: Mount
    owner: Service
    attribute: Attribute
    decision: BindDecision | None


def mounts_of(project: Project, service: Service) -> Iterator[OwnedMount]:
    """Every entry of `volumes` that a container has, those of `volumes_from` first; its own win at the same target."""
    if service.volumes_from:
        own = {mount.target for mount in service.volumes}
        for entry in _borrowed(ProjectKey(project))[service.name].values():
            if entry.mount.target not in own:
                yield entry
    for index, mount in enumerate(service.volumes):
        yield OwnedMount(mount, service, service.attribute("volumes", index), service.binds.get(index))


@lru_cache(maxsize=1)
def _borrowed(key: ProjectKey) -> dict[str, dict[str, OwnedMount]]:
    """What `volumes_from` brings each service, by target; made once, those that lend before those that borrow."""
    project = key.project
    lenders = {
        name: [lender.name for text in service.volumes_from if (lender := lender_of(project, text)[0])]
        for name, service in project.services.items()
        if service.volumes_from
    }
    found: dict[str, dict[str, OwnedMount]] = {}
    for name in last_first(lenders, lenders, set()):
        found[name] = _lent(project, project.services[name], found)
    return found


def _lent(
    project: Project, service: Service, borrowed: Mapping[str, Mapping[str, OwnedMount]]
) -> dict[str, OwnedMount]:
    """What a service borrows, by target; `borrowed` has the same of those that lend to it: the last of them wins."""
    found: dict[str, OwnedMount] = {}
    for index, text in enumerate(service.volumes_from):
        lender, read_only = lender_of(project, text)
        if lender is None or lender.name not in borrowed:
            continue
        attribute = service.attribute("volumes_from", index)
        theirs = dict(borrowed[lender.name])
        for position, mount in enumerate(lender.volumes):
            theirs[mount.target] = OwnedMount(mount, lender, attribute, lender.binds.get(position))
        for target, entry in theirs.items():
            mount = replace(entry.mount, read_only=entry.mount.read_only or read_only)
            found[target] = entry._replace(mount=mount, attribute=attribute)
    return found


def speaks_for_source(service: Service, path: tuple[PathPart, ...]) -> bool:
    """Whether what is true of a bind mount's source is said at the mount at `path` of `service`.

    That is the first one of the service which mounts it for the same end; each service says it for itself.
    """
    kind, index = path
    if kind != "volumes" or not isinstance(index, int):
        return True
    own = service.volumes[index]
    return not any(
        mount.type == own.type and mount.read_only == own.read_only and normpath(mount.source) == normpath(own.source)
        for mount in service.volumes[:index]
    )


CLOCK_FILES = ("/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo")
"""Where a machine keeps its time zone."""
RUNTIME_SOCKETS = ("docker.sock", "containerd.sock", "podman.sock", "crio.sock", "dockershim.sock")
"""How the paths end by which a container runtime is asked."""

_CONFIGURATION = (
    ".conf", ".cnf", ".cfg", ".ini", ".toml", ".yaml", ".yml", ".xml", ".properties", ".hcl", ".tmpl", ".template",
    ".sql", ".sh", ".py", ".js", ".lua", ".vcl", ".ldif", ".crt", ".cer", ".pem", ".key", "/Caddyfile",
)  # fmt: skip


def is_replaced_whole(mount: Mount, decision: BindDecision) -> bool:
    """Whether a bind mount is one file of a kind that programs do not write into, but replace by a new one.

    That fails under Compose too: the place of a mount can be neither renamed over nor removed (rename(2), EBUSY).
    """
    return mount.source.endswith(_CONFIGURATION) and not any(file.path for file in decision.files)


def lender_of(project: Project, text: str) -> tuple[Service | None, bool]:
    """The service that an entry of `volumes_from` names, and whether its volumes are read-only there.

    `SERVICE[:MODE]` or `container:NAME[:MODE]`; None where the container is not of this project.
    """
    words = text.split(":")
    read_only = "ro" in words[1:]
    if words[0] == "container" and len(words) > 1:
        return container_named(project, words[1]), read_only
    return project.services.get(words[0]), read_only


def relative_to_project(project: Project, source: str) -> str:
    """A path as the project's files would write it, without what differs from machine to machine.

    One that shares no more than a first folder with the project's is the machine's own, and stays absolute.
    """
    home, path = normpath(project.working_dir), normpath(source)
    if not (home.startswith("/") and path.startswith("/")):
        return source
    shared = commonpath((home, path))
    return relpath(path, home) if shared == home or shared.count("/") > 1 else path
