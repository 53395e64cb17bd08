"""The support matrix of the documentation, made from the tables: `python -m composeport.dispositions.page`."""

from __future__ import annotations

from composeport.dispositions import kubernetes, swarm
from composeport.dispositions.table import Disposition, Lookup, Pattern

_HEAD = """# What becomes of each attribute

Made from the tables in `translator/composeport/dispositions/` by `make docs`; change those, not this page.

`*` is any name or index. A row stands for its attribute and for all below it that have no row of their own. Where a
cell names a rule, each use of the attribute is a finding of that rule; where it does not but is not *exact*, the
finding depends on the value, and says what it depends on.

| attribute | Kubernetes | Swarm |
|---|---|---|
"""


def attributes_page() -> str:
    """The page, in Markdown."""
    return _HEAD + "".join(_row(pattern) for pattern in sorted({*kubernetes.TABLE, *swarm.TABLE}))


def _row(pattern: Pattern) -> str:
    cells = (_cell(lookup, pattern) for lookup in (kubernetes.disposition_of, swarm.disposition_of))
    return f"| `{'.'.join(pattern)}` | {' | '.join(cells)} |\n"


def _cell(lookup: Lookup, pattern: Pattern) -> str:
    row = lookup(pattern)
    return _spelled(row[1]) if row else "by its parts"


def _spelled(disposition: Disposition) -> str:
    rule = f" ({disposition.rule.code})" if disposition.rule else ""
    reason = f": {disposition.reason}" if disposition.reason else ""
    return f"**{disposition.fidelity.value}**{rule}{reason}".replace("|", "\\|")


if __name__ == "__main__":
    print(attributes_page(), end="")  # noqa: T201 - the page is what this module is run for
