"""Finds names that change inside mounted configuration files, which are not rewritten (SEMANTICS 3.1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from composeport.diagnostics import Fidelity, Findings, Location, PathPart, lines_of
from composeport.dispositions.rules import REFERENCE_IN_MOUNTED_FILE
from composeport.model import Project, Service
from composeport.model.names import dns_label
from composeport.model.resolution import claims
from composeport.passes.choices import Choices
from composeport.passes.references import hosts_named

_File = tuple[tuple[PathPart, ...], str, bytes]
"""A mounted file: the attribute of the service that mounts it, its name on the host, its content."""


def mounted_names(project: Project, findings: Findings, choices: Choices) -> Project:
    """Report each line of a mounted file that names a service whose name changes. The project stays as it is."""
    mounting = [service for service in project.services.values() if service.binds or service.configs]
    renamed = _renamed(project) if mounting and choices.rewrite_names else {}
    if renamed:
        named = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, renamed))})(?![\w-])")
        public = {name for name in renamed if not _may_resolve(name) and name not in project.services}
        for service in mounting:
            for path, name, content in _files(project, service):
                for found in _lines(named, public, _called(project, name), content):
                    _report(service, path, found, renamed, findings)
    return project


def _renamed(project: Project) -> dict[str, str]:
    """The names that no `Service` has as they are written, each with the one that is found instead.

    One that no `Service` can have is found under none, only its service is; what several services have is left out.
    """
    renamed = {key: service.object_name for key, service in project.services.items() if service.object_name != key}
    owners: dict[str, set[str]] = {}
    for service in project.services.values():
        for alias, _, _ in claims(service):
            found = dns_label(alias) if _may_resolve(alias) else service.object_name
            if found not in {"", alias.lower()}:
                owners.setdefault(alias, set()).add(found)
    return {alias: found.pop() for alias, found in owners.items() if len(found) == 1} | renamed


def _may_resolve(alias: str) -> bool:
    """Whether some `Service` could have the name, or one like it: no dots, and a letter first."""
    return "." not in alias and dns_label(alias)[:1].isalpha()


def _files(project: Project, service: Service) -> Iterator[_File]:
    for index, decision in service.binds.items():
        source = service.volumes[index].source
        for file in decision.files:
            yield ("volumes", index), f"{source}/{file.path}" if file.path else source, file.content
    for index, mount in enumerate(service.configs):
        config = project.configs.get(mount.source)
        if config is not None and config.loaded is not None:
            yield ("configs", index), config.file or config.key, config.loaded.content


def _called(project: Project, path: str) -> str:
    """A file as the project's own files are called in messages: from the current directory on, where it is below it."""
    for file in project.files:
        for name in project.texts:
            if file.endswith(f"/{name}"):
                return path.removeprefix(file.removesuffix(name))
    return path


def _lines(
    named: re.Pattern[str], public: Collection[str], name: str, content: bytes
) -> Iterator[tuple[str, Location]]:
    """Every name in the text, with its place there; what is not text names nothing.

    Those in `public` count where they are dialled: a server says in its files, too, what the world calls it.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines_of(text), 1):
        for found in named.finditer(line):
            if found[0] not in public or hosts_named(line, {found[0]}):
                yield found[0], Location(name, number, found.start() + 1, number, found.end() + 1)


def _report(
    service: Service,
    path: tuple[PathPart, ...],
    found: tuple[str, Location],
    renamed: dict[str, str],
    findings: Findings,
) -> None:
    name, location = found
    findings.add(
        REFERENCE_IN_MOUNTED_FILE,
        Fidelity.APPROXIMATED,
        service.attribute(*path)._replace(location=location),
        f"{service.name!r} mounts files that name {name!r}, which is {renamed[name]!r} on the cluster: they are not"
        " rewritten",
        f"write {renamed[name]!r} there, or rename the service",
        name=name,
    )
