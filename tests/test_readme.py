"""What the README shows is what the program does: its examples are run."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from command_line import composeport
from shown_blocks import REPOSITORY, shown_in

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


COMMANDS = re.findall(r"^\$ composeport (.*)$", (REPOSITORY / "README.md").read_text(), re.MULTILINE)


def test_every_command_of_the_readme_does_what_it_says(tmp_path: Path) -> None:
    """All that need neither kubectl nor a cluster, in their order; an audit and a comparison find something."""
    for name in ("compose.yaml", "base.yml", "projects/notes/compose.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SHOWN["compose.yaml"])
    (tmp_path / "production.yml").write_text("services: {web: {deploy: {replicas: 2}}}\n")
    for words in (shlex.split(line, comments=True) for line in COMMANDS):
        if "|" not in words and "--server" not in words:
            found = "--check" in words or words[0] == "audit"
            assert (words, composeport(tmp_path, *words, DB_PASSWORD="hunter2").returncode) == (words, int(found))
    made = {"k8s", "chart", "a.html", "stack.yml", "topology.svg", "shop"}
    assert made <= {path.name for path in tmp_path.iterdir()}
