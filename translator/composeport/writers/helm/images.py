"""Images as values of a chart: a repository, a tag, a digest, and when it is pulled."""

from __future__ import annotations

from composeport.hints import Any
from composeport.records import dataclass
from composeport.writers.helm.expressions import Form, Value, literal, value_at
from composeport.writers.helm.leaves import derived_policy
from composeport.writers.helm.trials import Parts

_MARK = "\0"


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the chart: where its values are, and the reference and policy that they give by default."""

    chart: str
    path: tuple[str, ...]
    reference: str
    policy: str | None

    @property
    def value(self) -> Value:
        """What stands in the place of the reference."""
        return Value(f"include {literal(self.chart + '.image')} {self._arguments}", self.reference)

    @property
    def policy_value(self) -> Value:
        """What stands in the place of the pull policy, which may be left out."""
        code = f"include {literal(self.chart + '.pullPolicy')} {self._arguments}"
        return Value(code, self.policy or "", Form.OPTIONAL)

    @property
    def _arguments(self) -> str:
        return f"(list $ {value_at(*self.path)})"


def image_values(reference: str, parts: Parts, policy: str | None) -> dict[str, Any]:
    """The values of an image. Variables stay in them: Helm fills them in when it renders."""
    marked = reference
    if parts:
        marked = "".join(part if isinstance(part, str) else f"{_MARK}{part.name}{_MARK}" for part in parts)
    name, _, digest = marked.partition("@")
    folder, slash, last = name.rpartition("/")
    repository, colon, tag = last.partition(":")
    if colon and not tag:  # a reference that ends in a colon stays as it is
        repository, tag = last, ""
    stated = "" if policy == derived_policy(reference) else policy or ""
    values = {"repository": folder + slash + repository, "tag": tag, "digest": digest, "pullPolicy": stated}
    return {key: _with_references(text) for key, text in values.items()}


def _with_references(text: str) -> str:
    """A text whose marked variables are expressions."""
    pieces = text.split(_MARK)
    return "".join(
        f"{{{{ {value_at('variables', piece)} }}}}" if odd % 2 else piece for odd, piece in enumerate(pieces)
    )
