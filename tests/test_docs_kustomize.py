"""What the page about Kustomize shows is what the program does: its example is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import composeport
from kustomize_tree import KUBECTL, MISSING, by_kubectl, by_texts
from shown_blocks import shown_in

SHOWN = shown_in("docs/kustomize.md")
TREE = "k8s/"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    for name in ("compose.yaml", "compose.production.yaml"):
        (tmp_path / name).write_text(SHOWN[name])
    words = "k8s --format kustomize --overlay production=compose.production.yaml -q -o k8s"
    assert composeport(tmp_path, *words.split(), SESSION_KEY="x").returncode == 0
    return tmp_path


def test_the_example_becomes_the_tree_that_is_shown(example: Path) -> None:
    written = sorted(str(path.relative_to(example)) for path in (example / TREE).rglob("*.yaml"))
    assert written == SHOWN[TREE].splitlines()


def test_the_files_of_the_overlay_are_those_that_are_shown(example: Path) -> None:
    files = {name: text for name, text in SHOWN.items() if name.startswith(TREE) and name != TREE}
    assert len(files) == 3
    assert {name: (example / name).read_text() for name in files} == files


@pytest.mark.skipif(KUBECTL is None, reason=MISSING)
def test_kubectl_makes_of_it_what_the_page_says(example: Path) -> None:
    files = ["-f", "compose.yaml", "-f", "compose.production.yaml"]
    plain = composeport(example, "k8s", *files, "-q", "-o", "-", SESSION_KEY="x").stdout
    assert by_kubectl(example / TREE / "overlays" / "production") == by_texts([plain])
