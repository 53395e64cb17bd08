"""Keeps the names of services, for a target that resolves them as the engine does (SEMANTICS 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Findings
from composeport.digests import sha256
from composeport.model import Project, Service
from composeport.model.names import LABEL_LIMIT, dns_label
from composeport.model.resolution import claims
from composeport.passes.choices import Choices
from composeport.passes.collisions import refuse_collisions
from composeport.passes.dials import hosts_of
from composeport.records import replace

_ADVICE = "rename one of them: a manager takes letters, digits, hyphens and underscores inside"

_COMPONENT = re.compile(r"[A-Za-z0-9]+(?:[-_]+[A-Za-z0-9]+)*")
"""What a swarm's manager takes for a "DNS name component": hyphens and underscores inside, capitals, no dots."""

_SHORTEST = 20
"""Characters that a name keeps, however long the project's name before it is; both together have 63 at most."""

_CUT = 38
"""Characters of a name that must be cut at all: a stack of another name than the project's takes it, too."""

_DIGEST = 8
_DIGITS = 10
"""A number of so many digits counts no container."""


def kept_names(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - passes look alike
    """Set `object_name` and `pod`: every service has its own name, and a pod to itself.

    A name that no manager takes becomes a DNS label. Raises `InputError` where two services meet in one.
    """
    limit = max(LABEL_LIMIT - len(project.name) - 1, _SHORTEST)
    services = {
        key: replace(service, object_name=_component(key, limit), pod=key) for key, service in project.services.items()
    }
    refuse_collisions(project, services, _ADVICE)
    return replace(project, services=services)


def _component(name: str, limit: int) -> str:
    """`name`, or a label that is made of it; one that is cut keeps a digest of the whole."""
    label = name if _COMPONENT.fullmatch(name) else dns_label(name, len(name)) or "service"
    if len(label) <= limit:
        return label
    digest = sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{label[: min(limit, _CUT) - _DIGEST - 1].rstrip('-_')}-{digest}"


def kept_aliases(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - passes look alike
    """Set `aliases` of each service to every other name that Compose's resolver finds it by."""
    found: dict[str, dict[str, set[str]]] = {key: {} for key in project.services}
    used = _numbered(project)
    for key, service in project.services.items():
        for alias, networks in _names(project, service, used):
            if alias != service.object_name:
                found[key].setdefault(alias, set()).update(networks)
    for target, alias, networks in _link_aliases(project):
        found[target].setdefault(alias, set()).update(networks)
    return replace(
        project,
        services={
            key: replace(
                service, aliases={alias: tuple(sorted(networks)) for alias, networks in sorted(found[key].items())}
            )
            for key, service in project.services.items()
        },
    )


def _numbered(project: Project) -> dict[str, set[int]]:
    """The hosts in the project's texts that end in a number, as `shop-db-1`: the numbers by what is before them."""
    found: dict[str, set[int]] = {}
    for service in project.services.values():
        for host in hosts_of(service):
            base, hyphen, number = host.rpartition("-")
            if hyphen and number.isdecimal() and len(number) < _DIGITS:
                found.setdefault(base, set()).add(int(number))
    return found


def _names(project: Project, service: Service, used: dict[str, set[int]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names that a service states, its former one, and those that Compose makes up and somebody uses."""
    if service.network_mode:
        return
    everywhere = tuple(service.networks)
    yield service.name, everywhere
    for alias, _, networks in claims(service):
        yield alias, networks
    made = f"{project.name}-{service.name}"
    for number in sorted(used.get(made.lower(), ())):
        if 0 < number <= max(service.replicas, 1) and not service.container_name:
            yield f"{made}-{number}", everywhere


def _link_aliases(project: Project) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(service, alias, networks) of each link whose alias means one service, and is nobody's own name."""
    links = [(linker, *link.partition(":")[::2]) for linker in project.services.values() for link in linker.links]
    taken = {name for key, service in project.services.items() for name in (key, service.object_name)}
    for linker, target, alias in links:
        meant = {other for _, other, same in links if same == alias}
        if target in project.services and alias and alias not in taken and len(meant) == 1:
            shared = set(linker.networks) & set(project.services[target].networks)
            if shared:
                yield target, alias, tuple(shared)
