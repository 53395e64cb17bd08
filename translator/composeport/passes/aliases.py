"""Decides under which other names a service is found (SEMANTICS 3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Attribute, Fidelity, Findings, PathPart, Severity
from composeport.dispositions.rules import DNS_ALIAS, NAME_REWRITTEN
from composeport.model import Project, Service
from composeport.model.names import LABEL_LIMIT, dns_label
from composeport.model.resolution import claims, default_container_names
from composeport.passes.choices import Choices
from composeport.passes.dials import hosts_of
from composeport.passes.references import hosts_named, rename_hosts, rewrite_texts
from composeport.records import NamedTuple, replace


class _Claim(NamedTuple):
    """That `service` answers to `name` on `networks`, and the attribute that says so.

    `one_of` is the number of its containers where the name is that of one of them; 0 where all answer to it.
    """

    name: str
    service: str
    networks: tuple[str, ...]
    attribute: Attribute
    one_of: int = 0


class _Texts(NamedTuple):
    """By service: the words of its texts that may be hosts, and the hosts that are to be rewritten there."""

    used: dict[str, frozenset[str]]
    rewritten: dict[str, dict[str, str]]


_Meanings = dict[str, frozenset[str]]
"""By network: who answers to one name."""


def aliases(project: Project, findings: Findings, choices: Choices) -> Project:
    """Set `aliases` of each service; rewrite the names in texts that no target can resolve. Needs `passes.names`."""
    texts_of = _Texts({}, {})
    for name, service in project.services.items():
        texts_of.used[name] = hosts_of(service)
        texts_of.rewritten[name] = {}
    everywhere = frozenset().union(*texts_of.used.values())
    claimed: dict[str, list[_Claim]] = {}
    for claim in (*_claims(project), *_used_names(project, everywhere), *_links(project)):
        label = claim.name.lower() if "." in claim.name else dns_label(claim.name)
        claimed.setdefault(label, []).append(claim)
    decided: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in project.services}
    owners = {service.object_name: service for service in project.services.values()}
    for label in sorted(claimed):
        if _legal(label):
            for answering, networks in _agree(label, owners.get(label), claimed[label], findings).items():
                decided[answering][label] = networks
        elif choices.rewrite_names:
            _give_up(project, label, claimed[label], texts_of, findings)
    _own_links(project, decided, texts_of.rewritten)
    _report_external_links(project, findings)
    return replace(
        project,
        services={
            name: _rewrite(replace(service, aliases=decided[name]), texts_of.rewritten[name], findings)
            for name, service in project.services.items()
        },
    )


def _claims(project: Project) -> Iterator[_Claim]:
    """The names that services state, but for their own."""
    for name, service in project.services.items():
        for alias, path, networks in claims(service):
            if dns_label(alias) not in {service.object_name, ""}:
                yield _Claim(alias, name, networks, service.attribute(*path))


def _used_names(project: Project, used: frozenset[str]) -> Iterator[_Claim]:
    """The names that the engine makes up, where the project's texts use them."""
    for name, service in project.services.items():
        if service.network_mode:
            continue
        networks = tuple(sorted(service.networks))
        for made in default_container_names(project, service):
            if made.lower() in used or dns_label(made) in used:
                yield _Claim(made, name, networks, service.attribute(), service.replicas)
        for network in networks:
            full = project.networks[network].name if network in project.networks else network
            for host in (name, service.object_name, service.container_name):
                if host and f"{host}.{full}".lower() in used:
                    yield _Claim(f"{host}.{full}", name, (network,), service.attribute())


def _links(project: Project) -> Iterator[_Claim]:
    """Link aliases that mean one service for everyone; a name that anybody else has is not among them."""
    meant: dict[str, set[str]] = {}
    taken = {service.object_name for service in project.services.values()}
    taken |= {dns_label(alias) for service in project.services.values() for alias, _, _ in claims(service)}
    for _, _, service, alias in _link_aliases(project):
        meant.setdefault(dns_label(alias), set()).add(service)
    for linker, index, service, alias in _link_aliases(project):
        shared = tuple(sorted(set(linker.networks) & set(project.services[service].networks)))
        if len(meant[dns_label(alias)]) == 1 and dns_label(alias) not in taken and shared:
            yield _Claim(alias, service, shared, linker.attribute("links", index))


def _link_aliases(project: Project) -> Iterator[tuple[Service, int, str, str]]:
    """(linker, index, service, alias) of each link that gives a service another name."""
    for linker in project.services.values():
        for index, link in enumerate(linker.links):
            service, _, alias = link.partition(":")
            if alias and service in project.services and dns_label(alias) != project.services[service].object_name:
                yield linker, index, service, alias


def _legal(label: str) -> bool:
    """Whether `label` can name a `Service`: a label that starts with a letter (RFC 1035)."""
    return "." not in label and label[:1].isalpha() and len(label) <= LABEL_LIMIT


