"""What composeport says about an input: places in files, and findings at those places.

A finding is data: a small frozen value that is collected, sorted, filtered and printed by somebody else. What stops
the program is an exception and lives in `errors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from composeport.records import Enum, NamedTuple

PathPart = str | int
"""One step into a Compose file: a key, or the index of a list element. A service name may hold a dot, hence tuples."""


class Location(NamedTuple):
    """A stretch of a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def line_starts(text: str) -> list[int]:
    """The index at which each line of a file's text begins.

    Lines end where YAML 1.1 ends them, since its parser counts so: after a line feed, a carriage return, both, or one
    of NEL, LS and PS. A text has at least one line.
    """
    starts = [0]
    if not any(end in text for end in _RARE_ENDS):
        while (end := text.find("\n", starts[-1])) >= 0:
            starts.append(end + 1)
        return starts
    from re import finditer  # noqa: PLC0415 - nearly every file has the ends of Unix

    return starts + [found.end() for found in finditer("\r\n?|[\n\x85\u2028\u2029]", text)]


def lines_of(text: str) -> list[str]:
    """The lines of a file's text as locations count them, without their ends."""
    if not any(end in text for end in _RARE_ENDS):
        return text.split("\n")
    starts = line_starts(text)
    return [text[start:end].rstrip(_ENDS) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


_RARE_ENDS = ("\r", "\x85", "\u2028", "\u2029")
_ENDS = "\n\r\x85\u2028\u2029"


class Attribute(NamedTuple):
    """An attribute of the resolved project, as `("services", "db", "volumes", 0)`, and the place of its value."""

    path: tuple[PathPart, ...]
    location: Location | None


class Severity(Enum):
    """What a finding costs: blocks or loses data or widens exposure; changes behaviour; is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    rank: int
    """0 for the gravest."""

    def __init__(self, word: str) -> None:  # noqa: ARG002 - the value, which `Enum` keeps
        self.rank = len(type(self).__members__)


class Target(Enum):
    """Where a project goes."""

    KUBERNETES = "kubernetes"
    SWARM = "swarm"


class Fidelity(Enum):
    """What becomes of an attribute on a target: the `disposition` of a finding (SEMANTICS 1)."""

    EXACT = "exact"
    APPROXIMATED = "approximated"
    DROPPED = "dropped"
    REFUSED = "refused"
    MANUAL = "manual"


class Rule(NamedTuple):
    """A rule's identity: its code, its slug named after the bad pattern, its severity on each target that it knows."""

    code: str
    slug: str
    kubernetes: Severity | None = None
    swarm: Severity | None = None

    def on(self, target: Target) -> Severity | None:
        """The rule's severity on `target`; None where the rule does not apply."""
        return self.kubernetes if target is Target.KUBERNETES else self.swarm

    def severity(self, target: Target) -> Severity:
        """The rule's severity on `target`; a rule that does not apply there has none, and asking is a mistake."""
        severity = self.on(target)
        if severity is None:
            raise LookupError(f"{self.code} does not apply to {target.value}")
        return severity

    def at(self, severity: Severity) -> Rule:
        """The same rule with another severity, where a condition makes it graver or lighter."""
        return Rule(self.code, self.slug, severity, severity)


class Finding(NamedTuple):
    """One thing that a migration changes, loses or asks of its user.

    `path` names the attribute in the resolved project, as `("services", "db", "volumes", 0)`. `evidence` is what a
    fingerprint is made from, so it holds no prose and never the value of a secret.
    """

    rule: Rule
    severity: Severity
    target: Target
    disposition: Fidelity
    path: tuple[PathPart, ...]
    location: Location | None
    message: str
    help: str
    service: str | None = None
    evidence: Mapping[str, object] = {}

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Orders findings as a reader meets them: by file, place and code."""
        place = self.location or Location("", 0, 0, 0, 0)
        return (*place, self.rule.code, tuple(map(str, self.path)), self.message)


class Findings:
    """Collects findings on the way from the files to the output; equal ones are kept once."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._seen: dict[tuple[object, ...], Finding] = {}

    def add(
        self, rule: Rule, disposition: Fidelity, attribute: Attribute, message: str, help: str, /, **evidence: object
    ) -> None:
        """Collect one finding: what happens (`message`), the exact next step (`help`), and the facts behind it."""
        path, location = attribute
        finding = Finding(
            rule=rule,
            severity=rule.severity(self.target),
            target=self.target,
            disposition=disposition,
            path=path,
            location=location,
            message=message,
            help=help,
            service=str(path[1]) if len(path) > 1 and path[0] == "services" else None,
            evidence=evidence,
        )
        self._seen.setdefault(finding.sort_key, finding)

    def __iter__(self) -> Iterator[Finding]:
        return iter([self._seen[key] for key in sorted(self._seen)])

    def __len__(self) -> int:
        return len(self._seen)
