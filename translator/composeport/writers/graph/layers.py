"""Which column a node stands in: whoever is addressed stands right of who addresses it (Sugiyama's first step)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush, heapreplace

Pair = tuple[str, str]
Columns = dict[str, int]

_TALLEST = 10
"""Nodes of a column, where the picture is not larger than a page."""


def columns(regions: Mapping[str, str], pairs: Sequence[Pair]) -> Columns:
    """The column of each node, from 0; `regions` gives the region of each, `pairs` lead from client to server.

    A pair inside a ring of services may lead to the left; no pair stays in its column.
    """
    order = _order(regions, pairs)
    forward = [pair if order[pair[0]] < order[pair[1]] else pair[::-1] for pair in pairs if pair[0] != pair[1]]
    layers = _pulled(_layers(order, forward), forward)
    linked = {name for pair in forward for name in pair}
    found = _split({name: layer for name, layer in layers.items() if name in linked}, forward)
    return _with_loners([name for name in regions if name not in linked], regions, found)


def _order(names: Iterable[str], pairs: Sequence[Pair]) -> dict[str, int]:
    """Clients before servers; a ring is cut where fewest address a node and it addresses most (Eades, Lin, Smyth)."""
    servers: dict[str, set[str]] = {name: set() for name in names}
    clients: dict[str, set[str]] = {name: set() for name in servers}
    for client, server in pairs:
        if client != server:
            servers[client].add(server)
            clients[server].add(client)
    order: dict[str, int] = {}
    waiting = [(len(clients[name]), -len(servers[name]), name) for name in servers]
    heapify(waiting)
    while waiting:
        *_, name = heappop(waiting)
        if name in order:  # it has been here before, with fewer that address it
            continue
        order[name] = len(order)
        for server in servers[name]:
            clients[server].discard(name)
            heappush(waiting, (len(clients[server]), -len(servers[server]), server))
    return order


def _layers(order: Mapping[str, int], forward: Sequence[Pair]) -> Columns:
    """The longest way to each node."""
    layers = dict.fromkeys(order, 0)
    for client, server in sorted(forward, key=lambda pair: order[pair[0]]):
        layers[server] = max(layers[server], layers[client] + 1)
    return layers


def _pulled(layers: Columns, forward: Sequence[Pair]) -> Columns:
    """The same, with those whom nobody addresses right before the first whom they address."""
    nearest: Columns = {}
    for client, server in forward:
        nearest[client] = min(nearest.get(client, layers[server]), layers[server])
    addressed = {server for _, server in forward}
    return {
        name: layer if name in addressed or name not in nearest else nearest[name] - 1 for name, layer in layers.items()
    }


def _split(layers: Columns, forward: Sequence[Pair]) -> Columns:
    """Columns for layers: a layer that would be taller than the picture is wide takes several."""
    tallest = max(_TALLEST, round(1.6 * len(layers) ** 0.5))
    onward: dict[str, int] = dict.fromkeys(layers, 0)
    for client, _ in forward:
        onward[client] += 1
    members: list[list[str]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for name in sorted(layers, key=lambda name: (onward[name], name)):
        members[layers[name]].append(name)
    found: Columns = {}
    first = 0
    for names in members:
        parts = max(1, -(-len(names) // tallest))
        found.update({name: first + place * parts // len(names) for place, name in enumerate(names)})
        first += parts
    return found


def _with_loners(loners: Sequence[str], regions: Mapping[str, str], found: Columns) -> Columns:
    """Whom nobody addresses and who addresses nobody fills up the columns of its region, or makes it wider."""
    heights: dict[str, Counter[int]] = {}
    for name, column in found.items():
        heights.setdefault(regions[name], Counter())[column] += 1
    sizes = Counter(regions.values())
    result = dict(found)
    free: dict[str, list[tuple[int, int]]] = {}
    for name in loners:
        region = regions[name]
        if region not in free:
            free[region] = _room(heights.get(region, Counter()), sizes[region])
        height, column = free[region][0]
        heapreplace(free[region], (height + 1, column))
        result[name] = column
    return result


def _room(heights: Counter[int], size: int) -> list[tuple[int, int]]:
    """The columns that a region of so many nodes has, each after its height, as a heap."""
    first = min(heights, default=0)
    last = max([*heights, first + round((size / 2) ** 0.5) - 1])
    room = [(heights[column], column) for column in range(first, last + 1)]
    heapify(room)
    return room
