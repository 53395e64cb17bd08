"""What the reports for people have in common: findings joined over targets, counted, and put in the order of need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from composeport.audit.readiness import Readiness, in_all
from composeport.audit.report import Audit, Report
from composeport.diagnostics import Fidelity, Finding, Rule, Severity, Target
from composeport.records import NamedTuple

_STEPS = 5
_NAMED = 3


class Fact(NamedTuple):
    """Findings that say the same of several targets, in the order of the targets; never none."""

    findings: tuple[Finding, ...]

    @property
    def finding(self) -> Finding:
        """The first of them, for all that they have in common."""
        return self.findings[0]

    @property
    def targets(self) -> tuple[Target, ...]:
        """Where it is so."""
        return tuple(finding.target for finding in self.findings)


class Told(NamedTuple):
    """A project and what is told of it, the gravest first."""

    report: Report
    facts: list[Fact]


class Place(NamedTuple):
    """A fact, and the project in which it is one."""

    report: Report
    fact: Fact


class Step(NamedTuple):
    """Something to do first: a rule, and all the places of its gravest findings."""

    rule: Rule
    severity: Severity
    places: tuple[Place, ...]

    @property
    def projects(self) -> int:
        """How many projects have it."""
        return len({place.report.files for place in self.places})

    @property
    def services(self) -> str:
        """`db, web and 3 more`: whom it is about, where that is a service."""
        names = list(dict.fromkeys(place.fact.finding.service for place in self.places))
        return listed([name for name in names if name])

    @property
    def targets(self) -> list[Target]:
        """Where it is so."""
        return [target for target in Target if any(target in place.fact.targets for place in self.places)]

    @property
    def help(self) -> str:
        """The next step that most of the places need."""
        needed = Counter(place.fact.finding.help for place in self.places)
        return max(needed, key=needed.__getitem__)


def facts(findings: Iterable[Finding]) -> list[Fact]:
    """Findings joined over targets, the gravest first, then by file and place."""
    order = list(Target)
    found = [((one.severity.rank, one.sort_key, one.help), one) for one in findings]
    found.sort(key=lambda pair: (pair[0], order.index(pair[1].target)))
    return [Fact(tuple(one for _, one in same)) for _, same in groupby(found, itemgetter(0))]


def told(reports: Iterable[Report]) -> list[Told]:
    """Each project with its findings joined, which takes a part of a report's time: once for all that it shows."""
    return [Told(report, facts(report.findings)) for report in reports]


def accepted(report: Report) -> list[tuple[Fact, str]]:
    """What the files say to ignore, joined in the same way, and the reason for each."""
    reasons = {id(finding): reason for finding, reason in report.suppressed}
    return [(fact, reasons[id(fact.finding)]) for fact in facts(finding for finding, _ in report.suppressed)]


def on_target(found: Iterable[Fact], target: Target) -> list[Fact]:
    """Those of the facts that are so on `target`."""
    return [fact for fact in found if target in fact.targets]


def counts(found: Iterable[Fact]) -> dict[Severity, int]:
    """How many there are of each severity."""
    numbers = Counter(fact.finding.severity for fact in found)
    return {severity: numbers[severity] for severity in Severity}


def first_steps(projects: Iterable[Told]) -> list[Step]:
    """The few rules that block most: what refuses a project, then what most projects and places have.

    Those with errors; where nobody has errors, those with warnings.
    """
    some = [project for project in projects if project.facts]
    gravest = min((project.facts[0].finding.severity.rank for project in some), default=Severity.INFO.rank)
    if gravest == Severity.INFO.rank:
        return []
    by_rule: dict[str, list[Place]] = {}
    for report, found in some:
        for fact in found:
            if fact.finding.severity.rank != gravest:
                break  # they are sorted
            by_rule.setdefault(fact.finding.rule.code, []).append(Place(report, fact))
    steps = [
        Step(found[0].fact.finding.rule, found[0].fact.finding.severity, tuple(found)) for found in by_rule.values()
    ]
    return sorted(steps, key=_need)[:_STEPS]


def _need(step: Step) -> tuple[object, ...]:
    refused = any(place.fact.finding.disposition is Fidelity.REFUSED for place in step.places)
    return not refused, -step.projects, -len(step.places), step.rule.code


def whole(reports: Iterable[Report], target: Target) -> Readiness | None:
    """How much of several projects `target` keeps; None where no active service of theirs could be read."""
    known = [in_all(report.readiness[target]) for report in reports if target in report.readiness]
    total = in_all({str(number): readiness for number, readiness in enumerate(known)})
    return total if any(total) else None


def targets_of(reports: Iterable[Report]) -> list[Target]:
    """The targets of a run, in their order."""
    named = {target for report in reports for target in report.targets}
    return [target for target in Target if target in named]


def title(report: Report) -> str:
    """What to call a project: its name or, where it could not be read, its first file."""
    return report.name or first_file(report) or "project"


def heading(audit: Audit) -> str:
    """`shop`, or `12 projects below services`."""
    if not audit.tree:
        return title(audit.reports[0])
    below = f" below {audit.tree.rstrip('/')}" if audit.tree.strip("./") else ""
    return counted(len(audit.reports), "project") + below


def first_file(report: Report) -> str:
    """The file that stands for a project, "" for none."""
    return next(iter(report.files), "")


def label(report: Report) -> str:
    """`shop/compose.yaml + compose.prod.yaml`: a project by its files; those beside the first by their names alone."""
    folder = first_file(report).rpartition("/")[0] + "/"
    others = [name.removeprefix(folder) for name in report.files[1:]]
    return " + ".join([first_file(report), *others]) or title(report)


def file_of(finding: Finding, report: Report) -> str:
    """The file of a finding, or the one that stands for its project."""
    return finding.location.file if finding.location else first_file(report)


def listed(names: Sequence[str]) -> str:
    """`db, web, cache and 4 more`."""
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def counted(number: int, noun: str) -> str:
    """`1 error`, `3 errors`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
