"""What turns one object into another, as a JSON patch (RFC 6902).

Why not a strategic merge patch, which reads like the object itself: it merges lists by keys where the type is built in,
and replaces those of others (an HTTPRoute's); it puts what is new in front, while the plain translation has its order;
and `null` removes. A JSON patch says one thing, whatever the kind. So that a person can read it, it is as small as the
difference, and where it counts into a list of several things, a `test` says which one is meant; so it stops, too, where
somebody changed the base.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from composeport.digests import json_text
from composeport.hints import Any

Operation = dict[str, Any]

_KEYS = ("name", "mountPath", "containerPort")
"""What tells the items of a list apart, the first that does: one volume may be mounted at several paths."""


def difference(old: object, new: object, path: str = "") -> Iterator[Operation]:
    """The operations, in their order, that turn `old` into `new`: plain data both. `path` is a JSON pointer."""
    match old, new:
        case dict(), dict():
            yield from _of_mappings(old, new, path)
        case (list() | tuple(), list() | tuple()):
            yield from _of_sequences(old, new, path)
        case _ if not _same(old, new):
            yield {"op": "replace", "path": path, "value": new}


def _of_mappings(old: Mapping[str, object], new: Mapping[str, object], path: str) -> Iterator[Operation]:
    """Key by key where a key stays; else the whole mapping."""
    if (old or new) and old.keys().isdisjoint(new):
        yield {"op": "replace", "path": path, "value": new}
        return
    for key in old:
        if key not in new:
            yield {"op": "remove", "path": f"{path}/{_escaped(key)}"}
    for key, value in new.items():
        place = f"{path}/{_escaped(key)}"
        if key in old:
            yield from difference(old[key], value, place)
        else:
            yield {"op": "add", "path": place, "value": value}


def _of_sequences(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Operation]:
    """Item by item where something tells the items apart and those that stay keep their order; else the whole list."""
    key = next((key for key in _KEYS if _tells_apart(key, old) and _tells_apart(key, new)), "")
    before = {item[key]: item for item in old} if key else {}
    after = {item[key]: item for item in new} if key else {}
    staying = [name for name in before if name in after]
    if staying and staying == [name for name in after if name in before]:
        yield from _removals(list(before), after.keys(), path, key)
        yield from _arrivals(before, after, path, key)
    elif not _same(old, new):
        yield {"op": "replace", "path": path, "value": new}


def _removals(names: Sequence[object], staying: Container[object], path: str, key: str) -> Iterator[Operation]:
    """Remove what goes, from the end, so that the places before it stay."""
    for index in reversed(range(len(names))):
        if names[index] not in staying:
            yield {"op": "test", "path": f"{path}/{index}/{key}", "value": names[index]}
            yield {"op": "remove", "path": f"{path}/{index}"}


def _arrivals(
    before: Mapping[object, object], after: Mapping[object, object], path: str, key: str
) -> Iterator[Operation]:
    """Add what is new and change what stays, from the start: whatever stands before an item is final."""
    for index, (name, item) in enumerate(after.items()):
        place = f"{path}/{index}"
        if name not in before:
            yield {"op": "add", "path": place, "value": item}
        elif changes := list(difference(before[name], item, place)):
            if len(after) > 1:
                yield {"op": "test", "path": f"{place}/{key}", "value": name}
            yield from changes


def _tells_apart(key: str, items: Sequence[Any]) -> bool:
    """Whether every item has another text or number under `key`."""
    names = [item.get(key) if isinstance(item, dict) else None for item in items]
    return all(isinstance(name, (str, int)) for name in names) and len(set(names)) == len(names)


def _same(old: object, new: object) -> bool:
    """Whether two values are written alike: 1, true and "1" are three."""
    return json_text(old) == json_text(new)


def _escaped(key: str) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
