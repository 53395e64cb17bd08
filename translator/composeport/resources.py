"""Finds the directories that ship beside the code: `scaffolds` and `templates`."""

from __future__ import annotations

from pathlib import Path

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
