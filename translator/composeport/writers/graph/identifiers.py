"""Names for the parts of a picture that every format takes as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ILLEGAL = re.compile(r"[^A-Za-z0-9]")


def identifiers(prefix: str, names: Iterable[str]) -> dict[str, str]:
    """An identifier of letters, digits and `_` for each name, made after it: `s_user_db`; unlike names stay unlike."""
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for name in names:
        wanted = identifier = f"{prefix}_{_ILLEGAL.sub('_', name)}"
        number = taken.get(wanted, 2)
        while identifier in taken:
            identifier, number = f"{wanted}_{number}", number + 1
        taken[wanted], taken[identifier] = number, taken.get(identifier, 2)
        found[name] = identifier
    return found
