"""The table of dispositions for Swarm: it knows every attribute, and what it says of them is so."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from composeport.diagnostics import Target
from composeport.dispositions.swarm import TABLE, disposition_of

SCHEMA = json.loads(files("composeport.compose").joinpath("compose-spec.json").read_text())
Path = tuple[str, ...]


def _paths(node: dict[str, Any], path: Path = (), seen: tuple[int, ...] = ()) -> set[Path]:
    """Every attribute that the official schema describes, `*` for any name or index."""
    while "$ref" in node:
        node = SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    if id(node) in seen:
        return set()
    seen = (*seen, id(node))
    found: set[Path] = set()
    for alternatives in ("oneOf", "anyOf", "allOf"):
        for alternative in node.get(alternatives, ()):
            found |= _paths(alternative, path, seen)
    below = dict(node.get("properties", {}))
    patterns = [part for name, part in node.get("patternProperties", {}).items() if not name.startswith("^x-")]
    if patterns:
        (below["*"],) = patterns
    for key in ("additionalProperties", "items"):
        if isinstance(node.get(key), dict):
            below["*"] = node[key]
    for name, part in below.items():
        found |= ({(*path, name)} if name != "*" else set()) | _paths(part, (*path, name), seen)
    return found


def test_every_attribute_of_the_official_schema_has_a_row() -> None:
    missing = []
    for path in sorted(_paths(SCHEMA)):
        try:
            disposition_of(path)
        except LookupError:
            missing.append(".".join(path))
    assert missing == []


def test_no_row_is_about_an_attribute_that_is_not_there() -> None:
    known = _paths(SCHEMA)
    nodes = {path[:length] for path in known for length in range(1, len(path) + 1)}
    assert [pattern for pattern in TABLE if pattern not in nodes] == []


def test_rules_of_the_table_apply_to_swarm() -> None:
    for row in TABLE.values():
        if row.rule is not None:
            assert row.rule.severity(Target.SWARM)
            assert row.reason
            assert row.help
