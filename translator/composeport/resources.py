"""Finds the directories that ship beside the code, `scaffolds` and `templates`, and reads the latter."""

from __future__ import annotations

from pathlib import Path

from composeport.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_data", _PACKAGE.parent.parent)
"""A wheel has them inside the package; a checkout, which an editable install points to, has them at its root."""


def data_dir(name: str) -> Path:
    """The directory `scaffolds` or `templates`. LookupError where this copy of composeport has none of that name."""
    for place in _PLACES:
        directory = place / name
        if directory.is_dir():
            return directory
    raise LookupError(f"this copy of composeport has no {name}: it looked in {' and '.join(map(str, _PLACES))}")


def jinja_templates(folder: str = "", **settings: Any) -> Environment:
    """The Jinja templates in a folder of `templates`; what one names and nobody gives is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - slow, and only for pages

    loader = FileSystemLoader(data_dir("templates") / folder)
    return Environment(  # noqa: S701 - who asks says what is escaped
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **settings
    )
