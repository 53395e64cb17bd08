"""Advice for a misspelt name."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the known name that is most like `name`, or "" where none is."""
    from difflib import get_close_matches  # noqa: PLC0415 - good input does not need it

    close = get_close_matches(name, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else ""
