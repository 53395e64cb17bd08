"""What a page of the documentation shows: files and commands, each with the block below its name."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent


def shown_in(page: str) -> dict[str, str]:
    """Each file or command that a page shows, and the block below it."""
    text = (REPOSITORY / page).read_text()
    return dict(re.findall(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
