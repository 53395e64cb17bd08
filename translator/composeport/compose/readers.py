"""Readers: from a located node in long form to a value of the model. `fields` has the tables that use them."""

from __future__ import annotations

from collections.abc import Callable

from composeport.compose import values
from composeport.compose.problems import Problems
from composeport.hints import Any
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, Value
from composeport.source.scalars import Timestamp, go_text

Reader = Callable[[Node, Problems], Any]
Fields = dict[str, tuple[str, Reader]]
"""From an attribute's name in files to the model's name for it and its reader."""


def fields(*groups: tuple[Reader, str], **renamed: tuple[str, Reader]) -> Fields:
    """A table from `(reader, "names that it reads")`; an attribute that the model calls otherwise is a keyword."""
    table = {name: (name, reader) for reader, names in groups for name in names.split()}
    return table | renamed


def record(kind: Callable[..., Any], table: Fields) -> Reader:
    """Reads a mapping into an object of the model; null is an object without anything set."""

    def read(node: Node, problems: Problems) -> Any:
        return kind(**attributes(node, table, problems))

    return read


def attributes(node: Node, table: Fields, problems: Problems) -> dict[str, Any]:
    """The values of a mapping's attributes, by the model's names; `x-*` ones as plain data below `extensions`."""
    found: dict[str, Any] = {}
    if not isinstance(node, Mapping):
        if isinstance(node, Scalar) and node.value is not None:
            raise ValueError(f"expected a mapping, not {go_text(node.value)}")
        return found
    extensions: dict[str, object] = {}
    for name, child in node.items.items():
        row = table.get(name)
        if row is None:
            if name.startswith("x-"):
                extensions[name] = free_form(child)
            continue
        if child.__class__ is Scalar and child.value is None:
            continue
        try:
            found[row[0]] = row[1](child, problems)
        except ValueError as error:
            problems.add(f"`{name}`: {error}", child.location)
    if extensions:
        found["extensions"] = extensions
    return found


def text(node: Node, _: Problems) -> str:
    """A text, or a whole number of 64 bits as one. A date is none, although the schema takes it for one."""
    value = _scalar(node)
    if isinstance(value, str):
        return value
    if value is None or _is_integer(value):
        return "" if value is None else str(value)
    raise ValueError(f"expected a text, not {go_text(value)}; quote it")


def any_text(node: Node, _: Problems) -> str:
    """A text; a number or a boolean as Go prints it."""
    value = _scalar(node)
    return "" if value is None else go_text(value)


def optional_text(node: Node, _: Problems) -> str | None:
    """A text, or None for null."""
    value = _scalar(node)
    return None if value is None else go_text(value)


def boolean(node: Node, _: Problems) -> bool:
    """A boolean, or a word for one."""
    value = _scalar(node)
    if isinstance(value, Timestamp):
        raise ValueError(f"expected true or false, not {value}")  # noqa: TRY004 - one kind for all
    return values.boolean(value) if isinstance(value, str) else bool(value)


def integer(node: Node, _: Problems) -> int:
    """A whole number, or a text that is one, in 64 bits."""
    return values.signed(_number(node))


def unsigned(bits: int, *, of_text: bool = True) -> Reader:
    """Reads a whole number from 0 on, in so many bits; a text that is one only where `of_text`."""

    def read(node: Node, _: Problems) -> int:
        value = _scalar(node)
        if isinstance(value, str) and not of_text:
            raise ValueError(f"expected a whole number, not the text {values.shown(value)}")
        return values.unsigned(_number(node), bits)

    return read


def strict_integer(node: Node, _: Problems) -> int:
    """A whole number of 64 bits, without a point."""
    value = _scalar(node)
    if isinstance(value, str):
        return values.integer(value)
    if not _is_integer(value):
        raise ValueError(f"expected a whole number, not {go_text(value)}")
    return int(value)


def mode(node: Node, problems: Problems) -> int:
    """Permissions; a text is octal."""
    value = _scalar(node)
    return values.mode(value) if isinstance(value, str) else strict_integer(node, problems)


def free_form(node: Node) -> object:
    """What stands below an `x-*` key, as ordinary data; a date is the text that JSON has for it."""
    match node:
        case Scalar(value=Timestamp() as date):
            return date.rfc3339
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [free_form(item) for item in items]
        case Mapping():
            return {key: free_form(item) for key, item in node.items.items()}


def number(node: Node, _: Problems) -> float:
    """A number of single precision, as Compose holds processors and percentages."""
    value = _scalar(node)
    return values.single_precision(values.number(value) if isinstance(value, str) else float(_number(node)))


def processors(node: Node, problems: Problems) -> float:
    """The same, but no whole number that only an unsigned integer holds."""
    value = _scalar(node)
    if isinstance(value, int) and not _is_integer(value):
        raise ValueError(f"the number {value} is too large")
    return number(node, problems)


