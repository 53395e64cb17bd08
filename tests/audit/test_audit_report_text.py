"""The report for a terminal, to the letter."""

from __future__ import annotations

from composeport.audit.report import Audit
from composeport.audit.reports.text_report import text_report
from report_samples import ACCEPTED, CLEAN, ONE, REFUSED, TREE, report

FINDINGS = """\
error CP402[node-local-volume]: the data stays on one node
 --> shop/compose.yaml:6:9
  |
6 |       - data:/var/lib/postgresql
  |         ^^^^^^^^^^^^^^^^^^^^^^^^
  = help: use `--pin-volumes`
  = on: swarm

warning CP902[mutable-tag]: 'postgres' has no tag
 --> shop/compose.yaml:4:12
  |
4 |     image: postgres
  |            ^^^^^^^^
  = help: name a version
  = on: kubernetes, swarm

note CP111[obsolete-version]: `version` is ignored
 --> shop/compose.yaml:1:10
  |
1 | version: "3.8"
  |          ^^^^^
  = help: remove it
  = on: kubernetes

"""
READINESS = """\
  kubernetes: 80 % as it is, 10 % approximated, 10 % dropped
  swarm: 80 % as it is, 10 % approximated, 10 % dropped
"""
PROJECT = f"""\
{FINDINGS}shop: 1 error, 1 warning, 1 note
{READINESS}
what to do first:
  CP402[node-local-volume]: 1 error on swarm in db: use `--pin-volumes`
  (why: composeport explain CP402)
"""
PROJECTS = f"""\
{FINDINGS}shop (shop/compose.yaml): 1 error, 1 warning, 1 note
{READINESS}
empty (empty/compose.yaml): nothing found; \
kubernetes: 80 % as it is, 10 % approximated, 10 % dropped; swarm: 80 % as it is, 10 % approximated, 10 % dropped

error CP402[node-local-volume]: it cannot be read
 = on: swarm

broken/compose.yaml: 1 error

project              errors  warnings  notes  kubernetes  swarm
shop/compose.yaml         1         1      1        80 %   80 %
broken/compose.yaml       1         0      0           -      -
empty/compose.yaml        0         0      0        80 %   80 %
3 projects                2         1      1        80 %   80 %

what to do first:
  CP402[node-local-volume]: 2 errors on swarm in 2 projects: use `--pin-volumes`
  (why: composeport explain CP402)
"""


def test_the_gravest_come_first_and_what_both_targets_have_is_said_once() -> None:
    assert text_report(ONE) == PROJECT


def test_a_tree_ends_in_a_table_with_the_worst_first() -> None:
    assert text_report(TREE) == PROJECTS


def test_a_project_without_findings_is_a_line() -> None:
    shares = "80 % as it is, 10 % approximated, 10 % dropped"
    assert text_report(Audit((CLEAN,))) == f"empty: nothing found; kubernetes: {shares}; swarm: {shares}\n"


def test_what_is_suppressed_or_known_is_counted() -> None:
    first = text_report(Audit((ACCEPTED,))).split(";")[0]
    assert first == "shop: nothing found, 2 known from the baseline, 1 suppressed"


def test_one_target_needs_no_name() -> None:
    swarm = report(
        *(one for one in ONE.reports[0].findings if one.target.value == "swarm"), targets=(REFUSED.targets[1],)
    )
    assert " = on:" not in text_report(Audit((swarm,)))


def test_warnings_are_what_to_do_first_where_there_are_no_errors() -> None:
    warnings = report(*(one for one in ONE.reports[0].findings if one.severity.value != "error"))
    assert "CP902[mutable-tag]: 1 warning on kubernetes and swarm in db: name a version" in text_report(
        Audit((warnings,))
    )


def test_notes_alone_leave_nothing_to_do_first() -> None:
    notes = report(*(one for one in ONE.reports[0].findings if one.severity.value == "info"))
    assert "what to do first" not in text_report(Audit((notes,)))


def test_colour_is_for_who_asks() -> None:
    assert "\x1b[1;31merror CP402[node-local-volume]\x1b[0m" in text_report(ONE, colour=True)
    assert "\x1b" not in text_report(ONE)


def test_a_folder_without_projects_is_said() -> None:
    assert text_report(Audit((), "src")) == "no Compose project below src\n"


def test_projects_of_one_folder_are_told_apart_by_their_files() -> None:
    production = report(files=("shop/compose.yaml", "shop/compose.prod.yaml", "common.yaml"))
    lines = text_report(Audit((report(), production), ".")).splitlines()
    assert [line.split("  ")[0] for line in lines[-3:-1]] == [
        "shop/compose.yaml",
        "shop/compose.yaml + compose.prod.yaml + common.yaml",
    ]
