"""Where the values of a resolved project come from: lookups in the located tree that it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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

    def parts(self, *path: PathPart) -> list[PathPart]:
        """The keys or indexes right below `path` that files state; none of a plain value."""
        node, reached = descend(self._node, path)
        return [part for part, child in _children(node) if not child.implied] if reached == len(path) else []

    def leaves(self) -> Iterator[tuple[PathPart, ...]]:
        """Every path that files state and below which they state nothing more."""
        return _leaves(self._node, ())


def _children(node: Node) -> Iterable[tuple[PathPart, Node]]:
    if isinstance(node, Mapping):
        return node.items.items()
    return enumerate(node.items) if isinstance(node, Sequence) else ()


def _leaves(node: Node, path: tuple[PathPart, ...]) -> Iterator[tuple[PathPart, ...]]:
    bare = True
    for part, child in _children(node):
        if not child.implied:
            bare = False
            if child.__class__ is Scalar:
                yield (*path, part)
            else:
                yield from _leaves(child, (*path, part))
    if bare and path:
        yield path
