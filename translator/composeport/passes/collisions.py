"""Two names that become one are refused: each would overwrite the other's objects (SEMANTICS 3.1)."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.errors import InputError, Problem
from composeport.model import Project, Service


def refuse_collisions(project: Project, named: Mapping[str, Service], advice: str) -> None:
    """InputError where services of `named` share an `object_name`, at each but the first of them."""
    first: dict[str, str] = {}
    problems = []
    for key, service in named.items():
        other = first.setdefault(service.object_name, key)
        if other != key:
            message = f"services {other!r} and {key!r} would both be called {service.object_name!r}"
            problems.append(Problem(message, project.source.key("services", key), advice))
    if problems:
        raise InputError(problems, project.texts)
