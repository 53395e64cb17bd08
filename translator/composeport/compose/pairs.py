"""Lists of `KEY=VALUE`, and the mappings that they stand for."""

from __future__ import annotations

from composeport.compose.trees import PAIRS, put
from composeport.source.nodes import Mapping, Node, Scalar, Sequence
from composeport.source.scalars import go_text


def as_pairs(node: Node) -> Mapping:
    """A list of `KEY=VALUE` as a mapping, each value at its entry's place; the last entry of a key wins.

    A `KEY` alone has the value null. A mapping stays as it is; anything else is empty (the schema has its say).
    """
    if isinstance(node, Mapping):
        return node
    pairs = Mapping({}, node.location, tag=PAIRS)
    for item in node.items if isinstance(node, Sequence) else []:
        if isinstance(item, Scalar) and item.value is not None:
            key, equals, value = go_text(item.value).partition("=")
            put(pairs, key, Scalar(value if equals else None, item.location, item.text, item.style))
            pairs.keys[key] = item.location
    return pairs


def as_list(pairs: Mapping) -> list[str]:
    """The list that a mapping of pairs stands for, in order."""
    return [
        key if value.value is None else f"{key}={go_text(value.value)}"
        for key, value in pairs.items.items()
        if isinstance(value, Scalar)
    ]
