"""`composeport graph` as a script meets it: what is written, what is said, and the exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import composeport

COMPOSE = """\
name: shop
services:
  web:
    image: nginx:1.29
    ports: ["8080:80"]
    environment:
      API_TOKEN: hunter2
"""
ENDINGS = ".svg, .mmd, .dot, .html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("shop.mmd", "flowchart LR\n"),
        ("shop.dot", 'digraph "shop" {\n'),
        ("shop.svg", '<svg xmlns="http://www.w3.org/2000/svg" role="img"'),
        ("shop.html", "<!doctype html>\n"),
        ("SHOP.SVG", '<svg xmlns="http://www.w3.org/2000/svg" role="img"'),
    ],
)
def test_the_ending_says_what_is_written(project: Path, name: str, start: str) -> None:
    done = composeport(project, "graph", "-o", name)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{name}: written\n")
    text = (project / name).read_text(encoding="utf-8")
    assert text.startswith(start)
    assert "8080→80" in text
    assert "hunter2" not in text


def test_quiet_says_nothing(project: Path) -> None:
    done = composeport(project, "graph", "-q", "-o", "shop.mmd")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_project_options_are_those_of_every_command(tmp_path: Path) -> None:
    done = composeport(tmp_path, "graph", "-f", "-", "-p", "store", "-o", "store.dot", stdin=COMPOSE)
    assert done.returncode == 0
    assert (tmp_path / "store.dot").read_text().startswith('digraph "store" {\n')


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), f"error: say where the picture goes: `-o FILE`, with one of the endings {ENDINGS}\n"),
        (("-o", "shop.png"), f"error: `-o shop.png`: the ending is none of {ENDINGS}\n"),
        (("-o", "shop"), f"error: `-o shop`: the ending is none of {ENDINGS}\n"),
        (("-o", "-"), f"error: `-o -`: the ending is none of {ENDINGS}\n"),
        (("-o", "no/such/shop.svg"), "error: cannot write no/such/shop.svg: no such file or directory\n"),
    ],
)
def test_a_place_that_is_none_is_refused(project: Path, words: tuple[str, ...], said: str) -> None:
    done = composeport(project, "graph", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert [path.name for path in project.iterdir()] == ["compose.yaml"]


def test_bad_input_leaves_the_old_picture(project: Path) -> None:
    (project / "shop.svg").write_text("old")
    (project / "compose.yaml").write_text("services: {web: {image: nginx, image: caddy}}\n")
    done = composeport(project, "graph", "-o", "shop.svg")
    assert done.returncode == 2
    assert " --> compose.yaml:1:32\n" in done.stderr
    assert (project / "shop.svg").read_text() == "old"


def test_a_picture_other_than_a_page_needs_no_template_engine(project: Path) -> None:
    program = "import sys; from composeport.cli import run; run(sys.argv[1:]); print('jinja2' in sys.modules)"
    loaded = {}
    for name in ("shop.svg", "shop.html"):
        command = [sys.executable, "-c", program, "graph", "-q", "-o", name]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True)
        loaded[name] = done.stdout
    assert loaded == {"shop.svg": "False\n", "shop.html": "True\n"}
