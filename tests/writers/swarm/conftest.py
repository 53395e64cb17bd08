"""A manager of a swarm, for the tests that deploy to one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

import engine
from stacks import docker


@pytest.fixture(scope="session")
def manager_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The manager at `DOCKER_HOST`, or one that this process starts and stops; skips where there is neither."""
    given = os.environ.get("DOCKER_HOST")
    if reason := _unusable(given) if given else _not_started(asked_for=request.config.getoption("--end-to-end")):
        pytest.skip(reason)
    if given:
        yield given
        return
    with engine.engine(tmp_path_factory.mktemp("engine")) as started:
        yield started


def _not_started(*, asked_for: bool) -> str:
    return engine.missing() if asked_for else "DOCKER_HOST names no engine; --end-to-end starts one"


def _unusable(given: str) -> str:
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1:
        return "several processes would deploy to the one engine at DOCKER_HOST: run these with -n 0"
    asked = docker("--host", given, "info", "--format", "{{.Swarm.ControlAvailable}}")
    return "" if asked.stdout.strip() == "true" else f"the engine at DOCKER_HOST is no manager: {asked.stderr.strip()}"


@pytest.fixture(scope="module")
def manager(manager_address: str) -> Iterator[None]:
    """A manager, to which `docker` talks meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCKER_HOST", manager_address)
        yield
