"""What a file says to ignore: where a comment or an attribute counts, what is left, and what was said in vain."""

from __future__ import annotations

import pytest

import composeport
from composeport.audit.report import Report
from composeport.diagnostics import Target
from composeport.errors import InputError
from composeport.pipeline import translate_swarm
from composeport.writers.swarm.options import SwarmOptions

KUBERNETES = (Target.KUBERNETES,)


def audited(text: str, *targets: Target) -> Report:
    project = composeport.load_project(["-"], project_name="shop", environment={}, stdin=text)
    return composeport.audit(project, targets or KUBERNETES)


def of(report: Report, code: str) -> list[tuple[str | None, int]]:
    """The services and lines of a rule's findings that are left."""
    return [
        (finding.service, finding.location.line)
        for finding in report.findings
        if finding.rule.code == code and finding.location
    ]


def reasons(report: Report, code: str) -> list[str]:
    return [reason for finding, reason in report.suppressed if finding.rule.code == code]


MOUNT = """\
services:
  web:
    image: nginx:1.29
    restart: always
    volumes:{key}
      - data:/data{value}
volumes: {{data: {{}}}}
"""
SERVICES = "services:\n  web:\n    image: nginx{web}\n  db:\n    image: postgres{db}\n"


def test_without_a_word_everything_is_left() -> None:
    report = audited(SERVICES.format(web="", db=""))
    assert of(report, "CP902") == [("web", 3), ("db", 5)]
    assert report.suppressed == ()


def test_a_comment_counts_for_its_line_and_its_reason_is_kept() -> None:
    report = audited(SERVICES.format(web="  # composeport: ignore[CP902] a mirror pins it", db=""))
    assert of(report, "CP902") == [("db", 5)]
    assert reasons(report, "CP902") == ["a mirror pins it"]


def test_a_comment_of_its_own_counts_for_the_next_line_that_says_something() -> None:
    text = "services:\n  web:\n    # composeport: ignore[CP902] pinned elsewhere\n\n    # why not\n    image: nginx\n"
    report = audited(text)
    assert of(report, "CP902") == []
    assert reasons(report, "CP902") == ["pinned elsewhere"]


def test_a_comment_at_a_key_counts_for_the_value_that_is_all_below_it() -> None:
    text = "services:\n  web:\n    image: nginx:1.29\n    ulimits:{}\n      nofile: 1024\n"
    assert of(audited(text.format("")), "CP703") == [("web", 5)]
    assert of(audited(text.format("  # composeport: ignore[CP703] tuned")), "CP703") == []


def test_a_comment_at_a_list_does_not_count_for_its_elements() -> None:
    whole, at_key, at_element = (
        audited(MOUNT.format(key=key, value=value))
        for key, value in (("", ""), (" # composeport: ignore[CP411]", ""), ("", " # composeport: ignore[CP411]"))
    )
    assert of(whole, "CP411") == of(at_key, "CP411") == [("web", 6)]
    assert of(at_element, "CP411") == []


def test_one_comment_names_several_codes_and_beginnings() -> None:
    report = audited("services:\n  web:\n    image: nginx  # composeport: ignore[CP1, CP902]\n")
    assert of(report, "CP902") == []
    assert reasons(report, "CP902") == [""]


def test_a_comment_does_not_count_for_another_rule() -> None:
    report = audited("services:\n  web:\n    image: nginx  # composeport: ignore[CP901]\n")
    assert of(report, "CP902") == [("web", 3)]


def test_text_that_is_no_comment_says_nothing() -> None:
    report = audited("services:\n  web:\n    image: nginx\n    labels: {a: '#composeport: ignore[CP902]'}\n")
    assert of(report, "CP902") == [("web", 3)]


@pytest.mark.parametrize(
    ("value", "reason"), [("CP902", ""), ("[CP902, CP701]", ""), ("{CP902: we mirror}", "we mirror")]
)
def test_an_attribute_counts_for_its_service(value: str, reason: str) -> None:
    report = audited(SERVICES.format(web=f"\n    x-composeport: {{ignore: {value}}}", db=""))
    assert of(report, "CP902") == [("db", 6)]
    assert reasons(report, "CP902") == [reason]


def test_an_attribute_of_the_project_counts_for_all() -> None:
    report = audited("x-composeport: {ignore: [CP902]}\n" + SERVICES.format(web="", db=""))
    assert of(report, "CP902") == []


def test_an_attribute_of_another_kind_is_refused_at_its_place() -> None:
    with pytest.raises(InputError) as caught:
        audited("services:\n  web:\n    image: nginx\n    x-composeport: {ignore: 3}\n")
    assert str(caught.value) == "-:4:29: `ignore` takes a rule's code, a list of codes, or codes with a reason each"


def test_what_nothing_fits_is_a_finding_at_its_place() -> None:
    report = audited("services:\n  web:\n    image: nginx:1.29  # composeport: ignore[CP902] once\n", *Target)
    (unused,) = [finding for finding in report.findings if finding.rule.code == "CP990"]
    assert (str(unused.location), unused.message, unused.help) == (
        "-:3:24",
        "nothing here has a finding of CP902",
        "remove it",
    )


def test_what_the_other_target_may_have_is_not_said_to_be_in_vain() -> None:
    report = audited("services:\n  web:\n    image: nginx:1.29  # composeport: ignore[CP902] once\n", Target.SWARM)
    assert of(report, "CP990") == []


def test_a_rule_of_another_target_is_not_said_to_be_in_vain() -> None:
    text = MOUNT.format(key="", value="  # composeport: ignore[CP402] a cache")
    assert of(audited(text, Target.KUBERNETES), "CP990") == []
    assert reasons(audited(text, Target.SWARM), "CP402") == ["a cache"]


def test_a_code_that_no_rule_has_is_in_vain_on_any_target() -> None:
    report = audited("services:\n  web:\n    image: nginx:1.29  # composeport: ignore[XY1]\n")
    assert of(report, "CP990") == [(None, 3)]


def test_a_translation_leaves_out_what_the_file_says_to_ignore() -> None:
    text = MOUNT.format(key="", value="  # composeport: ignore[CP402] a cache")
    project = composeport.load_project(["-"], project_name="shop", environment={}, stdin=text)
    translation = translate_swarm(project, SwarmOptions())
    assert [finding.rule.code for finding in translation.findings] == []
    assert [(finding.rule.code, reason) for finding, reason in translation.suppressed] == [("CP402", "a cache")]


def test_what_is_ignored_counts_as_lost_all_the_same() -> None:
    text = "services:\n  web:\n    image: nginx:1.29\n    oom_score_adj: 5{}\n"
    said, ignored = (audited(text.format(comment)) for comment in ("", "  # composeport: ignore[CP703]"))
    assert said.readiness == ignored.readiness
    assert said.readiness[Target.KUBERNETES]["web"].dropped == 1
