"""The order in which things come that need each other, however long the chains are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

Graph = Mapping[str, Iterable[str]]
"""From a node to those that it leads to."""


def last_first(leads: Graph, roots: Iterable[str], seen: set[str]) -> Iterator[str]:
    """The nodes that are reached from `roots` and not in `seen` yet, each after all that are reached through it."""
    for root in roots:
        path = [] if root in seen else [(root, iter(leads.get(root, ())))]
        seen.add(root)
        while path:
            node, others = path[-1]
            following = next((other for other in others if other not in seen), None)
            if following is None:
                path.pop()
                yield node
            else:
                seen.add(following)
                path.append((following, iter(leads.get(following, ()))))
