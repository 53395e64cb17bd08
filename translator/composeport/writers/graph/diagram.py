"""What a picture of a Compose application shows, as plain values that every format draws in its own way.

No value here comes from `environment`, `env_file`, a config or a secret: a picture is made to be passed around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from composeport.model import Port, Project, Service, WorkloadKind
from composeport.model.calls import Call
from composeport.model.decisions import JOBS
from composeport.model.topology import DEFAULT_BRIDGE, is_loopback, namespace_owner, networks_of, on_every_address
from composeport.model.volumes import mounts_of
from composeport.records import NamedTuple
from composeport.writers.graph.regions import home_networks

_MODES = {"host": "the machine's own network", "none": "no network"}
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, production 2)."""


class Publication(NamedTuple):
    """A published port: `8080→80`, after an address where it is not on every one; `loopback` never leaves the host."""

    text: str
    loopback: bool


class ServiceNode(NamedTuple):
    """A service. `region` is where it stands; `elsewhere` names the other networks that it is on.

    `badges` say what runs it, where that is not one server: `job`, `one a node`, `×3`. `listens` are the container
    ports that are not published but exposed or dialled. `volumes` are named ones that nobody else mounts.
    """

    name: str
    image: str
    region: str
    elsewhere: tuple[str, ...]
    badges: tuple[str, ...]
    published: tuple[Publication, ...]
    listens: tuple[str, ...]
    volumes: tuple[str, ...]
    namespace: str
    job: bool


class Region(NamedTuple):
    """A network, or what stands for one where there is none. `residents` stand in it, `guests` elsewhere."""

    key: str
    network: bool
    notes: tuple[str, ...]
    residents: tuple[str, ...]
    guests: tuple[str, ...]

    @property
    def internal(self) -> bool:
        """Whether nothing leads out of the network."""
        return "internal" in self.notes


class SharedVolume(NamedTuple):
    """A named volume that several services mount, with those that only read it."""

    key: str
    external: bool
    users: tuple[str, ...]
    readers: frozenset[str]


class Link(NamedTuple):
    """That `client` addresses `server` on `ports` (`calls`), waits for it, or both.

    `condition` is a condition of `depends_on`, or "" where the one does not wait for the other.
    """

    client: str
    server: str
    calls: bool
    ports: tuple[int, ...]
    condition: str
    required: bool


class Diagram(NamedTuple):
    """The whole picture. Everything is sorted by name."""

    name: str
    services: Mapping[str, ServiceNode]
    regions: Mapping[str, Region]
    volumes: Mapping[str, SharedVolume]
    links: tuple[Link, ...]


def diagram(project: Project, calls: Iterable[Call]) -> Diagram:
    """The picture of `project`, whose `kind`s are decided, and of who calls whom in it."""
    calls = tuple(calls)
    on = {name: _regions_of(project, service) for name, service in project.services.items()}
    links = tuple(_links(project, calls))
    homes = home_networks(on, [(link.client, link.server) for link in links])
    mounts = _named_mounts(project)
    shared = {key: users for key, users in mounts.items() if len(users) > 1}
    own: dict[str, list[str]] = {}
    for key in mounts.keys() - shared.keys():
        [user] = mounts[key]
        own.setdefault(user, []).append(key)
    dialled: dict[str, set[int]] = {}
    for call in calls:
        dialled.setdefault(call.server, set()).update(call.ports)
    return Diagram(
        clean(project.name),
        {
            name: ServiceNode(
                name=name,
                image=clean(service.image or ("built here" if service.build else "")),
                region=homes[name],
                elsewhere=tuple(key for key in on[name] if key != homes[name]),
                badges=tuple(_badges(service)),
                published=tuple(map(_publication, service.ports)),
                listens=_listens(service, dialled.get(name, set())),
                volumes=tuple(sorted(own.get(name, ()))),
                namespace=_namespace(project, service),
                job=service.kind in JOBS,
            )
            for name, service in sorted(project.services.items())
        },
        _regions(project, on, homes),
        {key: _shared_volume(project, key, users) for key, users in shared.items()},
        links,
    )


