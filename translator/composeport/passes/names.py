"""Gives every service a name that is a DNS label, and lets what refers to a changed name follow (SEMANTICS 3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Fidelity, Findings, PathPart
from composeport.dispositions.rules import NAME_REWRITTEN
from composeport.model import Project, Service
from composeport.model.names import dns_label, host_label
from composeport.passes.choices import Choices
from composeport.passes.collisions import refuse_collisions
from composeport.passes.references import hosts_named, rename_hosts, rewrite_texts
from composeport.records import replace

_HOST_WORDS = ("HOST", "ADDR", "SERVER", "URL", "URI", "ENDPOINT", "PEER", "NODE", "SEED", "DOMAIN")
_ADVICE = "rename one of them: names become DNS labels (letters, digits and hyphens)"


def names(project: Project, findings: Findings, choices: Choices) -> Project:
    """Set `object_name` of each service. Raises `InputError` where two services meet in one name."""
    named = {
        key: replace(service, object_name=service.overrides.name or host_label(key))
        for key, service in project.services.items()
    }
    refuse_collisions(project, named, _ADVICE)
    if choices.rewrite_names:
        renamed = _renamed(named)
        for service in named.values():
            _report_name(project, service, findings)
        if renamed:
            named = {key: _follow(service, renamed, findings) for key, service in named.items()}
    return replace(project, services=named)


def _renamed(named: dict[str, Service]) -> dict[str, str]:
    """Every name under which a service is known and that changes, with what it becomes. A service's own name wins."""
    changed = {
        alias: label
        for service in named.values()
        for alias in _other_names(service)
        if (label := dns_label(alias)) != alias and label
    }
    changed |= {
        key: service.object_name
        for key, service in named.items()
        if service.object_name != key and not _keeps_own_name(service)
    }
    return {old: new for old, new in changed.items() if old not in named or named[old].object_name == new}


def _keeps_own_name(service: Service) -> bool:
    """Whether a service that is called otherwise on request is found under its own name too, as under an alias."""
    return bool(service.overrides.name) and host_label(service.name) == service.name


def _other_names(service: Service) -> Iterator[str]:
    """Names beside its own that Compose's resolver knows a service by, where they are no names of a domain."""
    candidates = [service.container_name, service.hostname]
    for network in service.networks.values():
        candidates += network.aliases if network else ()
    return (name for name in candidates if name and "." not in name)


def _report_name(project: Project, service: Service, findings: Findings) -> None:
    if service.object_name != service.name and not _keeps_own_name(service):
        findings.add(
            NAME_REWRITTEN,
            Fidelity.APPROXIMATED,
            project.at_key("services", service.name),
            f"service {service.name!r} is called {service.object_name!r} on the cluster: its name is not a DNS label",
            f"rename it to {service.object_name!r}, and see that nothing outside these files uses the old name",
            name=service.name,
            becomes=service.object_name,
        )


def _follow(service: Service, renamed: dict[str, str], findings: Findings) -> Service:
    """The service with every host in its texts that changed its name renamed, each with a finding.

    The bare word by which it is called is its role, as in `command: celery_worker`, unless something says that it is
    a host.
    """
    own = {service.name, *_other_names(service)}
    of_others = {old: new for old, new in renamed.items() if old not in own}

    def rewrite(path: tuple[PathPart, ...], text: str) -> str:
        is_role = not own.isdisjoint(text.split(",")) and not _tells_host(service, path)
        known = of_others if is_role else renamed
        rewritten = rename_hosts(text, known)
        if rewritten != text:
            names = sorted(hosts_named(text, known))
            findings.add(
                NAME_REWRITTEN,
                Fidelity.APPROXIMATED,
                service.attribute(*path),
                f"{service.name!r} names {' and '.join(map(repr, names))}, which the cluster cannot resolve: rewritten"
                f" to {' and '.join(repr(renamed[name]) for name in names)}",
                "use names of letters, digits and hyphens",
                names=names,
            )
        return rewritten

    return rewrite_texts(service, rewrite)


def _tells_host(service: Service, path: tuple[PathPart, ...]) -> bool:
    """Whether what names a text says that it is a host: a variable, or the word before it in a command."""
    *place, last = path
    if place == ["environment"]:
        return _speaks_of_host(str(last))
    if place == ["env_file"]:
        return True  # several services read one, so that it speaks of each to the others
    test = service.healthcheck and service.healthcheck.test
    words = {"command": service.command, "entrypoint": service.entrypoint}.get(str(place[0]), test) or ()
    before = words[int(last) - 1] if last else ""
    return before in {"-h", "-H"} or (before.startswith("-") and _speaks_of_host(before))


def _speaks_of_host(name: str) -> bool:
    upper = name.upper()
    return any(word in upper for word in _HOST_WORDS)
