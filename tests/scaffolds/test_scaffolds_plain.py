"""What holds for every stack: its questions, and that cookiecutter alone makes the same of it."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from composeport.scaffold import stack_names, stack_of
from scaffolds.conftest import Generate
from scaffolds.generated import texts

each_stack = pytest.mark.parametrize("name", ["lamp", "microservices", "monitoring"])
MADE_ANEW = ("secrets/", ".env", "docs/topology.svg")
"""What holds secrets, and what is drawn only where composeport is at hand."""


def test_the_stacks_are_these() -> None:
    assert stack_names() == ["lamp", "microservices", "monitoring"]


@each_stack
def test_a_stack_says_what_it_is_and_asks_in_sentences(name: str) -> None:
    stack = stack_of(name)
    questions = [option.question for option in stack.options]
    assert [option.name for option in stack.options][:4] == ["project_name", "project_slug", "domain", "registry"]
    assert len(stack.summary) > 20
    assert not set(questions) & {option.name for option in stack.options}
    assert all(question[0].isupper() for question in questions)


@each_stack
def test_cookiecutter_alone_makes_the_same(name: str, generated: Generate, tmp_path: Path) -> None:
    template = _as_git_has_it(stack_of(name).folder, tmp_path / name)
    words = [str(template), "--no-input", "--output-dir", str(tmp_path / "made")]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "cookiecutter", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    [made] = (tmp_path / "made").iterdir()
    ours = generated(name)
    assert _lasting(made) == _lasting(ours)


@each_stack
def test_what_is_secret_is_closed_to_others(name: str, generated: Generate) -> None:
    folder = generated(name) / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(path.read_bytes() for path in folder.iterdir())


@each_stack
def test_a_template_is_json_in_order_and_its_hooks_are_two(name: str) -> None:
    folder = stack_of(name).folder
    asked = [key for key in json.loads((folder / "cookiecutter.json").read_text()) if not key.startswith("_")]
    assert asked == [option.name for option in stack_of(name).options]
    hooks = {path.name for path in (folder / "hooks").iterdir() if path.is_file()}
    assert hooks == {"pre_gen_project.py", "post_gen_project.py"}


def _as_git_has_it(template: Path, folder: Path) -> Path:
    """A copy of a template as a checkout has it: without empty directories, and without what Python compiled."""
    for path in template.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            target = folder / path.relative_to(template)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    return folder


def _lasting(folder: Path) -> dict[str, str]:
    return {name: text for name, text in texts(folder).items() if not name.startswith(MADE_ANEW)}
