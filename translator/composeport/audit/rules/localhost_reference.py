"""A variable or command points at `localhost`, where another service is meant.

## What it does

Finds `localhost`, `127.0.0.1` and `[::1]` with a port, in variables, env files and commands, where Compose publishes
that port on the machine, or another service listens on it, and the container itself does not. Addresses to listen on
or to advertise, health checks, and services that share a network namespace are left out; on Swarm also services in
the network of their node (`network_mode: host`), where the ports that the stack publishes answer on every node.

## Why it matters

Under Compose `http://localhost:3000` works for the browser on the developer's machine, since a port is published
there. On a cluster nobody's machine has that port, and inside a container the address is that container. Sign-in
redirects, token issuers, CORS lists and links in e-mails break that way.

## Example

```yaml compose.yaml
services:
  web:
    image: registry.example.com/shop/web:2.4.0
    ports: ["8080:80"]
    environment:
      API_URL: http://localhost:3000
  api:
    image: registry.example.com/shop/api:2.4.0
    ports: ["3000:3000"]
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: registry.example.com/shop/web:2.4.0
    ports: ["8080:80"]
    environment:
      API_URL: http://api:3000
  api:
    image: registry.example.com/shop/api:2.4.0
    ports: ["3000:3000"]
```

## What composeport does

It keeps the value as it is: only you know who reads it.

## What to do

Write the service's name where a program in the cluster reads the value. Where a browser does, write the address under
which the service will be published, best as a variable: `API_URL: ${PUBLIC_API_URL:-http://localhost:3000}`.

## References

- [Docker Compose, networking](https://docs.docker.com/compose/how-tos/networking/)
- [Kubernetes, DNS for Services and pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Fidelity, Findings, PathPart, Target
from composeport.dispositions.rules import LOCALHOST_REFERENCE as RULE
from composeport.model import Project, Service
from composeport.model.topology import is_loopback, namespace_owner, published_number
from composeport.records import NamedTuple

_ADDRESS = re.compile(r"(?<![\w.-])(localhost|127\.0\.0\.1|\[::1\]):(\d{2,5})(?!\d)", re.IGNORECASE)
_OWN_DOOR = re.compile(r"LISTEN|BIND|ADVERTISE", re.IGNORECASE)
"""What introduces an address on which a program listens, or which it tells others about itself."""


class _Server(NamedTuple):
    """Who is behind a port: a service, the port of its container, and whether Compose publishes it on the machine.

    `everywhere` is whether a swarm publishes it on each node.
    """

    name: str
    target: int
    published: bool
    everywhere: bool = False


class _Address(NamedTuple):
    """What a text points at."""

    host: str
    port: int


def check(project: Project, findings: Findings) -> None:
    """One finding for each variable and word of a command that points at a port of somebody else on `localhost`."""
    published = _published(project)
    listening = _listening(project)
    on_nodes = findings.target is Target.SWARM
    for service in project.services.values():
        owner = namespace_owner(project, service).name
        told: set[tuple[PathPart, ...]] = set()
        for path, name, address in _addresses(service):
            there = listening.get(address.port, {})
            server = published.get(address.port) or next(iter(there.values()), None)
            if server is None or (server.everywhere and on_nodes and service.network_mode == "host"):
                continue
            if owner not in there and path not in told:
                told.add(path)
                _report(service, path, f"{name} points at {address.host}:{address.port}", server, findings)


def _published(project: Project) -> dict[int, _Server]:
    """Which service Compose publishes on each port of the machine."""
    return {
        number: _Server(name, port.target, published=True, everywhere=port.mode != "host" and not is_loopback(port))
        for name, service in project.services.items()
        for port in service.ports
        if (number := published_number(port))
    }


def _listening(project: Project) -> dict[int, dict[str, _Server]]:
    """By container port: who listens on it, by the service whose network namespace that is in."""
    ports: dict[int, dict[str, _Server]] = {}
    for service in project.services.values():
        owner = namespace_owner(project, service).name
        for port in service.serves:
            ports.setdefault(port.target, {}).setdefault(owner, _Server(service.name, port.target, published=False))
    return ports


def _addresses(service: Service) -> Iterator[tuple[tuple[PathPart, ...], str, _Address]]:
    """Each `localhost` with a port in a service's texts: the attribute, what to call that, the address."""
    for path, name, text in _texts(service):
        shown = f"{name} of {service.name!r}" if path[0] in {"environment", "env_file"} else f"{service.name!r}"
        for match in _ADDRESS.finditer(text):
            if not _OWN_DOOR.search(name) and not _OWN_DOOR.search(text[: match.start()].rpartition(" ")[2]):
                yield path, shown, _Address(match.group(1).lower(), int(match.group(2)))


def _texts(service: Service) -> Iterator[tuple[tuple[PathPart, ...], str, str]]:
    """The texts of a service that may name a host, each with its path and what introduces it."""
    for name, value in service.environment.items():
        yield ("environment", name), name, value or ""
    for index, env_file in enumerate(service.env_files):
        for name, value in env_file.variables.items():
            if name not in service.environment:
                yield ("env_file", index), name, value or ""
    for attribute in ("entrypoint", "command"):
        words = getattr(service, attribute) or ()
        for index, word in enumerate(words):
            yield (attribute, index), words[index - 1] if index else "", word


def _report(service: Service, path: tuple[PathPart, ...], what: str, server: _Server, findings: Findings) -> None:
    if server.published:
        whom = "it" if server.name == service.name else repr(server.name)
        message = f"{what}, where Compose publishes {whom} on this machine: after a move nobody answers there"
        advice = f"say {server.name}:{server.target} to a program, and to a browser the address at which you publish it"
    else:
        message = f"{what}, which is the container itself: {server.name!r} listens on that port in another"
        advice = f"say {server.name}:{server.target}"
    findings.add(
        RULE, Fidelity.MANUAL, service.attribute(*path), message, advice, server=server.name, port=server.target
    )
