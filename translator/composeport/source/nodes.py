# ruff: noqa: FBT001, FBT002, PLR0913, PLR0917 - constructors of plain values, called for each value of a file
"""The located tree: what a YAML text says, and where it says it.

Three kinds of node, as YAML has them. A node is mutable while the Compose rules work on it (merging moves children from
tree to tree) and keeps the place that it came from through all of that.
"""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Location, PathPart
from composeport.source.scalars import Timestamp

Value = str | int | float | bool | Timestamp | None
"""What a scalar resolves to, by the rules of go-yaml (YAML 1.2 core with its extensions)."""


class Scalar:
    """A leaf. `text` is what the file says, `value` what that means.

    `style` is the YAML style: "" for plain, or one of `'`, `"`, `|`, `>`. `tag` is an explicit tag such as
    `!reset`, or "". `implied` marks a value that no file states: a default, with the place of what implied it.
    """

    __slots__ = ("implied", "location", "style", "tag", "text", "value")

    def __init__(
        self,
        value: Value,
        location: Location,
        text: str = "",
        style: str = "",
        tag: str = "",
        implied: bool = False,
    ) -> None:
        self.value = value
        self.location = location
        self.text = text
        self.style = style
        self.tag = tag
        self.implied = implied


class Sequence:
    """A list of nodes."""

    __slots__ = ("implied", "items", "location", "tag")

    def __init__(self, items: list[Node], location: Location, tag: str = "", implied: bool = False) -> None:
        self.items = items
        self.location = location
        self.tag = tag
        self.implied = implied

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class Mapping:
    """An ordered mapping with text keys. `keys` has the place of each key.

    `via` names the places that led here through `extends` or `include`, the nearest first.
    """

    __slots__ = ("implied", "items", "keys", "location", "tag", "via")

    def __init__(
        self,
        items: dict[str, Node],
        location: Location,
        keys: dict[str, Location] | None = None,
        tag: str = "",
        implied: bool = False,
        via: tuple[Location, ...] = (),
    ) -> None:
        self.items = items
        self.location = location
        self.keys = {} if keys is None else keys
        self.tag = tag
        self.implied = implied
        self.via = via

    def __iter__(self) -> Iterator[str]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, key: str) -> bool:
        return key in self.items

    def get(self, key: str) -> Node | None:
        """The node at `key`, or None where there is none."""
        return self.items.get(key)


Node = Scalar | Sequence | Mapping


def copy_of(node: Node) -> Node:
    """A tree of its own, at the same places."""
    if isinstance(node, Scalar):
        return Scalar(node.value, node.location, node.text, node.style, node.tag, node.implied)
    if isinstance(node, Sequence):
        return Sequence([copy_of(item) for item in node.items], node.location, node.tag, node.implied)
    items = {key: copy_of(item) for key, item in node.items.items()}
    return Mapping(items, node.location, dict(node.keys), node.tag, node.implied, node.via)


def descend(node: Node, path: tuple[PathPart, ...]) -> tuple[Node, int]:
    """The deepest node on `path` below `node`, and how many of the path's parts lead there."""
    for depth, part in enumerate(path):
        child: Node | None = None
        if node.__class__ is Mapping:
            child = node.items.get(part)  # type: ignore[arg-type] # no key is an index
        elif isinstance(node, Sequence) and isinstance(part, int) and 0 <= part < len(node.items):
            child = node.items[part]
        if child is None:
            return node, depth
        node = child
    return node, len(path)


def find(node: Node, path: tuple[PathPart, ...]) -> Node | None:
    """The node at `path` below `node`, or None where the path leaves the tree."""
    found, depth = descend(node, path)
    return found if depth == len(path) else None


def plain(node: Node) -> object:
    """The tree as ordinary dicts, lists and scalars, without places."""
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping():
            return {key: plain(item) for key, item in node.items.items()}
