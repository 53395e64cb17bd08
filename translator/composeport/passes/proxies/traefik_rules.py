"""Reads the rules of Traefik's routers: `Host(`a`) && (Path(`/x`) || PathPrefix(`/y`))`, and those of version 1."""

from __future__ import annotations

import re
from itertools import product

from composeport.passes.proxies.matching import LIMIT, Clause, UnusableRule
from composeport.records import NamedTuple

_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>\|\||&&|[!(),])|(?P<name>[A-Za-z]+)|`(?P<raw>[^`]*)`|"(?P<quoted>(?:[^"\\]|\\.)*)")""", re.DOTALL
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_DEPTH = 30
"""Nested parentheses and denials that a rule may have; people write two."""

Alternatives = list[tuple[Clause, ...]]
"""A rule in disjunctive form: one of these, and all of its clauses."""


class _Token(NamedTuple):
    kind: str
    text: str


def parse_rule(text: str) -> Alternatives:
    """A rule of version 2 or 3. Raises `UnusableRule` where it cannot be read or has too many alternatives."""
    reader = _Reader(_tokens(text))
    found = reader.alternatives(0)
    if reader.next.kind != "end":
        raise UnusableRule(f"cannot be read at {reader.next.text!r}")
    return found


def parse_old_rule(text: str) -> Alternatives:
    """A rule of version 1: matchers separated by `;`, the values of each by commas."""
    clauses = []
    for part in filter(None, map(str.strip, text.split(";"))):
        name, colon, values = part.partition(":")
        if not colon:
            raise UnusableRule(f"cannot be read at {part!r}")
        clauses.append(Clause(name.strip().lower(), tuple(value.strip() for value in values.split(","))))
    if not clauses:
        raise UnusableRule("is empty")
    return [tuple(clauses)]


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise UnusableRule(f"cannot be read at {text[position : position + 20].strip()!r}")
        kind = str(found.lastgroup)
        value = found[kind]
        tokens.append(_Token("value", _ESCAPE.sub(r"\1", value)) if kind == "quoted" else _Token(kind, value))
        position = found.end()
    return [*(token._replace(kind="value") if token.kind == "raw" else token for token in tokens), _Token("end", "")]


class _Reader:
    """Reads tokens by the grammar: `||` binds least, then `&&`, then `!`."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._position = 0

    @property
    def next(self) -> _Token:
        """The token that comes next."""
        return self._tokens[self._position]

    def _take(self, text: str) -> bool:
        """Go past a sign, where it comes next."""
        found = self.next == _Token("sign", text)
        self._position += found
        return found

    def _expect(self, kind: str, text: str = "") -> str:
        token = self.next
        if token.kind != kind or (text and token.text != text):
            raise UnusableRule(f"cannot be read at {token.text!r}" if token.text else "ends too early")
        self._position += 1
        return token.text

    def alternatives(self, depth: int) -> Alternatives:
        """What stands between parentheses, or all."""
        if depth > _DEPTH:
            raise UnusableRule("is nested too deeply")
        found = self._conjunction(depth)
        while self._take("||"):
            found = _bounded(found + self._conjunction(depth))
        return found

    def _conjunction(self, depth: int) -> Alternatives:
        found = self._term(depth)
        while self._take("&&"):
            found = _all_of(found, self._term(depth))
        return found

    def _term(self, depth: int) -> Alternatives:
        if self._take("!"):
            return _denied(self._nested(depth))
        if self._take("("):
            found = self.alternatives(depth + 1)
            self._expect("sign", ")")
            return found
        return [(self._clause(),)]

    def _nested(self, depth: int) -> Alternatives:
        if depth > _DEPTH:
            raise UnusableRule("is nested too deeply")
        return self._term(depth + 1)

    def _clause(self) -> Clause:
        name = self._expect("name")
        self._expect("sign", "(")
        values = [self._expect("value")]
        while self._take(","):
            values.append(self._expect("value"))
        self._expect("sign", ")")
        return Clause(name.lower(), tuple(values))


def _all_of(one: Alternatives, other: Alternatives) -> Alternatives:
    if len(one) * len(other) > LIMIT:
        raise UnusableRule(f"has more than {LIMIT} alternatives")
    return [first + second for first, second in product(one, other)]


def _denied(alternatives: Alternatives) -> Alternatives:
    """De Morgan: none of the alternatives holds where each has a clause that does not."""
    found: Alternatives = [()]
    for clauses in alternatives:
        found = _all_of(found, [(clause._replace(negated=not clause.negated),) for clause in clauses])
    return found


def _bounded(alternatives: Alternatives) -> Alternatives:
    if len(alternatives) > LIMIT:
        raise UnusableRule(f"has more than {LIMIT} alternatives")
    return alternatives
