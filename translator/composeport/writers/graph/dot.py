"""The topology in Graphviz's language (Graphviz documentation, "DOT Language", "escString")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from composeport.writers.graph.diagram import Diagram, Link, Region, ServiceNode
from composeport.writers.graph.identifiers import identifiers
from composeport.writers.graph.labels import link_label, region_title, service_lines, volume_label

_HEAD = (
    'graph [rankdir=LR, compound=true, fontname="Helvetica", nodesep=0.3, ranksep=0.9]',
    'node [shape=box, style=rounded, fontname="Helvetica", fontsize=11, margin="0.15,0.08"]',
    'edge [fontname="Helvetica", fontsize=9, color="#64748b"]',
)


def dot(diagram: Diagram) -> str:
    """The text of a `.dot` file."""
    return "".join(f"{line}\n" for line in _lines(diagram))


def _lines(diagram: Diagram) -> Iterator[str]:
    services = identifiers("s", diagram.services)
    volumes = identifiers("v", diagram.volumes)
    yield f"digraph {_quoted(diagram.name)} {{"
    yield from (f"  {line};" for line in _HEAD)
    for key, name in identifiers("cluster_n", diagram.regions).items():
        yield from _region(name, diagram.regions[key], diagram.services, services)
    for key, volume in diagram.volumes.items():
        yield f"  {volumes[key]} [{_attributes(label=volume_label(volume), shape='cylinder', style='solid')}];"
    for link in diagram.links:
        yield f"  {services[link.client]} -> {services[link.server]}{_link(link)};"
    for key, volume in diagram.volumes.items():
        for user in volume.users:
            label = "reads" if user in volume.readers else ""
            shape = _attributes(label=label, style="dotted", arrowhead="none")
            yield f"  {services[user]} -> {volumes[key]} [{shape}];"
    yield "}"


def _region(
    name: str, region: Region, nodes: Mapping[str, ServiceNode], identifiers: Mapping[str, str]
) -> Iterator[str]:
    style = "rounded,bold" if region.internal else "rounded"
    yield f"  subgraph {name} {{"
    yield f"    graph [{_attributes(label=region_title(region), labeljust='l', style=style, color='#94a3b8')}];"
    for resident in region.residents:
        yield f"    {identifiers[resident]} [{_service(nodes[resident])}];"
    if not region.residents:
        yield f"    {name}_also [{_attributes(label='also: ' + ', '.join(region.guests), shape='plaintext')}];"
    yield "  }"


def _service(service: ServiceNode) -> str:
    style = ",".join(("rounded", *(["dashed"] if service.job else []), *(["bold"] if service.published else [])))
    return _attributes(label="\n".join(service_lines(service)), style="" if style == "rounded" else style)


def _link(link: Link) -> str:
    shown = _attributes(label=link_label(link), style="" if link.calls else "dashed")
    return f" [{shown}]" if shown else ""


def _attributes(**values: str) -> str:
    """`name=value` for each value that is not empty."""
    return ", ".join(f"{name}={_quoted(value)}" for name, value in values.items() if value)


def _quoted(text: str) -> str:
    """A text in quotes, in which entities and backslashes mean themselves; it may have several lines."""
    escaped = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n") + '"'
