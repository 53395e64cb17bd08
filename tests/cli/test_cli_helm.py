"""`composeport k8s --format helm` as a script meets it: what is written, who may read it, what a second run does."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml

from command_line import composeport

COMPOSE = """\
name: shop
services:
  web:
    image: nginx:${TAG:-1.29}
    environment:
      COLOUR: ${COLOUR}
"""
SECRET = "      API_KEY: hunter2hunter2\n"
COMMAND = ("k8s", "--format", "helm", "-o", "chart")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / ".env").write_text("COLOUR=red\n")
    return tmp_path


def names(directory: Path) -> list[str]:
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file())


def test_a_project_becomes_a_chart(project: Path) -> None:
    done = composeport(project, *COMMAND)
    assert (done.returncode, done.stdout) == (0, "")
    assert names(project / "chart") == [
        ".composeport-files",
        ".helmignore",
        "Chart.yaml",
        "templates/NOTES.txt",
        "templates/_helpers.tpl",
        "templates/default-networkpolicy.yaml",
        "templates/web-deployment.yaml",
        "values.schema.json",
        "values.yaml",
    ]
    assert done.stderr.splitlines()[-1] == "chart: 8 files (8 new)"
    assert yaml.safe_load((project / "chart" / "Chart.yaml").read_text()) == {
        "apiVersion": "v2",
        "name": "shop",
        "description": "The Compose project shop, translated by composeport.",
        "type": "application",
        "version": "0.1.0",
    }


@pytest.mark.parametrize(("environment", "tag"), [({}, "1.29"), ({"TAG": "1.30"}, "1.30")])
def test_the_values_are_those_of_the_environment_and_of_its_file(
    project: Path, environment: dict[str, str], tag: str
) -> None:
    assert composeport(project, *COMMAND, "-q", **environment).returncode == 0
    values = yaml.safe_load((project / "chart" / "values.yaml").read_text())
    assert values["variables"] == {"COLOUR": "red", "TAG": tag}
    assert values["services"]["web"]["image"]["tag"] == "{{ .Values.variables.TAG }}"


def test_a_project_from_standard_input_has_variables_too(project: Path) -> None:
    done = composeport(project, *COMMAND, "-q", "-f", "-", stdin=COMPOSE)
    assert (done.returncode, done.stderr) == (0, "")
    assert yaml.safe_load((project / "chart" / "values.yaml").read_text())["variables"]["TAG"] == "1.29"


def test_values_that_are_secret_are_readable_by_their_owner_alone(project: Path) -> None:
    def modes() -> dict[str, int]:
        files = (project / "chart").rglob("*")
        return {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in files if path.is_file()}

    composeport(project, *COMMAND)
    assert modes()["values.yaml"] != 0
    (project / "compose.yaml").write_text(COMPOSE + SECRET)
    composeport(project, *COMMAND)
    assert "hunter2hunter2" in (project / "chart" / "values.yaml").read_text()
    assert {name for name, mode in modes().items() if mode == 0} == {
        "values.yaml", "values.schema.json", "web-env-secret.yaml",
    }  # fmt: skip


def test_a_second_run_changes_nothing_and_a_check_says_so(project: Path) -> None:
    composeport(project, *COMMAND)
    assert composeport(project, *COMMAND).stderr.splitlines()[-1] == "chart: 8 files (all up to date)"
    assert composeport(project, *COMMAND, "--check", "-q").returncode == 0
    done = composeport(project, *COMMAND, "--check", "-q", TAG="1.30")
    assert (done.returncode, done.stderr) == (1, "chart/values.yaml: changed\n")


def test_what_is_no_longer_made_goes_and_what_is_not_ours_stays(project: Path) -> None:
    (project / "compose.yaml").write_text(COMPOSE + "  cache:\n    image: redis\n")
    composeport(project, *COMMAND)
    (project / "chart" / "templates" / "mine.yaml").write_text("mine")
    (project / "compose.yaml").write_text(COMPOSE)
    done = composeport(project, *COMMAND)
    assert "kubectl delete" not in done.stderr, "Helm deletes what a release no longer has"
    left = names(project / "chart" / "templates")
    assert left == ["NOTES.txt", "_helpers.tpl", "default-networkpolicy.yaml", "mine.yaml", "web-deployment.yaml"]


def test_overlays_are_for_kustomize(project: Path) -> None:
    done = composeport(project, *COMMAND, "--overlay", "a=compose.yaml")
    assert (done.returncode, done.stderr) == (2, "error: `--overlay` is for `--format kustomize`, not `helm`\n")
