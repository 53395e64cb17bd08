"""What an audit yields: for each project what was found, what somebody chose to live with, and how much is kept."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.audit.readiness import Readiness
from composeport.diagnostics import Finding, Target
from composeport.records import NamedTuple, dataclass, field


class Suppressed(NamedTuple):
    """A finding that a file says to ignore, and the reason that it gives ("" where it gives none)."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A project and what was found about it, on one target or on several.

    `name` is the project's, or "" where its files could not be read; then a finding says why, and there is no
    `readiness`. `texts` maps each file's name, as locations spell it, to its text. `picture` is the topology as the
    text of an SVG document, "" where nobody asked for it. `known` counts the findings that a baseline holds.
    """

    name: str
    files: tuple[str, ...]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...]
    readiness: Mapping[Target, Mapping[str, Readiness]] = field(default_factory=dict)
    suppressed: tuple[Suppressed, ...] = ()
    known: int = 0
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    picture: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Audit:
    """The reports of one run, by their files. `tree` is the directory that was searched, "" for one named project."""

    reports: tuple[Report, ...]
    tree: str = ""
