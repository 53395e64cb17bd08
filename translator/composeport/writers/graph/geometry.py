"""Places in a picture, in pixels from its upper left corner."""

from __future__ import annotations

from composeport.records import NamedTuple

Point = tuple[int, int]


class Box(NamedTuple):
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """Halfway down."""
        return self.y + self.height // 2
