"""How ready something is for each target, in the words of the pages that people read."""

from __future__ import annotations

from collections.abc import Sequence

from composeport.audit.readiness import Readiness
from composeport.audit.reports.facts import Fact, Step, Told, counted, counts, on_target, targets_of, whole
from composeport.diagnostics import Fidelity, Severity, Target
from composeport.records import NamedTuple
from composeport.render import WORDS

NAMES = {Target.KUBERNETES: "Kubernetes", Target.SWARM: "Swarm"}


class Score(NamedTuple):
    """How much of something a target keeps, in percent (None where nobody knows), and the counts of its findings."""

    target: Target
    shares: dict[str, int] | None
    counts: dict[Severity, int]
    verdict: str

    @property
    def name(self) -> str:
        """The target's name."""
        return NAMES[self.target]


def headlines(projects: Sequence[Told]) -> list[Score]:
    """A score a target, of several projects together."""
    reports = [project.report for project in projects]
    found = [fact for project in projects for fact in project.facts]
    return [score(target, whole(reports, target), on_target(found, target)) for target in targets_of(reports)]


def score(target: Target, readiness: Readiness | None, found: Sequence[Fact]) -> Score:
    """The score of what has this readiness and these findings."""
    return Score(target, readiness.shares if readiness else None, counts(found), _verdict(found))


def _verdict(found: Sequence[Fact]) -> str:
    """What stands in the way, in a sentence."""
    errors = [fact for fact in found if fact.finding.severity is Severity.ERROR]
    if not errors:
        return "Nothing stands in the way." if not found else "Nothing stands in the way; read what changes."
    refused = any(fact.finding.disposition is Fidelity.REFUSED for fact in errors)
    return "Not everything can be translated yet." if refused else "Some things need a decision first."


def where(step: Step, *, tree: bool) -> str:
    """`3 errors on Swarm in db, cache`: how much there is of something to do, and where."""
    number = counted(len(step.places), WORDS[step.severity])
    on = " and ".join(NAMES[target] for target in step.targets)
    scope = counted(step.projects, "project") if tree else step.services
    return f"{number} on {on}" + (f" in {scope}" if scope else "")
