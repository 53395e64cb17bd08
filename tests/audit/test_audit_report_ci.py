"""The reports that continuous integration reads: workflow commands, Code Quality, JUnit."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from composeport.audit.report import Audit
from composeport.audit.reports.github_report import github_report
from composeport.audit.reports.gitlab_report import gitlab_report
from composeport.audit.reports.junit_report import junit_report
from composeport.diagnostics import Fidelity, Location, Target
from composeport.dispositions.rules import NODE_LOCAL_VOLUME
from report_samples import ACCEPTED, CLEAN, LOCAL, ONE, TREE, finding, report

GITHUB = """\
::notice title=composeport::shop: 1 error, 1 warning, 1 note
::error file=shop/compose.yaml,line=6,col=9,endLine=6,endColumn=32,title=CP402 node-local-volume (swarm)::\
the data stays on one node%0Ause `--pin-volumes`
::warning file=shop/compose.yaml,line=4,col=12,endLine=4,endColumn=19,title=CP902 mutable-tag (kubernetes%2C swarm)::\
'postgres' has no tag%0Aname a version
::notice file=shop/compose.yaml,line=1,col=10,endLine=1,endColumn=14,title=CP111 obsolete-version (kubernetes)::\
`version` is ignored%0Aremove it
"""


def test_github_annotates_the_gravest_first() -> None:
    assert github_report(ONE) == GITHUB


def test_github_has_a_line_for_what_is_clean() -> None:
    assert github_report(Audit((CLEAN,))) == "::notice title=composeport::empty: nothing found\n"


def test_github_counts_a_tree() -> None:
    first = github_report(TREE).splitlines()[0]
    assert first == "::notice title=composeport::3 projects below projects: 2 errors, 1 warning, 1 note"


def test_github_commands_are_escaped() -> None:
    one = finding(NODE_LOCAL_VOLUME, Target.SWARM, None, message="100%\n::error::no\r", help="a: b, c")
    line = github_report(Audit((report(one, files=("a,b:c%.yaml",)),))).splitlines()[1]
    assert line == (
        "::error file=a%2Cb%3Ac%25.yaml,title=CP402 node-local-volume (swarm)::100%25%0A::error::no\ufffd%0Aa: b, c"
    )


def test_github_takes_columns_of_one_line_only() -> None:
    one = LOCAL._replace(location=Location("a.yaml", 3, 5, 7, 2))
    assert "::error file=a.yaml,line=3,endLine=7,title=" in github_report(Audit((report(one),)))


def test_gitlab_has_the_fields_of_code_quality() -> None:
    issues = json.loads(gitlab_report(ONE))
    assert issues[0] == {
        "description": "the data stays on one node (swarm). use `--pin-volumes`",
        "check_name": "CP402 node-local-volume",
        "fingerprint": issues[0]["fingerprint"],
        "severity": "critical",
        "location": {"path": "shop/compose.yaml", "lines": {"begin": 6, "end": 6}},
    }
    assert [issue["severity"] for issue in issues] == ["critical", "major", "info"]


def test_gitlab_calls_what_refuses_a_project_a_blocker() -> None:
    [issue] = json.loads(gitlab_report(Audit((report(LOCAL._replace(disposition=Fidelity.REFUSED)),))))
    assert issue["severity"] == "blocker"


def test_gitlab_fingerprints_differ_and_last() -> None:
    moved = LOCAL._replace(location=Location("shop/compose.yaml", 60, 9, 60, 33))
    again = report(LOCAL, moved), report(LOCAL, files=("other/compose.yaml",))
    prints = [issue["fingerprint"] for issue in json.loads(gitlab_report(Audit(again, ".")))]
    assert len(set(prints)) == 3
    [alone] = json.loads(gitlab_report(Audit((report(moved),))))
    assert alone["fingerprint"] == prints[0]


JUNIT = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="composeport" tests="3" failures="2" errors="0">
  <testsuite name="shop/compose.yaml" tests="3" failures="2" errors="0" skipped="0" file="shop/compose.yaml">
    <testcase classname="shop.db" name="CP402 node-local-volume: services.db.volumes.0 (swarm)">
      <failure type="error" message="the data stays on one node">shop/compose.yaml:6:9
the data stays on one node
use `--pin-volumes`
</failure>
    </testcase>
    <testcase classname="shop.db" name="CP902 mutable-tag: services.db.image (kubernetes, swarm)">
      <failure type="warning" message="'postgres' has no tag">shop/compose.yaml:4:12
'postgres' has no tag
name a version
</failure>
    </testcase>
    <testcase classname="shop" name="CP111 obsolete-version: version (kubernetes)">
      <system-out>shop/compose.yaml:1:10
`version` is ignored
remove it
</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""


def test_a_finding_is_a_test_that_failed_and_a_note_one_that_passed() -> None:
    assert junit_report(ONE) == JUNIT


def test_a_clean_project_is_a_test_that_passed() -> None:
    [suite] = ET.fromstring(junit_report(Audit((CLEAN,))))
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert [(case.get("name"), list(case)) for case in suite] == [("nothing found", [])]


def test_what_is_suppressed_is_a_skipped_test() -> None:
    [suite] = ET.fromstring(junit_report(Audit((ACCEPTED,))))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("1", "0", "1")
    assert [skipped.get("message") for skipped in suite.iter("skipped")] == ["it is a cache"]


def test_tests_of_one_name_are_numbered() -> None:
    moved = LOCAL._replace(location=Location("shop/compose.yaml", 60, 9, 60, 33))
    names = [case.get("name") for case in ET.fromstring(junit_report(Audit((report(LOCAL, moved),)))).iter("testcase")]
    name = "CP402 node-local-volume: services.db.volumes.0 (swarm)"
    assert names == [name, f"{name} #2"]


SCHEMA: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}
"""What the schema junit-10.xsd of Jenkins' xUnit plug-in says of each element: attributes that it must have, those
that it may have, and the elements in it."""


@pytest.mark.parametrize("audit", [ONE, TREE, Audit((ACCEPTED,)), Audit((), "src")])
def test_junit_is_what_jenkins_takes(audit: Audit) -> None:
    root = ET.fromstring(junit_report(audit))
    assert root.tag == "testsuites"
    for element in root.iter():
        required, optional, children = SCHEMA[element.tag]
        assert required <= set(element.attrib) <= required | optional
        assert {child.tag for child in element} <= children
        assert not (children and (element.text or "").strip())
