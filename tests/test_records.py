"""Our `dataclass` does what the standard library's does, as far as it goes: each test runs with both."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

from composeport import records


@pytest.fixture(params=[dataclasses, records], ids=["standard", "ours"])
def library(request: pytest.FixtureRequest) -> ModuleType:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def frozen(library: ModuleType) -> Any:
    @library.dataclass(frozen=True)
    class Port:
        target: int
        protocol: str = "tcp"
        names: list[str] = library.field(default_factory=list)
        password: str | None = library.field(default=None, repr=False)

    return Port


def test_attributes_are_set_by_position_and_by_name(frozen: Any) -> None:
    assert frozen(80, "udp") == frozen(target=80, protocol="udp")
    assert (frozen(80).protocol, frozen(80).names, frozen(80).password) == ("tcp", [], None)


def test_a_factory_makes_a_default_for_each_value(frozen: Any) -> None:
    assert frozen(80).names is not frozen(80).names


@pytest.mark.parametrize(
    ("positional", "named"),
    [((), {}), ((80,), {"target": 81}), ((80,), {"colour": "red"}), ((1, 2, 3, 4, 5), {})],
    ids=["missing", "twice", "unknown", "too many"],
)
def test_wrong_attributes_are_refused(frozen: Any, positional: tuple[int, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        frozen(*positional, **named)


def test_a_frozen_value_cannot_be_changed(frozen: Any) -> None:
    value = frozen(80)
    with pytest.raises(AttributeError):
        value.target = 81
    with pytest.raises(AttributeError):
        del value.target
    assert value.target == 80


def test_a_copy_has_other_values_where_they_are_given(library: ModuleType, frozen: Any) -> None:
    value = frozen(80, "udp", ["a"])
    assert library.replace(value, target=81) == frozen(81, "udp", ["a"])
    assert value.target == 80
    with pytest.raises(TypeError):
        library.replace(value, colour="red")


def test_what_is_not_to_be_shown_is_not_printed(frozen: Any) -> None:
    printed = repr(frozen(80, password="hunter2")).rpartition(".")[2]
    assert printed == "Port(target=80, protocol='tcp', names=[])"


def test_values_are_equal_by_their_class_and_attributes(library: ModuleType, frozen: Any) -> None:
    @library.dataclass(frozen=True)
    class Other:
        target: int

    assert frozen(80) != frozen(81)
    assert frozen(80) != Other(80)
    assert hash(Other(80)) == hash(Other(80))
    with pytest.raises(TypeError):
        hash(frozen(80))  # it holds a list


def test_a_value_that_is_not_frozen_can_be_changed_and_has_no_hash(library: ModuleType) -> None:
    @library.dataclass()
    class Pod:
        name: str = "web"

    pod = Pod()
    pod.name = "db"
    assert pod == Pod("db")
    with pytest.raises(TypeError):
        hash(pod)


def test_a_class_may_refuse_values_of_its_own(library: ModuleType) -> None:
    @library.dataclass(frozen=True)
    class Port:
        target: int = 80

        def __post_init__(self) -> None:
            if not 0 < self.target < 65536:
                raise ValueError(self.target)

    assert library.replace(Port(), target=81) == Port(81)
    with pytest.raises(ValueError, match="0"):
        Port(0)
    with pytest.raises(ValueError, match="65536"):
        library.replace(Port(), target=65536)


PICKLED = """
import pickle, sys
sys.stdout.buffer.write(pickle.dumps(__import__("composeport.model", fromlist=["Device"]).Device("/dev/a", "/dev/b")))
"""


def test_a_value_of_another_process_is_like_one_of_this() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    made = subprocess.run([sys.executable, "-c", PICKLED], env=environment, capture_output=True, check=True).stdout
    read = f"""
import pickle
value = pickle.loads({made!r})
from composeport.records import replace
print(repr(value), replace(value, target="/dev/c").target, value == value)
"""
    ran = subprocess.run([sys.executable, "-c", read], env=environment, capture_output=True, check=True, text=True)
    assert ran.stdout.split(")")[-1].split() == ["/dev/c", "True"]


def test_identity_is_equality_where_that_is_asked_for(library: ModuleType) -> None:
    @library.dataclass(eq=False)
    class Node:
        value: int

    assert Node(1) != Node(1)
    assert len({Node(1), Node(1)}) == 2
