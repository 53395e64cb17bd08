"""The lines of the SVG: who addresses whom, who waits, who shares a volume."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from composeport.writers.graph.diagram import Diagram, Link
from composeport.writers.graph.geometry import Point
from composeport.writers.graph.labels import CONDITIONS, link_label
from composeport.writers.graph.layout import Layout

_ARROW = {"marker-end": "url(#arrow)"}

_Stretch = frozenset[Point]


def draw_lines(body: Element, diagram: Diagram, places: Layout) -> None:
    """Draw every line of `diagram`, then the marks of what is waited for.

    Lines to one node share a part of their way, which is drawn once: dashes over dashes would look like a full line.
    """
    drawn: set[_Stretch] = set()
    for link in sorted(diagram.links, key=lambda link: not link.calls):
        points = _from_client(places, link)
        style = "line" if link.calls else "line wait"
        _line(body, points, drawn, {"class": style, **_ARROW}, _told(link))
    for user, key, verb in _mounts(diagram):
        points = places.lines[f"s:{user}", f"v:{key}"]
        _line(body, points, drawn, {"class": "line mount"}, f"{user} {verb} {key}")
    for link in diagram.links:
        if link.condition in CONDITIONS:
            _mark(body, _from_client(places, link), CONDITIONS[link.condition])


def _mounts(diagram: Diagram) -> Iterator[tuple[str, str, str]]:
    for key, volume in diagram.volumes.items():
        for user in volume.users:
            yield user, key, "reads" if user in volume.readers else "mounts"


def _told(link: Link) -> str:
    label = link_label(link)
    verb = "calls" if link.calls else "starts after"
    return f"{link.client} {verb} {link.server}{' ' + label if label else ''}"


def _from_client(places: Layout, link: Link) -> Sequence[Point]:
    """The points of a line in the direction in which it is read."""
    client, server = f"s:{link.client}", f"s:{link.server}"
    points = places.lines[client, server]
    return points if places.nodes[client].x < places.nodes[server].x else points[::-1]


def _line(body: Element, points: Sequence[Point], drawn: set[_Stretch], attributes: dict[str, str], title: str) -> None:
    path, arrives = _path(points, drawn)
    if not path:
        return
    if not arrives:
        attributes = {name: value for name, value in attributes.items() if name not in _ARROW}
    line = SubElement(body, "path", {**attributes, "d": path})
    SubElement(line, "title").text = title


def _path(points: Sequence[Point], drawn: set[_Stretch]) -> tuple[str, bool]:
    """Curves through the gutters, straight lines through the columns, but for what is drawn; whether it has its end."""
    parts: list[str] = []
    connected = False
    for place, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        stretch = frozenset({(x1, y1), (x2, y2)})
        if stretch in drawn:
            connected = False
            continue
        drawn.add(stretch)
        parts += [] if connected else [f"M{x1} {y1}"]
        connected = True
        reach = (x2 - x1) * 9 // 20
        parts.append(f"H{x2}" if place % 2 else f"C{x1 + reach} {y1} {x2 - reach} {y2} {x2} {y2}")
    return "".join(parts), connected


def _mark(body: Element, points: Sequence[Point], condition: str) -> None:
    """What is waited for, where the line leaves: a circle for healthy, a square for completed."""
    (x, y), (towards, _) = points[:2]
    x += 5 if towards > x else -5
    if condition == "healthy":
        SubElement(body, "circle", {"class": condition, "cx": str(x), "cy": str(y), "r": "4"})
    else:
        SubElement(body, "rect", {"class": condition, "x": str(x - 4), "y": str(y - 4), "width": "8", "height": "8"})
