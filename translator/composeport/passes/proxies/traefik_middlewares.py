"""What becomes of Traefik's middlewares: few have a counterpart, and some must not be lost (Traefik reference)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from composeport.passes.proxies.hints import Label, words
from composeport.records import NamedTuple

Middlewares = dict[str, dict[str, Label]]
"""By name: the labels of a middleware, by what follows the name; the first part of that is its kind."""

_GUARDS = frozenset({
    "basicauth",
    "chain",
    "digestauth",
    "forwardauth",
    "inflightreq",
    "ipallowlist",
    "ipwhitelist",
    "passtlsclientcert",
    "plugin",
})  # fmt: skip
"""Kinds that keep visitors out, or that may: without them the service would be open to more. A chain is here where it
is too long to be followed."""

_GUARDING_NAME = re.compile(r"auth|allow|white|deny|block|ldap|sso|oidc|crowdsec|guard|protect", re.IGNORECASE)
"""What a middleware that is described elsewhere is called where it keeps visitors out."""

_DEPTH = 10


class Effect(NamedTuple):
    """What the middlewares of one router do: the path prefixes that they take away, and the names of the others."""

    stripped: frozenset[str] = frozenset()
    redirects: bool = False
    guards: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def rewritten(path: str, stripped: Iterable[str]) -> str:
    """What is left of `path` without the prefix that a proxy takes away; "" where it takes none."""
    for prefix in sorted(stripped, key=len, reverse=True):
        if prefix and path in {prefix, f"{prefix}/"}:
            return "/"
        if prefix and path.startswith(f"{prefix}/"):
            return path.removeprefix(prefix)
    return ""


def middlewares_of(groups: Iterable[Middlewares]) -> Middlewares:
    """All middlewares of the project: any router may use those of any container."""
    return {name: labels for group in groups for name, labels in group.items()}


def effect_of(known: Middlewares, names: Iterable[str]) -> Effect:
    """What a router's middlewares do."""
    stripped: set[str] = set()
    redirects = False
    guards, lost = [], []
    for name in _flat(known, names, 0):
        labels = known.get(name.partition("@")[0], {})
        kinds = {key.partition(".")[0] for key in labels}
        if kinds & _GUARDS or (not kinds and _GUARDING_NAME.search(name)):
            guards.append(name)
        elif "redirectscheme" in kinds:
            redirects = True
        elif "stripprefix" in kinds:
            prefixes = labels.get("stripprefix.prefixes")
            stripped |= {prefix.rstrip("/") for prefix in words(prefixes.value if prefixes else "")}
        else:
            lost.append(name)
    return Effect(frozenset(stripped), redirects, tuple(guards), tuple(lost))


def _flat(known: Middlewares, names: Iterable[str], depth: int) -> Iterator[str]:
    """The names, each chain replaced by what it holds; a chain that holds itself ends somewhere."""
    for name in names:
        chain = known.get(name.partition("@")[0], {}).get("chain.middlewares")
        if chain is None or depth == _DEPTH:
            yield name
        else:
            yield from _flat(known, words(chain.value.lower()), depth + 1)
