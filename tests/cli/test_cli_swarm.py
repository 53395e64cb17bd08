"""`composeport swarm` as a script meets it: what is written, what is said where, and the exit status."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path

import pytest

from command_line import composeport

COMPOSE = """\
name: shop
services:
  web:
    image: nginx:1.29
    restart: always
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
    secrets: [token]
secrets: {token: {file: ./token.txt}}
"""
PLAIN = "name: shop\nservices: {web: {image: nginx:1.29, restart: always}}\n"
PLAIN_STACK = """\
# The stack shop, made by composeport. Deploy it with: docker stack deploy -c stack.yml shop
services:
  web:
    image: nginx:1.29
    networks:
      default: {}
    deploy:
      restart_policy:
        condition: any
networks:
  default:
    driver: overlay
"""


def run(directory: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `composeport swarm` in `directory`."""
    return composeport(directory, "swarm", *words, **environment)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "nginx.conf").write_text("events {}\n")
    (tmp_path / "token.txt").write_text("hunter2\n")
    return tmp_path


def made(directory: Path, name: str = "stack") -> list[str]:
    return sorted(path.name for path in (directory / f"{name}-files").iterdir())


def test_a_project_becomes_a_stack_file_and_what_it_names(project: Path) -> None:
    done = run(project, "-o", "stack.yml")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == "./stack.yml: written, with 2 files beside it"
    config, secret = made(project)
    assert (project / "stack-files" / config).read_text() == "events {}\n"
    assert (project / "stack-files" / secret).read_text() == "hunter2\n"
    assert stat.S_IMODE((project / "stack-files" / secret).stat().st_mode) == 0o600


def test_a_second_run_changes_nothing(project: Path) -> None:
    run(project, "-o", "stack.yml")
    assert run(project, "-o", "stack.yml").stderr.splitlines()[-1] == "./stack.yml: up to date, with 2 files beside it"


def test_new_content_takes_the_place_of_the_old(project: Path) -> None:
    run(project, "-o", "stack.yml")
    before = made(project)
    (project / "nginx.conf").write_text("events { }\n")
    run(project, "-o", "stack.yml")
    after = made(project)
    assert (len(before), len(after), len({*before, *after})) == (2, 2, 3)


def test_two_stacks_share_a_directory(project: Path) -> None:
    run(project, "-o", "stack.yml")
    run(project, "-o", "other.yml", "-p", "other")
    assert (project / "stack.yml").exists()
    assert made(project) == made(project, "other")
    assert run(project, "-o", "stack.yml", "--check").returncode == 0


def test_a_file_of_somebody_else_is_left_alone(project: Path) -> None:
    (project / "stack.yml").write_text("mine\n")
    done = run(project, "-q", "-o", "stack.yml")
    assert done.returncode == 2
    assert "stack.yml is in the way" in done.stderr
    assert (project / "stack.yml").read_text() == "mine\n"
    assert not (project / "stack-files").exists()


def test_check_writes_nothing_and_says_what_is_out_of_date(project: Path) -> None:
    assert run(project, "-q", "-o", "out/stack.yml", "--check").returncode == 1
    assert not (project / "out").exists()
    run(project, "-q", "-o", "out/stack.yml")
    assert run(project, "-q", "-o", "out/stack.yml", "--check").returncode == 0
    (project / "out" / "stack.yml").write_text("else\n")
    done = run(project, "-q", "-o", "out/stack.yml", "--check")
    assert (done.returncode, done.stderr) == (1, "out/stack.yml: changed\n")


def test_a_stream_is_the_same_text(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(PLAIN)
    done = run(tmp_path, "-o", "-")
    assert (done.returncode, done.stdout, done.stderr) == (0, PLAIN_STACK, "")
    run(tmp_path, "-o", "stack.yml")
    assert (tmp_path / "stack.yml").read_text() == PLAIN_STACK


def test_a_stream_cannot_have_files_beside_it(project: Path) -> None:
    done = run(project, "-q", "-o", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: this stack needs files beside it (nginx.conf-")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "error: say where the stack file goes: `-o FILE`, or `-o -` for standard output\n"),
        (("-o", "-", "--check"), "error: `--check` compares a file: `-o FILE`\n"),
        (("-o", "."), "error: `-o .` is a directory: name a file in it, as stack.yml\n"),
    ],
)
def test_bad_usage_is_status_2(project: Path, words: tuple[str, ...], message: str) -> None:
    done = run(project, *words)
    assert (done.returncode, done.stderr) == (2, message)


def test_findings_reach_the_threshold(project: Path) -> None:
    assert run(project, "-q", "-o", "a.yml", "--fail-on", "info").returncode == 1
    assert run(project, "-q", "-o", "b.yml", "--strict").returncode == 0


def test_a_report_holds_the_findings_of_swarm(project: Path) -> None:
    run(project, "-q", "-o", "stack.yml", "--report", "findings.json")
    findings = json.loads((project / "findings.json").read_text())["findings"]
    assert [(finding["code"], finding["target"], finding["path"]) for finding in findings] == [
        ("CP403", "swarm", ["services", "web", "volumes", 0])
    ]


def test_output_is_the_same_whatever_the_order_of_hashes(project: Path) -> None:
    for seed in ("0", "1"):
        run(project, "-q", "-o", f"{seed}/stack.yml", PYTHONHASHSEED=seed)
    assert (project / "0" / "stack.yml").read_text() == (project / "1" / "stack.yml").read_text()


def test_a_report_of_no_known_kind_stops_a_run_before_anything_is_said_or_written(project: Path) -> None:
    done = run(project, "-o", "stack.yml", "--report", "findings.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: `--report findings.txt`: the ending is none of .json, .sarif, .md, .html\n"
    assert not (project / "stack.yml").exists()
