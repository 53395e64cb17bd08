"""Who stands above whom in a layered picture, and how far down (Sugiyama's second and third step).

Cells stand in columns, and together with others in blocks: a network with its services, or a cell by itself. Columns
of a block are adjacent, and no two blocks overlap.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from composeport.records import NamedTuple

_SWEEPS = 16
_CROSSING = 60
"""Pixels that a line may go further to avoid another."""

_SETTLING = 24
_BLOCK_GAP = 22
_CELL_GAP = 16
_LINE_GAP = 9


class Cell(NamedTuple):
    """Something that takes `height` pixels of a column. A `line` only passes through."""

    block: str
    column: int
    height: int
    line: bool = False


class Frame(NamedTuple):
    """The room that a block needs above and below its cells."""

    head: int = 0
    foot: int = 0


class Arrangement:
    """Finds an order in which linked cells are near each other, then moves them until lines are straight."""

    def __init__(
        self, cells: Mapping[str, Cell], frames: Mapping[str, Frame], links: Iterable[tuple[str, str]]
    ) -> None:
        """`links` lead from a cell to one in the next column."""
        self.cells = cells
        self.frames = frames
        self.left: dict[str, list[str]] = {name: [] for name in cells}
        self.right: dict[str, list[str]] = {name: [] for name in cells}
        for left, right in links:
            self.right[left].append(right)
            self.left[right].append(left)
        self.blocks: dict[str, dict[int, list[str]]] = {}
        for name, cell in cells.items():
            self.blocks.setdefault(cell.block, {}).setdefault(cell.column, []).append(name)
        for stacks in self.blocks.values():
            for column in range(min(stacks), max(stacks)):
                stacks.setdefault(column, [])
        self.top: dict[str, float] = {}
        self.offset: dict[str, float] = {}
        self.heights = {block: self._height(block) for block in self.blocks}

    def settle(self) -> None:
        """Find the places: `middle` of each cell, `top` and `heights` of each block."""
        self._place()
        best, order = self._cost(), self._order()
        for sweep in range(_SWEEPS):
            self._reorder(self.left if sweep % 2 == 0 else self.right)
            self._place()
            if (cost := self._cost()) < best:
                best, order = cost, self._order()
        self.blocks = order
        self._place()
        for _ in range(_SETTLING):
            self._straighten_cells()
            self._straighten_blocks()

    def middle(self, name: str) -> float:
        """How far down the middle of a cell is."""
        return self.top[self.cells[name].block] + self.offset[name]

    def _order(self) -> dict[str, dict[int, list[str]]]:
        return {block: {column: [*stack] for column, stack in stacks.items()} for block, stacks in self.blocks.items()}

    def _cost(self) -> float:
        """How far all lines go up and down, and how often they cross, which is worse."""
        steps: dict[int, list[tuple[float, float]]] = {}
        for left, rights in self.right.items():
            for right in rights:
                steps.setdefault(self.cells[left].column, []).append((self.middle(left), self.middle(right)))
        length = sum(abs(left - right) for gutter in steps.values() for left, right in gutter)
        return length + _CROSSING * sum(map(crossings, steps.values()))

    def _gap(self, upper: str, lower: str) -> int:
        return _LINE_GAP if self.cells[upper].line or self.cells[lower].line else _CELL_GAP

    def _stack_height(self, stack: Sequence[str]) -> int:
        gaps = sum(self._gap(*pair) for pair in pairwise(stack))
        return gaps + sum(self.cells[name].height for name in stack)

    def _height(self, block: str) -> int:
        frame = self.frames.get(block, Frame())
        return frame.head + frame.foot + max(map(self._highest, self.blocks[block].values()))

    def _highest(self, stack: Sequence[str]) -> int:
        """The height of a stack in the order that makes it highest."""
        lines = sum(self.cells[name].line for name in stack)
        gaps = _CELL_GAP * max(0, len(stack) - lines - 1) + _LINE_GAP * lines
        return gaps + sum(self.cells[name].height for name in stack)

    def _place(self) -> None:
        """Stack what is in each block, what has lines centred; then the blocks, each as far up as it goes."""
        bottoms: dict[int, float] = {}
        for block, stacks in self.blocks.items():
            frame = self.frames.get(block, Frame())
            inner = self.heights[block] - frame.head - frame.foot
            for stack in stacks.values():
                linked = any(self.left[name] or self.right[name] for name in stack)
                y = frame.head + ((inner - self._stack_height(stack)) / 2 if linked else 0)
                for place, name in enumerate(stack):
                    y += self._gap(stack[place - 1], name) if place else 0
                    self.offset[name] = y + self.cells[name].height / 2
                    y += self.cells[name].height
            top = max(bottoms.get(column, 0) for column in stacks)
            self.top[block] = top
            bottoms.update(dict.fromkeys(stacks, top + self.heights[block] + self._block_gap(block)))

    def _block_gap(self, block: str) -> int:
        return _BLOCK_GAP if block in self.frames else _CELL_GAP

    def _wanted(self, name: str, neighbours: Sequence[str]) -> float:
        """Where a cell would stand if it were for its neighbours: in the middle of them."""
        if not neighbours:
            return self.middle(name)
        return sum(map(self.middle, neighbours)) / len(neighbours)

    def _reorder(self, neighbours: Mapping[str, Sequence[str]]) -> None:
        """Sort the cells of each stack, and the blocks, by where they would stand."""
        wanted = {name: self._wanted(name, neighbours[name]) for name in self.cells}
        keys = {
            block: sum(
                wanted[name] - self.offset[name] + self.heights[block] / 2
                for stack in stacks.values()
                for name in stack
            )
            / sum(map(len, stacks.values()))
            for block, stacks in self.blocks.items()
        }
        self.blocks = {
            block: {column: sorted(stack, key=lambda name: (wanted[name], name)) for column, stack in stacks.items()}
            for block, stacks in sorted(self.blocks.items(), key=lambda item: (keys[item[0]], item[0]))
        }

    def _pull(self, names: Iterable[str]) -> float:
        """How far down lines would move what holds these cells."""
        moves = [
            self.middle(other) - self.middle(name) for name in names for other in (*self.left[name], *self.right[name])
        ]
        return sum(moves) / len(moves) if moves else 0

    def _straighten_cells(self) -> None:
        for block, stacks in self.blocks.items():
            frame = self.frames.get(block, Frame())
            for stack in stacks.values():
                low, floor = float(frame.head), float(self.heights[block] - frame.foot)
                for place, name in enumerate(stack):
                    half = self.cells[name].height / 2
                    below = stack[place + 1] if place + 1 < len(stack) else None
                    high = floor
                    if below:
                        high = self.offset[below] - self.cells[below].height / 2 - self._gap(name, below)
                    self.offset[name] = _between(low + half, self.offset[name] + self._pull([name]), high - half)
                    low = self.offset[name] + half + (self._gap(name, below) if below else 0)

    def _straighten_blocks(self) -> None:
        order = [*self.blocks]
        floor = max((self.top[block] + self.heights[block] for block in order), default=0)
        following: dict[str, set[str]] = {block: set() for block in order}
        last: dict[int, str] = {}
        for block in reversed(order):
            following[block] = {last[column] for column in self.blocks[block] if column in last}
            last.update(dict.fromkeys(self.blocks[block], block))
        bottoms: dict[int, float] = {}
        for block in order:
            low = max(bottoms.get(column, 0) for column in self.blocks[block])
            room = min([floor, *(self.top[other] - self._block_gap(block) for other in following[block])])
            names = [name for stack in self.blocks[block].values() for name in stack]
            self.top[block] = _between(low, self.top[block] + self._pull(names), room - self.heights[block])
            after = self.top[block] + self.heights[block] + self._block_gap(block)
            bottoms.update(dict.fromkeys(self.blocks[block], after))


def crossings(steps: Iterable[tuple[float, float]]) -> int:
    """How many pairs of lines cross that lead from the left heights to the right ones."""
    passed: list[float] = []
    count = 0
    for _, right in sorted(steps):
        count += len(passed) - bisect_right(passed, right)
        insort(passed, right)
    return count


def _between(low: float, value: float, high: float) -> float:
    """`value`, or the nearer limit; the lower one where there is no room."""
    return max(low, min(value, high))
