"""Small operations on located trees that several rules share."""

from __future__ import annotations

from composeport.diagnostics import Location
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, Value

PAIRS = "!pairs"
"""The tag of a mapping that a file states as a list of `KEY=VALUE`, or that was merged with one."""


_YES = True

HELD = "x-#value"
"""The key under which a config or secret keeps the value of the variable that it is made from."""


def implied(value: Value, location: Location) -> Scalar:
    """A scalar that no file states, at the place of what implied it."""
    return Scalar(value, location, implied=True)


def started(location: Location) -> Mapping:
    """What a plain name in `depends_on` stands for."""
    conditions: dict[str, Node] = {
        "condition": implied("service_started", location),
        "required": implied(_YES, location),
    }
    return Mapping(conditions, location)


def attached(location: Location) -> Scalar:
    """What a plain name in `networks` or `models` stands for."""
    return Scalar(None, location)


def split_off(value: Value, whole: Node) -> Scalar:
    """A scalar that is stated as a part of a short form, at the place of the whole."""
    return Scalar(value, whole.location)


def size_of(node: Node) -> int:
    """How many nodes the tree has."""
    total, stack = 0, [node]
    while stack:
        total += 1
        node = stack.pop()
        if isinstance(node, Mapping):
            stack.extend(node.items.values())
        elif isinstance(node, Sequence):
            stack.extend(node.items)
    return total


def identity(node: Node) -> object:
    """A hashable value that two trees share when they say the same, places and spelling apart."""
    if isinstance(node, Scalar):
        return (node.value.__class__, node.value)
    if isinstance(node, Sequence):
        return ("list", *map(identity, node.items))
    return ("map", frozenset((key, identity(item)) for key, item in node.items.items()))


def is_null(node: Node | None) -> bool:
    """Whether the node is YAML's null."""
    return isinstance(node, Scalar) and node.value is None


def is_absent(node: Mapping, key: str) -> bool:
    """Whether a mapping has nothing at `key`, or null."""
    child = node.items.get(key)
    return child is None or is_null(child)


def text_at(node: Node | None, key: str) -> str | None:
    """The text at `key` of a mapping; None where there is none or it is not text."""
    child = node.items.get(key) if isinstance(node, Mapping) else None
    return child.value if isinstance(child, Scalar) and isinstance(child.value, str) else None


def truthy(node: Node | None) -> bool:
    """Whether a scalar says yes, by YAML's words or as text."""
    if not isinstance(node, Scalar):
        return False
    value = node.value
    return value.lower() in ("true", "yes", "y", "on") if isinstance(value, str) else bool(value)


def put(node: Mapping, key: str, child: Node) -> None:
    """Set a key; its place is that of its value where no file has the key."""
    node.items[key] = child
    node.keys.setdefault(key, child.location)
