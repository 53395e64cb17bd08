"""A JSON schema over located nodes: the part of draft 2020-12 that the Compose Specification's schema uses.

A schema becomes closures, each compiled when a file first needs it, that say yes or no: a valid file pays for nothing
else. Only what they refuse is gone over again, by `schema_report`, to say where and why. A keyword that this
interpreter does not know is an error of the schema, never ignored.
"""

from __future__ import annotations

import re
from functools import partial

from composeport.hints import TYPE_CHECKING, Any
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, Value
from composeport.source.scalars import Timestamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence as Listed

    from composeport.source.schema_report import Violation

    Check = Callable[[Node], bool]

Fragment = dict[str, Any] | bool
"""A schema or a part of one, as JSON has it."""

ANNOTATIONS = frozenset(
    ("$schema", "$id", "$comment", "$defs", "title", "description", "default", "deprecated", "examples", "format")
)
"""Keywords that refuse nothing. `format` is one by the draft's default, and in Compose."""

_NAMES = "^[a-zA-Z0-9._-]+$"
_IN_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
"""The pattern of the names of services and the like, and the characters that it takes."""

_CLASSES: dict[str, tuple[type, ...]] = {
    "object": (Mapping,),
    "array": (Sequence,),
    "string": (str, Timestamp),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


class Schema:
    """A compiled JSON schema."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._checks: dict[int, Check] = {}
        self._makers: tuple[tuple[frozenset[str], Callable[[dict[str, Any]], Check]], ...] = (
            (frozenset(("type",)), typed),
            (frozenset(("$ref",)), self._referring),
            (frozenset(("enum",)), enumerated),
            (frozenset(("const",)), lambda schema: enumerated({"enum": [schema["const"]]})),
            (frozenset(("pattern", "minLength", "maxLength")), textual),
            (frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")), bounded),
            (frozenset(("items", "minItems", "maxItems", "uniqueItems")), self._listed),
            (frozenset(("required", "minProperties", "maxProperties")), sized),
            (frozenset(("properties", "patternProperties", "additionalProperties")), self._keyed),
            (frozenset(("unevaluatedProperties",)), self._unevaluated),
            (frozenset(("allOf",)), self._all_of),
            (frozenset(("anyOf",)), self._any_of),
            (frozenset(("oneOf",)), self._one_of),
            (frozenset(("not",)), self._negated),
            (frozenset(("dependentRequired",)), _dependent),
        )
        self._keywords = frozenset[str]().union(*(keywords for keywords, _ in self._makers))

    def accepts(self, node: Node, fragment: Fragment | None = None) -> bool:
        """Whether the node is valid, against the whole schema or a part of it. Raises ValueError for a bad schema."""
        return self.check(self.document if fragment is None else fragment)(node)

    def problems(self, node: Node) -> list[Violation]:
        """Everything that the schema refuses in the tree, in the order of the file."""
        if self.accepts(node):
            return []
        from composeport.source.schema_report import violations  # noqa: PLC0415 - only for a file that is refused

        return violations(self, node)

    def check(self, fragment: Fragment) -> Check:
        """The closure for a part of the schema."""
        if isinstance(fragment, bool):
            return _always if fragment else _never
        known = self._checks.get(id(fragment))
        if known is None:
            known = self._checks[id(fragment)] = self._compile(fragment)
        return known

    def resolve(self, pointer: str) -> Fragment:
        """The part that a `$ref` within the document names."""
        if pointer != "#" and not pointer.startswith("#/"):
            raise ValueError(f"the schema refers outside of itself: {pointer}")
        fragment: Any = self.document
        for part in pointer.split("/")[1:]:
            fragment = fragment[part.replace("~1", "/").replace("~0", "~")]
        resolved: Fragment = fragment
        return resolved

    def attributes(self, schema: dict[str, Any]) -> tuple[dict[str, Fragment], dict[str, Fragment]]:
        """The properties and the pattern properties of a schema, with those of what it is made of by allOf and $ref."""
        properties: dict[str, Fragment] = {}
        patterns: dict[str, Fragment] = {}
        for part in [*schema.get("allOf", ()), *([self.resolve(schema["$ref"])] if "$ref" in schema else ())]:
            if isinstance(part, dict):
                inherited, inherited_patterns = self.attributes(part)
                properties |= inherited
                patterns |= inherited_patterns
        return properties | schema.get("properties", {}), patterns | schema.get("patternProperties", {})

    def _compile(self, schema: dict[str, Any]) -> Check:
        wanted = schema.keys() - ANNOTATIONS
        checks = [maker(schema) for keywords, maker in self._makers if not keywords.isdisjoint(wanted)]
        if unknown := wanted - self._keywords:
            raise ValueError(f"unsupported schema keywords: {', '.join(sorted(unknown))}")
        return _every(checks)

    def _referring(self, schema: dict[str, Any]) -> Check:
        target: Check | None = None

        def check(node: Node) -> bool:
            nonlocal target
            if target is None:
                target = self.check(self.resolve(schema["$ref"]))
            return target(node)

        return check

    def _keyed(self, schema: dict[str, Any]) -> Check:
        known = _Attributes(self, schema)
        patterns = known.patterns
        additional = self.check(schema.get("additionalProperties", True))

        def check(node: Node) -> bool:
            if not isinstance(node, Mapping):
                return True
            for key, child in node.items.items():
                one = known[key]
                if one is not None:
                    if not one(child):
                        return False
                    continue
                named = False
                for matches, wanted in patterns:
                    if matches(key):
                        named = True
                        if not wanted(child):
                            return False
                if not named and not additional(child):
                    return False
            return True

        return check

    def _unevaluated(self, schema: dict[str, Any]) -> Check:
        """Covers what is beside it and below allOf and $ref; all that the Compose schema has there are attributes."""
        properties, patterns = self.attributes(schema)
        matchers = [matcher(pattern) for pattern in patterns]
        rest = self.check(schema["unevaluatedProperties"])

        def check(node: Node) -> bool:
            return not isinstance(node, Mapping) or all(
                key in properties or any(matches(key) for matches in matchers) or rest(child)
                for key, child in node.items.items()
            )

        return check

    def _listed(self, schema: dict[str, Any]) -> Check:
        wanted = self.check(schema.get("items", True))
        least, most = schema.get("minItems", 0), schema.get("maxItems", float("inf"))
        unique = schema.get("uniqueItems", False)

        def check(node: Node) -> bool:
            if not isinstance(node, Sequence):
                return True
            items = node.items
            if not least <= len(items) <= most or (unique and repeated(node) is not None):
                return False
            return all(map(wanted, items))

        return check

    def _all_of(self, schema: dict[str, Any]) -> Check:
        return _every([self.check(part) for part in schema["allOf"]])

    def _any_of(self, schema: dict[str, Any]) -> Check:
        checks = [self.check(part) for part in schema["anyOf"]]
        return lambda node: any(check(node) for check in checks)

    def _one_of(self, schema: dict[str, Any]) -> Check:
        checks = [self.check(part) for part in schema["oneOf"]]

        def check(node: Node) -> bool:
            accepting = 0
            for one in checks:
                accepting += one(node)
            return accepting == 1

        return check

    def _negated(self, schema: dict[str, Any]) -> Check:
        refused = self.check(schema["not"])
        return lambda node: not refused(node)


class _Attributes(dict[str, "Check | None"]):
    """The closure for each named attribute, compiled when a file first has it; None for a name that is not there."""

    def __init__(self, owner: Schema, schema: dict[str, Any]) -> None:
        super().__init__()
        self.owner = owner
        self.schemas: dict[str, Fragment] = schema.get("properties", {})
        patterns: dict[str, Fragment] = schema.get("patternProperties", {})
        self.patterns = [(matcher(pattern), owner.check(part)) for pattern, part in patterns.items()]

    def __missing__(self, key: str) -> Check | None:
        if key not in self.schemas:
            return None
        matching = [wanted for matches, wanted in self.patterns if matches(key)]
        self[key] = check = _every([self.owner.check(self.schemas[key]), *matching])
        return check


def _always(node: Node) -> bool:  # noqa: ARG001
    return True


def _never(node: Node) -> bool:  # noqa: ARG001
    return False


def _all(checks: Listed[Check], node: Node) -> bool:
    for check in checks:  # noqa: SIM110 - a generator would take longer than most checks
        if not check(node):
            return False
    return True


def _every(checks: Listed[Check]) -> Check:
    """One closure for several that must all agree."""
    match [check for check in checks if check is not _always]:
        case []:
            return _always
        case [one]:
            return one
        case [one, two]:
            return lambda node: one(node) and two(node)
        case several:
            return partial(_all, several)


def matcher(pattern: str) -> Callable[[str], object]:
    """Whether a key matches a pattern, without a regular expression for the plainest ones."""
    if pattern in (".+", "^.+$"):
        return lambda key: key not in ("", "\n") and ("\n" not in key or re.search(_as_in_json(pattern), key))
    if pattern == _NAMES:
        return lambda key: key != "" and _IN_NAMES.issuperset(key)
    literal = pattern.removeprefix("^")
    if literal != pattern and literal.replace("-", "").isalnum():
        return lambda key: key.startswith(literal)
    return re.compile(_as_in_json(pattern)).search


def _as_in_json(pattern: str) -> str:
    """A pattern of a schema for Python, whose `$` is also before a line feed at the end."""
    return pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern


def json_type(node: Node) -> str:
    """What JSON calls the node: `object`, `array`, `string`, `number`, `integer`, `boolean` or `null`."""
    thing = node.value.__class__ if isinstance(node, Scalar) else node.__class__
    if thing is float:
        return "integer" if is_integral(node) else "number"
    return next(name for name, classes in _CLASSES.items() if thing in classes and name != "number")


def is_integral(node: Node) -> bool:
    """Whether the node is a whole number; for JSON schema `1.0` is one."""
    return isinstance(node, Scalar) and isinstance(node.value, float) and node.value.is_integer()


def typed(schema: dict[str, Any]) -> Check:
    """The check of `type`."""
    wanted = schema["type"]
    names = [wanted] if isinstance(wanted, str) else wanted
    classes = frozenset(known for name in names for known in _CLASSES[name])
    integral = "integer" in names and "number" not in names

    def check(node: Node) -> bool:
        thing = node.value.__class__ if isinstance(node, Scalar) else node.__class__
        return thing in classes or (integral and is_integral(node))

    return check


def enumerated(schema: dict[str, Any]) -> Check:
    """The check of `enum`."""
    allowed = {_plain_identity(value) for value in schema["enum"]}
    return lambda node: identity(node) in allowed


def textual(schema: dict[str, Any]) -> Check:
    """The check of `pattern` and of a text's length."""
    matches = re.compile(_as_in_json(schema.get("pattern", ""))).search
    least, most = schema.get("minLength", 0), schema.get("maxLength", float("inf"))

    def check(node: Node) -> bool:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return True
        return least <= len(node.value) <= most and matches(node.value) is not None

    return check


def bounded(schema: dict[str, Any]) -> Check:
    """The check of a number's bounds."""
    least, most = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    above, below = schema.get("exclusiveMinimum", float("-inf")), schema.get("exclusiveMaximum", float("inf"))

    def check(node: Node) -> bool:
        number = node.value if isinstance(node, Scalar) else None
        if isinstance(number, bool) or not isinstance(number, int | float):
            return True
        return bool(least <= number <= most and above < number < below)

    return check


def sized(schema: dict[str, Any]) -> Check:
    """The check of `required` and of a mapping's size."""
    required = schema.get("required", ())
    least, most = schema.get("minProperties", 0), schema.get("maxProperties", float("inf"))

    def check(node: Node) -> bool:
        if not isinstance(node, Mapping):
            return True
        return least <= len(node.items) <= most and all(key in node.items for key in required)

    return check


def _dependent(schema: dict[str, Any]) -> Check:
    dependencies: dict[str, list[str]] = schema["dependentRequired"]

    def check(node: Node) -> bool:
        if not isinstance(node, Mapping):
            return True
        return all(
            key not in node.items or all(other in node.items for other in dependencies[key]) for key in dependencies
        )

    return check


def repeated(node: Sequence) -> int | None:
    """The index of the first element that equals an earlier one."""
    seen = set()
    for index, item in enumerate(node.items):
        key = identity(item)
        if key in seen:
            return index
        seen.add(key)
    return None


def identity(node: Node) -> object:
    """Equal for nodes that JSON holds equal: `1` and `1.0` are, `1` and `true` are not."""
    match node:
        case Scalar():
            return _scalar_identity(node.value)
        case Sequence():
            return ("array", tuple(identity(item) for item in node.items))
        case Mapping():
            return ("object", frozenset((key, identity(child)) for key, child in node.items.items()))


def _scalar_identity(value: Value) -> object:
    if isinstance(value, bool) or value is None:
        return (value.__class__, value)
    return str(value) if isinstance(value, str) else value


def _plain_identity(value: Any) -> object:
    match value:
        case dict():
            return ("object", frozenset((key, _plain_identity(child)) for key, child in value.items()))
        case list():
            return ("array", tuple(_plain_identity(item) for item in value))
    return _scalar_identity(value)
