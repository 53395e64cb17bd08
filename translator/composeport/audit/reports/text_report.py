"""The report for a terminal: findings with their lines, what blocks first, then how ready each project is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from composeport.audit.report import Audit, Report
from composeport.audit.reports.facts import (
    Step,
    Told,
    counted,
    counts,
    facts,
    first_steps,
    label,
    targets_of,
    title,
    whole,
)
from composeport.audit.reports.plain import encodable, one_line
from composeport.diagnostics import Target
from composeport.render import WORDS, Renderer, summary

_HEAD = ("project", *(f"{word}s" for word in WORDS.values()))


def text_report(audit: Audit, *, colour: bool = False) -> str:
    """The audit as text that ends in a newline."""
    return TextReport(audit.tree, colour=colour).of(audit)


class TextReport:
    """The report of an audit of `tree`, "" for one project. Projects can be rendered while others are still audited."""

    def __init__(self, tree: str, *, colour: bool = False) -> None:
        self._tree = tree
        self._colour = colour
        self._rendered: dict[tuple[str, ...], tuple[Told, str]] = {}

    def add(self, report: Report) -> None:
        """Render one project, by whose files it is known."""
        project = Told(report, facts(report.findings))
        self._rendered[report.files] = project, _project(project, self._tree, self._colour)

    def of(self, audit: Audit) -> str:
        """The whole, as text that ends in a newline; what was not rendered yet is."""
        for report in audit.reports:
            if report.files not in self._rendered:
                self.add(report)
        rendered = [self._rendered[report.files] for report in audit.reports]
        projects, parts = [project for project, _ in rendered], [part for _, part in rendered]
        if self._tree and projects:
            parts.append(_table(projects))
        if steps := first_steps(projects):
            parts.append(_steps(steps, self._tree))
        return encodable("\n".join(parts)) or f"no Compose project below {one_line(self._tree)}\n"


def _project(project: Told, tree: str, colour: bool) -> str:  # noqa: FBT001 - one of two looks
    report, found = project
    renderer = Renderer(report.texts, colour=colour)
    several = len(report.targets) > 1
    shown = [renderer.finding(fact.finding, fact.targets if several else ()) for fact in found]
    name = one_line(
        f"{title(report)} ({label(report)})" if tree and report.name else label(report) if tree else title(report)
    )
    verdict = summary(fact.finding.severity for fact in found) or "nothing found"
    aside = [f"{report.known} known from the baseline"] * bool(report.known)
    aside += [f"{len(report.suppressed)} suppressed"] * bool(report.suppressed)
    line = ", ".join((f"{name}: {verdict}", *aside))
    if not found:
        return "; ".join((line, *_readiness(report))) + "\n"
    return "\n".join((*shown, "\n".join((line, *(f"  {line}" for line in _readiness(report)))))) + "\n"


def _readiness(report: Report) -> Iterator[str]:
    """`swarm: 91 % as it is, 6 % approximated, 3 % dropped`, without what there is none of."""
    for target in report.targets:
        if readiness := whole([report], target):
            exact, approximated, dropped = readiness.shares.values()
            losses = ((approximated, "approximated"), (dropped, "dropped"))
            shares = [f"{exact} % as it is", *(f"{share} % {word}" for share, word in losses if share)]
            yield f"{target.value}: {', '.join(shares)}"


def _table(projects: Sequence[Told]) -> str:
    """One line a project, the worst first, and one for all."""
    reports = [project.report for project in projects]
    targets = targets_of(reports)
    numbered = [(list(counts(project.facts).values()), project.report) for project in projects]
    numbered.sort(key=lambda pair: [-number for number in pair[0]])
    rows = [[*_HEAD, *(target.value for target in targets)]]
    rows += [_row(one_line(label(report)), numbers, [report], targets) for numbers, report in numbered]
    total = [sum(column) for column in zip(*(numbers for numbers, _ in numbered), strict=True)]
    rows.append(_row(counted(len(reports), "project"), total, reports, targets))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join((row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:]))) for row in rows)
    return "\n".join(lines) + "\n"


def _row(name: str, numbers: Sequence[int], reports: Sequence[Report], targets: Sequence[Target]) -> list[str]:
    known = [whole(reports, target) for target in targets]
    shares = [f"{readiness.shares['exact']} %" if readiness else "-" for readiness in known]
    return [name, *map(str, numbers), *shares]


def _steps(steps: Sequence[Step], tree: str) -> str:
    lines = ["what to do first:"]
    for step in steps:
        where = f" in {counted(step.projects, 'project')}" if tree else f" in {step.services}" * bool(step.services)
        number = counted(len(step.places), WORDS[step.severity])
        on = f" on {' and '.join(target.value for target in step.targets)}"
        lines.append("  " + one_line(f"{step.rule.code}[{step.rule.slug}]: {number}{on}{where}: {step.help}"))
    codes = " ".join(step.rule.code for step in steps)
    return "\n".join((*lines, f"  (why: composeport explain {codes})")) + "\n"
