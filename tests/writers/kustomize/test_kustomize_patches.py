"""JSON patches: the smallest that a person can read, and that make of one object the other whatever these are."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonpatch
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composeport.writers.kustomize.patches import difference

WEB, PROXY = {"name": "web", "image": "web:1"}, {"name": "proxy", "image": "nginx"}
A, B, C = ({"name": name, "value": name} for name in "abc")


def replace(path: str, value: object) -> dict[str, object]:
    return {"op": "replace", "path": path, "value": value}


def add(path: str, value: object) -> dict[str, object]:
    return {"op": "add", "path": path, "value": value}


def remove(path: str) -> dict[str, object]:
    return {"op": "remove", "path": path}


def check(path: str, value: object) -> dict[str, object]:
    return {"op": "test", "path": path, "value": value}


# fmt: off
CHANGES: dict[str, tuple[object, object, list[dict[str, object]]]] = {
    "nothing": ({"a": {"b": [1, {"c": None}]}}, {"a": {"b": [1, {"c": None}]}}, []),
    "a value": ({"spec": {"replicas": 1, "x": 1}}, {"spec": {"replicas": 3, "x": 1}}, [replace("/spec/replicas", 3)]),
    "a new key": ({"a": 1}, {"a": 1, "b": {"c": 2}}, [add("/b", {"c": 2})]),
    "a key that goes": ({"a": 1, "b": {"c": 2}}, {"a": 1}, [remove("/b")]),
    "the order of keys": ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
    "other keys altogether": ({"r": {"limits": 1}}, {"r": {"requests": 1}}, [replace("/r", {"requests": 1})]),
    "keys where there were none": ({"r": {}}, {"r": {"a": 1, "b": 2}}, [replace("/r", {"a": 1, "b": 2})]),
    "no keys any more": ({"r": {"a": 1}}, {"r": {}}, [replace("/r", {})]),
    "another kind of value": ({"a": [1]}, {"a": {"0": 1}}, [replace("/a", {"0": 1})]),
    "one is not true": ({"a": 1}, {"a": True}, [replace("/a", True)]),
    "nor one that is text": ({"a": 1}, {"a": "1"}, [replace("/a", "1")]),
    "nor in a list": ({"a": [1]}, {"a": [True]}, [replace("/a", [True])]),
    "null is a value": ({"a": 1}, {"a": None}, [replace("/a", None)]),
    "a key with a slash": ({"example.com/a~b": 1, "x": 1}, {"example.com/a~b": 2, "x": 1},
                           [replace("/example.com~1a~0b", 2)]),
    "words": ({"args": ["a", "b"]}, {"args": ["a", "c"]}, [replace("/args", ["a", "c"])]),
    "no words any more": ({"args": ["a", "b"]}, {"args": []}, [replace("/args", [])]),
    "the only container": ({"c": [WEB]}, {"c": [{**WEB, "image": "web:2"}]}, [replace("/c/0/image", "web:2")]),
    "one container of two": ({"c": [PROXY, WEB]}, {"c": [PROXY, {**WEB, "image": "web:2"}]},
                             [check("/c/1/name", "web"), replace("/c/1/image", "web:2")]),
    "a new one at the end": ({"e": [A, B]}, {"e": [A, B, C]}, [add("/e/2", C)]),
    "a new one in front": ({"e": [B, C]}, {"e": [A, B, C]}, [add("/e/0", A)]),
    "one that goes": ({"e": [A, B, C]}, {"e": [A, C]}, [check("/e/1/name", "b"), remove("/e/1")]),
    "one goes, one comes, one changes": (
        {"e": [A, B]}, {"e": [C, {**B, "value": "x"}]},
        [check("/e/0/name", "a"), remove("/e/0"), add("/e/0", C), check("/e/1/name", "b"), replace("/e/1/value", "x")],
    ),
    "another order": ({"e": [A, B]}, {"e": [B, A]}, [replace("/e", [B, A])]),
    "nothing that stays": ({"e": [A, B]}, {"e": [C]}, [replace("/e", [C])]),
    "one name twice": ({"e": [A, A]}, {"e": [A, B]}, [replace("/e", [A, B])]),
    "one volume at two places": (
        {"m": [{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/b"}]},
        {"m": [{"name": "v", "mountPath": "/b"}]},
        [check("/m/0/mountPath", "/a"), remove("/m/0")],
    ),
    "one port for two protocols": (
        {"p": [{"containerPort": 53, "protocol": "TCP"}, {"containerPort": 53, "protocol": "UDP"}]},
        {"p": [{"containerPort": 53, "protocol": "UDP"}]},
        [replace("/p", [{"containerPort": 53, "protocol": "UDP"}])],
    ),
    "names of two types": ({"e": [{"name": "1"}, {"name": 1}]}, {"e": [{"name": 1}]},
                           [check("/e/0/name", "1"), remove("/e/0")]),
}
# fmt: on


@pytest.mark.parametrize(("old", "new", "operations"), CHANGES.values(), ids=CHANGES)
def test_the_operations_of_a_change(old: object, new: object, operations: list[dict[str, object]]) -> None:
    assert list(difference(old, new)) == operations


@pytest.mark.parametrize(("old", "new", "operations"), CHANGES.values(), ids=CHANGES)
def test_they_make_the_one_of_the_other(old: object, new: object, operations: list[dict[str, object]]) -> None:
    assert exactly(jsonpatch.apply_patch(old, operations)) == exactly(new)


def exactly(value: object) -> str:
    return json.dumps(value, sort_keys=True)


leaves = st.sampled_from([None, True, False, 0, 1, 1.0, "", "1", "a", "true"])
keys = st.sampled_from(["a", "b", "name", "mountPath", "containerPort", "x/y", "~", "~1", "-", "0", ""])
items = st.lists(st.fixed_dictionaries({"name": st.sampled_from("abcdef")}, optional={"value": leaves}), max_size=6)
data = st.recursive(
    leaves | items,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
objects = st.dictionaries(keys, data, max_size=4)


@st.composite
def changed(draw: st.DrawFn) -> tuple[Any, Any]:
    """An object, and one that is like it in places."""
    old = draw(objects)
    new = copy.deepcopy(old)
    for _ in range(draw(st.integers(0, 4))):
        place: Any = new
        while isinstance(place, (dict, list)) and place and draw(st.booleans()):
            inner = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            if not isinstance(place[inner], (dict, list)):
                place[inner] = draw(data)
                break
            place = place[inner]
        if isinstance(place, list):
            place.insert(draw(st.integers(0, len(place))), draw(data))
        elif isinstance(place, dict):
            place[draw(keys)] = draw(data)
    return old, new


@settings(deadline=None, max_examples=400)
@given(changed() | st.tuples(objects, objects))
def test_any_object_becomes_any_other(pair: tuple[Any, Any]) -> None:
    old, new = pair
    operations = json.loads(json.dumps(list(difference(old, new))))
    assert exactly(jsonpatch.apply_patch(old, operations)) == exactly(new)
    assert bool(operations) is (exactly(old) != exactly(new))


def test_a_patch_stops_where_somebody_changed_the_base() -> None:
    patch = list(difference({"e": [A, B]}, {"e": [A, {**B, "value": "x"}]}))
    assert jsonpatch.apply_patch({"e": [C, B]}, patch) == {"e": [C, {**B, "value": "x"}]}
    with pytest.raises(jsonpatch.JsonPatchTestFailed):
        jsonpatch.apply_patch({"e": [B, A]}, patch)
