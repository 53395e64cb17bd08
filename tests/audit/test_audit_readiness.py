"""The share of a project that a target keeps: what counts as an attribute, and which finding counts for it."""

from __future__ import annotations

import pytest

import composeport
from composeport.audit.readiness import Readiness, in_all, readiness
from composeport.diagnostics import Fidelity, Finding, Findings, PathPart, Target
from composeport.dispositions.rules import KERNEL_TUNING, NO_HEALTHCHECK
from composeport.model import Project

COMPOSE = """
services:
  web:
    image: nginx
    cap_add: [NET_ADMIN, SYS_TIME]
    ulimits:
      nofile: 1024
  db:
    image: postgres
"""


@pytest.fixture
def project() -> Project:
    return composeport.load_project(["-"], project_name="shop", environment={}, stdin=COMPOSE)


def _found(project: Project, fidelity: Fidelity, *path: PathPart) -> list[Finding]:
    findings = Findings(Target.KUBERNETES)
    findings.add(KERNEL_TUNING, fidelity, project.attribute(*path), "", "")
    return list(findings)


def _readiness(project: Project, findings: list[Finding] | Findings) -> dict[str, Readiness]:
    return readiness(project, {Target.KUBERNETES: findings})[Target.KUBERNETES]


def test_every_leaf_that_a_file_states_is_an_attribute(project: Project) -> None:
    assert _readiness(project, []) == {"db": Readiness(1, 0, 0), "web": Readiness(4, 0, 0)}


def test_a_finding_about_a_part_of_a_list_counts_for_that_part(project: Project) -> None:
    findings = _found(project, Fidelity.APPROXIMATED, "services", "web", "cap_add", 1)
    assert _readiness(project, findings)["web"] == Readiness(3, 1, 0)


def test_a_finding_about_a_whole_counts_for_each_of_its_parts(project: Project) -> None:
    findings = _found(project, Fidelity.DROPPED, "services", "web", "cap_add")
    assert _readiness(project, findings)["web"] == Readiness(2, 0, 2)


def test_the_worst_finding_counts(project: Project) -> None:
    findings = _found(project, Fidelity.DROPPED, "services", "web", "image")
    findings += _found(project, Fidelity.APPROXIMATED, "services", "web", "image")
    assert _readiness(project, findings)["web"] == Readiness(3, 0, 1)


def test_what_no_file_states_counts_for_nothing(project: Project) -> None:
    findings = Findings(Target.KUBERNETES)
    attribute = project.attribute("services", "db", "healthcheck")
    findings.add(NO_HEALTHCHECK, Fidelity.MANUAL, attribute, "", "")
    assert _readiness(project, findings)["db"] == Readiness(1, 0, 0)


def test_services_add_up() -> None:
    assert in_all({"a": Readiness(1, 2, 3), "b": Readiness(10, 20, 30)}) == Readiness(11, 22, 33)
    assert in_all({}) == Readiness(0, 0, 0)


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ((0, 0, 0), (100, 0, 0)),
        ((3, 0, 0), (100, 0, 0)),
        ((1, 1, 1), (33, 33, 34)),
        ((2, 1, 0), (67, 33, 0)),
        ((199, 1, 0), (99, 1, 0)),
    ],
)
def test_shares_add_up_to_a_hundred(counts: tuple[int, int, int], shares: tuple[int, int, int]) -> None:
    assert tuple(Readiness(*counts).shares.values()) == shares
