"""Files that travel with the manifests, as ConfigMaps and Secrets: configs, secrets, mounts (SEMANTICS 3.7, 3.8)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator

from composeport.diagnostics import Attribute, Severity
from composeport.digests import sha256
from composeport.dispositions.rules import (
    MISSING_SECRET,
    MISSING_SOURCE,
    OBJECT_OWNER_LOST,
    OBJECT_TOO_LARGE,
    SECRET_IN_OUTPUT,
)
from composeport.model import BindDecision, FileMount, FileObject, MountedFile, MountRole, Project, Service
from composeport.model.names import dns_label
from composeport.model.volumes import mounts_of, relative_to_project
from composeport.records import NamedTuple
from composeport.writers.kubernetes.metadata import annotations_of, object_meta, project_labels
from composeport.writers.kubernetes.mounting import Files, Item
from composeport.writers.kubernetes.scope import Manifest, Scope
from composeport.writers.kubernetes.volume_overrides import binds_from_node

LIMIT = 1024 * 1024
"""Bytes of a ConfigMap or Secret (Kubernetes API reference, ConfigMap, `data`)."""
DEFAULT_MODE = 0o444
_NOT_KEY = re.compile(r"[^A-Za-z0-9._-]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


class FileSet(NamedTuple):
    """The files of one object: its name, its kind, and its keys with the files behind them."""

    name: str
    secret: bool
    files: dict[str, MountedFile]

    @property
    def digest(self) -> str:
        """A hash of what the files hold."""
        state = sha256()
        for key, file in self.files.items():
            state.update(f"{key}\0{file.path}\0{file.mode}\0{len(file.content)}\0".encode())
            state.update(file.content)
        return state.hexdigest()


def bind_files(source: str, decision: BindDecision) -> FileSet:
    """The files of a bind mount, as an object that is named after their place in the project."""
    own_name = source.rstrip("/").rpartition("/")[2]
    files: dict[str, MountedFile] = {}
    for file in decision.files:
        files[_free_key(file.path or own_name, files)] = file
    return FileSet(f"files-{decision.label}", decision.secret, files)


def _free_key(path: str, taken: Iterable[str]) -> str:
    """A key for the file at `path`: letters, digits, `-`, `_` and `.`, at most 253 of them, and none that is taken."""
    key = _NOT_KEY.sub("_", path.replace("/", "_")).lstrip(".")[:240] or "file"
    key = f".{key}" if path.startswith(".") and "/" not in path and not path.startswith("..") else key
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free


def object_key(item: FileObject) -> str:
    """The one key of a config's or secret's object."""
    return _free_key(item.key, ())


def object_name(project: Project, kind: str, item: FileObject) -> str:
    """What a config's or secret's object is called: its own name where a file states one, else its key."""
    stated = item.external or project.source.stated(kind, item.key, "name")
    return dns_label(item.name if stated and item.name else item.key) or kind.rstrip("s")


def files_of(project: Project, kind: str, item: FileObject, path: str, mode: int) -> Files:
    """A config or secret as a file of a volume. `kind` is `configs` or `secrets`."""
    name = object_name(project, kind, item)
    return Files(name, kind == "secrets", (Item(object_key(item), path, mode),))


def file_mode(scope: Scope, service: Service, kind: str, index: int, mount: FileMount) -> int:
    """The permission bits of a config's or secret's file, readable by whoever runs there."""
    item: FileObject | None = getattr(scope.project, kind).get(mount.source)
    mode = DEFAULT_MODE if mount.mode is None else mount.mode & 0o777
    if mount.mode is None and item is not None and item.loaded is not None and item.file:
        mode |= item.loaded.mode & 0o111
    for name in ("uid", "gid"):
        if value := getattr(mount, name):
            _report_owner(scope, service.attribute(kind, index, name), f"{name} {value}", "the file belongs to root")
    owners = mode >> 6 & 7
    opened = mode | owners << 3 | owners
    if not _is_root(service) and opened != mode:
        what = f"mode {mode:04o} becomes {opened:04o}"
        _report_owner(
            scope, service.attribute(kind, index, "mode"), what, "the file belongs to root, and its user must read it"
        )
        return opened
    return mode


def _is_root(service: Service) -> bool:
    return service.user.partition(":")[0] in {"", "0", "root"}


def _report_owner(scope: Scope, attribute: Attribute, what: str, why: str) -> None:
    advice = "nothing, unless the program insists on the file's owner or mode"
    scope.approximate(OBJECT_OWNER_LOST, attribute, f"{what}: {why}", advice, what=what)


def file_objects(scope: Scope) -> Iterator[Manifest]:
    """Every ConfigMap and Secret of files, by kind and name."""
    sets: dict[tuple[bool, str], FileSet] = {}
    for service in scope.project.services.values():
        for entry in () if binds_from_node(scope, service) else mounts_of(scope.project, service):
            if entry.decision is not None and entry.decision.role is MountRole.FILES and entry.decision.files:
                found = bind_files(entry.mount.source, entry.decision)
                sets[found.secret, found.name] = found
                if found.secret:
                    _report_secret(
                        scope, entry.attribute, found.name, relative_to_project(scope.project, entry.mount.source)
                    )
    for _, found in sorted(sets.items()):
        yield _object(found, project_labels(scope.project), {})
    for kind in ("configs", "secrets"):
        used = {mount.source for service in scope.project.services.values() for mount in getattr(service, kind)}
        for key, item in getattr(scope.project, kind).items():
            if key in used:
                yield from _of_object(scope, kind, item)


def _of_object(scope: Scope, kind: str, item: FileObject) -> Iterator[Manifest]:
    attribute = scope.project.attribute(kind, item.key)
    if item.external or item.loaded is None:
        source = next((name for name in ("external", "environment", "file") if getattr(item, name)), "")
        _report_missing(scope, kind, item, scope.project.attribute(kind, item.key, *filter(None, [source])))
    elif len(item.loaded.content) > LIMIT:
        message = (
            f"{_shown(kind, item)} holds more than {LIMIT} bytes, the most that an object can hold: it is not mounted"
        )
        advice = "bake it into the image, or keep it on a volume"
        scope.drop(OBJECT_TOO_LARGE, attribute, message, advice, limit=LIMIT)
    else:
        name = object_name(scope.project, kind, item)
        if kind == "secrets":
            _report_secret(scope, attribute, name, _shown(kind, item))
        found = FileSet(name, kind == "secrets", {object_key(item): item.loaded})
        yield _object(found, project_labels(scope.project), annotations_of(item.labels))


def _object(found: FileSet, labels: dict[str, str], annotations: dict[str, str]) -> Manifest:
    """The files as text where they are text, else as bytes in base64."""
    text: dict[str, str] = {}
    binary: dict[str, str] = {}
    for key, file in sorted(found.files.items()):
        readable = _text(file.content)
        if readable is None:
            binary[key] = b64encode(file.content).decode()
        else:
            text[key] = readable
    manifest: Manifest = {
        "apiVersion": "v1",
        "kind": "Secret" if found.secret else "ConfigMap",
        "metadata": object_meta(found.name, labels, annotations),
    }
    fields = (
        {"type": "Opaque", "data": binary, "stringData": text} if found.secret else {"data": text, "binaryData": binary}
    )
    return manifest | {name: value for name, value in fields.items() if value}


def _text(content: bytes) -> str | None:
    """The text that `content` is, or None where YAML could not hold it as it stands."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if _UNPRINTABLE.search(text) else text


