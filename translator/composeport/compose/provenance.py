"""Where the values of a resolved project come from: lookups in the located tree that it was read from."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Location, PathPart
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, descend


class NodeProvenance:
    """Implements `model.Provenance` for one object, over its node in long form; a lookup costs the path's length."""

    __slots__ = ("_introduced", "_node")

    def __init__(self, node: Node, introduced: Location | None = None) -> None:
        self._node = node
        self._introduced = introduced or node.location

    def at(self, *path: PathPart) -> Location:
        """The place of the value at `path`, or of its nearest ancestor that has one."""
        return descend(self._node, path)[0].location

    def key(self, *path: PathPart) -> Location:
        """The place of the key that introduces `path`."""
        if not path:
            return self._introduced
        parent, reached = descend(self._node, path[:-1])
        last = path[-1]
        if isinstance(parent, Mapping) and isinstance(last, str) and reached == len(path) - 1:
            return parent.keys.get(last) or self.at(*path)
        return self.at(*path)

    def stated(self, *path: PathPart) -> bool:
        """Whether a file states the value at `path`."""
        node, reached = descend(self._node, path)
        return reached == len(path) and not node.implied

    def paths(self) -> Iterator[tuple[PathPart, ...]]:
        """Every path that files state, parents first."""
        return _stated(self._node, ())


def _stated(node: Node, path: tuple[PathPart, ...]) -> Iterator[tuple[PathPart, ...]]:
    children: Iterator[tuple[PathPart, Node]] | None = None
    if isinstance(node, Mapping):
        children = iter(node.items.items())
    elif isinstance(node, Sequence):
        children = iter(enumerate(node.items))
    for part, child in children or ():
        if not child.implied:
            yield (place := (*path, part))
            if child.__class__ is not Scalar:
                yield from _stated(child, place)