def size(node: Node, _: Problems) -> int:
    """Bytes, from a number or a text with a unit; -1 stands for no limit.

    Compose takes a fraction, a date, and a number that only an unsigned integer holds, for nothing.
    """
    value = _scalar(node)
    if isinstance(value, str):
        return values.size(value)
    return value if _is_integer(value) else 0


def duration(node: Node, _: Problems) -> int:
    """Nanoseconds."""
    return values.duration(go_text(_scalar(node)))


def count(node: Node, problems: Problems) -> int:
    """A number of devices; `all` is -1."""
    value = _scalar(node)
    return -1 if isinstance(value, str) and value.lower() == "all" else strict_integer(node, problems)


def command(node: Node, problems: Problems) -> tuple[str, ...] | None:
    """A list of words, or one text that is split into words. Compose takes a date for none."""
    if isinstance(node, Sequence):
        return texts(node, problems)
    return None if isinstance(_scalar(node), Timestamp) else values.words(any_text(node, problems))


def health_test(node: Node, problems: Problems) -> tuple[str, ...]:
    """A list, or one text that is for the shell."""
    return texts(node, problems) if isinstance(node, Sequence) else ("CMD-SHELL", text(node, problems))


def texts(node: Node, problems: Problems) -> tuple[str, ...]:
    """A list of texts, or one text alone."""
    if isinstance(node, Sequence):
        return tuple(text(item, problems) for item in node.items)
    return (text(node, problems),)


def any_texts(node: Node, problems: Problems) -> tuple[str, ...]:
    """A list of texts or numbers, or one alone."""
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(any_text(item, problems) for item in items)


def text_map(node: Node, problems: Problems) -> dict[str, str]:
    """A mapping of texts; null is the empty text."""
    return {key: any_text(child, problems) for key, child in _items(node)}


def options(node: Node, problems: Problems) -> dict[str, str]:
    """A mapping of texts, of which another value is none. That is not told: a password may be among them."""
    found = {}
    for key, child in _items(node):
        try:
            found[key] = text(child, problems)
        except ValueError:
            raise ValueError(f"the value of `{key}` is no text; quote it") from None
    return found


def variables(node: Node, problems: Problems) -> dict[str, str | None]:
    """A mapping of texts, in which null stays null."""
    return {key: optional_text(child, problems) for key, child in _items(node)}


def text_lists(node: Node, problems: Problems) -> dict[str, tuple[str, ...]]:
    """A mapping of texts or lists of them; what has none is left out."""
    return {key: found for key, child in _items(node) if (found := any_texts(child, problems))}


def addresses(node: Node, problems: Problems) -> dict[str, tuple[str, ...]]:
    """A mapping from hosts to their addresses."""
    for _, child in _items(node):
        if isinstance(child, Scalar) and isinstance(child.value, Timestamp):
            raise ValueError(f"expected an address, not {child.value}")  # noqa: TRY004 - one kind for all
    return {key: any_texts(child, problems) for key, child in _items(node)}


def list_of(reader: Reader) -> Reader:
    """Reads each element of a list."""

    def read(node: Node, problems: Problems) -> tuple[Any, ...]:
        items = node.items if isinstance(node, Sequence) else []
        return tuple(reader(item, problems) for item in items)

    return read


def contexts(node: Node, problems: Problems) -> dict[str, str]:
    """A mapping from names to paths or addresses."""
    for _, child in _items(node):
        if not isinstance(_scalar(child), str):
            raise ValueError(f"expected a path or an address, not {go_text(_scalar(child))}")  # noqa: TRY004 - one kind for all
    return text_map(node, problems)


def map_of(reader: Reader, *, null: bool = False) -> Reader:
    """Reads each value of a mapping; with `null` a null stays None."""

    def read(node: Node, problems: Problems) -> dict[str, Any]:
        return {
            key: None if null and child.__class__ is Scalar and child.value is None else reader(child, problems)
            for key, child in _items(node)
        }

    return read


def keyed(kind: Callable[..., Any], table: Fields) -> Reader:
    """Reads a mapping of resources, each of which knows its key; in the order of the keys."""

    def read(node: Node, problems: Problems) -> dict[str, Any]:
        return {key: kind(key=key, **attributes(child, table, problems)) for key, child in sorted(_items(node))}

    return read


def _items(node: Node) -> list[tuple[str, Node]]:
    return list(node.items.items()) if isinstance(node, Mapping) else []


def _number(node: Node) -> int | float:
    """The number that a scalar is, or that its text has."""
    value = _scalar(node)
    if isinstance(value, Timestamp):
        raise ValueError(f"expected a number, not {value}")  # noqa: TRY004 - one kind for all
    return values.integer(value) if isinstance(value, str) else value or 0


def _is_integer(value: Value) -> bool:
    """Whether Compose's reader of YAML makes a signed integer of 64 bits of a value."""
    return value.__class__ is int and -(1 << 63) <= value < 1 << 63


def _scalar(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    raise ValueError(f"expected a single value, not {'a list' if isinstance(node, Sequence) else 'a mapping'}")
