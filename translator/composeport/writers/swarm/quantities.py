"""Durations, sizes and numbers in the spellings of a stack file."""

from __future__ import annotations

_UNITS = (
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
)
_SIZES = (("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10))


def duration(nanoseconds: int | None) -> str | None:
    """A duration as Go spells it, without days: `1m30s`. None stays None."""
    if nanoseconds is None:
        return None
    parts = []
    for unit, size in _UNITS:
        count, nanoseconds = divmod(nanoseconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def memory(size: int) -> str | None:
    """Bytes as docker spells them, in the largest unit that divides them; None for 0, which is unset."""
    if not size:
        return None
    for unit, factor in _SIZES:
        if size % factor == 0:
            return f"{size // factor}{unit}"
    return str(size)


def processors(count: float) -> str | None:
    """A number of processors, to the billionth; None for 0, which is unset."""
    return f"{count:.9f}".rstrip("0").rstrip(".") if count else None
