"""`composeport audit`, `explain` and `rules` as a script meets them: what is printed where, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import composeport

COMPOSE = """\
name: shop
services:
  web:
    image: nginx
    ports: ["127.0.0.1:8080:80"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    return tmp_path


def findings(text: str) -> set[tuple[str, str]]:
    return {(finding["code"], finding["target"]) for finding in json.loads(text)["findings"]}


def test_an_error_sets_the_status_and_the_report_goes_to_standard_output(project: Path) -> None:
    done = composeport(project, "audit", "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert ("CP302", "swarm") in findings(done.stdout)
    assert ("CP902", "kubernetes") in findings(done.stdout)


def test_the_report_names_the_files_as_the_findings_do(project: Path) -> None:
    report = json.loads(composeport(project, "audit", "--format", "json").stdout)
    assert (report["version"], report["project"], report["files"]) == (1, "shop", ["compose.yaml"])
    assert {finding["location"]["file"] for finding in report["findings"]} == {"compose.yaml"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--target", "k8s"], 0),
        (["--target", "k8s", "--strict"], 1),
        (["--target", "k8s", "--fail-on", "info"], 1),
        (["--target", "swarm"], 1),
        (["--target", "swarm", "--fail-on", "never"], 0),
        (["--target", "swarm", "--ignore", "CP302"], 0),
        (["--select", "CP9"], 0),
        (["--select", "CP9", "--strict"], 1),
    ],
)
def test_target_selection_and_threshold_decide_the_status(project: Path, words: list[str], status: int) -> None:
    assert composeport(project, "audit", "--format", "json", *words).returncode == status


def test_a_file_takes_the_report(project: Path) -> None:
    done = composeport(project, "audit", "--format", "json", "--output", "report.json", "--select", "CP902")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert findings((project / "report.json").read_text()) == {("CP902", "kubernetes"), ("CP902", "swarm")}


def test_a_baseline_leaves_only_what_is_new(project: Path) -> None:
    written = composeport(project, "audit", "--baseline", "known.json", "--write-baseline")
    assert (written.returncode, written.stderr) == (0, "known.json: written\n")
    assert composeport(project, "audit", "--baseline", "known.json", "--strict").returncode == 0
    (project / "compose.yaml").write_text(COMPOSE + "  db: {image: postgres}\n")
    done = composeport(project, "audit", "--baseline", "known.json", "--format", "json", "--select", "CP902")
    assert [finding["service"] for finding in json.loads(done.stdout)["findings"]] == ["db", "db"]


def test_a_folder_is_a_tree_of_projects_and_a_broken_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    for name, text in (("a", COMPOSE), ("b", "services: 3\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "compose.yaml").write_text(text)
    done = composeport(tmp_path, "audit", ".", "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["tree"]) == (1, ".")
    assert [project["files"] for project in report["projects"]] == [["a/compose.yaml"], ["b/compose.yaml"]]
    assert {finding["code"] for finding in report["projects"][1]["findings"]} == {"CP100"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--select", "XY"], "error: `--select XY`: no rule begins so; `composeport rules` lists them\n"),
        (["--write-baseline"], "error: say which file: `--baseline FILE`\n"),
        (["--jobs", "many"], "error: `--jobs` takes a whole number, not `many`\n"),
        ([".", "--jobs", "many"], "error: `--jobs` takes a whole number, not `many`\n"),
        ([".", "-p", "shop"], "error: `--project-name` is of one project, and . is a folder of projects\n"),
        ([".", "compose.yaml"], "error: a folder stands alone: its projects are found below it\n"),
    ],
)
def test_what_does_not_fit_together_is_said(project: Path, words: list[str], said: str) -> None:
    done = composeport(project, "audit", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_a_project_that_cannot_be_read_is_bad_input(project: Path) -> None:
    (project / "compose.yaml").write_text("services: 3\n")
    done = composeport(project, "audit")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: services: expected a mapping, got a whole number\n --> compose.yaml:1:11\n")


def test_a_rule_is_explained_by_its_code_or_its_name(tmp_path: Path) -> None:
    by_code = composeport(tmp_path, "explain", "cp902")
    assert by_code.stdout == composeport(tmp_path, "explain", "mutable-tag").stdout
    assert by_code.stdout.startswith("# CP902 mutable-tag\n\nAn image has no tag, or the tag `latest`.\n\n")
    assert by_code.returncode == 0


@pytest.mark.parametrize(
    ("name", "advice"),
    [("CP000", "`composeport rules` lists them"), ("Mutable-tags", "did you mean `mutable-tag`?")],
)
def test_a_rule_that_is_not_there_is_a_usage_error(tmp_path: Path, name: str, advice: str) -> None:
    done = composeport(tmp_path, "explain", name)
    assert (done.returncode, done.stderr) == (2, f"error: no rule is called `{name}`; {advice}\n")


def test_the_rules_are_listed_in_a_line_each(tmp_path: Path) -> None:
    lines = composeport(tmp_path, "rules", "cp902").stdout.splitlines()
    assert [line.split(maxsplit=4) for line in lines] == [
        ["CODE", "NAME", "KUBERNETES", "SWARM", "SUMMARY"],
        ["CP902", "mutable-tag", "warning", "warning", "An image has no tag, or the tag `latest`."],
    ]


def test_the_rules_are_data_for_programs(tmp_path: Path) -> None:
    (rule,) = json.loads(composeport(tmp_path, "rules", "CP902", "--format", "json").stdout)
    assert (rule["code"], rule["slug"], rule["severity"]) == (
        "CP902",
        "mutable-tag",
        {"kubernetes": "warning", "swarm": "warning"},
    )
