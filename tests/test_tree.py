"""Which projects there are below a folder, and that each is audited whatever the others are."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport.audit.report import Report
from composeport.diagnostics import Target
from composeport.errors import InputError
from composeport.records import replace
from composeport.tree import audit_tree, find_projects

WHOLE = "services:\n  web:\n    image: nginx:1.29\n"
OVERLAY = "services:\n  web:\n    environment: {STAGE: production}\n"


def found(folder: Path) -> list[tuple[str, ...]]:
    return [tuple(path.relative_to(folder).as_posix() for path in files.paths) for files in find_projects(folder)]


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_a_default_file_is_a_project_with_its_override_file(tmp_path: Path) -> None:
    write(tmp_path, a__compose_yaml=WHOLE, a__compose_override_yml=OVERLAY, b__c__compose_yml=WHOLE)
    assert found(tmp_path) == [("a/compose.yaml", "a/compose.override.yml"), ("b/c/compose.yml",)]


def test_compose_reads_one_default_file_and_the_others_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(WHOLE)
    (tmp_path / "docker-compose.yml").write_text(WHOLE)
    assert found(tmp_path) == [("compose.yaml",), ("docker-compose.yml",)]


def test_what_cannot_stand_alone_goes_on_top_of_the_nearest_default_file(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml=WHOLE, compose_production_yaml=OVERLAY, ci__test_yaml="services: {web: {build: .}}\n")
    (tmp_path / "ci" / "compose-small.yml").write_text(OVERLAY)
    assert found(tmp_path) == [
        ("ci/test.yaml",),
        ("compose.yaml",),
        ("compose.yaml", "ci/compose-small.yml"),
        ("compose.yaml", "compose.production.yaml"),
    ]


def test_an_override_file_goes_on_top_of_the_file_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, compose_test_yml=WHOLE, compose_test_override_yml=WHOLE)
    assert found(tmp_path) == [("compose.test.yml",), ("compose.test.yml", "compose.test.override.yml")]


@pytest.mark.parametrize(
    "text",
    [
        "kind: Deployment\nspec: {}\n",
        "services:\n  App\\Mailer:\n    arguments: []\n",
        "jobs: {build: {services: {db: {image: postgres}}}}\n",
        "",
    ],
    ids=["kubernetes", "symfony", "workflow", "empty"],
)
def test_other_yaml_files_are_no_projects(tmp_path: Path, text: str) -> None:
    (tmp_path / "file.yaml").write_text(text)
    assert found(tmp_path) == []


def test_hidden_and_installed_folders_are_left_out_and_links_not_followed(tmp_path: Path) -> None:
    for folder in (".cache", "node_modules/x", "venv"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "compose.yaml").write_text(WHOLE)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "compose.yaml").write_text(WHOLE)
    (tmp_path / "app" / "again").symlink_to(tmp_path / "app")
    assert found(tmp_path) == [("app/compose.yaml",)]


def test_a_file_that_another_includes_is_no_project_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PWD", str(tmp_path))
    Path("compose.yaml").write_text("include: [parts/db.yaml]\n" + WHOLE)
    Path("parts").mkdir()
    Path("parts/db.yaml").write_text("services: {db: {image: 'postgres:17'}}\n")
    audit = audit_tree(Path())
    assert [report.files for report in audit.reports] == [("compose.yaml",)]


def test_a_broken_file_is_a_finding_and_the_others_are_audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PWD", str(tmp_path))
    write(Path(), a__compose_yaml="services: 3\n", b__compose_yaml=WHOLE)
    broken, good = audit_tree(Path(), (Target.SWARM,)).reports
    assert (broken.name, broken.files, good.name, good.files) == ("", ("a/compose.yaml",), "b", ("b/compose.yaml",))
    assert [(one.rule.code, str(one.location), one.severity.value) for one in broken.findings] == [
        ("CP100", "a/compose.yaml:1:11", "error")
    ]


def test_what_is_read_alone_by_nobody_is_tried_on_top_of_the_default_file(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(WHOLE + "networks: {back: {}}\n")
    (tmp_path / "compose.jobs.yaml").write_text("services: {job: {image: 'busybox:1.37', networks: [back]}}\n")
    names = [[Path(name).name for name in report.files] for report in audit_tree(tmp_path).reports]
    assert names == [["compose.yaml", "compose.jobs.yaml"], ["compose.yaml"]]


def test_several_processes_find_what_one_finds_in_the_same_order(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path, **{f"p{number:02}__compose_yaml": WHOLE})
    done: list[tuple[int, int]] = []
    several = audit_tree(tmp_path, jobs=2, progress=lambda *counts: done.append(counts))
    assert several == audit_tree(tmp_path, jobs=1)
    assert done == [(number, 20) for number in range(1, 21)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_report_is_revised_as_it_comes(tmp_path: Path, jobs: int) -> None:
    for number in range(20):
        write(tmp_path, **{f"p{number:02}__compose_yaml": WHOLE})
    events: list[str] = []

    def revised(report: Report) -> Report:
        events.append(report.name)
        return replace(report, findings=())

    audit = audit_tree(tmp_path, jobs=jobs, each=revised, progress=lambda done, _: events.append(str(done)))
    assert events == [event for number in range(20) for event in (f"p{number:02}", str(number + 1))]
    assert [report.findings for report in audit.reports] == [()] * 20


def test_a_folder_without_projects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no Compose project below"):
        audit_tree(tmp_path)
    with pytest.raises(InputError, match=r"cannot read .*/nowhere: no such file or directory"):
        audit_tree(tmp_path / "nowhere")


def test_the_projects_of_the_corpus_are_found(shared: Path, record_property: pytest.RecordProperty) -> None:
    """Whatever is one file, or a file and one on top of it that cannot stand alone, is found as its index names it."""
    corpus = shared / "corpus"
    expected = [line.split("\t") for line in (corpus / "INDEX.tsv").read_text().splitlines()[1:]]
    projects = set(found(corpus))
    single = [(row[0], row[1]) for row in expected if "," not in row[1] and row[1].endswith((".yml", ".yaml"))]
    missed = [name for name, file in single if (f"{name}/{file}",) not in projects]
    hits = sum(tuple(f"{row[0]}/{file}" for file in row[1].split(",")) in projects for row in expected)
    record_property("figure", f"{hits} of {len(expected)} projects found as the index names them")
    assert missed == []
