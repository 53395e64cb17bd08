"""Sizes and numbers as people write them."""

from __future__ import annotations

import re

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgtp]?)i?b?\s*", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}


def parse_size(text: str) -> int | None:
    """`64m`, `1.5GiB` or `1024` in bytes, units of 1024 as in the Docker engine; None where it is no size."""
    found = _SIZE.fullmatch(text)
    return int(float(found[1]) * 1024 ** _POWERS[found[2].lower()]) if found else None


def natural(text: str) -> int | None:
    """The number that 1 to 18 digits of ASCII are; None for any other text, as `²` is one, and a thousand digits."""
    return int(text) if len(text) < 19 and text.isascii() and text.isdigit() else None
