"""The topology as a Mermaid flowchart (Mermaid documentation, "Flowcharts - Basic Syntax")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.writers.graph.diagram import Diagram, Link, ServiceNode
from composeport.writers.graph.identifiers import identifiers
from composeport.writers.graph.labels import link_label, region_title, service_lines, volume_label

_SPECIAL = re.compile(r"[^\w .:/@→×+=,()\[\]-]")
"""Whatever might mean something in a quoted text: quotes, markup, entities, Markdown."""


def mermaid(diagram: Diagram) -> str:
    """The text of an `.mmd` file."""
    return "".join(f"{line}\n" for line in _lines(diagram))


def _lines(diagram: Diagram) -> Iterator[str]:
    services = identifiers("s", diagram.services)
    volumes = identifiers("v", diagram.volumes)
    yield "flowchart LR"
    for key, name in identifiers("n", diagram.regions).items():
        region = diagram.regions[key]
        yield f"  subgraph {name}[{_quoted(region_title(region))}]"
        yield from (f"    {_service(services[resident], diagram.services[resident])}" for resident in region.residents)
        if not region.residents:
            yield f"    {name}_also[{_quoted('also: ' + ', '.join(region.guests))}]"
        yield "  end"
    yield from (f"  {volumes[key]}[({_quoted(volume_label(volume))})]" for key, volume in diagram.volumes.items())
    for link in diagram.links:
        yield f"  {services[link.client]} {_arrow(link)} {services[link.server]}"
    for key, volume in diagram.volumes.items():
        for user in volume.users:
            yield f"  {services[user]} {'-. reads .-' if user in volume.readers else '-.-'} {volumes[key]}"
    jobs = ",".join(services[name] for name, service in diagram.services.items() if service.job)
    if jobs:
        yield "  classDef job stroke-dasharray: 4 3"
        yield f"  class {jobs} job"


def _service(identifier: str, service: ServiceNode) -> str:
    """A service as a box, one that outsiders reach as a stadium."""
    text = "<br>".join(map(_escaped, service_lines(service)))
    return f'{identifier}(["{text}"])' if service.published else f'{identifier}["{text}"]'


def _arrow(link: Link) -> str:
    """A full line for who addresses whom, a dotted one for who only waits."""
    arrow, label = "-->" if link.calls else "-.->", link_label(link)
    return f"{arrow}|{_quoted(label)}|" if label else arrow


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)
