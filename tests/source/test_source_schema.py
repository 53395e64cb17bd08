from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from composeport.errors import InputError, Problem
from composeport.source.nodes import Node, plain
from composeport.source.schema import Schema
from composeport.source.yaml_reader import decode, read_documents

DOCUMENT = json.loads(
    (Path(__file__).parents[2] / "translator" / "composeport" / "compose" / "compose-spec.json").read_text()
)
COMPOSE = Schema(DOCUMENT)
ORACLE = Draft202012Validator(DOCUMENT)


def read(text: str) -> Node:
    (root,) = read_documents(text, "f")
    return root


def service(attributes: str) -> str:
    return f"services:\n  a:\n    {attributes}\n"


@pytest.mark.parametrize(
    ("attributes", "problem"),
    [
        ("imagee: x", "f:3:5: services.a.imagee: unknown attribute `imagee` (did you mean `image`?)"),
        ("xyzzy: x", "f:3:5: services.a.xyzzy: unknown attribute `xyzzy`"),
        ("ports: 80", "f:3:12: services.a.ports: expected a list, got a whole number"),
        ("privileged: 3", "f:3:17: services.a.privileged: expected a boolean or a string, got a whole number"),
        ("environment: 5", "f:3:18: services.a.environment: expected a mapping or a list, got a whole number"),
        ("build: {contex: .}", "f:3:13: services.a.build.contex: unknown attribute `contex` (did you mean `context`?)"),
        ("command: [1]", "f:3:15: services.a.command[0]: expected a string, got a whole number"),
        ("command: {a: 1}", "f:3:14: services.a.command: expected nothing, a string or a list, got a mapping"),
        ("hostname:", "f:3:14: services.a.hostname: expected a string, got nothing"),
        (
            "labels: {a: [1]}",
            "f:3:17: services.a.labels.a: expected a string, a number, a boolean or nothing, got a list",
        ),
        ("extra_hosts: {a: [1]}", "f:3:23: services.a.extra_hosts.a[0]: expected a string, got a whole number"),
        ("scale: 1.5", "f:3:12: services.a.scale: expected a whole number or a string, got a number"),
        ("cpu_percent: 101", "f:3:18: services.a.cpu_percent: expected at most 100, got 101"),
        ("oom_score_adj: -1001", "f:3:20: services.a.oom_score_adj: expected at least -1000, got -1001"),
        ("cap_add: [a, b, a]", "f:3:21: services.a.cap_add[2]: this is listed twice"),
        ("ulimits: {n: {soft: 1}}", "f:3:18: services.a.ulimits.n: `hard` is missing"),
        ("gpus: some", "f:3:11: services.a.gpus: expected `all`, got `some`"),
        (
            "depends_on: {b: {condition: service_health}}",
            (
                "f:3:33: services.a.depends_on.b.condition: expected `service_started`, `service_healthy` or "
                "`service_completed_successfully`, got `service_health` (did you mean `service_healthy`?)"
            ),
        ),
        ("networks: {a b: }", "f:3:16: services.a.networks.a b: the name `a b` is not allowed here"),
        ("container_name: '-'", "f:3:21: services.a.container_name: `-` does not match [a-zA-Z0-9][a-zA-Z0-9_.-]+"),
        ("volumes: [[a]]", "f:3:15: services.a.volumes[0]: expected a string or a mapping, got a list"),
    ],
)
def test_a_violation_is_located_and_says_what_was_expected(attributes: str, problem: str) -> None:
    (violation,) = COMPOSE.problems(read(service(attributes)))
    found = violation.problem
    assert f"{found.location}: {found.message}" + (f" ({found.help})" if found.help else "") == problem


def test_all_violations_of_a_file_are_reported_in_its_order() -> None:
    root = read("services:\n  a:\n    imagee: x\n    ports: 80\n  b: 5\nvolume: {}\nx-free: 1\n")
    found = [(violation.path, violation.keyword, str(violation.location)) for violation in COMPOSE.problems(root)]
    assert found == [
        (("services", "a", "imagee"), "additionalProperties", "f:3:5"),
        (("services", "a", "ports"), "type", "f:4:12"),
        (("services", "b"), "type", "f:5:6"),
        (("volume",), "additionalProperties", "f:6:1"),
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        "scale: 1.0",
        "init: yes",
        "privileged: 'yes'",
        "x-mine: {a: 1}",
        "command:",
        "build: .",
        "build: {x-a: 1}",
        "cpus: .5",
    ],
)
def test_what_compose_accepts_is_accepted(attributes: str) -> None:
    assert COMPOSE.problems(read(service(attributes))) == []


