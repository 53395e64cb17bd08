"""What the value of a variable may be, such that the chart gives what a translation with that value would.

A translation reads more out of a text than a word can show: `true` is no credential, a URL may name a service and so a
port, a space splits a command. So characters and shapes are tried too, and a variable does not take those that would
decide more than its text. The schema of the values says so, and Helm refuses them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from composeport.hints import Any
from composeport.model import Project
from composeport.model.resolution import answers
from composeport.records import NamedTuple, dataclass
from composeport.writers.helm.leaves import is_image
from composeport.writers.helm.trials import Parts, Trials, Variable

Schema = dict[str, Any]

NAMES = "name"
"""What the schema calls its definition of a text that names a service."""


class _Class(NamedTuple):
    """Characters that are tried at once, and how a class of a regular expression spells them."""

    characters: str
    pattern: str


_CLASSES = (
    _Class("AQ", "A-Z"),
    _Class("_", "_"),
    _Class(".", "."),
    _Class("/", "/"),
    _Class(":", ":"),
    _Class("@", "@"),
    _Class("+,=~%", "+,=~%"),
    _Class("!?*&|;<>()[]{}#^", r"!?*&|;<>()\[\]{}#\^"),
    _Class("'\"`\\", "'\"`\\\\"),
    _Class("$$(A)$", "$"),
    _Class(" ", " "),
    _Class("é日\U0001f600", "\u00a1-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffc\U00010000-\U0001fffd"),
    _Class("\n", "\n"),
    _Class("-", "-"),
)
"""Small letters and digits are what the words of the trials consist of. The hyphen comes last, as in any class."""


class _Shape(NamedTuple):
    """A text that may mean more than its letters, and what a value may not match where it does."""

    text: str
    pattern: str


_CONNECTION = r"(?i:password|pwd|accountkey|sharedaccesskey)\s*="
_NUMBER = _Shape("45871", r"^\s*[0-9]+\s*$")
"""Not tried for all at once: one may be the port of a host that another names."""
_SHAPES = (
    _Shape("true", r"^(?i:true|false|yes|no|on|off|none|null|0|1|enabled|disabled|required|optional)$"),
    _Shape("[]", r"""^(\[\]|\{\}|""|'')$"""),
    _Shape(" ", r"^\s+$"),
    _Shape("latest", r"^(?i:latest)$"),
    _Shape("/zq7x/a", "^/"),
    _Shape("./zq7x/a", r"^\.{1,2}/"),
    _Shape("~/zq7x", "^~"),
    _Shape("c:\\zq7x", r"^[A-Za-z]:\\"),
    _Shape("file:zq7x", "^file:"),
    _Shape("zq//7x/../a", r"//|(^|/)\.\.?(/|$)"),
    _Shape("https://zq7x.example/a", r"[A-Za-z][A-Za-z0-9+.-]*://"),
    _Shape("https://u:zq7x@zq.example/", r"://[^/@]*:[^/@]*@"),
    _Shape("u:zq7x@zq.example", ":[^/@]*@"),
    _Shape("u:zq7x@tcp(zq)/a", r":[^@]*@(tcp|unix)\("),
    *(_Shape(text, _CONNECTION) for text in ("password=zq7x", "a password=zq7x", "a;password=zq7x")),
    _Shape("-----BEGIN PRIVATE KEY-----", r"-----BEGIN"),
    _Shape("hooks.slack.com/zq7x/zq7x/zq7x/zq7x", r"hooks\.slack\.com/"),
    _Shape("zq7x/api/webhooks/1/zq7x", r"/api/webhooks/"),
    _Shape("zq7x 45871", r"\s"),
)
_LENGTHS = (300, 60)
_SHORTEST_TRIED = 10
_HOST = "[A-Za-z0-9_-]"
_NOT_HOST = "[^A-Za-z0-9_-]"
_ITSELF = ("localhost", "127.0.0.1", "0.0.0.0", "::1")  # noqa: S104 - as a text names it
"""A container, in its own health check: ports follow from that as from the name of a service."""
_PROBES = frozenset({"readinessProbe", "livenessProbe", "startupProbe"})


@dataclass(slots=True)
class Domain:
    """The values of one variable beside its default: their characters within and at the ends, shapes, and length."""

    within: str = ""
    ends: str = ""
    empty: bool = False
    longest: int = _SHORTEST_TRIED
    refused: tuple[str, ...] = ()

    def schema(self, default: str, names: str) -> Schema:
        """The same as JSON schema, where the default is always a value. `names` is the pattern that `NAMES` defines."""
        fit: Schema = {"pattern": self._pattern()}
        if self.longest:
            fit["maxLength"] = self.longest
        if self.refused:
            refused = [{"$ref": f"#/$defs/{NAMES}"} if one == names else {"pattern": one} for one in self.refused]
            fit["not"] = {"anyOf": refused} if len(refused) > 1 else refused[0]
        if self.takes(default):
            return {"type": "string", **fit}
        return {"type": "string", "anyOf": [{"const": default}, fit]}

    def takes(self, text: str) -> bool:
        """Whether `text` is one of the values."""
        if (self.longest and len(text) > self.longest) or (text.endswith("\n") and "\n" not in self.ends):
            return False
        return bool(re.search(self._pattern(), text)) and not any(re.search(one, text) for one in self.refused)

    def _pattern(self) -> str:
        within, ends = f"[a-z0-9{self.within}]", f"[a-z0-9{self.ends}]"
        if within == ends:
            return f"^{within}{'*' if self.empty else '+'}$"
        return f"{'^$|' if self.empty else ''}^{ends}({within}*{ends})?$"


def domains_of(trials: Trials, names: Collection[str]) -> dict[str, Domain]:
    """What each variable takes. `names` are those that lead to services of the project."""
    domains = {name: Domain() for name in trials.defaults}
    _try_characters(trials, domains)
    _try_lengths(trials, domains)
    failing = trials.failing(dict.fromkeys(domains, ""))
    named = pattern_of_names(names)
    for name, domain in domains.items():
        domain.empty = name not in failing
        domain.refused = (*_by_image(trials, name), *_by_names(trials, name, names, named))
    for name in _not_numbers(trials):
        domains[name].refused += (_NUMBER.pattern,)
    for shape in _SHAPES:
        tried = [name for name, domain in domains.items() if domain.takes(shape.text)]
        for name in trials.failing(dict.fromkeys(tried, shape.text)):
            domains[name].refused += (shape.pattern,)
    return domains


def _not_numbers(trials: Trials) -> set[str]:
    """The variables that decide something as a number, each tried with every other as it is at least once."""
    names = list(trials.defaults)
    failing: set[str] = set()
    for bit in range(len(names).bit_length()):
        for half in (0, 1):
            tried = [name for number, name in enumerate(names) if number >> bit & 1 == half and name not in failing]
            failing |= trials.failing(dict.fromkeys(tried, _NUMBER.text))
    return failing


def _try_characters(trials: Trials, domains: Mapping[str, Domain]) -> None:
    for characters, pattern in _CLASSES:
        inside = {name: _with(trials.words[name], characters, ends=False) for name in domains}
        not_inside = trials.failing(inside)
        around = {name: _with(trials.words[name], characters, ends=True) for name in domains if name not in not_inside}
        not_around = trials.failing(around)
        for name in around:
            if characters == "\n" and _is_in_block(trials, name):
                continue
            domains[name].within += pattern
            domains[name].ends += pattern if name not in not_around else ""


def _with(word: str, characters: str, *, ends: bool) -> str:
    inside = f"{word[:4]}{characters}{word[4:]}"
    return f"{characters}{inside}{characters}" if ends else inside


def _is_in_block(trials: Trials, name: str) -> bool:
    """Whether the variable is in a text of several lines, where one of its own would need the same indentation."""
    return any("\n" in trials.expected(parts, {}) for parts in trials.texts_of(name).values())


def _try_lengths(trials: Trials, domains: Mapping[str, Domain]) -> None:
    left = set(domains)
    for length in _LENGTHS:
        tried = {name: trials.words[name].ljust(length, "x") for name in domains if name in left}
        left = trials.failing(tried)
        for name in tried.keys() - left:
            domains[name].longest = length if length != max(_LENGTHS) else 0


def _by_image(trials: Trials, name: str) -> tuple[str, ...]:
    """What a variable does not take as a part of an image's tag, from whose `fpm` a port follows."""
    tags = [parts for path, parts in trials.texts_of(name).items() if is_image(path) and _is_in_tag(parts, name)]
    return ("/", "fpm") if tags else ()


