"""What is mounted in one container, as values: the pieces from which a pod's volumes are put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath

from composeport.diagnostics import Attribute
from composeport.digests import sha256
from composeport.model.names import dns_label
from composeport.records import NamedTuple, dataclass, replace
from composeport.writers.kubernetes.scope import Manifest


class Item(NamedTuple):
    """A key of a ConfigMap or Secret that becomes the file `path` of a volume, with these permission bits."""

    key: str
    path: str
    mode: int


@dataclass(frozen=True, slots=True)
class Files:
    """Files of one ConfigMap or Secret, as a volume shows them."""

    object_name: str
    secret: bool
    items: tuple[Item, ...]

    def source(self) -> Manifest:
        """The files as a source of a projected volume."""
        kind = "secret" if self.secret else "configMap"
        return {kind: {"name": self.object_name, "items": self._items(None)}}

    def volume(self) -> Manifest:
        """The files as a volume of their own."""
        modes = {item.mode for item in self.items}
        default = min(modes)
        name = "secretName" if self.secret else "name"
        body = {name: self.object_name, "defaultMode": default, "items": self._items(default)}
        return {"secret" if self.secret else "configMap": body}

    def _items(self, default: int | None) -> list[Manifest]:
        return [
            {"key": key, "path": path} | ({} if mode == default else {"mode": mode}) for key, path, mode in self.items
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mounting:
    """One mount of a container: where, from which volume of the pod, and the attribute that asks for it.

    `volume` is the volume without its name, `name` what it is called where that is free. `files` are set instead where
    the volume shows files of ConfigMaps and Secrets, so that others can be added to them. `digest` is a hash of
    the content, which rolls the pods. `file` says that a single file is mounted, not a folder.
    """

    path: str
    name: str
    attribute: Attribute
    volume: Manifest | None = None
    files: tuple[Files, ...] = ()
    read_only: bool = False
    sub_path: str = ""
    propagation: str = ""
    file: bool = False
    digest: str = ""
    owned: bool = False
    """Whether the volume's files should belong to the user's group: a claim on a disk."""
    seed: bool = False
    """Whether Docker would fill it with the image's files."""
    opened: bool = False
    """Whether it is writable only because the points of other mounts have to be made in it."""
    projected: bool = False
    """Whether the files are a projected volume even where one object has them all."""
    private: bool = False
    """Whether it is this container's own, and shared with none that happens to look the same."""

    def manifest(self, volume_name: str) -> Manifest:
        """The entry of the container's `volumeMounts`."""
        entry: Manifest = {"name": volume_name, "mountPath": self.path}
        if self.sub_path:
            entry["subPath"] = self.sub_path
        if self.read_only:
            entry["readOnly"] = True
        if self.propagation:
            entry["mountPropagation"] = self.propagation
        return entry

    def volume_manifest(self) -> Manifest:
        """The pod's volume, without its name."""
        if self.volume is not None:
            return self.volume
        if len(self.files) == 1 and not self.projected:
            return self.files[0].volume()
        return {"projected": {"sources": [files.source() for files in self.files]}}


def container_path(target: str) -> str:
    """A path of a container, absolute and without double or trailing slashes."""
    path = normpath(f"/{target}")
    return path[1:] if path.startswith("//") else path


def inner_path(text: str) -> str:
    """A path inside a volume, as `subPath` takes it; "" for the volume itself."""
    return container_path(text)[1:]


def volume_name(text: str) -> str:
    """A name for a volume of a pod."""
    return dns_label(text) or "volume"


def nested(mountings: Iterable[Mounting]) -> Iterator[Mounting]:
    """The mounts, parents first, where single files inside a volume of files have become files of that volume.

    The kubelet makes a folder at the point of each mount that lies in a volume of files, so no file can be mounted
    there. In other volumes the runtime makes the point, if it may write to them.
    """
    ordered = sorted(mountings, key=lambda mounting: mounting.path)
    inside: dict[str, list[Mounting]] = {}
    folders = {mounting.path.rstrip("/"): mounting.path for mounting in ordered if not mounting.file}
    for mounting in ordered:
        if (around := _nearest(mounting.path, folders)) is not None:
            inside.setdefault(around, []).append(mounting)
    folded = {
        mounting.path
        for parent in ordered
        if parent.files and not parent.file
        for mounting in inside.get(parent.path, ())
        if mounting.file
    }
    for mounting in ordered:
        files = [inner for inner in inside.get(mounting.path, ()) if inner.path in folded]
        if files:
            yield _with_files(mounting, files)
        elif mounting.path not in folded:
            disk = mounting.volume is not None and mounting.volume.keys() & {"persistentVolumeClaim", "emptyDir"}
            opened = bool(disk) and mounting.read_only and mounting.path in inside
            yield replace(mounting, read_only=False, opened=True) if opened else mounting


def _nearest(path: str, folders: Mapping[str, str]) -> str | None:
    """Which of `folders` (by their paths without the last slash) is nearest around a path; None where none is."""
    while path:
        path = path.rpartition("/")[0]
        if path in folders:
            return folders[path]
    return None


def _with_files(mounting: Mounting, added: list[Mounting]) -> Mounting:
    """A volume of files with those of other objects in it, in the place of its own at the same paths."""
    prefix = mounting.path.rstrip("/") + "/"
    places = {inner.path.removeprefix(prefix): inner for inner in added}
    own = tuple(
        replace(files, items=tuple(item for item in files.items if item.path not in places)) for files in mounting.files
    )
    others = tuple(
        replace(inner.files[0], items=(inner.files[0].items[0]._replace(path=path),)) for path, inner in places.items()
    )
    digests = "".join(each.digest for each in (mounting, *added))
    return replace(
        mounting,
        files=(*(files for files in own if files.items), *others),
        digest=sha256(digests.encode()).hexdigest() if digests else "",
    )
