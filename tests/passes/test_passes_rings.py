"""What leads back to itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from composeport.passes.rings import rings

_NODES = "abcdef"


def _reached(leads: dict[str, set[str]], start: str) -> set[str]:
    found, todo = set[str](), [start]
    while todo:
        new = leads[todo.pop()] - found
        found |= new
        todo += new
    return found


@given(st.fixed_dictionaries({node: st.sets(st.sampled_from(_NODES)) for node in _NODES}))
def test_two_nodes_are_in_one_ring_exactly_if_each_leads_to_the_other(leads: dict[str, set[str]]) -> None:
    ring = rings(leads)
    for one in _NODES:
        for other in _NODES:
            circle = one == other or (other in _reached(leads, one) and one in _reached(leads, other))
            assert (ring[one] == ring[other]) is circle


def test_a_long_chain_is_no_deep_recursion() -> None:
    chain = {str(number): [str(number + 1)] for number in range(5000)} | {"5000": ["4999"]}
    ring = rings(chain)
    assert {node for node in ring if ring[node] != node} | {ring["5000"]} == {"4999", "5000"}