@pytest.mark.parametrize(
    ("schema", "accepted", "refused"),
    [
        ({"type": "integer"}, ["1", "1.0"], ["1.5", "true", "'1'"]),
        ({"type": ["null", "number"]}, ["", "1", "1.5"], ["x", "false"]),
        ({"enum": [1, "a", None]}, ["1", "1.0", "a", "~"], ["true", "'1'", "b"]),
        ({"const": {"a": [1]}}, ["{a: [1]}"], ["{a: [true]}", "{a: [1], b: 2}"]),
        ({"pattern": "^a+$"}, ["aa", "5"], ["ab"]),
        ({"minLength": 2, "maxLength": 3}, ["ab", "abc", "5"], ["a", "abcd"]),
        ({"minimum": 0, "exclusiveMaximum": 2}, ["0", "1.5", "x"], ["2", "-0.5"]),
        ({"minItems": 1, "maxItems": 2, "items": {"type": "string"}}, ["[a]", "5"], ["[]", "[a, b, c]", "[1]"]),
        ({"uniqueItems": True}, ["[1, true, '1']", "[[1], [2]]"], ["[1, 1.0]", "[{a: 1}, {a: 1}]"]),
        ({"required": ["a"], "maxProperties": 1}, ["{a: 1}", "[]"], ["{}", "{a: 1, b: 2}"]),
        ({"not": {"type": "string"}}, ["1"], ["a"]),
        ({"dependentRequired": {"a": ["b"]}}, ["{b: 1}", "{a: 1, b: 1}", "{}"], ["{a: 1}"]),
        ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, ["a", "3"], ["2"]),
        ({"oneOf": [{"type": "number"}, {"minimum": 3}]}, ["2", "a"], ["3"]),
        (
            {"properties": {"ab": {"type": "string"}}, "patternProperties": {"^a": {"minLength": 2}}},
            ["{ab: xx, ac: yy, b: 1}"],
            ["{ab: x}", "{ac: x}"],
        ),
        (
            {
                "allOf": [{"$ref": "#/$defs/x"}],
                "$defs": {"x": {"properties": {"a": {}}}},
                "unevaluatedProperties": False,
            },
            ["{a: 1}"],
            ["{b: 1}"],
        ),
    ],
)
def test_each_keyword(schema: dict[str, Any], accepted: list[str], refused: list[str]) -> None:
    interpreter, oracle = Schema(schema), Draft202012Validator(schema)
    for text in accepted + refused:
        node = read(f"- {text}\n").items[0]  # type: ignore[union-attr, index]
        verdict = interpreter.problems(node) == []
        assert (text, verdict, oracle.is_valid(plain(node))) == (text, text in accepted, text in accepted)


def test_a_keyword_that_the_interpreter_does_not_know_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^unsupported schema keywords: contains$"):
        Schema({"contains": {}}).problems(read("[]"))


def test_a_reference_out_of_the_document_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^the schema refers outside of itself: other\.json$"):
        Schema({"$ref": "other.json"}).problems(read("[]"))


def test_a_violation_is_a_problem_of_the_input() -> None:
    root = read("services: []\n")
    (violation,) = COMPOSE.problems(root)
    assert violation.problem == Problem("services: expected a mapping, got a list", root.items["services"].location)  # type: ignore[union-attr, call-overload, index]


WORDS = [
    "image",
    "build",
    "ports",
    "environment",
    "deploy",
    "resources",
    "limits",
    "cpus",
    "networks",
    "depends_on",
    "x-y",
    "context",
    "healthcheck",
    "test",
    "volumes",
    "type",
    "target",
    "command",
    "configs",
    "condition",
    "aliases",
    "ulimits",
    "soft",
    "hard",
    "driver",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 101),
    st.sampled_from([0.5, 1.0, "a", "", "bind", "service_healthy", "all", "10s", "NONE"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)
SERVICES = st.dictionaries(
    st.sampled_from(
        sorted(DOCUMENT["$defs"]["container_spec"]["properties"])
        + sorted(DOCUMENT["$defs"]["workload_spec"]["properties"])
        + ["deploy", "nope"]
    ),
    VALUES,
    max_size=4,
)
TOP = st.fixed_dictionaries(
    {"services": st.dictionaries(st.sampled_from(["a", "b c"]), SERVICES, max_size=2)},
    optional={
        name: st.dictionaries(st.sampled_from(["a", "b"]), VALUES, max_size=2)
        for name in ("networks", "volumes", "configs", "secrets", "jobs", "include", "x-a")
    },
)


@settings(max_examples=300, deadline=None)
@given(TOP)
def test_generated_documents_are_judged_as_by_jsonschema(document: dict[str, Any]) -> None:
    root = read(json.dumps(document))
    assert (COMPOSE.problems(root) == []) is ORACLE.is_valid(document)


def test_real_projects_are_judged_as_by_jsonschema(shared: Path) -> None:
    """Single files as they stand, before anything is merged or interpolated."""
    verdicts, oracle = {}, {}
    for path in sorted(shared.glob("corpus/*/*.y*ml"))[:400]:
        try:
            roots = read_documents(decode(path.read_bytes(), path.name), path.name)
        except InputError:
            continue
        for root in roots:
            verdicts[path] = COMPOSE.problems(root) == []
            oracle[path] = ORACLE.is_valid(plain(root))
    assert len(verdicts) > 100
    assert verdicts == oracle
