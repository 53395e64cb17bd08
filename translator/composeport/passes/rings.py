"""Finds what leads back to itself: services that dial each other, pods that wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_Graph = Mapping[str, Iterable[str]]


def rings(leads: _Graph) -> dict[str, str]:
    """For each node, one that stands for all that lead to it and back; itself, where there is no other.

    Kosaraju's algorithm: along the reversed edges, in the reverse of the order in which the nodes were left.
    """
    back: dict[str, list[str]] = {node: [] for node in leads}
    for node, others in leads.items():
        for other in others:
            back.setdefault(other, []).append(node)
    ring: dict[str, str] = {}
    seen: set[str] = set()
    for root in reversed([*_left(leads, back, set())]):
        ring |= dict.fromkeys(_left(back, (root,), seen), root)
    return ring


def _left(leads: _Graph, roots: Iterable[str], seen: set[str]) -> Iterator[str]:
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
