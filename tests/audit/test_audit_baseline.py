"""A baseline hides what is known, as often as it is known, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import composeport
from composeport.audit.baseline import baseline_text, read_baseline
from composeport.audit.report import Audit
from composeport.diagnostics import Target
from composeport.errors import InputError
from composeport.records import replace

ONE = "services:\n  web:\n    image: nginx\n"
TWO = ONE + "  db:\n    image: postgres\n"


def audited(folder: Path, text: str, code: str = "CP902") -> Audit:
    """The audit of a project of this text, with the findings of one rule."""
    (folder / "compose.yaml").write_text(text)
    project = composeport.load_project([str(folder / "compose.yaml")], project_name="shop", environment={})
    report = composeport.audit(project, (Target.KUBERNETES,))
    return Audit((replace(report, findings=tuple(one for one in report.findings if one.rule.code == code)),))


def write(folder: Path, audit: Audit) -> str:
    name = str(folder / "known.json")
    Path(name).write_text(baseline_text(audit, name))
    return name


def test_it_names_projects_from_its_own_folder_and_findings_by_fingerprint(tmp_path: Path) -> None:
    audit = audited(tmp_path, ONE)
    name = write(tmp_path, audit)
    known = json.loads(Path(name).read_text())
    fingerprint = known["projects"]["compose.yaml"][0].pop("fingerprint")
    assert known == {"version": 1, "projects": {"compose.yaml": [{"code": "CP902", "path": "services.web.image"}]}}
    assert len(fingerprint) == 32


def test_what_is_known_is_counted_and_what_is_new_is_left(tmp_path: Path) -> None:
    baseline = read_baseline(write(tmp_path, audited(tmp_path, ONE)))
    report = baseline.without_known(audited(tmp_path, TWO).reports[0])
    assert ([finding.service for finding in report.findings], report.known) == (["db"], 1)


def test_a_finding_stays_known_when_its_line_moves(tmp_path: Path) -> None:
    baseline = read_baseline(write(tmp_path, audited(tmp_path, ONE)))
    report = baseline.without_known(audited(tmp_path, "# moved\n\n" + ONE).reports[0])
    assert (report.findings, report.known) == ((), 1)


def test_a_finding_is_known_as_often_as_it_is_listed(tmp_path: Path) -> None:
    audit = audited(tmp_path, ONE)
    twice = replace(audit.reports[0], findings=audit.reports[0].findings * 2)
    report = read_baseline(write(tmp_path, audit)).without_known(twice)
    assert (len(report.findings), report.known) == (1, 1)


def test_pruning_drops_what_is_gone_and_adds_nothing(tmp_path: Path) -> None:
    former = read_baseline(write(tmp_path, audited(tmp_path, TWO)))
    now = audited(tmp_path, "services:\n  web:\n    image: nginx\n  cache:\n    image: redis\n")
    pruned = json.loads(baseline_text(now, str(tmp_path / "known.json"), former))
    assert [entry["path"] for entry in pruned["projects"]["compose.yaml"]] == ["services.web.image"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "projects": {"a": [{}]}}'])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "known.json").write_text(text)
    with pytest.raises(InputError, match=r"known.json is no baseline"):
        read_baseline(str(tmp_path / "known.json"))


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text('{"version": 2, "projects": {}}')
    with pytest.raises(InputError, match=r"version 2 of a baseline is not known here"):
        read_baseline(str(tmp_path / "known.json"))


def test_a_file_that_is_not_there_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_baseline(str(tmp_path / "known.json"))
    assert caught.value.problems[0].help == "`--write-baseline` writes one"
