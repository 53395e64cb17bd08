"""The report as Markdown for a comment on a pull request, folded by severity.

GitHub takes comments of 65,536 characters. What does not fit is counted; the gravest findings come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from composeport import __version__
from composeport.audit.report import Audit, Report
from composeport.audit.reports.facts import (
    Fact,
    Told,
    counted,
    counts,
    file_of,
    first_steps,
    heading,
    label,
    told,
    whole,
)
from composeport.audit.reports.markdown_text import code, escaped, inlined
from composeport.audit.reports.page_template import environment
from composeport.audit.reports.plain import encodable
from composeport.audit.reports.scores import NAMES, Score, headlines, where
from composeport.diagnostics import Severity
from composeport.records import NamedTuple
from composeport.render import WORDS

_ROOM_FOR_FINDINGS = 46_000
_ROOM_FOR_PROJECTS = 8_000
"""Characters for all rows of a kind."""


class Section(NamedTuple):
    """A folded table: its name, its rows as Markdown, and how many more there would be."""

    name: str
    rows: list[str]
    left_out: int


def markdown_report(audit: Audit) -> str:
    """The audit as Markdown text."""
    projects = told(audit.reports)
    scores = headlines(projects)
    template = environment(html=False)
    template.filters |= {"escaped": escaped, "inlined": inlined}
    text = template.get_template("report.md.j2").render(
        title=heading(audit),
        scores=scores,
        steps=[(step, where(step, tree=bool(audit.tree))) for step in first_steps(projects)],
        projects=_projects(projects, scores) if audit.tree else None,
        sections=_sections(projects),
        asides=_asides(audit.reports),
        version=__version__,
    )
    return encodable(text.strip()) + "\n"


def _projects(projects: Sequence[Told], scores: Sequence[Score]) -> Section:
    numbered = [(counts(project.facts), project.report) for project in projects]
    numbered.sort(key=lambda pair: [-number for number in pair[0].values()])
    rows = [_project(report, numbers.values(), scores) for numbers, report in numbered]
    return _section(counted(len(projects), "project"), rows, _ROOM_FOR_PROJECTS)


def _project(report: Report, numbers: Iterable[int], scores: Sequence[Score]) -> str:
    known = [whole([report], score.target) for score in scores]
    shares = [f"{readiness.shares['exact']} %" if readiness else "–" for readiness in known]
    return _row([code(label(report)), *map(str, numbers), *shares])


def _sections(projects: Sequence[Told]) -> list[Section]:
    """A section a severity that has findings."""
    found = [(report, fact) for report, own in projects for fact in own]
    sections: list[Section] = []
    room = _ROOM_FOR_FINDINGS
    for severity in Severity:
        rows = [_finding(report, fact) for report, fact in found if fact.finding.severity is severity]
        if rows:
            sections.append(_section(counted(len(rows), WORDS[severity]), rows, room))
            room -= sum(map(len, sections[-1].rows))
    return sections


def _section(name: str, rows: list[str], room: int) -> Section:
    """The rows that `room` characters hold."""
    shown: list[str] = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        shown.append(row)
    return Section(name, shown, len(rows) - len(shown))


def _finding(report: Report, fact: Fact) -> str:
    finding = fact.finding
    line = f":{finding.location.line}" if finding.location else ""
    targets = ", ".join(NAMES[target] for target in fact.targets)
    rule = f"{finding.rule.code} {finding.rule.slug}"
    return _row([rule, code(file_of(finding, report) + line), inlined(finding.message), inlined(finding.help), targets])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _asides(reports: Sequence[Report]) -> str:
    known = sum(report.known for report in reports)
    suppressed = sum(len(report.suppressed) for report in reports)
    told = [(known, "known from the baseline"), (suppressed, "suppressed by the files")]
    return ", ".join(f"{counted(number, 'finding')} {what}" for number, what in told if number)
