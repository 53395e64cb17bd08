"""YAML text → located nodes, as Compose reads it: one pass over libyaml's events.

Scalars mean what go-yaml says they mean (`scalars`). Aliases become copies, since later stages change nodes in place;
merge keys are folded in, keys of the mapping itself winning. What Compose refuses (two equal keys, a key that is not
text, an anchor that holds itself) is a located problem, and all of a document's are reported together.

Hostile input is refused in bounded time and memory: `Limits` holds the text's size, the depth of nesting, the number of
nodes, and how many nodes aliases may copy. Nothing here recurses deeper than that depth.
"""

from __future__ import annotations

from binascii import a2b_base64
from math import isfinite

import yaml

from composeport.diagnostics import Location
from composeport.errors import InputError, Problem
from composeport.hints import TYPE_CHECKING, Any
from composeport.records import NamedTuple
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, copy_of
from composeport.source.scalars import SUSPECTS, Timestamp, go_text, kind_of, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Never

    from composeport.source.nodes import Value

_STANDARD = "tag:yaml.org,2002:"
_MERGE_HELP = "give `<<` a mapping, an alias of one, or a list of them"
_WORDS = {"null": "null", "bool": "a boolean", "int": "a number", "float": "a number", "timestamp": "a date"}


class Limits(NamedTuple):
    """What a YAML text may cost. A large file is fine; one that is larger than it looks is not."""

    characters: int = 24_000_000
    depth: int = 100
    nodes: int = 1_000_000
    copies: int = 100_000
    """Nodes that aliases may copy before they need the text's own size to justify them: see `copies_per_node`."""
    copies_per_node: int = 10


MAX_BYTES = 48_000_000
"""The size of the largest file that is read: worth asking the file system before reading it."""


def read_documents(
    text: str, file: str, limits: Limits | None = None, *, whose: str = "Compose", plain_keys: bool = False
) -> list[Node]:
    """The roots of the YAML documents in `text`, in order; none for a text without any.

    Raises InputError for what is not YAML, what the program `whose` text it is refuses in any YAML, and what exceeds
    `limits`. With `plain_keys`, `8080: x` is `"8080": x`.
    """
    limits = limits or Limits()
    if len(text) > limits.characters:
        raise _refused(f"the file is too large: {len(text):,} characters, of at most {limits.characters:,}", file)
    if text.count("%TAG") > _DIRECTIVES:
        raise _refused(f"more than {_DIRECTIVES:,} `%TAG` directives", file)
    reader = _Reader(file, limits, whose, plain_keys=plain_keys)
    documents: list[Node] = []
    try:
        documents = reader.read(_events(text))
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        from composeport.source.yaml_problems import syntax_problem  # noqa: PLC0415 - good input does not come here

        reader.problems.append(syntax_problem(error, text, file, limits.depth))
    except _Stop:
        pass
    if reader.problems:
        raise InputError(reader.problems, {file: text})
    return documents


def decode(data: bytes, file: str, *, env_file: bool = False) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark. InputError names the first bad byte.

    An env file is UTF-8, and a byte that is not is half of a surrogate pair, as in Python's names of files.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"the file is larger than {MAX_BYTES:,} bytes", file)
    text = data.removeprefix(b"\xef\xbb\xbf")
    if env_file:
        return text.decode(errors="surrogateescape")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        return text.decode(encoding)
    except UnicodeDecodeError as error:
        from composeport.source.yaml_problems import encoding_problem  # noqa: PLC0415 - good input does not come here

        raise encoding_problem(error, encoding, file) from None


def _refused(message: str, file: str) -> InputError:
    """The error about a file as a whole."""
    return InputError([Problem(message, Location(file, 1, 1, 1, 1))])


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events."""
    if "\ufeff" not in text:
        return _parsed(text)
    from composeport.source.byte_order_marks import events_of  # noqa: PLC0415 - hardly a file has one

    return events_of(text, _parsed)


def _parsed(text: str) -> Iterator[yaml.Event]:
    """libyaml's parser where PyYAML has it, its own (ten times slower) where not."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    return iter(loader.get_event, None)


_MANY = 100
"""How many problems are worth reporting together."""
_DIRECTIVES = 1_000
"""How many `%TAG` directives libyaml may get: it compares each with all of them."""


class _Stop(Exception):  # noqa: N818
    """Reading on is pointless; the reason is among the problems."""


class _Anchor(NamedTuple):
    """An anchored node, how many nodes it is made of, and how many levels. `size` is 0 while it is still open."""

    node: Node
    size: int
    height: int


