"""Finds out on which ports each service listens, as far as the project tells (SEMANTICS 3.5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from composeport.diagnostics import Findings, Location, PathPart
from composeport.errors import InputError, Problem
from composeport.model import PROTOCOLS, Port, Project, ServedPort, Service
from composeport.model.quantities import natural
from composeport.model.resolution import Answers, answers, resolve
from composeport.passes.choices import Choices
from composeport.passes.dials import Dial, dials, dials_of_pairs, is_word
from composeport.passes.proxied_ports import proxied_ports
from composeport.passes.references import texts
from composeport.passes.rings import rings
from composeport.passes.well_known import ports_of_image
from composeport.records import NamedTuple, replace

_ITSELF = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 - read, not listened on
_LISTENS = re.compile(r"(?<!\S)(?:-[pP]|--port|-c port)[ =]?(\d{2,5})(?!\S)")
"""How PostgreSQL, MySQL, Redis and MongoDB are told another port than their own."""
_MOST = 66_000
"""Ports that the ranges of `expose` may stand for in one project."""


class Reference(NamedTuple):
    """A service that somebody dials, on which port, and where that is written; `check` in a health check."""

    service: str
    dial: Dial
    location: Location | None
    check: bool


def ports(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - all passes look alike
    """Set `serves`, `dialled`, `dialled_unready`, `checked_as`, `calls_itself`. Needs `binds` for what files name.

    Raises `InputError` where a project exposes more ports than there is room for.
    """
    _refuse_too_many(project)
    project = _spelled_alike(project)
    table = answers(project)
    found: dict[str, list[Reference]] = {name: [] for name in project.services}
    dialled: dict[str, set[str]] = {name: set() for name in project.services}
    checked_as: dict[str, str] = {}
    for client in project.services.values():
        for reference in references_of(project, table, client):
            found[reference.service].append(reference)
            if not reference.check or reference.service != client.name:
                dialled[client.name].add(reference.service)
            elif reference.dial.port and reference.dial.host not in _ITSELF:
                checked_as[client.name] = reference.dial.host
    unready = _dialled_unready(project, table, dialled)
    by_others = {server for client, servers in dialled.items() for server in servers if server != client}
    return replace(
        project,
        services={
            name: replace(
                service,
                serves=tuple(_serves(service, found[name])),
                dialled=name in by_others,
                dialled_unready=name in unready,
                checked_as=checked_as.get(name, ""),
                calls_itself=_own_name(project, table, service) if name in dialled[name] else "",
            )
            for name, service in project.services.items()
        },
    )


def _spelled_alike(project: Project) -> Project:
    """The project with the protocols of all ports as `PROTOCOLS` spells them: an engine takes `TCP`, or none, too."""
    odd = {
        name: replace(service, ports=tuple(map(_spelled, service.ports)))
        for name, service in project.services.items()
        if any(port.protocol not in PROTOCOLS for port in service.ports)
    }
    return replace(project, services={**project.services, **odd}) if odd else project


def _spelled(port: Port) -> Port:
    return replace(port, protocol=port.protocol.lower() or "tcp")


def _serves(service: Service, references: list[Reference]) -> Iterator[ServedPort]:
    """Each port once, what is declared first."""
    seen: set[tuple[int, str]] = set()
    numbers: set[int] = set()
    known = {number for number, _ in ports_of_image(service.image)}
    for port in (*_declared(service), *_inferred(references), *proxied_ports(service), *_of_image(service)):
        told = port.protocol or "tcp"
        if (port.target, told) in seen or (not port.protocol and port.target in numbers):
            continue
        seen.add((port.target, told))
        numbers.add(port.target)
        yield port._replace(protocol=told, of_image=port.target in known)


def _declared(service: Service) -> Iterator[ServedPort]:
    for index, port in enumerate(service.ports):
        place = service.source.at("ports", index)
        yield ServedPort(port.target, port.protocol or "tcp", "ports", place, port.name, port.app_protocol)
    for index, text in enumerate(service.expose):
        numbers, protocol = exposed_ports(text)
        for number in numbers:
            yield ServedPort(number, protocol, "expose", service.source.at("expose", index))


def exposed_ports(text: str) -> tuple[range, str]:
    """The ports of an entry of `expose` (`3000`, `3000-3005`, `53/udp`) and their protocol; none where it has none."""
    numbers, _, protocol = text.partition("/")
    first, _, last = numbers.partition("-")
    lowest, highest = natural(first), natural(last or first)
    if not lowest or highest is None or highest > 65535:
        return range(0), ""
    return range(lowest, highest + 1), protocol.lower() or "tcp"


def _refuse_too_many(project: Project) -> None:
    """A few lines of ranges stand for more ports than there is room for."""
    left = _MOST
    for service in project.services.values():
        for index, text in enumerate(service.expose):
            left -= len(exposed_ports(text)[0])
            if left < 0:
                message = f"the ranges of `expose` hold more than {_MOST:,} ports"
                advice = "composeport bounds this to protect itself from hostile files"
                raise InputError([Problem(message, service.source.at("expose", index), advice)], project.texts)


def _inferred(references: list[Reference]) -> Iterator[ServedPort]:
    numbers = sorted(
        (reference for reference in references if reference.dial.port and reference.dial.port < 65536),
        key=lambda reference: (reference.dial.port or 0, reference.location or ()),
    )
    for _, dial, location, _ in numbers:
        yield ServedPort(dial.port or 0, dial.protocol, "reference", location)


def _of_image(service: Service) -> Iterator[ServedPort]:
    """The ports of a well-known image, after those on which its command tells it to listen."""
    known = ports_of_image(service.image)
    if known and service.command:
        for number in map(int, _LISTENS.findall(" ".join(service.command))):
            if 0 < number < 65536:
                yield ServedPort(number, known[0][1], "image", service.source.at("command"))
    for number, protocol in known:
        yield ServedPort(number, protocol, "image", service.source.at("image"))


def references_of(project: Project, table: Answers, client: Service) -> Iterator[Reference]:
    """What a service's text dials: each service that is meant, where it is dialled, and the place of the text."""
    for path, dial in _dials(project, client):
        check = path[0] == "healthcheck"
        if dial.host in _ITSELF:
            services: tuple[str, ...] = (client.name,) if check else ()
        else:
            services = resolve(project, table, client, dial.host)
        if services:
            location = client.source.at(*path)
            yield from (Reference(service, dial, location, check) for service in services)


