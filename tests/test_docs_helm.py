"""What the page about Helm shows is what the program does: its example is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import composeport
from helm_charts import LACKING
from shown_blocks import shown_in

SHOWN = shown_in("docs/helm.md")
PASSWORD = "correct-horse"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(SHOWN["compose.yaml"])
    words = ("k8s", "--format", "helm", "-o", "chart", "-q")
    assert composeport(tmp_path, *words, DB_PASSWORD=PASSWORD).returncode == 0
    return tmp_path


def test_the_example_becomes_the_files_that_are_shown(example: Path) -> None:
    files = {name: text for name, text in SHOWN.items() if name.startswith("chart/")}
    assert len(files) == 2
    assert {name: (example / name).read_text() for name in files} == files


def test_a_variable_gives_what_the_environment_gives(example: Path) -> None:
    helm_python = pytest.importorskip("helm_python", reason=LACKING)
    done = composeport(example, "k8s", "-o", "plain", "-q", DB_PASSWORD=PASSWORD, TAG="1.5", WHO="you")
    assert done.returncode == 0
    with helm_python.Chart.load(example / "chart") as chart:
        made = chart.render({"variables": {"TAG": "1.5", "WHO": "you"}})
    deployment = made["notes/templates/web-deployment.yaml"]
    assert 'image: "ghcr.io/example/notes:1.5"' in deployment
    assert 'value: "Hello, you!"' in deployment
    plain = (example / "plain" / "web-deployment.yaml").read_text()
    assert deployment.replace('"', "").split() == plain.replace('"', "").split()
