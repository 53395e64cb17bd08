"""The topology as one HTML page: the picture, and its facts as tables."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import tostring

from composeport import __version__
from composeport.records import NamedTuple
from composeport.resources import jinja_templates
from composeport.writers.graph.diagram import Diagram, Link, Region, ServiceNode
from composeport.writers.graph.labels import CONDITIONS, summary, volume_label
from composeport.writers.graph.svg import picture

_Row = tuple[tuple[str, ...], ...]


class Table(NamedTuple):
    """A table whose cells have any number of lines; the first cell of a row is its name."""

    title: str
    head: tuple[str, ...]
    rows: tuple[_Row, ...]


def html(diagram: Diagram) -> str:
    """The text of an `.html` file. It loads nothing, and all that comes from the project is escaped."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    page = jinja_templates(autoescape=True).get_template("graph.html.j2")
    text = page.render(
        name=diagram.name,
        summary=summary(diagram),
        picture=Markup(tostring(picture(diagram), encoding="unicode")),  # noqa: S704 - the serialiser escapes
        tables=[table for table in _tables(diagram) if table.rows],
        version=__version__,
    )
    return f"{text}\n"


def _tables(diagram: Diagram) -> Iterator[Table]:
    head = ("Service", "Image", "Networks", "Published", "Listens on", "Volumes", "Addresses", "Waits for")
    rows = tuple(_service(diagram, service) for service in diagram.services.values())
    yield Table("Services", head, rows)
    ports = tuple(
        ((port.text,), (service.name,), ("this machine only" if port.loopback else "other machines too",))
        for service in diagram.services.values()
        for port in service.published
    )
    yield Table("Published ports", ("Port", "Service", "Reached from"), ports)
    networks = tuple(_network(region) for region in diagram.regions.values())
    yield Table("Networks", ("Network", "Notes", "Services"), networks)
    yield Table("Volumes", ("Volume", "Mounted by"), tuple(sorted(_volumes(diagram))))


def _service(diagram: Diagram, service: ServiceNode) -> _Row:
    links = [link for link in diagram.links if link.client == service.name]
    shared = (volume_label(volume) for volume in diagram.volumes.values() if service.name in volume.users)
    return (
        (service.name, *service.badges),
        (service.image,),
        (service.region, *service.elsewhere),
        tuple(port.text for port in service.published),
        service.listens,
        (*service.volumes, *shared),
        tuple(" ".join((link.server, *(f":{port}" for port in link.ports))) for link in links if link.calls),
        tuple(_wait(link) for link in links if link.condition),
    )


def _wait(link: Link) -> str:
    state = CONDITIONS.get(link.condition, "started")
    return f"{link.server}, {state}{'' if link.required else ', optional'}"


def _network(region: Region) -> _Row:
    return (region.key,), region.notes, tuple(sorted((*region.residents, *region.guests)))


def _volumes(diagram: Diagram) -> Iterator[_Row]:
    for service in diagram.services.values():
        for volume in service.volumes:
            yield (volume,), (service.name,)
    for shared in diagram.volumes.values():
        users = tuple(f"{user}, reading" if user in shared.readers else user for user in shared.users)
        yield (volume_label(shared),), users
