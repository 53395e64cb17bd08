"""Our `Enum` does what the standard library's does, as far as it goes: each test runs with both."""

from __future__ import annotations

import copy
import enum
import pickle
from typing import Any

import pytest

from composeport import records
from composeport.diagnostics import Fidelity, Severity, Target


class Described:
    """What both kinds of colour have beside their values."""

    value: str
    length: int

    def __init__(self, word: str) -> None:
        self.length = len(word)

    @property
    def first(self) -> str:
        """The first letter."""
        return str(self.value[0])

    def louder(self) -> str:
        """The value, in capitals."""
        return self.value.upper()


class Standard(Described, enum.Enum):
    """A colour, by the standard library."""

    RED = "red"
    """As blood."""
    GREEN = "green"


class Ours(Described, records.Enum):
    """A colour, by ours."""

    RED = "red"
    """As blood."""
    GREEN = "green"


@pytest.fixture(params=[Standard, Ours], ids=["standard", "ours"])
def colour(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_values_have_names_in_their_order(colour: Any) -> None:
    assert [(one.name, one.value) for one in colour] == [("RED", "red"), ("GREEN", "green")]
    assert (list(colour.__members__), len(colour)) == (["RED", "GREEN"], 2)


def test_values_are_of_their_class_and_one_of_a_kind(colour: Any) -> None:
    assert isinstance(colour.RED, colour)
    assert colour.RED in colour
    assert colour.RED is colour.RED != colour.GREEN
    assert {colour.RED: 1, colour.GREEN: 2}[colour.RED] == 1
    assert colour.RED != "red"


def test_a_value_is_found_by_what_it_stands_for(colour: Any) -> None:
    assert colour("green") is colour.GREEN
    with pytest.raises(ValueError, match="'blue' is not a valid"):
        colour("blue")


def test_values_have_the_attributes_and_methods_of_the_class(colour: Any) -> None:
    assert [(one.length, one.first, one.louder()) for one in colour] == [(3, "r", "RED"), (5, "g", "GREEN")]


def test_values_stay_themselves_when_they_are_copied_or_sent(colour: Any) -> None:
    assert copy.copy(colour.RED) is copy.deepcopy(colour.RED) is pickle.loads(pickle.dumps(colour.RED)) is colour.RED


def test_values_print_their_names(colour: Any) -> None:
    assert (str(colour.RED), repr(colour.RED)) == (f"{colour.__name__}.RED", f"<{colour.__name__}.RED: 'red'>")


def test_a_value_may_be_matched(colour: Any) -> None:
    match colour.GREEN:
        case colour.RED:
            found = "red"
        case colour.GREEN:
            found = "green"
    assert found == "green"


def test_severities_are_ranked_from_the_gravest_on() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2]


def test_a_fidelity_and_a_target_are_kept_apart() -> None:
    assert {Fidelity.EXACT, Target.SWARM}.isdisjoint({Fidelity.REFUSED, Target.KUBERNETES})
