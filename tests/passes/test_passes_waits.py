"""Who waits for whom, and only where the wait can end: SEMANTICS 3.4."""

from __future__ import annotations

from typing import Any

import pytest

from composeport.diagnostics import Findings, Target
from composeport.passes import Choices, run_passes
from translated import decided, project_of


def _waits(services: str, **options: Any) -> tuple[dict[str, list[tuple[str, str]]], list[str]]:
    project, findings = decided(f"services:\n  {services}\n", **options)
    waits = {
        key: [(wait.service, wait.condition) for wait in service.waits] for key, service in project.services.items()
    }
    told = [finding.split(" ")[0] for finding in findings if finding.startswith(("CP201", "CP211"))]
    return {key: found for key, found in waits.items() if found}, told


def _for_db(web: str = "", db: str = "", condition: str = "service_healthy", more: str = "", **options: Any) -> Any:
    text = (
        f"db: {{image: db, {db}}}\n  web: {{image: w, depends_on: {{db: {{condition: {condition}}}}}, {web}}}\n{more}"
    )
    return _waits(text, **options)


CHECK = "healthcheck: {test: 'true'}"
COMPLETED = "service_completed_successfully"


def test_a_healthy_dependency_is_waited_for_with_a_finding_at_the_condition() -> None:
    project, findings = decided("""
services:
  db: {image: db, healthcheck: {test: "true"}}
  web: {image: w, depends_on: {db: {condition: service_healthy}}}
""")
    assert [wait.service for wait in project.services["web"].waits] == ["db"]
    assert "CP201 5:48 services.web.depends_on.db.condition" in findings


def test_a_started_dependency_needs_no_wait() -> None:
    assert _waits("db: {image: db}\n  web: {image: w, depends_on: [db]}") == ({}, [])


def test_a_dependency_without_a_check_of_its_own_is_not_waited_for() -> None:
    assert _for_db() == ({}, ["CP201"])


def test_a_check_that_is_switched_off_is_never_seen() -> None:
    assert _for_db(db="healthcheck: {disable: true}") == ({}, ["CP211"])


@pytest.mark.parametrize("condition", ["service_healthy", COMPLETED])
def test_a_service_without_replicas_is_not_waited_for_as_under_compose(condition: str) -> None:
    assert _for_db(db=f"{CHECK}, scale: 0", condition=condition) == ({}, ["CP211"])


def test_a_job_may_have_ended_before_it_was_seen_healthy() -> None:
    assert _for_db(db=f"{CHECK}, deploy: {{mode: replicated-job}}") == ({}, ["CP211"])


def test_a_completed_job_is_waited_for() -> None:
    assert _for_db(condition=COMPLETED) == ({"web": [("db", COMPLETED)]}, ["CP201"])


def test_a_server_by_its_mode_never_completes() -> None:
    assert _for_db(condition=COMPLETED, db="deploy: {mode: global}") == ({}, ["CP211"])


def test_no_network_leaves_nobody_to_ask() -> None:
    assert _for_db(db=CHECK, web="network_mode: none") == ({}, ["CP211"])


def test_without_policies_a_service_without_network_can_ask() -> None:
    waits, _ = _for_db(db=CHECK, web="network_mode: none", network_policies=False)
    assert waits == {"web": [("db", "service_healthy")]}


INTERNAL = "networks:\n  inner: {internal: true}\n"


def test_on_internal_networks_health_is_a_matter_of_names() -> None:
    waits, told = _for_db(db=f"{CHECK}, networks: [inner]", web="networks: [inner]", more=INTERNAL)
    assert (waits, told) == ({"web": [("db", "service_healthy")]}, ["CP201"])


def test_on_internal_networks_completion_cannot_be_asked_for() -> None:
    assert _for_db(condition=COMPLETED, web="networks: [inner]", more=INTERNAL) == ({}, ["CP211"])


def test_pods_that_would_wait_for_each_other_do_not() -> None:
    waits, told = _waits("""
  a: {image: a, healthcheck: {test: "true"}}
  b: {image: b, network_mode: "service:a", depends_on: {c: {condition: service_healthy}}}
  c: {image: c, healthcheck: {test: "true"}, depends_on: {a: {condition: service_healthy}}}
""")
    assert waits == {"b": [("c", "service_healthy")]}
    assert told == ["CP201", "CP211"]


def test_waits_can_be_turned_off() -> None:
    assert _for_db(db=CHECK, wait="none") == ({}, ["CP201"])


def test_a_written_restart_is_reported() -> None:
    _, findings = decided("""
services:
  db: {image: db}
  web: {image: w, depends_on: {db: {condition: service_started, restart: true}}}
""")
    assert [finding for finding in findings if finding.startswith("CP201")] == [
        "CP201 5:74 services.web.depends_on.db.restart"
    ]


@pytest.mark.parametrize(
    ("condition", "end"),
    [
        (COMPLETED, "has ended, well or not"),
        ("service_healthy", "is ready; Compose goes on without it when it fails"),
    ],
)
def test_a_dependency_that_is_not_required_may_fail(condition: str, end: str) -> None:
    web = f"{{image: w, depends_on: {{db: {{condition: {condition}, required: false}}}}}}"
    found = Findings(Target.KUBERNETES)
    project = run_passes(project_of(f"services: {{web: {web}, db: {{image: db, {CHECK}}}}}"), found, Choices())
    assert [wait.required for wait in project.services["web"].waits] == [False]
    assert f"each pod of 'web' waits, when it starts, until 'db' {end}" in [finding.message for finding in found]


def test_an_absent_dependency_that_is_not_required_is_skipped() -> None:
    waits, told = _waits("""
  web: {image: w, depends_on: {db: {condition: service_healthy, required: false}}}
  db: {image: d, profiles: [off], healthcheck: {test: "true"}}
""")
    assert (waits, told) == ({}, [])
