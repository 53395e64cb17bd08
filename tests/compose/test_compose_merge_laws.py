"""Laws of merging: properties that hold for whatever files say."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from compose_texts import resolved_service

keys = st.sampled_from(["A", "B", "C", "D"])
words = st.text("xyz", min_size=1, max_size=3)
services = st.fixed_dictionaries(
    {"image": words},
    optional={
        "environment": st.dictionaries(keys, words, max_size=3),
        "labels": st.dictionaries(keys, words, max_size=3),
        "command": st.lists(words, min_size=1, max_size=3),
        "dns": st.lists(st.sampled_from(["1.1.1.1", "2.2.2.2", "3.3.3.3"]), unique=True, max_size=3),
        "cap_add": st.lists(keys, unique=True, max_size=3),
        "tty": st.booleans(),
        "ports": st.lists(st.sampled_from(["80:80", "81:81", "82:82/udp"]), unique=True, max_size=3),
        "volumes": st.lists(st.sampled_from(["/a:/x", "/b:/x", "/b:/y"]), unique=True, max_size=2),
        "healthcheck": st.fixed_dictionaries(
            {}, optional={"test": st.just(["CMD", "x"]), "retries": st.integers(1, 5)}
        ),
    },
)


def text(service: dict[str, Any]) -> str:
    return yaml.safe_dump({"services": {"a": service}})


@settings(deadline=None, max_examples=25)
@given(services)
def test_merging_a_file_into_itself_changes_nothing(service: dict[str, Any]) -> None:
    assert resolved_service(text(service), text(service)) == resolved_service(text(service))


@settings(deadline=None, max_examples=25)
@given(services)
def test_an_empty_override_changes_nothing(service: dict[str, Any]) -> None:
    assert resolved_service(text(service), "services: {a: {}}") == resolved_service(text(service))


@settings(deadline=None, max_examples=25)
@given(services, services)
def test_the_override_wins_wherever_both_state_one_value(base: dict[str, Any], over: dict[str, Any]) -> None:
    merged = resolved_service(text(base), text(over))
    alone = resolved_service(text(over))

    assert {key: alone[key] for key in ("command", "tty") if key in alone} == {
        key: merged[key] for key in ("command", "tty") if key in alone
    }
    assert alone.get("environment", {}).items() <= merged.get("environment", {}).items()
    assert alone.get("labels", {}).items() <= merged.get("labels", {}).items()


@settings(deadline=None, max_examples=25)
@given(services, services)
def test_a_list_and_a_mapping_of_variables_merge_alike(base: dict[str, Any], over: dict[str, Any]) -> None:
    listed = over | {"environment": [f"{key}={value}" for key, value in over.get("environment", {}).items()]}

    assert resolved_service(text(base), text(listed)) == resolved_service(text(base), text(over))
