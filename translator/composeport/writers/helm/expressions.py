"""The values of a chart where they stand in a manifest: value objects in place of leaves, and how they are written.

A document with them is dumped as any other, each as a word that the text does not hold. Then what Helm would take for
an expression of its own is escaped, and the words become expressions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from composeport.hints import Any
from composeport.records import Enum, dataclass
from composeport.writers.helm.trials import Parts, Variable
from composeport.writers.output import dump

_ESCAPED = '{{ "{{" }}'
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Form(Enum):
    """How a value stands in a document."""

    TEXT = "text"
    NUMBER = "number"
    OPTIONAL = "optional"
    """A text; where it is empty, its key is left out."""
    BLOCK = "block"
    """A mapping or list; where it is empty, its key is left out."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the chart in place of a leaf: the code that gives it, and what that gives by default."""

    code: str
    default: object
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Text:
    """A text that holds variables, in place of a leaf. `default` is the text with their default values."""

    parts: Parts
    default: str
    variables: tuple[Value, ...] = ()

    @property
    def code(self) -> str:
        """Code that gives the text."""
        if len(self.parts) == 1:
            return variable(self.parts[0])
        form = "".join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in self.parts)
        return f"printf {literal(form)} {' '.join(variable(part) for part in self.parts if isinstance(part, Variable))}"


def literal(text: str) -> str:
    """A text as Go writes it in code."""
    return json.dumps(text, ensure_ascii=False)


def value_at(*path: str) -> str:
    """Code that gives the chart's value at `path`."""
    if all(map(_FIELD.fullmatch, path)):
        return ".Values." + ".".join(path)
    return f"(index .Values {' '.join(map(literal, path))})"


def argument(code: str) -> str:
    """Code as an argument of other code."""
    return f"({code})" if " " in code and not code.startswith("(") else code


def variable(part: str | Variable) -> str:
    """Code that gives a Compose variable."""
    assert isinstance(part, Variable)
    return value_at("variables", part.name)


def values_in(document: object) -> Iterator[Value]:
    """All values of the chart that a part of a document has, in order; of a text, its variables."""
    if isinstance(document, Value):
        yield document
    elif isinstance(document, Text):
        yield from document.variables
    elif isinstance(document, dict):
        for item in document.values():
            yield from values_in(item)
    elif isinstance(document, (list, tuple)):
        for item in document:
            yield from values_in(item)


def escaped(text: str) -> str:
    """A text such that Helm gives it back."""
    return text.replace("{{", _ESCAPED)


def template(document: object) -> str:
    """A document as the text of a template."""
    return _Writer(document).text


class _Writer:
    """One document on its way to text; `words` stand for values, and `inline` for variables within a block."""

    def __init__(self, document: object) -> None:
        self.stem = "zv"
        while self.stem in dump(_defaults(document)):
            self.stem += "v"
        self.words: dict[str, Value | Text] = {}
        self.inline: dict[str, str] = {}
        written = escaped(dump(self._worded(document)))
        written = re.sub(rf"(?m)^(?P<before> *)(?P<key>\S+): (?P<word>{self.stem}\d+w)$", self._line, written)
        # A brace before an expression would be taken for a part of it.
        self.text = re.sub(rf"(\{{?)({self.stem}\d+[wi])", self._word, written)

    def _worded(self, value: object) -> Any:
        if isinstance(value, dict):
            return {key: self._worded(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._worded(item) for item in value]
        if isinstance(value, Text) and (block := self._block(value)):
            return block
        if isinstance(value, (Value, Text)):
            word = f"{self.stem}{len(self.words)}w"
            self.words[word] = value
            return word
        return value

    def _block(self, text: Text) -> str:
        """A text of several lines with words for its variables; "" where it cannot be a literal block.

        A block must not begin or end with a variable, whose spaces or emptiness would be read as something else.
        """
        held = dict.fromkeys(part for part in text.parts if isinstance(part, Variable))
        words = {part: f"{self.stem}{len(self.inline) + number}i" for number, part in enumerate(held)}
        made = "".join(part if isinstance(part, str) else words[part] for part in text.parts)
        ends = isinstance(text.parts[0], str), isinstance(text.parts[-1], str) and text.parts[-1].strip("\n") != ""
        if not (all(ends) and dump({"k": made}).startswith("k: |") and not _multiline(text)):
            return ""
        self.inline |= {word: variable(part) for part, word in words.items()}
        return made

    def _line(self, found: re.Match[str]) -> str:
        """The lines of a key whose value may be empty, or has lines of its own; else the line as it is."""
        indent, key, value = found["before"], found["key"], self.words[found["word"]]
        form = value.form if isinstance(value, Value) else Form.TEXT
        if form is Form.OPTIONAL:
            inner = f"{indent}{key}: {{{{ . | quote }}}}"
        elif form is Form.BLOCK:
            inner = f"{indent}{key}:\n{indent}  {{{{- toYaml . | nindent {len(indent) + 2} }}}}"
        else:
            return found[0]
        return f"{indent}{{{{- with {value.code} }}}}\n{inner}\n{indent}{{{{- end }}}}"

    def _word(self, found: re.Match[str]) -> str:
        brace, word = found.groups()
        if word in self.inline:
            return ('{{ "{" }}' if brace else "") + f"{{{{ {self.inline[word]} }}}}"
        value = self.words[word]
        number = isinstance(value, Value) and value.form is Form.NUMBER
        return f"{{{{ {value.code} | {'int' if number else 'quote'} }}}}"


def _multiline(text: Text) -> bool:
    """Whether one of the variables has several lines itself."""
    return text.default.count("\n") != sum(part.count("\n") for part in text.parts if isinstance(part, str))


def _defaults(value: object) -> Any:
    if isinstance(value, (Value, Text)):
        return value.default
    if isinstance(value, dict):
        return {key: _defaults(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_defaults(item) for item in value]
    return value
