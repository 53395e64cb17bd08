"""Finds what leads back to itself: services that dial each other, pods that wait for each other."""

from __future__ import annotations

from composeport.model.order import Graph, last_first


def rings(leads: Graph) -> dict[str, str]:
    """For each node, one that stands for all that lead to it and back; itself, where there is no other.

    Kosaraju's algorithm: along the reversed edges, in the reverse of the order in which the nodes were left.
    """
    back: dict[str, list[str]] = {node: [] for node in leads}
    for node, others in leads.items():
        for other in others:
            back.setdefault(other, []).append(node)
    ring: dict[str, str] = {}
    seen: set[str] = set()
    for root in reversed([*last_first(leads, back, set())]):
        ring |= dict.fromkeys(last_first(back, (root,), seen), root)
    return ring
