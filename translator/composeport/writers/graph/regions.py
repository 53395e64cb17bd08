"""Where a service stands that is on several networks: a picture has one place for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping


def home_networks(on: Mapping[str, tuple[str, ...]], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The one network in which each service of `on` is drawn; `on` gives each service's networks, at least one.

    Who is on one network only stands there. Then every network that is still empty takes those of its members that
    have no place yet, the smallest network first, so that few networks stay empty. Whoever is left goes where most of
    its clients can be, since that is what it is there for; `pairs` lead from client to server.
    """
    homes = {name: networks[0] for name, networks in on.items() if len(networks) == 1}
    members: dict[str, list[str]] = {}
    for name in sorted(on):
        for network in on[name]:
            members.setdefault(network, []).append(name)
    taken = set(homes.values())
    for network in sorted(members, key=lambda network: (len(members[network]), network)):
        if network not in taken:
            homes.update({name: network for name in members[network] if name not in homes})
    reached = Counter((server, network) for client, server in pairs for network in on[client])
    return {
        name: homes.get(name) or max(networks, key=lambda network: (reached[name, network], len(members[network])))
        for name, networks in on.items()
    }
