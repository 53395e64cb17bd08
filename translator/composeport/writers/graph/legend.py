"""The line below the picture that says what its signs mean: those that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from composeport.model.decisions import COMPLETED, HEALTHY
from composeport.writers.graph.diagram import Diagram
from composeport.writers.graph.geometry import Box
from composeport.writers.graph.text_width import width_of

_SAMPLE = 34
_ROW = 20
_APART = 22


def legend(root: Element, diagram: Diagram, box: Box) -> int:
    """Draw the legend at the top of `box`, in as many rows as its width needs; the height that it took."""
    group = SubElement(root, "g", {"class": "legend"})
    x, y = box.x, box.y
    for sample, text in _signs(diagram):
        width = _SAMPLE + width_of(text, 11) + _APART
        if x > box.x and x + width - _APART > box.right:
            x, y = box.x, y + _ROW
        _draw(SubElement(group, "g", {"transform": f"translate({x} {y})"}), sample, text)
        x += width
    return y + _ROW - box.y if x > box.x else 0


def _signs(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """The sample and the meaning of each sign."""
    services, links = diagram.services.values(), diagram.links
    conditions = {link.condition for link in links}
    volumes = diagram.volumes.values()
    signs = (
        ("line", "calls", any(link.calls for link in links)),
        ("line wait", "starts after", any(not link.calls for link in links)),
        ("healthy", "waits until healthy", HEALTHY in conditions),
        ("completed", "waits until completed", COMPLETED in conditions),
        ("line mount", "shares a volume", bool(volumes)),
        ("public", "published", any(not port.loopback for service in services for port in service.published)),
        ("loopback", "published on loopback", any(port.loopback for service in services for port in service.published)),
        ("network", "also on this network", any(service.elsewhere for service in services)),
        ("lock", "no way out", any(region.internal for region in diagram.regions.values())),
        ("job", "runs to completion", any(service.job for service in services)),
    )
    return ((sample, text) for sample, text, used in signs if used)


def _draw(group: Element, sample: str, text: str) -> None:
    shapes = {
        "healthy": ("circle", {"class": "healthy", "cx": "20", "cy": "8", "r": "4"}),
        "completed": ("rect", {"class": "completed", "x": "16", "y": "4", "width": "8", "height": "8"}),
        "network": ("circle", {"class": "dot n0", "cx": "20", "cy": "8", "r": "4"}),
        "job": ("rect", {"class": "card", "x": "4", "y": "1", "width": "22", "height": "14", "rx": "4"}),
        "lock": ("path", {"class": "lock", "d": "M14 7h8v6h-8zm2 0v-2a2 2 0 0 1 4 0v2"}),
    }
    pill = {"x": "2", "y": "1", "width": "26", "height": "14", "rx": "7"}
    if sample in shapes:
        tag, shape = shapes[sample]
        SubElement(SubElement(group, "g", {"class": "job n0" if sample == "job" else "n0"}), tag, shape)
    elif sample in {"public", "loopback"}:
        SubElement(SubElement(group, "g", {"class": f"pill {sample}"}), "rect", pill)
    else:
        line = {"class": sample, "d": "M0 8H28"}
        SubElement(group, "path", line if sample == "line mount" else {**line, "marker-end": "url(#arrow)"})
    SubElement(group, "text", {"x": str(_SAMPLE), "y": "12"}).text = text
