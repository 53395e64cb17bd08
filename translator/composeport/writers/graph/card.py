"""What a box of the SVG says about a service, and how much room that takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from composeport.records import NamedTuple
from composeport.writers.graph.diagram import ServiceNode
from composeport.writers.graph.text_width import fitted, width_of

NAME_SIZE = 14
IMAGE_SIZE = 12
PILL_SIZE = 11
PADDING = 12
PILL_HEIGHT = 18
_PILL_GAP = 5
_PILL_PADDING = 7
_ICON = 13
_SMALLEST, _LARGEST = 150, 264
_LINES_ABOVE = 28
_IMAGE_LINE = 17

WITH_ICON = frozenset({"volume", "network"})
"""The kinds of pills that begin with a small picture."""


class Pill(NamedTuple):
    """A fact in a rounded frame. `kind` is public, loopback, port, volume, network or note."""

    kind: str
    text: str

    @property
    def width(self) -> int:
        """Pixels, with what is around the text."""
        return width_of(self.text, PILL_SIZE) + 2 * _PILL_PADDING + (_ICON if self.kind in WITH_ICON else 0)

    @property
    def indent(self) -> int:
        """Pixels before the text."""
        return _PILL_PADDING + (_ICON if self.kind in WITH_ICON else 0)

    def fitted(self, room: int) -> Pill:
        """The same, with no more text than `room` pixels hold."""
        return self._replace(text=fitted(self.text, room - (self.width - width_of(self.text, PILL_SIZE)), PILL_SIZE))


class Card(NamedTuple):
    """The contents of a box that is `width` pixels wide."""

    name: str
    badges: tuple[Pill, ...]
    image: str
    rows: tuple[tuple[Pill, ...], ...]
    width: int

    @property
    def height(self) -> int:
        """Pixels."""
        above = _LINES_ABOVE + (_IMAGE_LINE if self.image else 0)
        return above + len(self.rows) * (PILL_HEIGHT + _PILL_GAP) + (6 if self.rows else 2)

    @property
    def first_row(self) -> int:
        """How far down the first row of pills begins."""
        return _LINES_ABOVE + (_IMAGE_LINE if self.image else 0) + 2

    @property
    def row_height(self) -> int:
        """How far a row of pills is from the next."""
        return PILL_HEIGHT + _PILL_GAP


def natural_width(service: ServiceNode) -> int:
    """How wide a box should be for `service`, within limits."""
    badges = sum(pill.width + _PILL_GAP for pill in _badges(service))
    wanted = (
        width_of(service.name, NAME_SIZE, bold=True) + badges,
        width_of(short_image(service.image), IMAGE_SIZE),
        *(pill.width for pill in _pills(service)),
    )
    return max(_SMALLEST, min(_LARGEST, max(wanted) + 2 * PADDING))


def card(service: ServiceNode, width: int) -> Card:
    """The contents of a box of this width; what does not fit ends in an ellipsis."""
    room = width - 2 * PADDING
    badges = tuple(_badges(service))
    name_room = room - sum(pill.width + _PILL_GAP for pill in badges)
    return Card(
        fitted(service.name, name_room, NAME_SIZE, bold=True),
        badges,
        fitted(short_image(service.image), room, IMAGE_SIZE),
        tuple(_rows((pill.fitted(room) for pill in _pills(service)), room)),
        width,
    )


def short_image(image: str) -> str:
    """An image without its registry and folders, and without a digest."""
    return image.partition("@")[0].rpartition("/")[2]


def _badges(service: ServiceNode) -> Iterator[Pill]:
    return (Pill("note", badge) for badge in service.badges)


def _pills(service: ServiceNode) -> Iterator[Pill]:
    for port in service.published:
        yield Pill("loopback" if port.loopback else "public", port.text)
    yield from (Pill("port", f":{port}") for port in service.listens)
    yield from (Pill("volume", volume) for volume in service.volumes)
    yield from (Pill("network", network) for network in service.elsewhere)
    if service.namespace:
        yield Pill("note", f"in the network of {service.namespace}")


def _rows(pills: Iterable[Pill], room: int) -> Iterator[tuple[Pill, ...]]:
    """Pills side by side as long as there is room."""
    row: list[Pill] = []
    taken = 0
    for pill in pills:
        if row and taken + pill.width > room:
            yield tuple(row)
            row, taken = [], 0
        row.append(pill)
        taken += pill.width + _PILL_GAP
    if row:
        yield tuple(row)


def across(pills: Iterable[Pill], start: int) -> Iterator[tuple[int, Pill]]:
    """Each pill of a row with its left side."""
    for pill in pills:
        yield start, pill
        start += pill.width + _PILL_GAP
