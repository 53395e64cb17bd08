"""Promise 1: every attribute of the specification has a disposition, and what the table drops is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import composeport.compose
from composeport.diagnostics import Fidelity
from composeport.dispositions.kubernetes import TABLE, disposition_of
from translated import translate

SCHEMA = json.loads((Path(composeport.compose.__file__).parent / "compose-spec.json").read_text())
Path_ = tuple[str, ...]
RECURSION = {"pre_start"}
"""Hooks that may say all that a container may: the row of the hook stands for it."""


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _attributes(schema: dict[str, Any], path: Path_ = ()) -> Iterator[Path_]:
    """Every attribute path below a schema, with `*` for names and indices; extensions left out."""
    schema = _resolved(schema)
    if path:
        yield path
    if path and path[-1] in RECURSION:
        return
    for word in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(word, ()):
            yield from (found for found in _attributes(part, path) if found != path)
    for key, part in schema.get("properties", {}).items():
        yield from _attributes(part, (*path, key))
    for pattern, part in schema.get("patternProperties", {}).items():
        if not pattern.startswith("^x-"):
            yield from _attributes(part, (*path, "*"))
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield from _attributes(schema[word], (*path, "*"))


ATTRIBUTES = sorted(set(_attributes(SCHEMA)))


def test_the_schema_is_walked_to_its_leaves() -> None:
    assert ("services", "*", "deploy", "resources", "limits", "pids") in ATTRIBUTES
    assert ("services", "*", "volumes", "*", "tmpfs", "size") in ATTRIBUTES


@pytest.mark.parametrize("path", ATTRIBUTES, ids=".".join)
def test_every_attribute_of_the_schema_has_a_disposition(path: Path_) -> None:
    found = disposition_of(path)
    assert found is not None or any(row[: len(path)] == path for row in TABLE)


def test_every_row_is_about_an_attribute_of_the_schema() -> None:
    taken_apart = {("services", "*", "extends"), ("services", "*", "build")}
    assert [row for row in TABLE if row not in ATTRIBUTES and row not in taken_apart] == []


def test_an_attribute_that_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError):
        disposition_of(("services", "web", "colour"))


def test_an_extension_is_exact_anywhere() -> None:
    found = disposition_of(("services", "web", "x-colour", "deep"))
    assert found is not None
    assert found[1].fidelity is Fidelity.EXACT


@pytest.mark.parametrize(
    ("attribute", "finding"),
    [
        ("blkio_config: {weight: 300}", "CP703 5:19 services.web.blkio_config"),
        ("cpu_shares: 512", "CP703 5:17 services.web.cpu_shares"),
        ("logging: {driver: syslog}", "CP805 5:14 services.web.logging"),
        ("ulimits: {nofile: 1024}", "CP703 5:14 services.web.ulimits"),
        ("pids_limit: 100", "CP703 5:17 services.web.pids_limit"),
        ("mac_address: 02:42:ac:11:65:43", "CP306 5:18 services.web.mac_address"),
        ("devices: ['/dev/ttyUSB0:/dev/ttyUSB0']", "CP604 5:14 services.web.devices"),
        ("uts: host", "CP603 5:10 services.web.uts"),
        ("deploy: {resources: {limits: {pids: 5}}}", "CP703 5:41 services.web.deploy.resources.limits.pids"),
        ("deploy: {restart_policy: {window: 5s}}", "CP204 5:39 services.web.deploy.restart_policy.window"),
        ("develop: {watch: [{path: ., action: rebuild}]}", "CP903 5:14 services.web.develop"),
        ("oom_score_adj: -500", "CP703 5:20 services.web.oom_score_adj"),
        ("storage_opt: {size: 1G}", "CP703 5:18 services.web.storage_opt"),
        ("attach: false", "CP903 5:13 services.web.attach"),
        ("oom_kill_disable: false", None),
        ("restart: always", None),
        ("x-mine: {a: 1}", None),
    ],
)
def test_what_the_table_drops_is_reported_where_it_stands(attribute: str, finding: str | None) -> None:
    before = set(translate("services:\n  web:\n    image: nginx\n").findings)
    after = set(translate(f"services:\n  web:\n    image: nginx\n    {attribute}\n").findings)
    assert sorted(after - before) == ([finding] if finding else [])
