"""`include`: other Compose files, each with its own folder and variables (Compose specification, "include")."""

from __future__ import annotations

import os
from collections.abc import Mapping as Variables

from composeport.compose.merge import RULES, merge
from composeport.compose.problems import refuse
from composeport.compose.readers import text
from composeport.compose.resets import Path, apply_resets, resets_below
from composeport.compose.trees import is_null
from composeport.errors import InputError
from composeport.hints import TYPE_CHECKING
from composeport.records import NamedTuple
from composeport.source.nodes import Mapping, Node, Scalar, Sequence
from composeport.source.scalars import Timestamp

if TYPE_CHECKING:
    from composeport.compose.layers import Layer
    from composeport.diagnostics import Location

_DEPTH = 50
_KINDS = ("services", "volumes", "networks", "secrets", "configs", "models", "jobs")


class _Entry(NamedTuple):
    """One entry of `include`, in long form."""

    location: Location
    paths: list[tuple[str, Location]]
    project_directory: str
    env_files: list[tuple[str, Location]]


def apply_includes(layer: Layer, document: Mapping, resets: list[Path]) -> None:
    """Bring the resources of included files into the document, which overrides them, in place."""
    include = document.items.pop("include", None)
    document.keys.pop("include", None)
    if include is None:
        return
    if not isinstance(include, Sequence):
        if isinstance(include, Scalar) and include.value is None:
            return
        raise layer.session.chained(refuse("`include` must be a list", include.location, "begin each file with `- `"))
    for item in include.items:
        entry = _entry(layer, item)
        if entry.paths:  # Compose says nothing of an entry that names no file
            _import(layer, entry, document, resets)


def _entry(layer: Layer, node: Node) -> _Entry:
    if isinstance(node, Mapping):
        folder = node.items.get("project_directory")
        return _Entry(
            node.location,
            _names(layer, node.items.get("path")),
            _folder(layer, folder) if folder else "",
            _names(layer, node.items.get("env_file")),
        )
    if isinstance(node, Scalar) and (node.value is None or isinstance(node.value, Timestamp)):
        return _Entry(node.location, [], "", [])
    return _Entry(node.location, [(_name(layer, node), node.location)], "", [])


def _names(layer: Layer, node: Node | None) -> list[tuple[str, Location]]:
    """The names that a list has, or a text alone."""
    items = node.items if isinstance(node, Sequence) else [] if node is None or is_null(node) else [node]
    return [(_name(layer, item), item.location) for item in items]


def _name(layer: Layer, node: Node) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    raise layer.session.chained(refuse("`include` needs the name of a file here", node.location))


def _folder(layer: Layer, node: Node) -> str:
    try:
        return text(node, layer.session.problems)
    except ValueError as error:
        raise layer.session.chained(refuse(f"`project_directory`: {error}", node.location)) from None


def _import(layer: Layer, entry: _Entry, document: Mapping, resets: list[Path]) -> None:
    from composeport.compose.layers import Layer as Layers  # noqa: PLC0415 - where it is needed
    from composeport.compose.layers import load_files  # noqa: PLC0415 - where it is needed

    files = [os.path.normpath(os.path.join(layer.folder, path)) for path, _ in entry.paths]
    if files[0] in layer.included:
        raise _circle(layer, files[0], entry.paths[0][1])
    if len(layer.included) > _DEPTH:
        raise layer.session.chained(refuse(f"`include` goes more than {_DEPTH} files deep", entry.location))
    folder = (
        os.path.join(layer.folder, entry.project_directory) if entry.project_directory else os.path.dirname(files[0])
    )
    folder = os.path.normpath(folder)
    base = _base(layer, entry, folder)
    environment = _environment(layer, entry, folder)
    inner = Layers(layer.session, folder, base, environment, layer.included)
    imported = load_files(inner, files, entry.paths[0][1])
    for kind in _KINDS:
        _import_kind(document, imported, kind, entry, resets)


def _base(layer: Layer, entry: _Entry, folder: str) -> str:
    """What the included files' paths are relative to. A `project_directory` that is not there counts as its parent."""
    if os.path.isabs(entry.project_directory):
        return folder
    return os.path.relpath(folder if os.path.isdir(folder) else os.path.dirname(folder), layer.folder)


def _import_kind(document: Mapping, imported: Mapping, kind: str, entry: _Entry, resets: list[Path]) -> None:
    """What both define is merged, the document's own over the included one's."""
    source, own = imported.items.get(kind), document.items.get(kind)
    if not isinstance(source, Mapping):
        return
    if not isinstance(own, Mapping):
        own = document.items[kind] = Mapping({}, source.location)
        document.keys[kind] = entry.location
    rules = RULES.below(kind)
    for name, node in source.items.items():
        if isinstance(node, Mapping):
            node.via = (entry.location, *node.via)
        if name in own.items:
            apply_resets(node, resets_below(resets, (kind, name)))
            own.items[name] = merge(node, own.items[name], (kind, name), rules.below(name) if rules else None)
        else:
            own.items[name] = node
            own.keys[name] = source.keys.get(name, node.location)


def _environment(layer: Layer, entry: _Entry, folder: str) -> Variables[str, str]:
    """The variables of an included file: the including one's, and what env files add to them."""
    from composeport.compose.environment import read_env_files  # noqa: PLC0415 - where it is needed

    files: list[tuple[str, Location | None]]
    if entry.env_files:
        files = [
            (os.path.normpath(os.path.join(layer.folder, path)), place)
            for path, place in entry.env_files
            if path != os.devnull
        ]
    else:
        default = f"{folder}/.env"
        files = [(default, entry.location)] if os.path.isfile(default) else []
    added = read_env_files(layer.session, files, layer.environment)
    return {**added, **layer.environment}


def _circle(layer: Layer, path: str, place: Location) -> InputError:
    trail = [*layer.included[layer.included.index(path) :], path]
    names = " → ".join(layer.session.name(file) for file in trail)
    return layer.session.chained(refuse(f"`include` runs in a circle: {names}", place, "break the circle"))
