"""Where everything of a picture goes: columns from left to right, blocks in them, lines in the gutters between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from composeport.records import NamedTuple
from composeport.writers.graph.arrangement import Arrangement, Cell, Frame
from composeport.writers.graph.geometry import Box, Point
from composeport.writers.graph.layers import Pair, columns

_PADDING = 16
"""Between the frame of a block and what is in it."""
_EMPTY_GUTTER = 48
"""Between columns that no line joins."""
_GUTTER = 84
_WIDENING = 150
"""Between columns that few lines join, and what many lines add to that at most."""
_LINE = 6
_SLOT = 8
_PASSED = 4_000
"""How many places all lines together may take in the columns that they pass, or four a node, whichever is more. Longer
lines go straight: among thousands of nodes nobody follows them, and their ways would be most of the work.
"""


class Node(NamedTuple):
    """Something to place. What has one `block` is framed together where the block has a frame.

    It is as wide as the widest `width` of its column, and at that width as high as `height` says.
    """

    block: str
    width: int
    height: Callable[[int], int]


class Layout(NamedTuple):
    """Where nodes and framed blocks are, and by which points each pair's line goes.

    Of these points, the first and second are joined by a curve, the second and third by a straight line, and so on.
    A line goes from left to right, whoever is its client.
    """

    nodes: Mapping[str, Box]
    blocks: Mapping[str, Box]
    lines: Mapping[Pair, Sequence[Point]]
    width: int
    height: int


class _Ways(NamedTuple):
    """All cells, and for each pair those by which its line goes, from left to right."""

    cells: dict[str, Cell]
    ways: dict[Pair, list[str]]


def layout(
    nodes: Mapping[str, Node], heads: Mapping[str, int], pairs: Iterable[Pair], hints: Iterable[Pair] = ()
) -> Layout:
    """Place `nodes`; `heads` gives the height of the title of each framed block. Pairs lead from client to server.

    `hints` are pairs without a line.
    """
    pairs = [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]
    column = columns({name: node.block for name, node in nodes.items()}, [*pairs, *hints])
    widths = [0] * (max(column.values(), default=-1) + 1)
    for name, node in nodes.items():
        widths[column[name]] = max(widths[column[name]], node.width)
    cells, ways = _ways(_cells(nodes, column, widths, pairs), pairs)
    arrangement = Arrangement(cells, _frames(cells, heads), _steps(ways.values()))
    arrangement.settle()
    lefts = _lefts(widths, cells, ways.values())
    boxes = {
        name: Box(
            lefts[cell.column], round(arrangement.middle(name) - cell.height / 2), widths[cell.column], cell.height
        )
        for name, cell in cells.items()
    }
    framed = {block: _framed(arrangement, block, lefts, widths) for block in arrangement.blocks if block in heads}
    return Layout(
        {name: boxes[name] for name in nodes},
        framed,
        _lines(boxes, ways),
        max((left + width for left, width in zip(lefts, widths, strict=True)), default=0) + _PADDING,
        max((round(top) + arrangement.heights[block] for block, top in arrangement.top.items()), default=0),
    )


def _cells(
    nodes: Mapping[str, Node], column: Mapping[str, int], widths: Sequence[int], pairs: Sequence[Pair]
) -> dict[str, Cell]:
    """Every node as a cell, as high as the lines on its right side need it."""
    slots = dict.fromkeys(nodes, 0)
    for pair in pairs:
        slots[min(pair, key=column.__getitem__)] += 1
    return {
        name: Cell(node.block, column[name], max(node.height(widths[column[name]]), _SLOT * (slots[name] + 1)))
        for name, node in nodes.items()
    }


def _ways(cells: dict[str, Cell], pairs: Sequence[Pair]) -> _Ways:
    """Let every line pass through the columns between its ends; lines to one node share the way there.

    A line keeps inside the block to which it leads, or the one from which it comes, where these reach so far.
    """
    spans = _spans(cells)
    ends = {pair: _left_to_right(pair, cells) for pair in pairs}
    lengths = {pair: cells[right].column - cells[left].column - 1 for pair, (left, right) in ends.items()}
    longest = _longest(lengths, {pair: right for pair, (_, right) in ends.items()}, max(_PASSED, 4 * len(cells)))
    ways: dict[Pair, list[str]] = {}
    found = dict(cells)
    for pair, (left, right) in ends.items():
        between = []
        for column in range(cells[left].column + 1, cells[right].column) if lengths[pair] <= longest else ():
            around = (cells[right].block, cells[left].block)
            inside = [block for block in around if spans[block][0] <= column <= spans[block][1]]
            name = f"{right} {column} {inside[0] if inside else ''}"
            found[name] = Cell(inside[0] if inside else name, column, _LINE, line=True)
            between.append(name)
        ways[pair] = [left, *between, right]
    return _Ways(found, ways)


def _spans(cells: Mapping[str, Cell]) -> dict[str, tuple[int, int]]:
    """The first and the last column of each block."""
    spans: dict[str, tuple[int, int]] = {}
    for cell in cells.values():
        first, last = spans.get(cell.block, (cell.column, cell.column))
        spans[cell.block] = min(first, cell.column), max(last, cell.column)
    return spans


def _left_to_right(pair: Pair, cells: Mapping[str, Cell]) -> Pair:
    return pair if cells[pair[0]].column <= cells[pair[1]].column else pair[::-1]


def _longest(lengths: Mapping[Pair, int], rights: Mapping[Pair, str], most: int) -> int:
    """The length up to which lines may pass through columns and take no more than `most` places there.

    What leads to one node shares its places.
    """
    reached: dict[str, int] = {}
    taken = 0
    for pair, length in sorted(lengths.items(), key=lambda item: item[1]):
        taken += length - reached.get(rights[pair], 0)
        if taken > most:
            return length - 1
        reached[rights[pair]] = length
    return max(reached.values(), default=0)


def _frames(cells: Mapping[str, Cell], heads: Mapping[str, int]) -> dict[str, Frame]:
    return {cell.block: Frame(heads[cell.block], _PADDING) for cell in cells.values() if cell.block in heads}


def _steps(ways: Iterable[Sequence[str]]) -> dict[tuple[str, str], None]:
    """Each part of a line between adjacent columns, once."""
    return {step: None for way in ways for step in pairwise(way)}


def _lefts(widths: Sequence[int], cells: Mapping[str, Cell], ways: Iterable[Sequence[str]]) -> list[int]:
    """The left side of each column; a gutter is the wider the more lines it has."""
    steps = [0] * len(widths)
    for left, _ in _steps(ways):
        steps[cells[left].column] += 1
    lefts = []
    x = _PADDING
    for width, lines in zip(widths, steps, strict=True):
        lefts.append(x)
        x += width + (_GUTTER + min(4 * lines, _WIDENING) if lines else _EMPTY_GUTTER)
    return lefts


def _framed(arrangement: Arrangement, block: str, lefts: Sequence[int], widths: Sequence[int]) -> Box:
    first, last = min(arrangement.blocks[block]), max(arrangement.blocks[block])
    left = lefts[first] - _PADDING
    width = lefts[last] + widths[last] + _PADDING - left
    return Box(left, round(arrangement.top[block]), width, arrangement.heights[block])


def _lines(boxes: Mapping[str, Box], ways: Mapping[Pair, Sequence[str]]) -> dict[Pair, list[Point]]:
    """Lines leave a box side by side, in the order in which they go up or down, and arrive together."""
    leaving: dict[str, list[Pair]] = {}
    for pair, way in sorted(ways.items(), key=lambda item: (boxes[item[1][1]].middle, boxes[item[1][-1]].middle)):
        leaving.setdefault(way[0], []).append(pair)
    lines = {}
    for name, pairs in leaving.items():
        box = boxes[name]
        for place, pair in enumerate(pairs, 1):
            start = (box.right, box.y + box.height * place // (len(pairs) + 1))
            between = [
                (x, boxes[passed].middle) for passed in ways[pair][1:-1] for x in (boxes[passed].x, boxes[passed].right)
            ]
            end = boxes[ways[pair][-1]]
            lines[pair] = [start, *between, (end.x, end.middle)]
    return lines
