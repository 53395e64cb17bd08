"""Each rule's page: it has every section, its first example has the finding, and its second has not."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

import pytest

from composeport.audit import rules
from composeport.audit.pages import SECTIONS, Example, page
from composeport.cli import run
from composeport.diagnostics import Rule
from composeport.dispositions.rules import RULES

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.slug}")


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's variables is seen in an example."""
    for name in os.environ:
        monkeypatch.delenv(name)


def codes(example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The codes that composeport says about an example, by its command or, where it has none, by an audit."""
    for name, text in example.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    words = example.command or ("audit",)
    option = ("--format", "json", "--output") if words[0] == "audit" else ("--report",)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PWD", str(folder))
    try:
        run([*words, *option, "report.json"])
    except SystemExit as ended:
        assert ended.code in {0, 1}, shlex.join(words)  # noqa: PT017 - a status, no failure
    report = json.loads((folder / "report.json").read_text())
    return {finding["code"] for project in report.get("projects", [report]) for finding in project["findings"]}


@each_rule
def test_a_page_has_every_section(rule: Rule) -> None:
    shown = page(rule)
    assert tuple(shown.sections) == SECTIONS
    assert all(shown.sections.values())
    assert shown.summary.endswith(".")
    assert "\n" not in shown.summary


@each_rule
@pytest.mark.usefixtures("bare_environment")
def test_the_first_example_has_the_finding_and_the_second_has_not(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing, passing = page(rule).examples
    assert failing.files != passing.files or failing.command != passing.command
    assert rule.code in codes(failing, tmp_path / "failing", monkeypatch)
    assert rule.code not in codes(passing, tmp_path / "passing", monkeypatch)


def test_every_module_is_the_page_of_a_rule() -> None:
    folder = Path(rules.__file__).parent
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    assert modules == {rule.slug.replace("-", "_") for rule in RULES}


def test_rules_are_in_the_order_of_their_codes() -> None:
    assert [rule.code for rule in RULES] == sorted(rule.code for rule in RULES)
