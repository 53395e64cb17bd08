"""CP701, CP702 and CP801: services without a limit, limits and types that a stack file does not have."""

from __future__ import annotations

import pytest

from composeport import load_project
from composeport.diagnostics import Target
from composeport.pipeline import audit


def found(text: str, target: Target, code: str) -> list[tuple[str, str, int, int, str]]:
    """Severity, disposition, line, column and message of each finding of a rule."""
    project = load_project(["-"], stdin=f"name: shop\n{text}", environment={})
    return [
        (one.severity.value, one.disposition.value, one.location.line, one.location.column, one.message)
        for one in audit(project, [target]).findings
        if one.rule.code == code and one.location
    ]


@pytest.mark.parametrize("target", Target)
def test_a_server_without_a_limit_of_memory_is_reported_at_its_name(target: Target) -> None:
    text = "services:\n  web:\n    image: nginx:1.29\n    deploy: {resources: {limits: {cpus: '1'}}}\n"
    assert found(text, target, "CP701") == [
        ("warning", "manual", 3, 3, "'web' may use all memory of its node: it has no limit")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "image: nginx:1.29\n    mem_limit: 64m",
        "image: nginx:1.29\n    deploy: {resources: {limits: {memory: 64M}}}",
        "image: nginx:1.29\n    scale: 0",
        "image: nginx:1.29\n    deploy: {mode: replicated-job}",
        "provider: {type: cloud}",
    ],
)
def test_a_limit_a_job_and_what_does_not_run_are_left_alone(lines: str) -> None:
    assert found(f"services:\n  web:\n    {lines}\n", Target.KUBERNETES, "CP701") == []


def test_limits_of_a_service_are_one_note_at_the_first() -> None:
    text = "services:\n  web:\n    image: nginx:1.29\n    mem_limit: 64m\n    cpus: 0.5\n"
    message = "`docker stack deploy` refuses cpus, mem_limit of 'web': the stack file has deploy.resources"
    assert found(text, Target.SWARM, "CP702") == [("info", "exact", 6, 11, message)]


def test_a_limit_that_no_manager_takes_is_an_error() -> None:
    text = "services:\n  web:\n    image: nginx:1.29\n    mem_limit: 1m\n"
    assert [one[:4] for one in found(text, Target.SWARM, "CP702")] == [("error", "dropped", 5, 16)]


def refused(what: str, instead: str) -> str:
    """What is said of something that the stack file has otherwise."""
    return f"`docker stack deploy` refuses {what}: the stack file has {instead}"


def test_what_the_schema_refuses_is_one_note_each_at_its_first_use() -> None:
    text = """\
services:
  a:
    image: a:1
    depends_on: {b: {condition: service_started}}
    environment: {DEBUG: true}
    ports:
      - {target: 80, published: "8080"}
    deploy: {resources: {limits: {cpus: 0.5, memory: 64M}}}
  b:
    image: b:1
    depends_on: {c: {condition: service_started}}
    profiles: []
    environment: [VERBOSE=true]
    ports: ["8081:80"]
  c:
    image: c:1
    labels: {debug: False}
    environment: {DEBUG: "true"}
    deploy: {resources: {limits: {cpus: '0.5', memory: 64M}}}
    configs: [motd]
configs: {motd: {content: hello}}
"""
    name = "none: the name of the stack is given when it is deployed"
    expected = [
        (1, 7, refused("`name`", name)),
        (5, 17, refused("`depends_on` as a mapping", "a list")),
        (6, 26, refused("a boolean in `environment`", "it in quotes")),
        (8, 33, refused("`published` in quotes", "a number")),
        (9, 41, refused("`cpus` as a number", "it in quotes")),
        (13, 15, refused("`profiles`", "what it means")),
        (18, 21, refused("a boolean in `labels`", "it in quotes")),
        (22, 27, refused("`content` of configs", "a file")),
    ]
    notes = found(text, Target.SWARM, "CP801")
    assert [one[2:] for one in notes] == expected
    assert {one[:2] for one in notes} == {("info", "exact")}


def test_what_the_schema_takes_is_not_mentioned() -> None:
    text = """\
services:
  a:
    image: a:1
    depends_on: [b]
    environment: {DEBUG: "true", LEVEL: 3, BROWSER: off}
    ports: [{target: 80, published: 8080}, "127.0.0.1:8081:80"]
  b: {image: 'b:1'}
"""
    project = load_project(["-"], stdin=text, project_name="shop", environment={})
    assert [one.message for one in audit(project, [Target.SWARM]).findings if one.rule.code == "CP801"] == []