def _by_names(trials: Trials, name: str, names: Collection[str], named: str) -> Iterator[str]:
    """What a variable does not take because it holds one of `names`, or becomes one by the letters beside it."""
    texts = [parts for path, parts in trials.texts_of(name).items() if not is_image(path)]
    if texts and names:
        yield named
    if not _PROBES.isdisjoint(key for path in trials.texts_of(name) for key in path):
        yield pattern_of_names(_ITSELF)
    if completed := sorted({found for parts in texts for found in _completing(trials, parts, name, names)}):
        yield f"^(?i:{'|'.join(map(re.escape, completed))})$"


def _is_in_tag(parts: Parts, name: str) -> bool:
    """Whether the variable stands in the tag of an image."""
    after = parts[parts.index(Variable(name)) + 1 :]
    return not any(isinstance(part, str) and "/" in part for part in after)


def names_of(project: Project) -> set[str]:
    """What leads to a service of the project from some text: ports may follow from it."""
    linked = {link.partition(":")[2].lower() for service in project.services.values() for link in service.links}
    return {*answers(project), *linked} - {""}


def pattern_of_names(names: Collection[str]) -> str:
    """What a text matches that holds one of `names`."""
    return f"(?i:(^|{_NOT_HOST})({'|'.join(map(re.escape, sorted(names)))})($|{_NOT_HOST}))"


def _completing(trials: Trials, parts: Parts, name: str, names: Collection[str]) -> Iterator[str]:
    """The values with which a variable becomes a name, by the letters that stand beside it."""
    for index, part in enumerate(parts):
        if part == Variable(name):
            before = re.findall(f"{_HOST}*$", trials.expected(parts[:index], {}).lower())[0]
            after = re.findall(f"^{_HOST}*", trials.expected(parts[index + 1 :], {}).lower())[0]
            for one in names if before or after else ():
                if one.startswith(before) and one.endswith(after) and len(one) > len(before + after):
                    yield one[len(before) : len(one) - len(after)]
