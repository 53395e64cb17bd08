"""What every format says about the parts of a picture, as text."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.model.decisions import COMPLETED, HEALTHY
from composeport.writers.graph.diagram import Diagram, Link, Region, ServiceNode, SharedVolume

CONDITIONS = {HEALTHY: "healthy", COMPLETED: "completed"}
"""The states that a service may wait for."""


def service_lines(service: ServiceNode) -> Iterator[str]:
    """What a box says about a service, a line each."""
    yield " ".join((service.name, *(f"({badge})" for badge in service.badges)))
    if service.image:
        yield service.image
    for port in service.published:
        yield f"{port.text} (loopback)" if port.loopback else port.text
    if service.listens:
        yield "listens on " + ", ".join(service.listens)
    if service.volumes:
        yield "keeps " + ", ".join(service.volumes)
    if service.namespace:
        yield f"in the network of {service.namespace}"
    if service.elsewhere:
        yield "also on " + ", ".join(service.elsewhere)


def region_title(region: Region) -> str:
    """`back (internal)`."""
    return " ".join((region.key, *(f"({note})" for note in region.notes)))


def volume_label(volume: SharedVolume) -> str:
    """`data (external)`."""
    return f"{volume.key} (external)" if volume.external else volume.key


def link_label(link: Link) -> str:
    """The ports that are dialled and the state that is waited for; "" where there is neither."""
    words = [f":{port}" for port in link.ports]
    if link.condition in CONDITIONS:
        words.append(f"when {CONDITIONS[link.condition]}")
    if link.condition and not link.required:
        words.append("optional")
    return " ".join(words)


def summary(diagram: Diagram) -> str:
    """`11 services · 8 networks · 3 published ports · 6 volumes`."""
    services = diagram.services.values()
    published = sum(len(service.published) for service in services)
    volumes = len(diagram.volumes) + len({volume for service in services for volume in service.volumes})
    counts = (
        (len(diagram.services), "service"),
        (sum(region.network for region in diagram.regions.values()), "network"),
        (published, "published port"),
        (volumes, "volume"),
    )
    return " · ".join(f"{count} {what}{'s' if count != 1 else ''}" for count, what in counts if count) or "no services"
