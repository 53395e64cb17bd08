"""An application that really runs as a stack: one static program, its health check, and a config that arrives.

It runs on an engine of its own, which `--end-to-end` starts, or on that at `DOCKER_HOST`, which must be a manager.
Without one, or without a C compiler, it is skipped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from composeport import load_project
from composeport.pipeline import translate_swarm
from composeport.writers.swarm.options import SwarmOptions
from stacks import deploy, docker, import_program, write

IMAGE = "composeport.invalid/greeter:1"
STACK = "composeport-greeter"
COMPOSE = f"""\
name: greeter
services:
  greeter:
    image: {IMAGE}
    restart: always
    environment:
      WHO: "{{{{.Service.Name}}}} for $$5:"
    volumes: ["./greeting.conf:/etc/greeting.conf:ro"]
    healthcheck: {{test: [CMD, /greeter, check], interval: 1s, timeout: 5s, retries: 3}}
    scale: 2
  once:
    image: {IMAGE}
    command: [once]
    restart: "no"
"""


@pytest.fixture
def image(manager: None, tmp_path: Path) -> Iterator[str]:
    """An image of nothing but the program."""
    import_program(Path(__file__).with_name("greeter.c"), IMAGE, tmp_path)
    yield IMAGE
    docker("stack", "rm", STACK)
    _until(lambda: not _containers("running"))
    docker("rm", "--force", *_containers("exited", "created", "dead"))  # those of a job outlive it
    docker("image", "rm", "--force", IMAGE)


def _containers(*states: str) -> list[str]:
    asked = [word for state in states for word in ("--filter", f"status={state}")]
    return docker("ps", "-aq", "--filter", f"label=com.docker.stack.namespace={STACK}", *asked).stdout.split()


def _until(condition: Callable[[], object], seconds: int = 90) -> None:
    """Wait until something is so; AssertionError where it never is."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, docker("stack", "ps", "--no-trunc", STACK).stdout
        time.sleep(0.5)


def _tasks(service: str, state: str) -> int:
    done = docker("service", "ps", "--format", "{{.CurrentState}}", f"{STACK}_{service}")
    return sum(line.startswith(state) for line in done.stdout.splitlines())


def _healthy() -> list[str]:
    service = f"label=com.docker.swarm.service.name={STACK}_greeter"
    return docker("ps", "-q", "--filter", service, "--filter", "health=healthy").stdout.split()


def test_an_application_runs_is_well_and_has_its_config(image: str, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "greeting.conf").write_text("hello\n")
    project = load_project([str(tmp_path / "compose.yaml")], project_directory=str(tmp_path), environment={})
    path = write(translate_swarm(project, SwarmOptions()).files, tmp_path / "out")
    assert deploy(path, STACK)[1] == []
    _until(lambda: len(_healthy()) == 2)
    _until(lambda: _tasks("once", "Complete") == 1)
    logs = {docker("logs", container).stdout for container in _healthy()}
    assert logs == {"{{.Service.Name}} for $5: hello\n"}
