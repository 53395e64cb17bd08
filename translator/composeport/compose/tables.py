"""Tables from path patterns to rules, as Compose's per-attribute behaviour is kept throughout this room.

A pattern is a tuple of keys in which `*` stands for any key and for any list element: `("services", "*", "command")`.
"""

from __future__ import annotations

from collections.abc import Mapping

from composeport.hints import Generic, TypeVar

Rule = TypeVar("Rule")
Pattern = tuple[str, ...]


class Table(Generic[Rule]):
    """A table of rules, walked along with the tree it applies to: each step down a tree is one `below`."""

    __slots__ = ("children", "rule", "star")

    def __init__(self, rows: Mapping[Pattern, Rule]) -> None:
        self.rule: Rule | None = None
        self.children: dict[str, Table[Rule]] = {}
        self.star: Table[Rule] | None = None
        for pattern, rule in rows.items():
            table = self
            for part in pattern:
                parent = table
                table = table.children.get(part) or table.children.setdefault(part, Table({}))
                if part == "*":
                    parent.star = table
            table.rule = rule

    def below(self, part: str) -> Table[Rule] | None:
        """The table for what lies under `part`, or None where no rule reaches."""
        return self.children.get(part, self.star)
