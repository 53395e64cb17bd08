"""The variables that a project may read: those that its files name, and those that it hands through."""

from __future__ import annotations

import re

from composeport.model import Project

_NAMED = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)")


def candidates(project: Project) -> list[str]:
    """The names of variables that may decide something, in alphabetical order."""
    return sorted(name for name in _named(project) if not _is_reserved(name))


def reserved(project: Project) -> list[str]:
    """Those of the files' variables that Compose reads itself, to find the project."""
    return sorted(name for name in _named(project) if _is_reserved(name))


def _named(project: Project) -> set[str]:
    """Every name behind a `$`: one that is no variable changes nothing when it is tried."""
    found = {name for text in project.texts.values() for name in _NAMED.findall(text)}
    for service in project.services.values():
        found |= {name for name, value in service.environment.items() if project.environment.get(name) == value}
    found |= {item.environment for kind in (project.configs, project.secrets) for item in kind.values()}
    return {name for name in found if _NAMED.fullmatch(f"${name}")}


def _is_reserved(name: str) -> bool:
    return name.startswith("COMPOSE_") or name in {"PWD", "HOME"}
