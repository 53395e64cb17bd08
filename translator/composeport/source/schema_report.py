"""Where and why a schema refuses a tree: all reasons of a file together, each at its place and in a reader's words."""

from __future__ import annotations

from composeport.errors import Problem
from composeport.hints import TYPE_CHECKING, Any
from composeport.records import NamedTuple
from composeport.source.nodes import Mapping, Node, Scalar, Sequence
from composeport.source.scalars import go_text
from composeport.source.schema import (
    Fragment,
    Schema,
    bounded,
    enumerated,
    json_type,
    matcher,
    repeated,
    textual,
    typed,
)
from composeport.source.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composeport.diagnostics import Location, PathPart

    Path = tuple[PathPart, ...]

_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "a boolean",
    "null": "nothing",
}


class Violation(NamedTuple):
    """One reason why a schema refuses a tree. `expected` says in words what the schema has there; `code` is that of the
    audit's rule, where one is about it.
    """

    path: Path
    location: Location
    keyword: str
    expected: str
    message: str
    help: str = ""
    code: str = ""

    @property
    def problem(self) -> Problem:
        """The violation as a problem of the input, named by its path: `services.web.ports: expected a list, got …`."""
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).lstrip(".")
        message = f"{where}: {self.message}" if where else self.message
        return Problem(message, self.location, self.help, code=self.code)


def violations(schema: Schema, node: Node) -> list[Violation]:
    """Everything that the schema refuses in the tree, in the order of the file."""
    found = dict.fromkeys(_Explainer(schema).explain(schema.document, node, ()))
    return sorted(found, key=lambda violation: violation.location)


