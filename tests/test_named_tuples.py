"""Our `NamedTuple` does what the standard library's does, as far as it goes: each test runs with both."""

from __future__ import annotations

import pickle
import typing
from typing import Any

import pytest

from composeport import records


class Standard(typing.NamedTuple):
    """A place, by the standard library."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Ours(records.NamedTuple):
    """A place, by ours."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@pytest.fixture(params=[Standard, Ours], ids=["standard", "ours"])
def place(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_values_are_set_by_position_by_name_and_by_default(place: Any) -> None:
    assert place("a", 2) == place(line=2, file="a", column=1) == ("a", 2, 1)


@pytest.mark.parametrize(
    ("positional", "named"),
    [((), {}), (("a",), {"file": "b"}), (("a",), {"colour": "red"}), (("a", 1, 1, 1), {})],
    ids=["missing", "twice", "unknown", "too many"],
)
def test_wrong_values_are_refused_at_the_first_value_and_later(place: Any, positional: Any, named: Any) -> None:
    for _ in range(2):
        with pytest.raises(TypeError):
            place(*positional, **named)


def test_it_is_a_tuple_that_cannot_be_changed(place: Any) -> None:
    value = place("a", 2)
    file, line, _ = value
    assert (file, line, value.line, value[1]) == ("a", 2, 2, 2)
    assert hash(value) == hash(("a", 2, 1))
    assert sorted([place("b"), place("a", 3), place("a")]) == [place("a"), place("a", 3), place("b")]
    for name in ("line", "colour"):
        with pytest.raises(AttributeError):
            setattr(value, name, 3)


def test_a_copy_has_other_values(place: Any) -> None:
    value = place("a")
    assert value._replace(line=7) == ("a", 7, 1)
    assert value == ("a", 1, 1)


def test_it_tells_its_names(place: Any) -> None:
    assert place("a")._asdict() == {"file": "a", "line": 1, "column": 1}
    assert place._fields == place.__match_args__ == ("file", "line", "column")


def test_it_prints_its_names_unless_the_class_says_otherwise(place: Any) -> None:
    assert repr(place("a")) == f"{place.__name__}(file='a', line=1, column=1)"
    assert str(place("a", 5)) == "a:5"


def test_it_goes_to_another_process_and_back(place: Any) -> None:
    value = pickle.loads(pickle.dumps(place("a", 9)))
    assert (value, type(value)) == (("a", 9, 1), place)
