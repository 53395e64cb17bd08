"""Where everything stands: homes, columns, crossings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composeport.writers.graph.arrangement import crossings
from composeport.writers.graph.identifiers import identifiers
from composeport.writers.graph.layers import columns
from composeport.writers.graph.regions import home_networks


@pytest.mark.parametrize(
    ("on", "pairs", "homes"),
    [
        pytest.param(
            {"web": ("front", "back"), "db": ("back",)}, [], {"web": "front", "db": "back"}, id="an empty network first"
        ),
        pytest.param(
            {"proxy": ("front",), "api": ("back", "front"), "db": ("back",), "job": ("back",)},
            [("proxy", "api"), ("api", "db")],
            {"proxy": "front", "api": "front", "db": "back", "job": "back"},
            id="where its clients are",
        ),
        pytest.param(
            {"a": ("one",), "b": ("two",), "c": ("two",), "d": ("one", "two")},
            [],
            {"a": "one", "b": "two", "c": "two", "d": "two"},
            id="else where most are",
        ),
        pytest.param(
            {"a": ("one", "two"), "b": ("one", "two")}, [], {"a": "one", "b": "one"}, id="twins stay together"
        ),
    ],
)
def test_a_service_stands_in_one_of_its_networks(
    on: dict[str, tuple[str, ...]], pairs: list[tuple[str, str]], homes: dict[str, str]
) -> None:
    assert home_networks(on, pairs) == homes


def test_whoever_is_addressed_stands_further_right() -> None:
    pairs = [("proxy", "api"), ("api", "db"), ("proxy", "db"), ("cron", "db")]
    found = columns(dict.fromkeys(("api", "cron", "db", "proxy"), "net"), pairs)
    assert found == {"proxy": 0, "api": 1, "cron": 1, "db": 2}


def test_a_ring_is_cut_once() -> None:
    found = columns(dict.fromkeys("abc", "net"), [("a", "b"), ("b", "c"), ("c", "a")])
    assert found == {"a": 0, "b": 1, "c": 2}


def test_who_is_alone_fills_the_columns_of_its_network() -> None:
    regions = {"a": "net", "b": "net", "lone": "net", "far": "other"}
    assert columns(regions, [("a", "b")]) == {"a": 0, "b": 1, "lone": 0, "far": 0}


def test_a_crowd_stands_in_several_columns() -> None:
    crowd = [f"s{number:02}" for number in range(30)]
    found = columns(dict.fromkeys(["client", *crowd], "net"), [("client", server) for server in crowd])
    heights = [list(found.values()).count(column) for column in range(max(found.values()) + 1)]
    assert heights == [1, 10, 10, 10]


names = st.sampled_from("abcdefgh")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(names, names), max_size=20))
def test_no_pair_stays_in_its_column(pairs: list[tuple[str, str]]) -> None:
    found = columns(dict.fromkeys("abcdefgh", "net"), pairs)
    assert sorted(found) == list("abcdefgh")
    assert all(found[client] != found[server] for client, server in pairs if client != server)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_crossings_are_the_pairs_that_change_sides(steps: list[tuple[int, int]]) -> None:
    pairs = [(one, other) for place, one in enumerate(steps) for other in steps[place + 1 :]]
    expected = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in pairs)
    assert crossings(steps) == expected


def test_names_that_differ_only_in_illegal_letters_keep_apart() -> None:
    assert identifiers("s", ["a.b", "a-b", "a_b_2", "ü"]) == {
        "a.b": "s_a_b", "a-b": "s_a_b_2", "a_b_2": "s_a_b_2_2", "ü": "s__",
    }  # fmt: skip
