"""Traefik's rules, read and turned into hosts and matches (Traefik reference, "Routers", "Rule")."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composeport.model import RouteMatch
from composeport.passes.proxies.matching import Condition, UnusableRule, conditions
from composeport.passes.proxies.traefik_rules import parse_old_rule, parse_rule

SUB, EXACT = RouteMatch, lambda path: RouteMatch(path, exact=True)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("Host(`a.example.com`)", [("a.example.com", SUB())]),
        ('Host("A.Example.com")', [("a.example.com", SUB())]),
        ("Host(`a.b`, `c.d`)", [("a.b", SUB()), ("c.d", SUB())]),
        ("Host(`a.b`) || Host(`c.d`)", [("a.b", SUB()), ("c.d", SUB())]),
        ("PathPrefix(`/x`)", [("", SUB("/x"))]),
        ("Host(`a.b`) && Path(`/x`)", [("a.b", EXACT("/x"))]),
        ("Host(`a.b`)&&(Path(`/x`)||PathPrefix(`/y/`))", [("a.b", EXACT("/x")), ("a.b", SUB("/y/"))]),
        ("(Host(`a.b`) && PathPrefix(`/x`) || PathPrefix(`/x`))", [("a.b", SUB("/x")), ("", SUB("/x"))]),
        ("Host(`a.b`) || Host(`c.d`) && Path(`/x`)", [("a.b", SUB()), ("c.d", EXACT("/x"))]),
        ("PathPrefix(`/`) && Path(`/x`)", [("", EXACT("/x"))]),
        ("!(!Host(`a.b`) || !Path(`/x`))", [("a.b", EXACT("/x"))]),
        ("Host(`a.b`) && Method(`get`, `POST`)", [("a.b", SUB(method="GET")), ("a.b", SUB(method="POST"))]),
        ("Header(`X-A`, `1`) && Headers(`X-B`, `2`)", [("", SUB(headers=(("X-A", "1"), ("X-B", "2"))))]),
        ("Query(`a`, `1`)", [("", SUB(queries=(("a", "1"),)))]),
        ("Query(`a=1`, `b=2`)", [("", SUB(queries=(("a", "1"), ("b", "2"))))]),
        ("Path(`/x`) || Path(`/x`)", [("", EXACT("/x"))]),
    ],
)
def test_rule_is_hosts_and_matches(rule: str, found: list[tuple[str, RouteMatch]]) -> None:
    assert conditions(parse_rule(rule)) == tuple(Condition(host, match) for host, match in found)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("HostRegexp(`.+\\.example\\.com`)", "uses `hostregexp`, which has no counterpart"),
        ("PathRegexp(`^/x`)", "uses `pathregexp`, which has no counterpart"),
        ("ClientIP(`10.0.0.0/8`)", "uses `clientip`, which has no counterpart"),
        ("Host(`a.b`) && !Path(`/x`)", "uses `!path`, which has no counterpart"),
        ("!(Host(`a.b`) && Path(`/x`))", "uses `!host`, which has no counterpart"),
        ("Host(`a_b.c`)", "names a host that is no domain name: 'a_b.c'"),
        ("Host(`traefik.`)", "names a host that is no domain name: 'traefik.'"),
        ("Host(`10.0.0.1`)", "names a host that is no domain name: '10.0.0.1'"),
        ("Path(`/{id:[0-9]+}`)", "matches a path that is no plain one: '/{id:[0-9]+}'"),
        ("PathPrefix(`x`)", "matches a path that is no plain one: 'x'"),
        ("Host(`a.b`) && Host(`c.d`)", "wants two hosts at once: a.b and c.d"),
        ("Path(`/a`) && Path(`/b`)", "wants two paths at once: /a and /b"),
        ("Method(`FETCH`)", "wants a method that HTTP does not have: 'FETCH'"),
        ("Host(`a.b`", "ends too early"),
        ("Host(`a.b`) Path(`/x`)", "cannot be read at 'Path'"),
        ("Host(a.b)", "cannot be read at '.b)'"),
        ("Host:a.b", "cannot be read at ':a.b'"),
        ("", "ends too early"),
        ("!" * 100 + "Path(`/x`)", "is nested too deeply"),
        ("(" * 100 + "Path(`/x`)" + ")" * 100, "is nested too deeply"),
        (" && ".join(["(Path(`/x`) || Path(`/y`))"] * 20), "has more than 500 alternatives"),
    ],
)
def test_rule_without_counterpart_is_refused(rule: str, reason: str) -> None:
    with pytest.raises(UnusableRule) as caught:
        conditions(parse_rule(rule))
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("Host:a.b", [("a.b", SUB())]),
        ("Host: a.b, c.d", [("a.b", SUB()), ("c.d", SUB())]),
        ("Host:a.b;PathPrefix:/x,/y", [("a.b", SUB("/x")), ("a.b", SUB("/y"))]),
        ("Path:/x", [("", EXACT("/x"))]),
    ],
)
def test_rule_of_version_1_is_hosts_and_matches(rule: str, found: list[tuple[str, RouteMatch]]) -> None:
    assert conditions(parse_old_rule(rule)) == tuple(Condition(host, match) for host, match in found)


ATOMS = st.sampled_from(["a", "b", "c"])
TREES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(st.tuples(st.just("!"), inner), st.tuples(st.sampled_from(["&&", "||"]), inner, inner)),
    max_leaves=5,
)


def _spelled(tree: object) -> str:
    match tree:
        case str(name):
            return f"Path(`/{name}`)"
        case ("!", inner):
            return f"!({_spelled(inner)})"
        case (sign, left, right):
            return f"({_spelled(left)}) {sign} ({_spelled(right)})"
    raise AssertionError(tree)


def _true(tree: object, path: str) -> bool:
    match tree:
        case str(name):
            return name == path
        case ("!", inner):
            return not _true(inner, path)
        case (sign, left, right):
            both = (_true(left, path), _true(right, path))
            return all(both) if sign == "&&" else any(both)
    raise AssertionError(tree)


@given(TREES, st.sampled_from(["a", "b", "c", "d"]))
def test_alternatives_hold_where_the_rule_does(tree: object, path: str) -> None:
    alternatives = parse_rule(_spelled(tree))
    holds = any(all((clause.values == (f"/{path}",)) != clause.negated for clause in each) for each in alternatives)
    assert holds == _true(tree, path)