def _report_missing(scope: Scope, kind: str, item: FileObject, attribute: Attribute) -> None:
    """No object is made: the pods wait until somebody makes it by hand."""
    name = object_name(scope.project, kind, item)
    what = "Secret" if kind == "secrets" else "ConfigMap"
    rule = MISSING_SECRET if kind == "secrets" else MISSING_SOURCE
    shown, advice = _shown(kind, item), _create_command(scope, kind, item)
    if item.external:
        rule = rule.at(Severity.WARNING)
        message = f"{shown} is made elsewhere: the pods wait for a {what} {name!r} with the key {object_key(item)!r}"
    elif item.environment:
        message = f"the variable {item.environment} of {shown} is not set: the pods wait for a {what} {name!r}"
    elif item.is_folder:
        message = f"the file of {shown} is a folder, which one file cannot be: the pods wait for a {what} {name!r}"
        advice = "name a file in it, or mount the folder below `volumes`"
    else:
        message = f"the file of {shown} is not there: the pods wait for a {what} {name!r}"
    scope.ask(rule, attribute, message, advice, object=name, key=object_key(item))


def _create_command(scope: Scope, kind: str, item: FileObject) -> str:
    """What makes the object by hand, with the one key under which it is mounted."""
    what = "secret generic" if kind == "secrets" else "configmap"
    key = object_key(item)
    source = f'--from-literal={key}="${item.environment}"' if item.environment else f"--from-file={key}=FILE"
    if item.file:
        source = f"--from-file={key}={relative_to_project(scope.project, item.file)}"
    namespace = f" -n {scope.options.namespace}" if scope.options.namespace else ""
    return f"kubectl create {what} {object_name(scope.project, kind, item)} {source}{namespace}"


def _shown(kind: str, item: FileObject) -> str:
    return f"{kind.removesuffix('s')} {item.key!r}"


def _report_secret(scope: Scope, attribute: Attribute, name: str, shown: str) -> None:
    scope.approximate(
        SECRET_IN_OUTPUT,
        attribute,
        f"the content of {shown} is written into the manifest of Secret {name!r}",
        "keep that file out of version control, or encrypt it (sealed-secrets, SOPS, an external store)",
        object=name,
    )
