"""The names of `typing` for type checkers alone: to import that module takes as long as to read a small Compose file.

At run time a hint says nothing, so whatever is hinted at is `object` there. Type checkers take `TYPE_CHECKING` for
true, whoever defines it, and see the standard names.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import (
        Any,
        Generic,
        Literal,
        NoReturn,
        Protocol,
        TextIO,
        TypeVar,
        cast,
        dataclass_transform,
        overload,
    )
else:

    class _Hint:
        """What may be inherited from and subscripted."""

        def __class_getitem__(cls, item: object) -> type:
            return cls

    Any = NoReturn = TextIO = object
    Generic = Literal = Protocol = _Hint

    def TypeVar(name: str) -> str:  # noqa: N802 - as the standard one is called
        """A name for some type."""
        return name

    def cast(_: object, value: object) -> object:
        """The value itself."""
        return value

    def overload(function: object) -> object:
        """One of several signatures."""
        return function

    def dataclass_transform(**_: object) -> object:
        """Makes no difference at run time."""
        return lambda decorator: decorator


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "Generic",
    "Literal",
    "NoReturn",
    "Protocol",
    "TextIO",
    "TypeVar",
    "cast",
    "dataclass_transform",
    "overload",
]
