"""The texts of manifests as they may be shown: without what a Secret holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Location, line_starts
from composeport.source.nodes import Mapping, Node, Scalar, Sequence

_HIDDEN = "•"
_PARTS = ("data", "stringData")
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""Where kubectl keeps the whole of an object in JSON."""
_SECRET = re.compile(r"""kind["']?\s*:\s*["']?Secret""")


def veiled_text(text: str, roots: list[Node] | None) -> str:
    """`text` with every value of a Secret dotted out, lines and columns as they were.

    `roots` are its documents; where it has none since it cannot be read, a text about a Secret is not shown at all.
    """
    if roots is None:
        return "" if _SECRET.search(text) else text
    if "Secret" not in text:
        return text
    starts = line_starts(text)
    parts, end = [], 0
    for first, last in sorted(_span(place, starts) for root in roots for place in _values_of_secrets(root)):
        if first >= end:
            parts += [text[end:first], re.sub(r"\S", _HIDDEN, text[first:last])]
            end = last
    return "".join(parts) + text[end:]


def secret_values(data: object) -> tuple[str, ...]:
    """The texts that an object holds as a Secret, as they are written, the longest first; none of other kinds."""
    if not isinstance(data, dict) or data.get("kind") != "Secret":
        return ()
    values = [str(value) for part in _PARTS if isinstance(data.get(part), dict) for value in data[part].values()]
    return tuple(sorted({value for value in values if value}, key=len, reverse=True))


def _span(place: Location, starts: list[int]) -> tuple[int, int]:
    """A place as indices of the text."""
    return starts[place.line - 1] + place.column - 1, starts[place.end_line - 1] + place.end_column - 1


def _values_of_secrets(node: Node) -> Iterator[Location]:
    """The places of the values of all Secrets in a tree: the tree is one, or a list of them."""
    if isinstance(node, Sequence):
        for item in node:
            yield from _values_of_secrets(item)
    elif isinstance(node, Mapping):
        kind = node.get("kind")
        if isinstance(kind, Scalar) and kind.value == "Secret":
            yield from _held(node)
        elif items := node.get("items"):
            yield from _values_of_secrets(items)


def _held(secret: Mapping) -> Iterator[Location]:
    for part in _PARTS:
        yield from _leaves(secret.get(part))
    metadata = secret.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    if isinstance(annotations, Mapping):
        yield from _leaves(annotations.get(_LAST_APPLIED))


def _leaves(node: Node | None) -> Iterator[Location]:
    if isinstance(node, Scalar):
        yield node.location
    elif isinstance(node, Sequence | Mapping):
        for child in node.items.values() if isinstance(node, Mapping) else node.items:
            yield from _leaves(child)
