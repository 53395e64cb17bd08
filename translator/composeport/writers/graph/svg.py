"""The topology as an SVG that stands by itself (SVG 1.1): no script, no font, no link, both colour schemes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import product
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from composeport.writers.graph.card import PADDING, PILL_HEIGHT, WITH_ICON, Pill, across, card, natural_width
from composeport.writers.graph.diagram import Diagram, Region, ServiceNode, SharedVolume, legal
from composeport.writers.graph.geometry import Box
from composeport.writers.graph.labels import service_lines, summary, volume_label
from composeport.writers.graph.layout import Layout, Node, layout
from composeport.writers.graph.legend import legend
from composeport.writers.graph.lines import draw_lines
from composeport.writers.graph.svg_style import HUES, stylesheet
from composeport.writers.graph.text_width import fitted, width_of

_MARGIN = 24
_HEADER = 62
_TITLE = 30
_GUESTS = 16
_VOLUME_HEIGHT = 44
_WIDEST = 264
_NAME_ROOM = 640


def svg(diagram: Diagram) -> str:
    """The text of an `.svg` file."""
    root = picture(diagram)
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def picture(diagram: Diagram) -> Element:
    """The `svg` element, of which a page may be made."""
    places = _layout(diagram)
    hues = {key: f"n{number % HUES}" for number, key in enumerate(diagram.regions)}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "title desc"})
    SubElement(root, "title", {"id": "title"}).text = f"Topology of {diagram.name}"
    SubElement(root, "desc", {"id": "desc"}).text = summary(diagram)
    SubElement(root, "style").text = stylesheet()
    _arrowhead(root)
    page = SubElement(root, "rect", {"class": "page", "rx": "12"})
    _text(root, _MARGIN, 38, fitted(diagram.name, _NAME_ROOM, 20, bold=True), "project")
    _text(root, _MARGIN, 57, summary(diagram), "summary")
    body = SubElement(root, "g", {"transform": f"translate({_MARGIN} {_HEADER + 16})"})
    for key, region in diagram.regions.items():
        _frame(body, region, places.blocks[key], hues[key])
    draw_lines(body, diagram, places)
    for key, region in diagram.regions.items():
        _title(body, region, places, hues[key])
    for name, service in diagram.services.items():
        _service(body, service, places.nodes[f"s:{name}"], hues)
    for key, volume in diagram.volumes.items():
        _volume(body, volume, places.nodes[f"v:{key}"])
    width = 2 * _MARGIN + max(places.width, *_widths_above(diagram))
    bottom = _HEADER + 16 + places.height + 24
    height = bottom + legend(root, diagram, Box(_MARGIN, bottom, width - 2 * _MARGIN, 0)) + _MARGIN
    root.attrib.update({"viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height)})
    page.attrib.update({"width": str(width), "height": str(height)})
    for element in root.iter():
        element.text = element.text and legal(element.text)
    return root


def _layout(diagram: Diagram) -> Layout:
    nodes: dict[str, Node] = {}
    for name, service in diagram.services.items():
        width = max(natural_width(service), _title_width(diagram.regions[service.region]))
        nodes[f"s:{name}"] = Node(f"n:{service.region}", width, partial(_card_height, service))
    for key in diagram.volumes:
        nodes[f"v:{key}"] = Node(f"v:{key}", min(_WIDEST, width_of(key, 12) + 50), lambda _: _VOLUME_HEIGHT)
    for key, region in diagram.regions.items():
        if not region.residents:
            nodes[f"n:{key}"] = Node(f"n:{key}", _title_width(region), lambda _: 4)
    pairs = [(f"s:{link.client}", f"s:{link.server}") for link in diagram.links]
    pairs += [(f"s:{user}", f"v:{key}") for key, volume in diagram.volumes.items() for user in volume.users]
    heads = {f"n:{key}": _TITLE + _GUESTS * bool(region.guests) for key, region in diagram.regions.items()}
    found = layout(nodes, heads, pairs, _hints(diagram, {name for pair in pairs for name in pair}))
    return found._replace(blocks={key.removeprefix("n:"): box for key, box in found.blocks.items()})


def _widths_above(diagram: Diagram) -> tuple[int, int]:
    """How wide the lines above the picture are."""
    return min(_NAME_ROOM, width_of(diagram.name, 20, bold=True)), width_of(summary(diagram), 12)


def _card_height(service: ServiceNode, width: int) -> int:
    return card(service, width).height


def _hints(diagram: Diagram, linked: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Who nobody addresses stands beside those whose network it is on as well."""
    for region in diagram.regions.values():
        for pair in product((f"s:{name}" for name in region.guests), (f"s:{name}" for name in region.residents)):
            if linked.isdisjoint(pair):
                yield pair


def _title_width(region: Region) -> int:
    return min(_WIDEST, width_of(region.key, 12, bold=True) + _notes_width(region) + 8)


def _notes_width(region: Region) -> int:
    return sum(width_of(note, 11) + 24 for note in region.notes)


