"""The topology of a project as a picture: `GRAPHS` has one function for each kind of file.

`diagram` is what is shown, with `regions`, `labels` and `identifiers`. `dot` and `mermaid` leave the places to
others; for `svg`, and the `page` around it, `layout` finds them (`layers`, `arrangement`, `geometry`, `text_width`),
and `card`, `lines`, `legend` and `svg_style` draw.
"""

from __future__ import annotations

from collections.abc import Callable

from composeport.writers.graph.diagram import Diagram, diagram
from composeport.writers.graph.dot import dot
from composeport.writers.graph.mermaid import mermaid
from composeport.writers.graph.page import html
from composeport.writers.graph.svg import svg

__all__ = ["GRAPHS", "Diagram", "diagram"]

GRAPHS: dict[str, Callable[[Diagram], str]] = {".svg": svg, ".mmd": mermaid, ".dot": dot, ".html": html}
"""By the ending of the file."""
