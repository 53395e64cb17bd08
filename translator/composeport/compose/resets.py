"""`!reset` and `!override`: what an earlier file states, taken away before a later one merges into it."""

from __future__ import annotations

from composeport.compose.notes import Notes, TagNote
from composeport.diagnostics import PathPart
from composeport.source.nodes import Mapping, Node, Scalar, Sequence

Path = tuple[PathPart, ...]


def take_resets(node: Node, notes: Notes) -> list[Path]:
    """The paths that the document's tags clear. A `!reset` value leaves the tree, an `!override` one stays."""
    found: list[TagNote] = []
    _take(node, (), found)
    notes.tags += found
    return [note.path for note in found]


def _take(node: Node, path: Path, found: list[TagNote]) -> bool:
    """Whether the node stays."""
    if node.tag in ("!reset", "!override"):
        found.append(TagNote(node.tag, path, node.location))
        if node.tag == "!reset":
            return False
        node.tag = ""
    if isinstance(node, Mapping):
        keys = [key for key, child in node.items.items() if not (_bare(child) or _take(child, (*path, key), found))]
        for key in keys:
            del node.items[key]
    elif isinstance(node, Sequence):
        items = enumerate(node.items)
        node.items = [item for index, item in items if _bare(item) or _take(item, (*path, index), found)]
    return True


def _bare(node: Node) -> bool:
    """Whether it is a value without a tag, as most nodes are."""
    return node.__class__ is Scalar and not node.tag


def apply_resets(node: Node, paths: list[Path]) -> None:
    """Take what is at the paths out of an earlier tree. Elements of lists cannot be taken."""
    for path in paths:
        _remove(node, path)


def _remove(node: Node | None, path: Path) -> None:
    for part in path[:-1]:
        node = node.items.get(part) if isinstance(node, Mapping) and isinstance(part, str) else None
    if isinstance(node, Mapping) and path and isinstance(path[-1], str):
        node.items.pop(path[-1], None)
        node.keys.pop(path[-1], None)


def resets_below(paths: list[Path], prefix: Path) -> list[Path]:
    """The paths below `prefix`, relative to it."""
    depth = len(prefix)
    return [path[depth:] for path in paths if path[:depth] == prefix and len(path) > depth]