def _text(parent: Element, x: int, y: int, text: str, style: str) -> None:
    SubElement(parent, "text", {"x": str(x), "y": str(y), "class": style}).text = text


def _rect(parent: Element, box: Box, radius: int, style: str = "") -> None:
    names = ("x", "y", "width", "height")
    shape = {name: str(value) for name, value in zip(names, box, strict=True)} | {"rx": str(radius)}
    SubElement(parent, "rect", shape | ({"class": style} if style else {}))


def _arrowhead(root: Element) -> None:
    size = {"viewBox": "0 0 10 10", "refX": "9", "refY": "5", "markerWidth": "9", "markerHeight": "9"}
    units = {"markerUnits": "userSpaceOnUse", "orient": "auto"}
    marker = SubElement(SubElement(root, "defs"), "marker", {"id": "arrow", **size, **units})
    SubElement(marker, "path", {"d": "M0 1L10 5L0 9z", "class": "arrow"})


def _frame(body: Element, region: Region, box: Box, hue: str) -> None:
    group = SubElement(body, "g", {"class": f"region {hue}{' internal' if region.internal else ''}"})
    _rect(group, box, 10)


def _title(body: Element, region: Region, places: Layout, hue: str) -> None:
    """A network's name and notes, and on a second line who is on it but stands elsewhere."""
    box = places.blocks[region.key]
    first = next(
        (places.nodes[f"s:{name}"].width for name in region.residents if places.nodes[f"s:{name}"].x - 16 == box.x),
        box.width - 32,
    )
    group = SubElement(body, "g", {"class": hue})
    x = box.x + 16
    title = fitted(region.key, first - _notes_width(region), 12, bold=True)
    _text(group, x, box.y + 20, title, "title")
    x += width_of(title, 12, bold=True) + 8
    for note in region.notes:
        if note == "internal":
            SubElement(group, "path", {"class": "lock", "d": f"M{x} {box.y + 15}h8v6h-8zm2 0v-2a2 2 0 0 1 4 0v2"})
            x += 13
        _text(group, x, box.y + 20, note, "note")
        x += width_of(note, 11) + 8
    if region.guests:
        _text(group, box.x + 16, box.y + 36, fitted("also " + ", ".join(region.guests), first, 11), "guests")


def _service(body: Element, service: ServiceNode, box: Box, hues: Mapping[str, str]) -> None:
    contents = card(service, box.width)
    group = SubElement(body, "g", {"class": "service job" if service.job else "service"})
    SubElement(group, "title").text = "\n".join(service_lines(service))
    _rect(group, box, 8, "card")
    top = box.y + (box.height - contents.height) // 2
    _text(group, box.x + PADDING, top + 21, contents.name, "name")
    used = sum(pill.width + 5 for pill in contents.badges)
    _pills(group, contents.badges, Box(box.right - PADDING - used + 5, top + 8, 0, 0), hues)
    if contents.image:
        _text(group, box.x + PADDING, top + 38, contents.image, "image")
    for number, row in enumerate(contents.rows):
        y = top + contents.first_row + number * contents.row_height
        _pills(group, row, Box(box.x + PADDING, y, 0, 0), hues)


def _pills(group: Element, pills: Sequence[Pill], start: Box, hues: Mapping[str, str]) -> None:
    for x, pill in across(pills, start.x):
        drawn = SubElement(group, "g", {"class": f"pill {pill.kind}"})
        _rect(drawn, Box(x, start.y, pill.width, PILL_HEIGHT), PILL_HEIGHT // 2)
        if pill.kind in WITH_ICON:
            icon(drawn, pill.kind, x + 7, start.y + 9, hues.get(pill.text, ""))
        _text(drawn, x + pill.indent, start.y + 13, pill.text, "")


def icon(parent: Element, kind: str, x: int, y: int, hue: str) -> None:
    """The small picture of a volume or a network; `y` is its middle."""
    if kind == "network":
        SubElement(parent, "circle", {"class": f"dot {hue}", "cx": str(x + 4), "cy": str(y), "r": "4"})
    else:
        SubElement(parent, "path", {"class": "icon", "d": cylinder(Box(x, y - 5, 8, 10), 2)})


def cylinder(box: Box, bulge: int) -> str:
    """The outline of a cylinder."""
    half, down = box.width / 2, box.height - 2 * bulge
    return (
        f"M{box.x} {box.y + bulge}a{half:g} {bulge} 0 0 1 {box.width} 0v{down}a{half:g} {bulge} 0 0 1 {-box.width} 0z"
        f"m0 0a{half:g} {bulge} 0 0 0 {box.width} 0"
    )


def _volume(body: Element, volume: SharedVolume, box: Box) -> None:
    group = SubElement(body, "g", {"class": "shared"})
    SubElement(group, "title").text = f"{volume.key}, mounted by {', '.join(volume.users)}"
    SubElement(group, "path", {"class": "cylinder", "d": cylinder(box, 7)})
    _text(group, box.x + PADDING, box.y + 29, fitted(volume_label(volume), box.width - 2 * PADDING, 12), "image")
