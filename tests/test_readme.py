"""What the README shows is what the program does: its examples are run."""

from __future__ import annotations

import subprocess
from pathlib import Path

from command_line import composeport
from shown_blocks import shown_in

SHOWN = shown_in("README.md")


def run(directory: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the README in `directory`."""
    program, *words = command.split()
    assert program == "composeport"
    return composeport(directory, *words, DB_PASSWORD="hunter2")


def test_the_example_translates_to_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(SHOWN["compose.yaml"])
    done = run(tmp_path, "composeport k8s -o k8s")
    assert done.returncode == 0
    manifests = {name: text for name, text in SHOWN.items() if name.startswith("k8s/")}
    assert len(manifests) >= 2
    assert {name: (tmp_path / name).read_text() for name in manifests} == manifests
    assert SHOWN["composeport k8s -o k8s"] in done.stderr


def test_a_refused_file_is_refused_as_shown(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("services:\n  web:\n    image: nginx\n    image: caddy\n")
    done = run(tmp_path, "composeport k8s broken.yaml -o k8s")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == SHOWN["composeport k8s broken.yaml -o k8s"]
