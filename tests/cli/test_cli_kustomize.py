"""`composeport k8s --format kustomize` as a script meets it: overlays, what is said of them, the tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import composeport

COMPOSE = """\
name: shop
services:
  web:
    image: web:1
    environment:
      LEVEL: debug
"""
PRODUCTION = """\
services:
  web:
    image: web:2
    oom_score_adj: 100
"""
KUSTOMIZE = ("k8s", "--format", "kustomize", "-o", "k8s")
OVERLAY = (*KUSTOMIZE, "--overlay", "production=production.yaml")
BASE_FILES = ["base/kustomization.yaml", "base/default-networkpolicy.yaml", "base/web-deployment.yaml"]
OVERLAY_FILES = ["overlays/production/kustomization.yaml", "overlays/production/web-deployment.patch.yaml"]

NO_NAME = "cannot be the name of an overlay's folder: it has at most 63 letters, digits, `.`, `_` and `-`, "
NO_NAME += "and begins with a letter or a digit"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "production.yaml").write_text(PRODUCTION)
    return tmp_path


def written(project: Path) -> list[str]:
    tree = project / "k8s"
    return sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file() and path.suffix == ".yaml")


def patch(project: Path, overlay: str = "production") -> str:
    return (project / "k8s" / "overlays" / overlay / "web-deployment.patch.yaml").read_text()


def replaced(value: str, path: str = "/spec/template/spec/containers/0/image") -> str:
    return f"- op: replace\n  path: {path}\n  value: {value}\n"


def test_an_overlay_is_written_beside_its_base(project: Path) -> None:
    done = composeport(project, *OVERLAY)
    assert (done.returncode, done.stdout) == (0, "")
    assert written(project) == sorted([*BASE_FILES, *OVERLAY_FILES])
    assert patch(project) == replaced("web:2")
    assert done.stderr.splitlines()[-1] == "k8s: 5 files (5 new)"


def test_findings_of_an_overlay_name_it_and_its_file(project: Path) -> None:
    done = composeport(project, *OVERLAY)
    assert "CP703[kernel-tuning]: in overlay production: oom_score_adj of 'web': " in done.stderr
    assert " --> production.yaml:4:20\n  |\n4 |     oom_score_adj: 100\n" in done.stderr
    assert done.stderr.count("CP308[") == 1


def test_findings_of_an_overlay_count(project: Path) -> None:
    assert composeport(project, *KUSTOMIZE, "--strict").returncode == 0
    assert composeport(project, *OVERLAY, "--strict").returncode == 1
    assert composeport(project, *OVERLAY, "-q").stderr == ""


def test_a_report_has_the_findings_of_overlays_and_the_readiness_of_the_base(project: Path) -> None:
    composeport(project, *OVERLAY, "--report", "report.json")
    report = json.loads((project / "report.json").read_text())
    found = {finding["code"]: finding for finding in report["findings"]}
    assert report["files"] == ["compose.yaml", "production.yaml"]
    assert found["CP703"]["evidence"]["overlays"] == ["production"]
    assert found["CP703"]["location"]["file"] == "production.yaml"
    assert report["readiness"]["services"]["web"]["kubernetes"] == {"exact": 100, "approximated": 0, "dropped": 0}


@pytest.mark.parametrize("ending", ["html", "md", "sarif"])
def test_every_report_shows_an_overlay_s_line(project: Path, ending: str) -> None:
    assert composeport(project, *OVERLAY, "-q", "--report", f"report.{ending}").returncode == 0
    assert "production.yaml" in (project / f"report.{ending}").read_text()


def test_a_name_given_twice_merges_its_files_in_order(project: Path) -> None:
    (project / "more.yaml").write_text("services: {web: {image: 'web:3', deploy: {replicas: 2}}}\n")
    assert composeport(project, *OVERLAY, "--overlay", "production=more.yaml", "-q").returncode == 0
    assert patch(project) == replaced("2", "/spec/replicas") + replaced("web:3")
    assert composeport(project, *OVERLAY, "--overlay", "green=more.yaml", "-q").returncode == 0
    assert patch(project) == replaced("web:2")
    assert patch(project, "green") == replaced("2", "/spec/replicas") + replaced("web:3")


def test_an_overlay_is_on_top_of_the_files_that_compose_finds(project: Path) -> None:
    (project / "compose.override.yaml").write_text("services: {web: {deploy: {replicas: 5}}}\n")
    (project / "below").mkdir()
    words = ("--overlay", "production=../production.yaml", "-o", "../k8s", "-q")
    assert composeport(project / "below", *KUSTOMIZE, *words).returncode == 0
    assert "replicas: 5\n" in (project / "k8s" / "base" / "web-deployment.yaml").read_text()
    assert patch(project) == replaced("web:2")


def test_an_overlay_is_on_top_of_the_files_that_a_variable_names(project: Path) -> None:
    (project / "compose.yaml").rename(project / "other.yaml")
    assert composeport(project, *OVERLAY, "-q", COMPOSE_FILE="other.yaml").returncode == 0
    assert patch(project) == replaced("web:2")


def test_an_overlay_in_another_folder_belongs_to_the_same_project(project: Path) -> None:
    (project / "compose.yaml").write_text(COMPOSE.replace("name: shop\n", ""))
    (project / "deploy").mkdir()
    (project / "deploy" / "production.yaml").write_text(PRODUCTION)
    words = (*KUSTOMIZE, "--overlay", "production=deploy/production.yaml", "-q")
    assert composeport(project, *words).returncode == 0
    assert patch(project) == replaced("web:2")
    assert composeport(project, *words, "-f", "-", stdin=(project / "compose.yaml").read_text()).returncode == 0
    assert patch(project) == replaced("web:2")


def test_an_overlay_may_come_from_standard_input(project: Path) -> None:
    words = ("--overlay", "production=-", "--overlay", "again=-", "-q")
    assert composeport(project, *KUSTOMIZE, *words, stdin=PRODUCTION).returncode == 0
    assert patch(project) == patch(project, "again") == replaced("web:2")


def test_options_are_those_of_every_overlay(project: Path) -> None:
    (project / "production.yaml").write_text(PRODUCTION + "  new:\n    image: new:1\n")
    composeport(project, *OVERLAY, "-q", "-n", "blue", "-p", "store")
    new = (project / "k8s" / "overlays" / "production" / "new-deployment.yaml").read_text()
    assert "  name: new\n  namespace: blue\n" in new
    assert "app.kubernetes.io/part-of: store\n" in new


def test_a_check_sees_the_whole_tree(project: Path) -> None:
    composeport(project, *OVERLAY, "-q")
    assert composeport(project, *OVERLAY, "-q", "--check").returncode == 0
    (project / "production.yaml").write_text(PRODUCTION.replace("web:2", "web:3"))
    done = composeport(project, *OVERLAY, "-q", "--check")
    assert (done.returncode, done.stderr) == (1, "k8s/overlays/production/web-deployment.patch.yaml: changed\n")
    assert patch(project) == replaced("web:2")


def test_what_is_no_longer_made_goes_and_what_is_somebody_else_s_stays(project: Path) -> None:
    composeport(project, *OVERLAY, "-q")
    mine = project / "k8s" / "overlays" / "mine" / "kustomization.yaml"
    mine.parent.mkdir()
    mine.write_text("resources: [../../base]\n")
    assert composeport(project, *KUSTOMIZE, "-q").returncode == 0
    assert written(project) == sorted([*BASE_FILES, "overlays/mine/kustomization.yaml"])
    assert not (project / "k8s" / "overlays" / "production").exists()
    assert composeport(project, "k8s", "-o", "k8s", "-q").returncode == 0
    assert not (project / "k8s" / "base").exists()
    plain = ["default-networkpolicy.yaml", "web-deployment.yaml"]
    assert written(project) == sorted([*plain, "overlays/mine/kustomization.yaml"])


def test_the_way_from_manifests_to_a_tree_deletes_nothing_on_the_cluster(project: Path) -> None:
    composeport(project, "k8s", "-o", "k8s", "-q")
    assert "CP809" not in composeport(project, *OVERLAY).stderr
    assert written(project) == sorted([*BASE_FILES, *OVERLAY_FILES])
    assert "CP809" not in composeport(project, "k8s", "-o", "k8s").stderr


def test_what_an_overlay_no_longer_has_is_named_until_it_is_written(project: Path) -> None:
    composeport(project, *OVERLAY, "-q")
    (project / "production.yaml").write_text("services: {web: !reset null, other: {image: x, network_mode: none}}\n")
    command = " = help: kubectl delete --ignore-not-found networkpolicy/default deployment/web\n"
    said = [composeport(project, *OVERLAY, *more).stderr for more in (("--check",), (), ())]
    assert [text.count("in overlay production, and this one does not") for text in said] == [1, 1, 0]
    assert [command in text for text in said] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            (*KUSTOMIZE, "--overlay", "production"),
            "`--overlay` takes NAME=FILE, as production=compose.production.yaml, not `production`",
        ),
        (
            (*KUSTOMIZE, "--overlay", "production="),
            "`--overlay` takes NAME=FILE, as production=compose.production.yaml, not `production=`",
        ),
        (
            (*KUSTOMIZE, "--overlay", "=production.yaml"),
            "`--overlay` takes NAME=FILE, as production=compose.production.yaml, not `=production.yaml`",
        ),
        ((*KUSTOMIZE, "--overlay", "../x=production.yaml"), f"`../x` {NO_NAME}"),
        ((*KUSTOMIZE, "--overlay", "a b=production.yaml"), f"`a b` {NO_NAME}"),
        (
            ("k8s", "-o", "k8s", "--overlay", "production=production.yaml"),
            "`--overlay` is for `--format kustomize`, not `manifests`",
        ),
        (
            ("k8s", "--format", "kustomize", "-o", "-"),
            "`--format kustomize` writes a tree of files: `-o DIR`",
        ),
    ],
)
def test_a_command_line_that_cannot_be_is_refused(project: Path, words: tuple[str, ...], said: str) -> None:
    done = composeport(project, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {said}\n")
    assert not (project / "k8s").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "error: in overlay production: cannot read production.yaml: no such file or directory\n"),
        ("services: {web: {image: 1, imag: 2}}\n", "error: in overlay production: "),
        ("services: {WEB: {image: x}}\n", "error: in overlay production: services 'WEB' and 'web' would both be"),
    ],
)
def test_an_overlay_that_cannot_be_is_refused_and_nothing_is_written(
    project: Path, text: str | None, said: str
) -> None:
    (project / "production.yaml").unlink()
    if text is not None:
        (project / "production.yaml").write_text(text)
    done = composeport(project, *OVERLAY)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert not (project / "k8s").exists()
