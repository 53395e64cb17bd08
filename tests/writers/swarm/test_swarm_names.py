"""On a real engine: each name that Compose's resolver has for a peer leads to that peer in the swarm, too.

A stand-in takes the place of every image, and asks the engine's resolver. `--end-to-end` starts an engine for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

from case_directory import CASES, Case
from composeport import load_project
from composeport.model import Project
from composeport.pipeline import translate_swarm
from composeport.writers.swarm.options import SwarmOptions
from corpus_projects import load_case
from loopback import until
from stacks import Document, deploy, docker, import_program, make_externals, remove, remove_externals
from test_guide import WHOLE
from test_name_resolution import means, names_on

IMAGE = "composeport.invalid/resolver:1"
_NUMBERS = count()
_PATIENCE = 60
"""Seconds until the tasks of a stack run."""


@pytest.fixture(scope="module")
def stand_in(manager: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    import_program(Path(__file__).with_name("resolver.c"), IMAGE, tmp_path_factory.mktemp("resolver"))
    yield
    docker("image", "rm", "--force", IMAGE)


@pytest.fixture
def deployed(stand_in: None) -> Iterator[str]:
    """The name of a stack, which is removed afterwards."""
    name = f"names{next(_NUMBERS)}"
    yield name
    until(lambda: not _containers(name), _PATIENCE)


def _project(source: Case | str, shared: Path) -> Project:
    if isinstance(source, Case):
        return load_case(source)
    files = [str(shared / "guide" / "examples" / name) for name in source.split()]
    return load_project(files, environment={}, project_name="guide")


@pytest.mark.parametrize("source", [*CASES, *WHOLE], ids=lambda source: getattr(source, "name", source))
def test_each_name_of_a_peer_leads_to_it(
    shared: Path, source: Case | str, tmp_path: Path, deployed: str, record_property: pytest.RecordProperty
) -> None:
    project = _project(source, shared)
    document = translate_swarm(project, SwarmOptions()).files.stack.documents[0]
    externals = make_externals(document)
    (tmp_path / "stack.yml").write_text(yaml.safe_dump(_of_stand_ins(document)))
    try:
        assert deploy(tmp_path / "stack.yml", deployed)[1] == []
        until(lambda: len(_containers(deployed)) == len(document["services"]), _PATIENCE)
        asked = dict(_asked(project))
        wrong = [line for client, names in asked.items() for line in _wrong(project, deployed, client, names)]
    finally:
        remove(deployed)
        remove_externals(externals)
    record_property("figure", f"{sum(map(len, asked.values()))} names looked up, {len(wrong)} wrong")
    assert wrong == []


def _of_stand_ins(document: Document) -> Document:
    """The stack with its services, their names and their networks, and nothing that an image would need."""
    services = {
        name: {
            "image": IMAGE,
            "stop_grace_period": "0s",
            "deploy": {"endpoint_mode": service.get("deploy", {}).get("endpoint_mode", "vip")},
            **{key: service[key] for key in ("networks", "hostname") if key in service},
        }
        for name, service in document["services"].items()
    }
    return {"services": services, "networks": document["networks"]}


def _containers(stack: str, service: str = "") -> list[str]:
    label = f"label=com.docker.swarm.service.name={stack}_{service}" if service else ""
    wanted = label or f"label=com.docker.stack.namespace={stack}"
    return docker("ps", "-q", "--filter", wanted).stdout.split()


def _asked(project: Project) -> Iterator[tuple[str, list[str]]]:
    """Every name of every peer that a service has under Compose, by the service."""
    for name, client in project.services.items():
        networks = client.networks if not client.network_mode else ()
        if found := sorted({known for network in networks for known, _ in names_on(project, network)}):
            yield name, found


def _wrong(project: Project, stack: str, client: str, names: list[str]) -> Iterator[str]:
    """The names that do not lead, from a task of `client`, to the services that they mean and to nobody else."""
    (container,) = _containers(stack, client)
    said = docker("exec", container, "/resolver", *names).stdout.splitlines()
    for line in said:
        name, *addresses = line.split()
        meant = {place for peer in means(project, project.services[client], name) for place in _places(stack, peer)}
        if not addresses or not set(addresses) <= meant:
            yield f"{client} asks for {name}: {addresses}, not of {sorted(meant)}"


def _places(stack: str, service: str) -> set[str]:
    """The virtual addresses of a service, and those of its tasks: a task's own host name has the latter as well."""
    found: list[dict[str, Any]] = json.loads(docker("service", "inspect", f"{stack}_{service}").stdout)
    virtual = {one["Addr"].partition("/")[0] for one in found[0]["Endpoint"].get("VirtualIPs", ())}
    tasks: list[dict[str, Any]] = json.loads(docker("inspect", *_containers(stack, service)).stdout)
    return virtual | {one["IPAddress"] for task in tasks for one in task["NetworkSettings"]["Networks"].values()}
