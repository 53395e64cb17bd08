"""Text for Markdown that GitHub and GitLab render: shown as it is, whatever it holds."""

from __future__ import annotations

import re

from composeport.audit.reports.plain import inline, one_line

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_ALIVE = re.compile(r"@(?=\w)|[#!](?=\d)|:(?=//)|\bwww(?=\.)", re.IGNORECASE)
"""What would become a mention, a reference or a link: an empty comment behind it keeps it from that."""


def escaped(text: str) -> str:
    """Prose on one line."""
    return _prose(one_line(text))


def inlined(text: str) -> str:
    """Prose with code between backticks, on one line."""
    return "".join(_prose(prose) + code(span) for prose, span in inline(one_line(text)))


def code(text: str) -> str:
    """A code span, "" for none. A bar would end the cell of a table, and is escaped there even in code."""
    text = one_line(text).replace("|", "\\|")
    return f"`` {text} ``" if "`" in text else f"`{text}`" if text else ""


def _prose(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ALIVE.sub(r"\g<0><!-- -->", _SPECIAL.sub(r"\\\1", text))