def clean(text: str) -> str:
    """`text` on one line."""
    return legal(" ".join(text.split()))


def legal(text: str) -> str:
    """`text` without what no document may hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _regions_of(project: Project, service: Service) -> tuple[str, ...]:
    """The networks of a service; what stands for one where it has none."""
    mode = namespace_owner(project, service).network_mode
    return networks_of(project, service) or (_MODES.get(mode, clean(mode) or "no network"),)


def _namespace(project: Project, service: Service) -> str:
    owner = namespace_owner(project, service).name
    return "" if owner == service.name else owner


def _badges(service: Service) -> Iterator[str]:
    if service.kind is WorkloadKind.GLOBAL:
        yield "one a node"
    elif service.kind in JOBS:
        yield "job"
    if service.replicas != 1:
        yield f"×{service.replicas}"


def _publication(port: Port) -> Publication:
    address = "" if on_every_address(port) else f"[{port.host_ip}]:" if ":" in port.host_ip else f"{port.host_ip}:"
    protocol = "" if port.protocol in {"", "tcp"} else f"/{port.protocol}"
    return Publication(clean(f"{address}{port.published or 'any'}→{port.target}{protocol}"), is_loopback(port))


def _listens(service: Service, dialled: set[int]) -> tuple[str, ...]:
    """The ports that peers reach and that are not published, declared ones first."""
    published = {str(port.target) for port in service.ports}
    exposed = [clean(entry.removesuffix("/tcp")) for entry in service.expose]
    return tuple(dict.fromkeys(port for port in (*exposed, *map(str, sorted(dialled))) if port not in published))


def _regions(project: Project, on: Mapping[str, tuple[str, ...]], homes: Mapping[str, str]) -> dict[str, Region]:
    members: dict[str, list[str]] = {}
    for name in sorted(on):
        for key in on[name]:
            members.setdefault(key, []).append(name)
    return {
        key: Region(
            key,
            key in project.networks or key == DEFAULT_BRIDGE,
            tuple(_notes(project, key)),
            tuple(name for name in members[key] if homes[name] == key),
            tuple(name for name in members[key] if homes[name] != key),
        )
        for key in sorted(members)
    }


def _notes(project: Project, key: str) -> Iterator[str]:
    network = project.networks.get(key)
    if network is not None and network.internal:
        yield "internal"
    if network is not None and network.external:
        yield "external"


def _named_mounts(project: Project) -> dict[str, dict[str, bool]]:
    """By named volume, sorted: the services that mount it, each with whether it only reads it."""
    found: dict[str, dict[str, bool]] = {}
    for name, service in sorted(project.services.items()):
        for entry in mounts_of(project, service):
            if entry.mount.type == "volume" and entry.mount.source:
                users = found.setdefault(entry.mount.source, {})
                users[name] = users.get(name, True) and entry.mount.read_only
    return dict(sorted(found.items()))


def _shared_volume(project: Project, key: str, users: Mapping[str, bool]) -> SharedVolume:
    volume = project.volumes.get(key)
    readers = frozenset(name for name, read_only in users.items() if read_only)
    return SharedVolume(key, volume is not None and volume.external, tuple(users), readers)


def _links(project: Project, calls: Iterable[Call]) -> Iterator[Link]:
    called = {(call.client, call.server): call.ports for call in calls}
    waits = {
        (name, other): dependency
        for name, service in project.services.items()
        for other, dependency in service.depends_on.items()
        if other in project.services and other != name
    }
    for pair in sorted(called.keys() | waits.keys()):
        wait = waits.get(pair)
        yield Link(
            *pair,
            calls=pair in called,
            ports=called.get(pair, ()),
            condition=wait.condition if wait else "",
            required=wait.required if wait else True,
        )
