"""Work grows with the project and no faster: calls are counted, so that no clock and no load has a say in it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from types import FrameType

import pytest

from composeport import KubernetesOptions, SwarmOptions, audit, load_project, translate
from composeport.audit.report import Audit
from composeport.audit.reports import FORMATS
from composeport.model import Project
from composeport.model.volumes import mounts_of
from composeport.pipeline import draw
from composeport.writers.canonical import canonical
from composeport.writers.graph import GRAPHS
from composeport.writers.yaml_text import dump

SERVICES = 100
MOST = 2.03
"""How many times the calls twice the services may take. 2 is linear; one call for each pair of services is more."""

PROJECT = """\
x-all: &all
  restart: unless-stopped
  logging: {{driver: json-file}}
services:
{services}
networks:
{networks}
volumes:
{volumes}
configs:
{configs}
"""
SERVICE = """\
  app{number}:
    <<: *all
    image: registry.example.com/app{number}:1
    container_name: App_{number}
    command: [serve, --next, "app{next}:8080"]
    environment:
      DATABASE_URL: postgres://shop:${{PASSWORD:-secret}}@app{next}:5432/shop
      NAME: App_{next}
    healthcheck: {{test: [CMD, curl, "http://localhost:8080/health"]}}
    depends_on: {{{waits}}}
    ports: ["{port}:8080"]
    networks: {{team{team}: {{aliases: [alias{number}]}}, edge: }}
    volumes: [data{team}:/data, "./missing{number}:/srv"]
    configs: [settings{team}]
    labels: {{traefik.http.routers.r{number}.rule: "Host(`app{number}.example.com`)"}}
    mem_limit: 100m
    x-composeport: {{ignore: {{CP402: it holds a cache}}}}
"""
GUEST = """\
  guest{number}:
    image: busybox:1.37
    restart: "no"
    network_mode: container:App_{host}  # composeport: ignore[CP1] known
    volumes_from: ["container:App_{host}"]
    depends_on: {{{after}: {{condition: service_completed_successfully}}}}
"""


def compose_text(services: int) -> str:
    """A project of so many services in teams of ten, every tenth of which is a guest in another's namespaces."""
    teams = range(-(-services // 10))
    return PROJECT.format(
        services="".join(_service(number, services) for number in range(services)),
        networks="  edge:\n" + "".join(f"  team{team}:\n" for team in teams),
        volumes="".join(f"  data{team}:\n" for team in teams),
        configs="".join(f"  settings{team}: {{content: 'url = http://app{team}0:8080'}}\n" for team in teams),
    )


def _service(number: int, services: int) -> str:
    if number % 10 == 9:
        after = f"guest{number - 10}" if number > 10 else "app0"
        return GUEST.format(number=number, host=number - 1, after=after)
    team = number // 10
    return SERVICE.format(
        number=number,
        team=team,
        next=team * 10 + (number + 1) % 9,
        waits=f"app{number - 1 - (number % 10 == 0)}: {{condition: service_healthy}}" if number else "",
        port=10000 + number,
    )


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` calls, Python's and C's."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    former = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(former)
    return count


def load(services: int) -> Project:
    return load_project(["-"], stdin=compose_text(services), environment={}, project_name="growing")


def report(project: Project) -> Audit:
    return Audit((audit(project),))


WORK: dict[str, Callable[[Project], object]] = {
    "config": lambda project: dump(canonical(project)),
    "k8s": lambda project: translate(project, KubernetesOptions()),
    "ingress": lambda project: translate(project, KubernetesOptions(publish="ingress", domain="example.com")),
    "swarm": lambda project: translate(project, SwarmOptions()),
    "audit": report,
}


def test_loading_grows_with_the_project() -> None:
    load(10)
    small, large = calls(lambda: load(SERVICES)), calls(lambda: load(2 * SERVICES))
    assert large <= MOST * small


@pytest.mark.parametrize("name", WORK)
def test_work_grows_with_the_project(name: str) -> None:
    work, projects = WORK[name], (load(SERVICES), load(2 * SERVICES))
    work(load(10))
    small, large = (calls(partial(work, project)) for project in projects)  # in this order: texts are remembered
    assert large <= MOST * small


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_grows_with_the_project(name: str) -> None:
    write, reports = FORMATS[name], (report(load(SERVICES)), report(load(2 * SERVICES)))
    write(report(load(10)))
    small, large = (calls(partial(write, audits)) for audits in reports)
    assert large <= MOST * small


def shared_text(services: int) -> str:
    """A ring of services, each of which shares a volume and a network with the next and has a volume of its own."""
    row = [(number, (number + 1) % services) for number in range(services)]
    return (
        "services:\n"
        + "".join(
            f"  app{number}: {{image: x, volumes: ['own{number}:/o', 'data{number}:/d', 'data{next_one}:/n'],"
            f" networks: [net{number}, net{next_one}]}}\n"
            for number, next_one in row
        )
        + "volumes:\n"
        + "".join(f"  data{number}:\n  own{number}:\n" for number, _ in row)
        + "networks:\n"
        + "".join(f"  net{number}:\n" for number, _ in row)
    )


@pytest.mark.parametrize("ending", GRAPHS)
def test_a_picture_grows_with_the_project(ending: str) -> None:
    projects = [
        load_project(["-"], stdin=shared_text(services), environment={}, project_name="ring")
        for services in (10, 600, 1200)
    ]
    _, small, large = (calls(partial(draw, project, ending)) for project in projects)
    assert large <= MOST * small


def test_a_long_row_of_jobs_is_translated() -> None:
    jobs = 2000
    job = "  job{0:04}:\n    image: busybox:1.37\n    restart: 'no'\n"
    wait = "    depends_on: {{job{0:04}: {{condition: service_completed_successfully}}}}\n"
    text = "".join(job.format(number) + wait.format(number + 1) for number in range(jobs)) + job.format(jobs)
    project = load_project(["-"], stdin=f"services:\n{text}", environment={}, project_name="jobs")
    made = {file.name for file in translate(project, KubernetesOptions()).files if file.name.endswith("-job.yaml")}
    assert {name.partition("-")[0] for name in made} == {f"job{number:04}" for number in range(jobs + 1)}


def test_a_long_row_of_borrowed_volumes_is_translated() -> None:
    row = "".join(f"  web{number}: {{image: caddy:2, volumes_from: [web{number + 1}]}}\n" for number in range(1200))
    text = f"services:\n{row}  web1200: {{image: caddy:2, volumes: [data:/data]}}\nvolumes: {{data: }}\n"
    project = load_project(["-"], stdin=text, environment={}, project_name="row")
    assert [entry.mount.target for entry in mounts_of(project, project.services["web0"])] == ["/data"]


def test_volumes_that_are_borrowed_along_many_ways_are_found_once() -> None:
    pairs = [(f"left{number}", f"right{number}") for number in range(40)]
    row = "".join(
        f"  {name}: {{image: caddy:2, volumes_from: [{', '.join(below)}]}}\n"
        for above, below in pairwise(pairs)
        for name in above
    )
    ends = "".join(f"  {name}: {{image: caddy:2, volumes: [data:/{name}]}}\n" for name in pairs[-1])
    project = load_project(
        ["-"], stdin=f"services:\n{row}{ends}volumes: {{data: }}\n", environment={}, project_name="row"
    )
    found = [entry.mount.target for entry in mounts_of(project, project.services["left0"])]
    assert found == ["/left39", "/right39"]