def _agree(
    label: str, namesake: Service | None, claimants: list[_Claim], findings: Findings
) -> dict[str, tuple[str, ...]]:
    """Who answers to `label`, each with the networks on which it does, where every network means the same ones.

    A service's own name is a claim on all its networks, and wins where networks disagree.
    """
    networks: dict[str, set[str]] = {}
    for claim in claimants:
        networks.setdefault(claim.service, set()).update(claim.networks)
    if namesake is not None:
        networks.setdefault(namesake.name, set()).update(() if namesake.network_mode else namesake.networks)
    meanings: _Meanings = {
        network: frozenset(service for service, on in networks.items() if network in on)
        for network in sorted(set().union(*networks.values()))
    }
    if len(set(meanings.values())) > 1:
        kept = frozenset({namesake.name}) if namesake else next(iter(meanings.values()))
        _report_conflict(label, claimants, meanings, kept, findings)
    else:
        kept = frozenset(networks)
        first = {claim.service: claim for claim in reversed(claimants)}
        for claim in first.values():
            _report_alias(label, claim, findings)
    if namesake is not None and kept == {namesake.name}:
        return {}
    return {service: tuple(sorted(networks[service])) for service in sorted(kept)}


def _report_alias(label: str, claim: _Claim, findings: Findings) -> None:
    any_of, advice = "", "nothing; peers may as well use the service's own name"
    if claim.one_of > 1:
        any_of = f", which leads to any of its {claim.one_of} pods"
        advice = "dial the pods of a StatefulSet (`--controller statefulset`) by their own names, NAME-0.NAME-pods"
    findings.add(
        DNS_ALIAS.at(Severity.WARNING) if any_of else DNS_ALIAS,
        Fidelity.APPROXIMATED,
        claim.attribute,
        f"{claim.service!r} is also found as {label!r}: by a Service of its own{any_of}",
        advice,
        alias=claim.name,
        names=claim.service,
    )


def _report_conflict(
    label: str, claimants: list[_Claim], meanings: _Meanings, kept: frozenset[str], findings: Findings
) -> None:
    where = "; ".join(f"on {network}: {', '.join(sorted(who))}" for network, who in meanings.items())
    message = f"{label!r} means different services on different networks ({where}); here: {', '.join(sorted(kept))}"
    for claim in claimants:
        lost = claim.service not in kept
        findings.add(
            DNS_ALIAS.at(Severity.ERROR),
            Fidelity.DROPPED if lost else Fidelity.APPROXIMATED,
            claim.attribute,
            message,
            "give each of them an alias of its own, and use that one",
            alias=claim.name,
            means={network: sorted(who) for network, who in meanings.items()},
        )


def _give_up(project: Project, label: str, claimants: list[_Claim], texts_of: _Texts, findings: Findings) -> None:
    """A name that no `Service` can have: texts that use it get the service's own name; others cannot resolve it."""
    services = {claim.service for claim in claimants}
    users = [name for name, hosts in texts_of.used.items() if label in hosts]
    if len(services) == 1:
        for user in users:
            texts_of.rewritten[user][label] = project.services[next(iter(services))].object_name
    severity = Severity.ERROR if users and len(services) > 1 else Severity.WARNING
    for claim in {claim.service: claim for claim in reversed(claimants)}.values():
        if len(claim.attribute.path) <= 2:
            continue  # nobody states it, and whoever uses it has been helped
        own_name = claim.attribute.path[-1] in {"container_name", "hostname"}
        findings.add(
            DNS_ALIAS.at(Severity.INFO if own_name and not users else severity),
            Fidelity.DROPPED,
            claim.attribute,
            f"{claim.name!r} of {claim.service!r} cannot be looked up on the cluster: a Service has one label that"
            " starts with a letter",
            f"let peers use {project.services[claim.service].object_name!r}, or have the cluster's DNS rewrite the name"
            " to that",
            alias=claim.name,
        )


def _own_links(
    project: Project, decided: dict[str, dict[str, tuple[str, ...]]], rewritten: dict[str, dict[str, str]]
) -> None:
    """Link aliases that are no name for everyone are rewritten in the linker's texts."""
    for linker, _, service, alias in _link_aliases(project):
        if dns_label(alias) not in decided[service]:
            rewritten[linker.name][alias] = project.services[service].object_name


def _rewrite(service: Service, renamed: dict[str, str], findings: Findings) -> Service:
    if not renamed:
        return service

    def rewrite(path: tuple[PathPart, ...], text: str) -> str:
        changed = rename_hosts(text, renamed)
        if changed != text:
            names = sorted(hosts_named(text, renamed))
            findings.add(
                NAME_REWRITTEN,
                Fidelity.APPROXIMATED,
                service.attribute(*path),
                f"{service.name!r} names {' and '.join(map(repr, names))}, which it cannot look up on the cluster:"
                f" rewritten to {' and '.join(repr(renamed[name]) for name in names)}",
                "use the name of the service itself",
                names=names,
            )
        return changed

    return rewrite_texts(service, rewrite)


def _report_external_links(project: Project, findings: Findings) -> None:
    for service in project.services.values():
        for index, link in enumerate(service.external_links):
            findings.add(
                DNS_ALIAS.at(Severity.WARNING),
                Fidelity.DROPPED,
                service.attribute("external_links", index),
                f"{link!r} of {service.name!r} is a container outside this project: its name does not resolve on the"
                " cluster",
                "create a Service of that name (type ExternalName, or with endpoints of its own)",
                link=link,
            )
