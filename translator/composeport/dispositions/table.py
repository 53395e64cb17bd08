"""The shape of a table of dispositions, and how an attribute finds its row.

A row stands for its attribute and all below it, unless rows below it are more precise; then each attribute there has
one. `*` is any name or index. Rows with a rule are reported by the table, since their fate depends on nothing; for the
others, the function that writes the attribute reports what it cannot express.
"""

from __future__ import annotations

from collections.abc import Mapping

from composeport.diagnostics import Fidelity, PathPart, Rule
from composeport.records import NamedTuple

Pattern = tuple[str, ...]


class Disposition(NamedTuple):
    """What becomes of an attribute: how faithfully, why, and what to do. `rule` is set where the table reports it."""

    fidelity: Fidelity
    reason: str = ""
    rule: Rule | None = None
    help: str = ""


EXACT = Disposition(Fidelity.EXACT)
"""Kept as it is."""


def partly(reason: str) -> Disposition:
    """Exact but for a case that the function which writes it reports."""
    return Disposition(Fidelity.APPROXIMATED, reason)


def manual(reason: str) -> Disposition:
    """Needs something done by hand, which the function that writes it says."""
    return Disposition(Fidelity.MANUAL, reason)


def lost(reason: str) -> Disposition:
    """Has no effect on the target, as the function that meets it says: what that costs depends on the value."""
    return Disposition(Fidelity.DROPPED, reason)


def dropped(rule: Rule, reason: str, help: str) -> Disposition:
    """Has no effect on the target, whatever its value."""
    return Disposition(Fidelity.DROPPED, reason, rule, help)


def approximated(rule: Rule, reason: str, help: str) -> Disposition:
    """Has another effect on the target, whatever its value."""
    return Disposition(Fidelity.APPROXIMATED, reason, rule, help)


Row = tuple[int, Disposition]
"""The row that stands for an attribute, and how many parts of the attribute's path it is about."""

Rows = dict[str, "Rows | Disposition"]
"""A table as the tree that the patterns of its rows are the paths of."""


def below(rows: Rows, part: PathPart) -> Rows | Disposition:
    """What the table has for an attribute right below `rows`. Extensions (`x-*`) are exact: nothing reads them.

    Raises `LookupError` for an attribute that it does not know.
    """
    if isinstance(part, str):
        if found := rows.get(part):
            return found
        if part.startswith("x-"):
            return EXACT
    if found := rows.get("*"):
        return found
    raise LookupError(f"no disposition for {part!r}")


class Lookup:
    """Finds the row of an attribute in a table."""

    def __init__(self, table: Mapping[Pattern, Disposition]) -> None:
        self.rows = _tree(table)

    def __call__(self, path: tuple[PathPart, ...]) -> Row | None:
        """The row; None on the way to one. Raises `LookupError` for an attribute without a row."""
        found: Rows | Disposition = self.rows
        for depth, part in enumerate(path):
            if isinstance(found, Disposition):
                return depth, found
            found = below(found, part)
        return (len(path), found) if isinstance(found, Disposition) else None


def _tree(table: Mapping[Pattern, Disposition]) -> Rows:
    root: Rows = {}
    for pattern, disposition in table.items():
        below = root
        for part in pattern[:-1]:
            step = below.setdefault(part, {})
            assert isinstance(step, dict), f"{pattern} lies below a row that stands for all"
            below = step
        below[pattern[-1]] = disposition
    return root
