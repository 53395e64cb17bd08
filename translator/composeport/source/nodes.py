"""The located tree: what a YAML text says, and where it says it.

Three kinds of node, as YAML has them. A node is mutable while the Compose rules work on it (merging moves children from
tree to tree) and keeps the place that it came from through all of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from composeport.diagnostics import Location, PathPart

Value = str | int | float | bool | None
"""What a scalar resolves to, by the rules of go-yaml (YAML 1.2 core with its extensions)."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A leaf. `text` is what the file says, `value` what that means.

    `style` is the YAML style: "" for plain, or one of `'`, `"`, `|`, `>`. `tag` is an explicit tag such as
    `!reset`, or "". `implied` marks a value that no file states: a default, with the place of what implied it.
    """

    value: Value
    location: Location
    text: str = ""
    style: str = ""
    tag: str = ""
    implied: bool = False


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes."""

    items: list[Node]
    location: Location
    tag: str = ""
    implied: bool = False

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(slots=True, eq=False)
class Mapping:
    """An ordered mapping with text keys. `keys` has the place of each key.

    `via` names the places that led here through `extends` or `include`, the nearest first.
    """

    items: dict[str, Node]
    location: Location
    keys: dict[str, Location] = field(default_factory=dict)
    tag: str = ""
    implied: bool = False
    via: tuple[Location, ...] = ()

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


def find(node: Node, path: tuple[PathPart, ...]) -> Node | None:
    """The node at `path` below `node`, or None where the path leaves the tree."""
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str) and part in node.items:
            node = node.items[part]
        elif isinstance(node, Sequence) and isinstance(part, int) and 0 <= part < len(node.items):
            node = node.items[part]
        else:
            return None
    return node


def plain(node: Node) -> object:
    """The tree as ordinary dicts, lists and scalars, without places."""
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping():
            return {key: plain(item) for key, item in node.items.items()}
