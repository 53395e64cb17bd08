"""The stack schema refuses an attribute, or the type of its value.

## What it does

Finds what makes `docker stack deploy` refuse a Compose file. It is an error or a warning where the attribute has no
place in a stack and is lost, and a note, one for each attribute or type whatever the number of services, where
composeport writes it in another way.

## Why it matters

`docker stack deploy` reads the format of Compose files as it was in 2020, in a schema without unknown attributes: it
refuses the whole file for one of them, and for a number where it wants a string or a string where it wants a number.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    group_add: ["101"]
    depends_on:
      db:
        condition: service_started
  db:
    image: postgres:17.6
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    depends_on: [db]
  db:
    image: postgres:17.6
```

## What composeport does

It resolves `include`, `extends`, `profiles` and `label_file`, moves `scale` to `deploy.replicas`, writes `depends_on`
as a list, `published` as a number, booleans in quotes, durations without days. What has no place in a stack is left
out, with a finding of its own.

## What to do

For a note: deploy what `composeport swarm` writes, rather than the Compose file. For an error or a warning: do as its
help says; most of it can be set in the image or in the engine of each node.

## References

- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
- [Compose file version 3 reference](https://docs.docker.com/reference/compose-file/legacy-versions/)
- [docker/cli, the stack schema](https://github.com/docker/cli/tree/master/cli/compose/schema/data)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Attribute, Fidelity, Findings, PathPart, Severity
from composeport.dispositions.rules import SWARM_REJECTED as RULE
from composeport.excerpt import Lines
from composeport.model import Project, Service

_RESOLVED = ("extends", "profiles", "label_file", "scale")
"""Attributes of a service that the schema does not know, and whose meaning is in the stack file."""

_BOOLEANS = frozenset({"true", "false"})
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
"""`yes` and `off` are strings to the stack's loader too."""

_QUOTED = re.compile(r"[\"']")
_NUMBER = re.compile(r"[0-9.]+")

_Use = tuple[str, str, Attribute]
"""What is refused, how the stack file has it, and a place."""


def check(project: Project, findings: Findings) -> None:
    """One finding for each attribute or type, at its first use."""
    seen: set[str] = set()
    for what, instead, attribute in _refused(project):
        if what not in seen:
            seen.add(what)
            findings.add(
                RULE.at(Severity.INFO),
                Fidelity.EXACT,
                attribute,
                f"`docker stack deploy` refuses {what}: the stack file has {instead}",
                "nothing; deploy what `composeport swarm` writes",
                refused=what,
            )


def _refused(project: Project) -> Iterator[_Use]:
    lines = Lines(project.texts)
    if _names_itself(project, lines):
        yield "`name`", "none: the name of the stack is given when it is deployed", project.attribute("name")
    for kind in ("configs", "secrets"):
        for key in getattr(project, kind):
            for source in ("content", "environment"):
                if project.source.stated(kind, key, source):
                    yield f"`{source}` of {kind}", "a file", project.attribute(kind, key, source)
    for service in project.services.values():
        for name in _RESOLVED:
            if service.source.stated(name):
                yield f"`{name}`", "what it means", service.attribute(name)
        yield from _types(service, lines)


def _names_itself(project: Project, lines: Lines) -> bool:
    """Whether a file states the project's name, rather than a flag or the folder."""
    place = project.source.at("name")
    before = (lines.at(place) or "")[: place.column - 1]
    return before.rstrip().endswith("name:")


def _types(service: Service, lines: Lines) -> Iterator[_Use]:
    for name in service.depends_on:
        if service.source.stated("depends_on", name, "condition"):
            yield "`depends_on` as a mapping", "a list", service.attribute("depends_on")
    for index, port in enumerate(service.ports):
        written = _written(lines, service, ("ports", index, "published"))
        if port.published and _QUOTED.match(written) and not _same_place(service, index):
            yield "`published` in quotes", "a number", service.attribute("ports", index, "published")
    for attribute in ("environment", "labels"):
        for name, value in getattr(service, attribute).items():
            if value in _BOOLEANS and _BOOLEAN.fullmatch(_written(lines, service, (attribute, name))):
                yield f"a boolean in `{attribute}`", "it in quotes", service.attribute(attribute, name)
    for kind in ("limits", "reservations"):
        path = ("deploy", "resources", kind, "cpus")
        if service.source.stated(*path) and _NUMBER.fullmatch(_written(lines, service, path)):
            yield "`cpus` as a number", "it in quotes", service.attribute(*path)


def _same_place(service: Service, index: int) -> bool:
    """Whether a port is written in the short form, which is taken."""
    return service.source.at("ports", index, "published") == service.source.at("ports", index)


def _written(lines: Lines, service: Service, path: tuple[PathPart, ...]) -> str:
    """A value as it is written, where that is on one line."""
    place = service.source.at(*path)
    return lines.first(place) if place.end_line == place.line else ""
