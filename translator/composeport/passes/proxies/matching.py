"""Which requests a proxy's rule means: alternatives of hosts and matches (Traefik reference, "Routers", "Rule")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import product

from composeport.model import RouteMatch
from composeport.records import NamedTuple

LIMIT = 500
"""Alternatives that one rule may have; a product of a few more has millions."""

_PATH_LIMIT, _NAME_LIMIT, _VALUE_LIMIT = 1024, 256, 1024
"""Characters of a path, and of a name and a value in headers or queries (Gateway API reference, HTTPRoute)."""

_HOST = re.compile(
    r"(?=.{1,253}$)(?:\*\.)?[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*"
)
_ADDRESS = re.compile(r"[0-9.]+")
_PATH = re.compile(r"/(?:[A-Za-z0-9/._~!$&'()*+,;=:@-]|%(?!2[fF])[0-9A-Fa-f]{2})*")
_TOKEN = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})


class UnusableRule(ValueError):  # noqa: N818 - it is the rule that is unusable, not the program
    """A rule that cannot be read, or that has no counterpart; the message completes "the rule ..."."""


class Clause(NamedTuple):
    """One matcher of a rule, as `Path(`/a`, `/b`)`: its name in lower case, its values, and whether it is denied."""

    name: str
    values: tuple[str, ...]
    negated: bool = False


class Condition(NamedTuple):
    """Requests of one host ("" is any) and one kind."""

    host: str = ""
    match: RouteMatch = RouteMatch()


def host_name(text: str) -> str:
    """A host as a cluster takes it. Raises `UnusableRule` for what is no name, as addresses and empty variables."""
    host = text.strip().lower()
    if not _HOST.fullmatch(host) or _ADDRESS.fullmatch(host):
        raise UnusableRule(f"names a host that is no domain name: {text!r}")
    return host


def path_of(text: str) -> str:
    """A path as a cluster takes it. Raises `UnusableRule` for a pattern, or for one that is not absolute."""
    path = text.strip()
    if len(path) > _PATH_LIMIT:
        raise UnusableRule(f"matches a path of more than {_PATH_LIMIT} characters")
    if not _PATH.fullmatch(path) or "//" in path or {".", ".."} & set(path.split("/")):
        raise UnusableRule(f"matches a path that is no plain one: {text!r}")
    return path


def conditions(alternatives: Iterable[Iterable[Clause]]) -> tuple[Condition, ...]:
    """What a rule in disjunctive form matches, each once. Raises `UnusableRule` where a part has no counterpart."""
    found: dict[Condition, None] = {}
    for clauses in alternatives:
        for chosen in product(*(_of_clause(clause) for clause in clauses)):
            condition = Condition()
            for other in chosen:
                condition = _both(condition, other)
            found[condition] = None
            if len(found) > LIMIT:
                raise UnusableRule(f"has more than {LIMIT} alternatives")
    return tuple(found)


def _of_clause(clause: Clause) -> list[Condition]:
    """The alternatives of one matcher."""
    shown = clause.name if not clause.negated else f"!{clause.name}"
    if clause.negated or clause.name not in _CLAUSES:
        raise UnusableRule(f"uses `{shown}`, which has no counterpart")
    if not clause.values:
        raise UnusableRule(f"uses `{shown}` without a value")
    return _CLAUSES[clause.name](clause.values)


def _hosts(values: tuple[str, ...]) -> list[Condition]:
    return [Condition(host_name(value)) for value in values]


def _exact_paths(values: tuple[str, ...]) -> list[Condition]:
    return [Condition("", RouteMatch(path_of(value), exact=True)) for value in values]


def _prefixes(values: tuple[str, ...]) -> list[Condition]:
    return [Condition("", RouteMatch(path_of(value))) for value in values]


def _methods(values: tuple[str, ...]) -> list[Condition]:
    methods = [value.strip().upper() for value in values]
    if not _METHODS.issuperset(methods):
        raise UnusableRule(f"wants a method that HTTP does not have: {', '.join(values)!r}")
    return [Condition("", RouteMatch(method=method)) for method in methods]


def _headers(values: tuple[str, ...]) -> list[Condition]:
    return [Condition("", RouteMatch(headers=(_pair(values),)))]


def _queries(values: tuple[str, ...]) -> list[Condition]:
    """`Query(`a=b`)` of version 2, where several must all hold, or `Query(`a`, `b`)` of version 3."""
    if all("=" in value for value in values):
        pairs = tuple(_pair(tuple(value.split("=", 1))) for value in values)
    else:
        pairs = (_pair(values),)
    return [Condition("", RouteMatch(queries=pairs))]


def _pair(values: tuple[str, ...]) -> tuple[str, str]:
    if len(values) != 2 or not _TOKEN.fullmatch(values[0].strip()) or not values[1].strip():
        raise UnusableRule(f"compares something else than a name with a value: {', '.join(values)!r}")
    if len(values[0].strip()) > _NAME_LIMIT or len(values[1].strip()) > _VALUE_LIMIT:
        raise UnusableRule(f"compares more than the {_NAME_LIMIT} characters of a name, {_VALUE_LIMIT} of a value")
    return values[0].strip(), values[1].strip()


_CLAUSES: dict[str, Callable[[tuple[str, ...]], list[Condition]]] = {
    "host": _hosts,
    "hostheader": _hosts,
    "path": _exact_paths,
    "pathprefix": _prefixes,
    "method": _methods,
    "header": _headers,
    "headers": _headers,
    "query": _queries,
}
"""By matcher. Those with regular expressions and addresses are not here: no two controllers agree on them."""


def _both(one: Condition, other: Condition) -> Condition:
    """What both mean. Raises `UnusableRule` where no request can be both."""
    if one.host and other.host and one.host != other.host:
        raise UnusableRule(f"wants two hosts at once: {one.host} and {other.host}")
    if one.match.method and other.match.method and one.match.method != other.match.method:
        raise UnusableRule("wants two methods at once")
    narrow = _narrower(one.match, other.match)
    match = RouteMatch(
        narrow.path,
        narrow.exact,
        one.match.method or other.match.method,
        one.match.headers + other.match.headers,
        one.match.queries + other.match.queries,
    )
    return Condition(one.host or other.host, match)


def _narrower(one: RouteMatch, other: RouteMatch) -> RouteMatch:
    """That one of two whose path is within the other's."""
    for inner, outer in ((one, other), (other, one)):
        same = inner.path == outer.path and inner.exact >= outer.exact
        if same or (not outer.exact and inner.path.startswith(outer.path)):
            return inner
    raise UnusableRule(f"wants two paths at once: {one.path} and {other.path}")
