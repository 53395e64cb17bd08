"""The topology of a project as a picture: `GRAPHS` has one function for each kind of file."""

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