class _Open:
    """A collection that has begun and not ended."""

    __slots__ = ("anchor", "before", "flow", "height", "key", "key_place", "last", "merge", "node")

    def __init__(self, node: Mapping | Sequence, event: yaml.CollectionStartEvent | None, before: int) -> None:
        self.node = node
        self.anchor: str | None = event.anchor if event else None
        self.flow = bool(event and event.flow_style)
        self.before = before
        self.key: str | None = None
        self.key_place = self.last = node.location
        self.merge: Node | None = None
        self.height = 1


_MERGE = "<<\0"
"""Stands for the merge key, which the text `"<<"` in quotes is not. It is known by its identity."""
_DROPPED = "\0\0"
"""Stands for a key that was refused: its value is read, for more problems, and not kept. Python makes one object of all
texts of one character, so this one has two."""


class _Reader:
    """Builds the nodes of a text from its events."""

    def __init__(self, file: str, limits: Limits, whose: str, *, plain_keys: bool) -> None:
        self.file = file
        self.limits = limits
        self.whose, self.plain_keys = whose, plain_keys
        self.problems: list[Problem] = []
        self.seen = self.copied = 0
        self.anchors: dict[str, _Anchor] = {}
        self.roots = Sequence([], Location(file, 1, 1, 1, 1))
        self.stack = [_Open(self.roots, None, 0)]

    def read(self, events: Iterator[yaml.Event]) -> list[Node]:
        """The roots of all documents."""
        handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            handler = handlers.get(event.__class__)
            if handler is not None:
                handler(event)
        return self.roots.items

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.anchors.clear()
        if event.version not in (None, (1, 1)):
            place = self._location(event)
            self._refuse(f"{self.whose} reads `%YAML 1.1` documents only", place, "remove the directive")

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark  # as `_location` does; most events are scalars
        place = _new(Location, (self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1))
        text, style, tag = event.value, event.style or "", event.tag
        if tag is not None:
            value, tag = self._tagged(text, tag, place)
        elif style or (text and text[0] not in SUSPECTS):
            value = text
        else:
            value = self._plain(text, place)
        top = self.stack[-1]
        if value is None and text == "<<" and not style and self._is_no_key(top):
            top.key, top.last = None, place  # Compose drops a merge key that stands for a value, and what it is for
            return
        if top.key is None and value.__class__ is str and top.node.__class__ is Mapping and not event.anchor:
            self.seen += 1
            top.key, top.key_place = self._unique(value, top, place), place
            return
        node = Scalar(value, place, text, style, tag or "")
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(node, 1, 0)
        self._attach(node, place)

    def _is_no_key(self, top: _Open) -> bool:
        """Whether what comes next is a value of a mapping or an element of a list, and nothing to be merged."""
        if top.node.__class__ is Sequence:
            return len(self.stack) > 1 and self.stack[-2].key is not _MERGE
        return top.key is not None and top.key is not _MERGE

    def _plain(self, text: str, place: Location) -> Value:
        value = resolve(text)
        if value.__class__ is float and not isfinite(value):
            self._refuse(f"{self.whose} cannot hold the number {text}", place, "quote it, if it is meant as text")
        return value

    def _tagged(self, text: str, tag: str, place: Location) -> tuple[Value, str]:
        """The value of a scalar with an explicit tag, and what is left of the tag: a local one stays on the node."""
        if not tag.startswith(_STANDARD):
            return text, "" if tag == "!" else tag
        wanted = tag.removeprefix(_STANDARD)
        if wanted == "merge":
            return None, ""
        if wanted == "binary":
            return self._binary(text, place), ""
        if wanted not in ("null", "bool", "int", "float", "timestamp"):
            return text, ""
        value = resolve(text)
        if wanted == "float" and value.__class__ is int:
            value = float(value)
        if kind_of(value) != wanted:
            self._refuse(f"`{text}` is not a value of type !!{wanted}", place, "correct the value or remove the tag")
        return value, ""

    def _binary(self, text: str, place: Location) -> str:
        try:
            return a2b_base64("".join(text.split()), strict_mode=True).decode(errors="replace")
        except ValueError:
            self._refuse("this !!binary value is not base64", place, "correct the value or remove the tag")
            return text

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open(Mapping({}, self._location(event), {}, _local(event.tag)), event)

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._open(Sequence([], self._location(event), _local(event.tag)), event)

    def _open(self, node: Mapping | Sequence, event: yaml.CollectionStartEvent) -> None:
        if len(self.stack) > self.limits.depth:
            self._stop(f"more than {self.limits.depth} levels of nesting", node.location)
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(node, 0, 0)
        self.stack.append(_Open(node, event, self.seen))

    def _end(self, event: Any) -> None:
        top = self.stack.pop()
        node, start = top.node, top.node.location
        if top.flow:
            mark = event.end_mark
            place = Location(self.file, start.line, start.column, mark.line + 1, mark.column + 1)
        else:
            place = Location(self.file, start.line, start.column, top.last.end_line, top.last.end_column)
        node.location = place
        if top.merge is not None:
            self._fold(node, top.merge)
        if top.anchor:
            self.anchors[top.anchor] = _Anchor(node, self.seen - top.before + 1, top.height)
        self._attach(node, place, top.height)

    def _alias(self, event: Any) -> None:
        place = self._location(event)
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            self._refuse(f"there is no anchor `&{event.anchor}` above", place, "define it before it is used")
        elif not anchor.size:
            self._refuse(f"the anchor `&{event.anchor}` holds itself", place, "a value cannot contain itself")
        else:
            self._charge(anchor, event.anchor, place)
            self._attach(copy_of(anchor.node), place, anchor.height)
            return
        self._attach(Scalar(None, place), place)

    def _charge(self, anchor: _Anchor, name: str, place: Location) -> None:
        """Accounts for a copy before it is made."""
        budget = self.limits.copies + self.limits.copies_per_node * (self.seen - self.copied)
        self.copied += anchor.size
        self.seen += anchor.size - 1
        if self.copied > budget:
            self._stop(f"aliases expand this file beyond bounds; the last one is `*{name}`", place)
        if len(self.stack) + anchor.height > self.limits.depth:
            self._stop(f"the alias `*{name}` leads to more than {self.limits.depth} levels of nesting", place)

    def _attach(self, node: Node, place: Location, height: int = 0) -> None:
        """Gives a complete node to the collection that is open: as a key, a value or an element."""
        self.seen += 1
        if self.seen > self.limits.nodes:
            self._stop(f"more than {self.limits.nodes:,} values", place)
        top = self.stack[-1]
        top.last = place
        if height >= top.height:
            top.height = height + 1
        parent = top.node
        if parent.__class__ is Sequence:
            parent.items.append(node)
        elif top.key is None:
            top.key = self._key(top, node, place)
            top.key_place = place
        else:
            self._value(top, node)

    def _value(self, top: _Open, node: Node) -> None:
        key, top.key = top.key, None
        if key is _MERGE:
            top.merge = node
        elif key is not None and key is not _DROPPED:
            parent = top.node
            assert isinstance(parent, Mapping)
            parent.items[key] = node
            parent.keys[key] = top.key_place

    def _key(self, top: _Open, node: Node, place: Location) -> str:
        """The text of a key, which another of this mapping must not have."""
        if not isinstance(node, Scalar):
            self._refuse("a key must be text, not a list or a mapping", place)
            return _DROPPED
        key = node.value
        if node.text == "<<" and not node.style and node.value is None:
            if top.merge is None:
                return _MERGE
            self._refuse("`<<` is given twice", place, "give one `<<` a list of mappings")
            return _DROPPED
        if self.plain_keys and key is not None:
            key = node.text if isinstance(key, Timestamp) else go_text(key)
        if not isinstance(key, str):
            self._refuse(
                f"the key {node.text or go_text(key)} is not text but {_WORDS[kind_of(key)]}", place, "quote the key"
            )
            return _DROPPED
        return self._unique(key, top, place)

    def _unique(self, key: str, top: _Open, place: Location) -> str:
        """The key, or what stands for a refused one where the mapping has it already."""
        top.last = place
        node = top.node
        assert isinstance(node, Mapping)
        if key not in node.items:
            return key
        first = node.keys[key]
        self._refuse(f"`{key}` is given twice; the first is at line {first.line}", place, "remove one of them", first)
        return _DROPPED

    def _fold(self, node: Mapping | Sequence, merge: Node) -> None:
        """Adds what merged mappings have and `node` has not. Of two mappings in a list the earlier wins."""
        assert isinstance(node, Mapping)
        for source in merge.items if isinstance(merge, Sequence) else [merge]:
            if not isinstance(source, Mapping):
                self._refuse("`<<` merges mappings only", source.location, _MERGE_HELP)
                continue
            for key, child in source.items.items():
                if key not in node.items:
                    node.items[key] = child
                    node.keys[key] = source.keys[key]

    def _location(self, event: Any) -> Location:
        start, end = event.start_mark, event.end_mark
        return _new(Location, (self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1))

    def _refuse(self, message: str, place: Location, help: str = "", *chain: Location) -> None:
        self.problems.append(Problem(message, place, help, chain))
        if len(self.problems) >= _MANY:
            raise _Stop

    def _stop(self, message: str, place: Location) -> Never:
        from composeport.source.yaml_problems import BOUND  # noqa: PLC0415 - good input does not come here

        self._refuse(message, place, BOUND)
        raise _Stop


_new = tuple.__new__
"""Makes a NamedTuple without the cost of its own constructor: there is a Location for every value of a file."""


def _local(tag: str | None) -> str:
    """A collection's own tag, as `!reset`; one of YAML's or none is no tag."""
    return tag if tag and tag != "!" and not tag.startswith(_STANDARD) else ""
