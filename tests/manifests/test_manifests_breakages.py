"""What is wrong with a manifest is found offline and is what an API server refuses; what is right is let through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api_server import ApiServer
from manifests.breakages import BREAKAGES, SOUND, UNKNOWABLE, Breakage, changed
from manifests.checked import errors

each_breakage = pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda one: one.name)
each_unknowable = pytest.mark.parametrize("name", UNKNOWABLE)


@pytest.mark.parametrize("name", SOUND)
def test_nothing_is_said_of_a_sound_object(name: str) -> None:
    assert errors(SOUND[name]) == []


@each_breakage
def test_what_is_wrong_is_said_and_nothing_of_its_twin(breakage: Breakage) -> None:
    assert breakage.says in errors(breakage.broken)
    assert errors(breakage.twin) == []


@each_breakage
def test_a_server_refuses_what_is_wrong_and_takes_its_twin(breakage: Breakage, server: ApiServer) -> None:
    assert _created(server, breakage.broken) is False
    assert _created(server, breakage.twin) is True


@each_unknowable
def test_offline_nothing_is_said_of_what_files_do_not_tell(name: str) -> None:
    assert errors(_unknowable(name)) == []


@each_unknowable
def test_a_server_refuses_what_files_do_not_tell(name: str, server: ApiServer) -> None:
    assert _created(server, _unknowable(name)) is False


def test_no_change_that_a_server_takes_is_refused_offline(server: ApiServer) -> None:
    changes = list(_changes())[::7]
    verdicts = [(place, _created(server, document), errors(document)) for place, document in changes]
    assert [(place, said) for place, taken, said in verdicts if taken and said] == []
    assert sum(bool(said) for *_, said in verdicts) > len(verdicts) // 2


def _unknowable(name: str) -> dict[str, Any]:
    sound, path, value = UNKNOWABLE[name]
    return changed(SOUND[sound], path, value)


def _changes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each value of each sound object, in the place of which stands something else."""
    values: tuple[Any, ...] = ("Bad Value!", "", -1, 1 << 40, 1.5, True, None, {"zzz": 1}, [], {})
    for name, document in SOUND.items():
        for path in _paths(document):
            for value in values:
                yield f"{name} {path} {value!r}", changed(document, path, value)


def _paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if (*path, key) not in {("apiVersion",), ("kind",)}:
            yield (*path, key)
            yield from _paths(value, (*path, key))


def _created(server: ApiServer, document: dict[str, Any]) -> bool:
    """Whether the server would create an object, with strict validation."""
    namespaced = document["kind"] not in {"Namespace", "PersistentVolume"}
    words = ("-n", server.namespace) if namespaced else ()
    given = json.dumps(document)
    answer = server.kubectl("create", "--dry-run=server", "--validate=strict", *words, "-f", "-", given=given)
    return answer.returncode == 0
