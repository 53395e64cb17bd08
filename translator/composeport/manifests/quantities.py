"""Quantities as numbers: `500m`, `1.5`, `2Gi`."""

from __future__ import annotations

import re
from decimal import Context, Decimal

QUANTITY = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)([KMGTPE]i|[numkMGTPE])?")
"""https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"""

_UNITS = {
    "": Decimal(1),
    **{unit: Decimal(1000) ** power for power, unit in zip((-3, -2, -1, 1, 2, 3, 4, 5, 6), "numkMGTPE", strict=True)},
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", 1)},
}


_WIDE = Context(prec=40, traps=[])
"""What is beyond all numbers is infinite, not an error."""


def quantity(value: object) -> Decimal:
    """A quantity that its schema has been held against, as a number."""
    found = QUANTITY.fullmatch(str(value))
    assert found
    return _WIDE.multiply(_WIDE.create_decimal(found[1]), _UNITS[found[2] or ""])
