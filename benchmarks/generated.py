"""Compose projects of any size, made by rule, so that each run measures the same text.

    python -m benchmarks.generated SERVICES > compose.yaml

A project is a row of teams of ten services: a gateway, seven that it calls, a database and a cache. Each team has a
network of its own, a volume and a config, and its gateway is on the network that all teams share. A service has what
those of real projects have: an anchor merged in, variables with and without interpolation, a health check, waits,
ports, labels and limits; about forty lines.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEAM = 10
"""How many services a team has."""

SIZES = (1, 1, 2, 2, 2, 3, 3, 4, 5, 10)
"""Services of the projects of a tree: the sizes that the examples of a guide to Compose have, by tenths."""

_HEAD = """\
name: generated

x-service: &service
  restart: unless-stopped
  logging:
    driver: json-file
    options: {max-size: 10m, max-file: "3"}
  environment: &environment
    TZ: UTC
    LOG_LEVEL: ${LOG_LEVEL:-info}

services:
"""

_SERVICE = """\
  {name}:
    <<: *service
    image: registry.example.com/shop/{name}:${{TAG:-1.{index}.0}}
    command: ["serve", "--port", "{port}", "--name", "{name}"]
    environment:
      <<: *environment
      SERVICE_NAME: {name}
      DATABASE_URL: postgres://shop:${{DB_PASSWORD:-secret}}@{team}-db:5432/{team}
      CACHE_URL: redis://{team}-cache:6379/0
      NEXT_URL: http://{following}:{port}/api
    healthcheck:
      test: ["CMD", "wget", "-q", "-O-", "http://localhost:{port}/health"]
      interval: 10s
      timeout: 3s
      retries: 5
      start_period: 20s
{waits}    expose: ["{port}"]
    networks: {networks}
    volumes:
      - {team}-files:/var/lib/files
    configs:
      - source: {team}-settings
        target: /etc/shop/settings.ini
    labels:
      com.example.team: {team}
      com.example.index: "{index}"
    deploy:
      replicas: 2
      resources:
        limits: {{cpus: "0.50", memory: 256M}}
        reservations: {{cpus: "0.10", memory: 64M}}
"""
_WAITS = """\
    depends_on:
      {team}-db: {{condition: service_healthy}}
"""
_WAITS_FOR_CACHE = """\
      {team}-cache: {{condition: service_started}}
"""
_PUBLISHED = """\
    ports:
      - "127.0.0.1:{published}:{port}"
"""
_DATABASE = """\
  {team}-db:
    <<: *service
    image: postgres:16-alpine
    environment:
      POSTGRES_DB: {team}
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: ${{DB_PASSWORD:-secret}}
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U shop -d {team}"]
      interval: 5s
      retries: 10
    networks: [{team}]
    volumes:
      - {team}-data:/var/lib/postgresql/data
    mem_limit: 512m
"""
_CACHE = """\
  {team}-cache:
    <<: *service
    image: redis:7-alpine
    command: redis-server --save 60 1
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 5s
    networks: [{team}]
    mem_limit: 128m
"""
_CONFIG = """\
  {team}-settings:
    content: |
      [shop]
      team = {team}
      level = ${{LOG_LEVEL:-info}}
"""


def compose_text(services: int) -> str:
    """A Compose file of so many services."""
    teams = [f"team{number:03}" for number in range(-(-services // TEAM))]
    parts = [_HEAD, *_services(teams, services)]
    parts += ["\nnetworks:\n  edge:\n", *(f"  {team}:\n" for team in teams)]
    parts += ["\nvolumes:\n", *(f"  {team}-data:\n  {team}-files:\n" for team in teams)]
    parts += ["\nconfigs:\n", *(_CONFIG.format(team=team) for team in teams)]
    return "".join(parts)


def _services(teams: list[str], total: int) -> Iterator[str]:
    """The services, team by team. What is left for the last team are its gateway, its database, its cache, in turn."""
    for number, team in enumerate(teams):
        size = min(TEAM, total - number * TEAM)
        members = max(1, size - 2)
        waits = ""
        if size > 1:
            yield _DATABASE.format(team=team)
            waits = _WAITS.format(team=team)
        if size > 2:
            yield _CACHE.format(team=team)
            waits += _WAITS_FOR_CACHE.format(team=team)
        names = [f"{team}-gateway", *(f"{team}-service{member}" for member in range(1, members))]
        for member, name in enumerate(names):
            yield _member(team, name, names[(member + 1) % members], number * TEAM + member, waits)


def _member(team: str, name: str, following: str, index: int, waits: str) -> str:
    """One service; a team's gateway is published and on the network of all."""
    gateway = name.endswith("-gateway")
    values = {
        "team": team,
        "name": name,
        "following": following,
        "index": index,
        "waits": waits,
        "port": 8000 + index % 100,
        "published": 20000 + index,
        "networks": f"[{team}, edge]" if gateway else f"[{team}]",
    }
    return _SERVICE.format(**values) + (_PUBLISHED.format(**values) if gateway else "")


def write_tree(folder: Path, projects: int) -> list[Path]:
    """Write so many projects below `folder`, of one to ten services as `SIZES` has them; returns their files."""
    files = []
    for number in range(projects):
        file = folder / f"area{number // 50:02}" / f"project{number:04}" / "compose.yaml"
        file.parent.mkdir(parents=True)
        text = compose_text(SIZES[number % len(SIZES)]).replace("team000", f"unit{number:04}")
        file.write_text(text.replace("name: generated\n", f"name: project{number:04}\n"), encoding="utf-8")
        files.append(file)
    return files


if __name__ == "__main__":
    print(compose_text(int(sys.argv[1])), end="")
