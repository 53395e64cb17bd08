"""Jinja templates for reports. What comes from a project is escaped for HTML, and what is not printed is replaced."""

from __future__ import annotations

from functools import cache

from composeport.hints import TYPE_CHECKING
from composeport.render import printable
from composeport.resources import data_dir, jinja_templates

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment(*, html: bool) -> Environment:
    """The templates for HTML, or for Markdown, which has rules of its own: the filters of that report escape."""
    return jinja_templates(autoescape=html, finalize=_printed)


def source(name: str) -> str:
    """The text of a file that a template takes in as it is."""
    return (data_dir("templates") / name).read_text(encoding="utf-8")


def _printed(value: object) -> object:
    return printable(value) if type(value) is str else value
