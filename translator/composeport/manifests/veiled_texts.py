"""The texts of manifests as they may be shown: without what a Secret holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Location, line_starts
from composeport.source.nodes import Mapping, Node, Scalar, Sequence

_HIDDEN = "•"
_SHOWN = frozenset(("apiVersion", "kind", "metadata", "type", "immutable"))
"""What of a Secret is none; the rest is, `stringDat` included."""
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""Where kubectl keeps the whole of an object in JSON."""
_SECRET = re.compile(r"""kind["']?\s*:\s*["']?\w*secret""", re.IGNORECASE)
_KIND = "secret"
"""A part of the kind, in whatever letters: of `secrets` too, which is none, and of a SealedSecret."""


def veiled_text(text: str, roots: list[Node] | None) -> str:
    """`text` with every value of a Secret dotted out, lines and columns as they were.

    What is no object is dotted out too, where the text is about one. `roots` are its documents; where it has none since
    it cannot be read, a text about a Secret is not shown at all.
    """
    if roots is None:
        return "" if _SECRET.search(text) else text
    if _KIND not in text.lower():
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
    if not isinstance(data, dict) or _KIND not in str(data.get("kind")).lower():
        return ()
    values = {text for part, value in data.items() if part not in _SHOWN for text in _texts(value)}
    return tuple(sorted(values, key=len, reverse=True))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif value not in (None, ""):
        yield str(value)


def _span(place: Location, starts: list[int]) -> tuple[int, int]:
    """A place as indices of the text."""
    return starts[place.line - 1] + place.column - 1, starts[place.end_line - 1] + place.end_column - 1


def _values_of_secrets(node: Node) -> Iterator[Location]:
    """The places of the values of all Secrets in a tree; of all values, where it does not say what it is."""
    if isinstance(node, Sequence):
        for item in node:
            yield from _values_of_secrets(item)
        return
    kind = node.get("kind") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(kind, Scalar):
        yield from _leaves(node)
    elif _KIND in kind.text.lower():
        yield from _held(node)
    elif items := node.get("items"):
        yield from _values_of_secrets(items)


def _held(secret: Mapping) -> Iterator[Location]:
    for part, node in secret.items.items():
        if part not in _SHOWN:
            yield from _leaves(node)
    metadata = secret.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    if isinstance(annotations, Mapping):
        yield from _leaves(annotations.get(_LAST_APPLIED))


def _leaves(node: Node | None) -> Iterator[Location]:
    """Every value, and a key that has none: `{password hunter2}` lacks its colon."""
    if isinstance(node, Scalar):
        yield node.location
    elif isinstance(node, Sequence):
        for item in node:
            yield from _leaves(item)
    elif node is not None:
        for key, child in node.items.items():
            yield from _leaves(child)
            if isinstance(child, Scalar) and not child.text and not child.style:
                yield node.keys[key]