def _dials(project: Project, client: Service) -> Iterator[tuple[tuple[PathPart, ...], Dial]]:
    """Whatever the texts and the mounted files of a service dial, with the path of the attribute that says so."""
    yield from _told(client)
    for path, content in _files(project, client):
        for dial in dials(content):
            yield path, dial


def _told(client: Service) -> Iterator[tuple[tuple[PathPart, ...], Dial]]:
    """The same of its texts alone."""
    for path, text in texts(client):
        if is_word(text):
            yield path, Dial(text, None)
            continue
        for dial in dials(text):
            yield path, dial
    for path, words in (
        (("entrypoint",), client.entrypoint),
        (("command",), client.command),
        (("healthcheck", "test"), client.healthcheck.test if client.healthcheck else None),
    ):
        for dial in dials(" ".join(words)) if words and len(words) > 1 else ():
            yield path, dial
    for key, dial in dials_of_pairs(client.variables):
        yield (("environment", key) if key in client.environment else ("env_file",)), dial


def _own_name(project: Project, table: Answers, service: Service) -> str:
    """The first name in a service's own settings that means its one container, as host: `PLAINTEXT://kafka:9092`.

    Several containers keep names of their own.
    """
    if service.replicas > 1:
        return ""
    for path, dial in _told(service):
        host = path[0] != "healthcheck" and dial.host not in _ITSELF and (dial.port is not None or _holds_host(path))
        if host and resolve(project, table, service, dial.host) == (service.name,):
            return dial.host
    return ""


def _holds_host(path: tuple[PathPart, ...]) -> bool:
    """Whether a variable is called so that a bare word in it is a host: `OTEL_COLLECTOR_HOST`, `BIND_ADDR`."""
    name = str(path[-1]).upper()
    return path[0] == "environment" and ("HOST" in name or "ADDR" in name)


def _files(project: Project, client: Service) -> Iterator[tuple[tuple[PathPart, ...], str]]:
    """The text files that come with a service: bind mounts and configs."""
    for index, decision in client.binds.items():
        for file in decision.files:
            if b"\0" not in file.content:
                yield ("volumes", index), file.content.decode(errors="replace")
    for index, mount in enumerate(client.configs):
        config = project.configs.get(mount.source)
        if config is not None and config.loaded is not None and b"\0" not in config.loaded.content:
            yield ("configs", index), config.loaded.content.decode(errors="replace")


def _dialled_unready(project: Project, table: Answers, dialled: dict[str, set[str]]) -> set[str]:
    """Services whose names must resolve before they are ready.

    Those that their own health check dials by name, or that of a service that they wait for; and those with a check
    that dial each other in a ring, as the nodes of a cluster do: none would become ready without the others.
    """
    unready = set()
    ring = rings(dialled)
    sizes = Counter(ring.values())
    by_check = {name: _dialled_by_check(project, table, service) for name, service in project.services.items()}
    for name, service in project.services.items():
        checked = service.healthcheck is not None and not service.healthcheck.disabled
        if any(name in by_check.get(other, ()) for other in (name, *service.depends_on)) or (
            checked and sizes[ring[name]] > 1
        ):
            unready.add(name)
    return unready


def _dialled_by_check(project: Project, table: Answers, service: Service) -> set[str]:
    check = service.healthcheck
    if check is None or not check.test or check.disabled:
        return set()
    hosts = {dial.host for text in (*check.test, " ".join(check.test)) for dial in dials(text)} | {*check.test}
    hosts |= {word for text in check.test for word in text.split()}
    return {found for host in hosts - _ITSELF for found in resolve(project, table, service, host)}