class _Explainer:
    """Goes over what a schema refuses, keyword by keyword."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def explain(self, fragment: Fragment, node: Node, path: Path) -> Iterator[Violation]:
        """The violations of one part of the schema by a node that it refuses, or none where it accepts the node."""
        if self.schema.accepts(node, fragment):
            return
        if isinstance(fragment, bool):
            yield Violation(path, node.location, "false", "nothing", "nothing is allowed here")
            return
        if "type" in fragment and not typed(fragment)(node):
            yield _mistyped(_names(fragment["type"]), node, path)
            return
        told = [
            violation
            for keyword, explain in _EXPLAINERS.items()
            if keyword in fragment
            for violation in explain(self, fragment, node, path)
        ]
        yield from told or [Violation(path, node.location, "schema", "another value", "this value is not allowed here")]

    def _ref(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        yield from self.explain(self.schema.resolve(fragment["$ref"]), node, path)

    def _all_of(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        for part in fragment["allOf"]:
            yield from self.explain(part, node, path)

    def _any_of(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        yield from self._best_of(fragment["anyOf"], node, path)

    def _one_of(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        accepted = sum(self.schema.accepts(node, part) for part in fragment["oneOf"])
        if accepted > 1:
            yield Violation(path, node.location, "oneOf", "one form", "this can be read in more than one way")
        elif not accepted:
            yield from self._best_of(fragment["oneOf"], node, path)

    def _best_of(self, branches: list[Fragment], node: Node, path: Path) -> Iterator[Violation]:
        """What the branch that fits best has to say: one of the node's type, then one that is refused the deepest."""
        told = [list(self.explain(branch, node, path)) for branch in branches]
        fitting = [one for one in told if one and not _is_mistyped(one, path)]
        if fitting:
            yield from max(fitting, key=lambda one: (max(len(violation.path) for violation in one), -len(one)))
            return
        expected = _either([one[0].expected for one in told if one])
        got = _WORDS[json_type(node)]
        yield Violation(path, node.location, "type", expected, f"expected {expected}, got {got}")

    def _enum(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        if enumerated(fragment)(node):
            return
        expected = _either([f"`{go_text(value)}`" for value in fragment["enum"]])
        got = f"`{go_text(node.value)}`" if isinstance(node, Scalar) else _WORDS[json_type(node)]
        yield Violation(path, node.location, "enum", expected, f"expected {expected}, got {got}", _near(got, fragment))

    def _const(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        yield from self._enum({"enum": [fragment["const"]]}, node, path)

    def _pattern(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        if isinstance(node, Scalar) and not textual(fragment)(node):
            expected = f"a text that matches {fragment['pattern']}"
            yield Violation(
                path, node.location, "pattern", expected, f"`{node.value}` does not match {fragment['pattern']}"
            )

    def _minimum(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        yield from self._out_of_bounds("minimum", "at least", fragment, node, path)

    def _maximum(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        yield from self._out_of_bounds("maximum", "at most", fragment, node, path)

    def _out_of_bounds(
        self, keyword: str, words: str, fragment: dict[str, Any], node: Node, path: Path
    ) -> Iterator[Violation]:
        if isinstance(node, Scalar) and not bounded({keyword: fragment[keyword]})(node):
            expected = f"{words} {fragment[keyword]}"
            yield Violation(path, node.location, keyword, expected, f"expected {expected}, got {go_text(node.value)}")

    def _items(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        if isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                yield from self.explain(fragment["items"], item, (*path, index))

    def _unique(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        again = repeated(node) if isinstance(node, Sequence) and fragment["uniqueItems"] else None
        if isinstance(node, Sequence) and again is not None:
            place = node.items[again].location
            yield Violation((*path, again), place, "uniqueItems", "an element only once", "this is listed twice")

    def _required(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        if isinstance(node, Mapping):
            for key in fragment["required"]:
                if key not in node.items:
                    yield Violation(path, node.location, "required", f"`{key}`", f"`{key}` is missing")

    def _properties(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        if isinstance(node, Mapping):
            for key, child in node.items.items():
                if key in fragment["properties"]:
                    yield from self.explain(fragment["properties"][key], child, (*path, key))

    def _patterned(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        if isinstance(node, Mapping):
            for pattern, part in fragment["patternProperties"].items():
                matches = matcher(pattern)
                for key, child in node.items.items():
                    if matches(key):
                        yield from self.explain(part, child, (*path, key))

    def _additional(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        known, patterns = fragment.get("properties", {}), fragment.get("patternProperties", {})
        yield from self._others(fragment["additionalProperties"], (known, patterns), node, path)

    def _unevaluated(self, fragment: dict[str, Any], node: Node, path: Path) -> Iterator[Violation]:
        yield from self._others(fragment["unevaluatedProperties"], self.schema.attributes(fragment), node, path)

    def _others(
        self, rest: Fragment, known: tuple[dict[str, Fragment], dict[str, Fragment]], node: Node, path: Path
    ) -> Iterator[Violation]:
        """What becomes of the keys that a schema does not name."""
        if not isinstance(node, Mapping):
            return
        properties, patterns = known
        matchers = [matcher(pattern) for pattern in patterns]
        for key, child in node.items.items():
            if key in properties or any(matches(key) for matches in matchers):
                continue
            if rest is False:
                unknown = _unknown(key, node.keys.get(key, child.location), properties, patterns, path)
                yield unknown if path or not _is_service(child) else unknown._replace(help=_FIRST_VERSION)
            else:
                yield from self.explain(rest, child, (*path, key))


_EXPLAINERS: dict[str, Callable[[_Explainer, dict[str, Any], Node, Path], Iterator[Violation]]] = {
    "$ref": _Explainer._ref,
    "allOf": _Explainer._all_of,
    "anyOf": _Explainer._any_of,
    "oneOf": _Explainer._one_of,
    "enum": _Explainer._enum,
    "const": _Explainer._const,
    "pattern": _Explainer._pattern,
    "minimum": _Explainer._minimum,
    "maximum": _Explainer._maximum,
    "items": _Explainer._items,
    "uniqueItems": _Explainer._unique,
    "required": _Explainer._required,
    "properties": _Explainer._properties,
    "patternProperties": _Explainer._patterned,
    "additionalProperties": _Explainer._additional,
    "unevaluatedProperties": _Explainer._unevaluated,
}


def _names(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


def _mistyped(names: list[str], node: Node, path: Path) -> Violation:
    expected = _either([_WORDS[name] for name in names])
    got = _WORDS[json_type(node)]
    return Violation(path, node.location, "type", expected, f"expected {expected}, got {got}")


def _either(words: list[str]) -> str:
    words = list(dict.fromkeys(words))
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _is_mistyped(told: list[Violation], path: Path) -> bool:
    return told[0].keyword == "type" and told[0].path == path


_FIRST_VERSION = "put it below `services:`, as all versions of the file but the first have it"


def _is_service(node: Node) -> bool:
    """Whether what stands at the top of a file looks like a service there."""
    return isinstance(node, Mapping) and ("image" in node.items or "build" in node.items)


def _unknown(
    key: str, place: Location, properties: dict[str, Fragment], patterns: dict[str, Fragment], path: Path
) -> Violation:
    names = list(properties)
    if not names and (wanted := [pattern for pattern in patterns if pattern != "^x-"]):
        expected = f"a name that matches {_either(wanted)}"
        return Violation((*path, key), place, "additionalProperties", expected, f"the name `{key}` is not allowed here")
    expected = _either([f"`{name}`" for name in names]) if names else "nothing"
    name, equals, _ = key.partition("=")  # `DB_PASSWORD=…:` is a line of another form, and what follows may be secret
    shown = f"{name}{equals and '=…'}"
    advice, message = nearest(key.lower(), names), f"unknown attribute `{shown}`"
    return Violation((*path, shown), place, "additionalProperties", expected, message, advice, "CP109")


def _near(got: str, fragment: dict[str, Any]) -> str:
    """Advice for a word that is not among those that the schema lists."""
    return nearest(got.strip("`").lower(), [name for name in fragment["enum"] if isinstance(name, str)])
