"""What the HTML page shows, as values that its template only has to place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import dedent
from urllib.parse import quote

from composeport.audit.pages import page
from composeport.audit.report import Report
from composeport.audit.reports.facts import (
    Fact,
    Step,
    Told,
    accepted,
    counts,
    file_of,
    label,
    on_target,
    title,
    whole,
)
from composeport.audit.reports.plain import encodable, inline
from composeport.audit.reports.scores import Score, score, where
from composeport.diagnostics import Finding, Rule, Severity, Target
from composeport.excerpt import Lines, excerpt_of
from composeport.records import NamedTuple
from composeport.render import WORDS

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Inline = list[tuple[str, str]]
"""Prose, and the code that follows it."""


class StepView(NamedTuple):
    """Something to do first."""

    rule: Rule
    summary: Inline
    where: str
    help: Inline


class FindingView(NamedTuple):
    """A fact with its line, in three parts of which the second is what it is about."""

    word: str
    rule: Rule
    message: Inline
    help: Inline
    place: str
    line: int
    source: tuple[str, str, str]
    service: str
    targets: tuple[Target, ...]
    dispositions: str
    reason: str = ""


class ServiceView(NamedTuple):
    """A row of the table of services."""

    name: str
    scores: list[Score]


class ProjectView(NamedTuple):
    """All about one project. `picture` is a URI that holds the image."""

    id: str
    title: str
    label: str
    files: tuple[str, ...]
    scores: list[Score]
    counts: dict[Severity, int]
    services: list[ServiceView]
    groups: list[tuple[Severity, list[FindingView]]]
    suppressed: list[FindingView]
    known: int
    picture: str


class RuleView(NamedTuple):
    """A rule that has findings here, with what its page says."""

    rule: Rule
    summary: Inline
    why: list[tuple[str, Inline]]
    todo: list[tuple[str, Inline]]
    number: int


def steps_view(steps: Iterable[Step], *, tree: bool) -> list[StepView]:
    """What to do first, each with where it is."""
    return [
        StepView(step.rule, inline(page(step.rule).summary), where(step, tree=tree), inline(step.help))
        for step in steps
    ]


def project_view(project: Told, number: int, *, picture: bool) -> ProjectView:
    """All that the page shows of a project."""
    report, found = project
    lines = Lines(report.texts)
    views = [_finding(report, fact, lines) for fact in found]
    words = {severity: [view for view in views if view.word == WORDS[severity]] for severity in Severity}
    return ProjectView(
        id=f"p{number}",
        title=title(report),
        label=label(report),
        files=report.files,
        scores=[score(one, whole([report], one), on_target(found, one)) for one in report.targets],
        counts=counts(found),
        services=list(_services(report, found)),
        groups=[(severity, shown) for severity, shown in words.items() if shown],
        suppressed=[_finding(report, fact, lines)._replace(reason=reason) for fact, reason in accepted(report)],
        known=report.known,
        picture=_image(report.picture) if picture else "",
    )


def _image(svg: str) -> str:
    """A picture as a `data:` URI, readable in the page's source."""
    return f"data:image/svg+xml,{quote(encodable(svg), safe=_PLAIN)}" if svg else ""


_PLAIN = " !$'()*+,-./:;=?@[]^_`{|}~"
"""What may stand in a `data:` URI within an attribute as it is."""


def _services(report: Report, found: Sequence[Fact]) -> Iterator[ServiceView]:
    """A row a service, in the order of the files, and one for what is about no service."""
    about: dict[str | None, list[Fact]] = {name: [] for services in report.readiness.values() for name in services}
    if not about:
        return
    for fact in found:
        service = fact.finding.service
        about.setdefault(service if service in about else None, []).append(fact)
    for name, facts_of_it in about.items():
        scores = [_service_score(report, name, facts_of_it, target) for target in report.targets]
        yield ServiceView(name or "", scores)


def _service_score(report: Report, name: str | None, about: Sequence[Fact], target: Target) -> Score:
    readiness = report.readiness.get(target, {}).get(name) if name else None
    return score(target, readiness, on_target(about, target))


def _finding(report: Report, fact: Fact, lines: Lines) -> FindingView:
    finding = fact.finding
    return FindingView(
        word=WORDS[finding.severity],
        rule=finding.rule,
        message=inline(finding.message),
        help=inline(finding.help),
        place=str(finding.location) if finding.location else file_of(finding, report),
        line=finding.location.line if finding.location else 0,
        source=_source(finding, lines),
        service=finding.service or "",
        targets=fact.targets,
        dispositions=", ".join(dict.fromkeys(one.disposition.value for one in fact.findings)),
    )


def _source(finding: Finding, lines: Lines) -> tuple[str, str, str]:
    """The line without its credentials, before, within and after what the finding is about; "" where nobody has it."""
    place = finding.location
    if not place or lines.at(place) is None:
        return "", "", ""
    return excerpt_of(lines.of(place.file), place).parts


def rules_of(projects: Iterable[Told]) -> list[RuleView]:
    """The rules that have findings, by code."""
    found = [fact.finding.rule for project in projects for fact in project.facts]
    numbers = Counter(rule.code for rule in found)
    known = {rule.code: rule for rule in found}
    return [_rule(known[code], number) for code, number in sorted(numbers.items())]


def _rule(rule: Rule, number: int) -> RuleView:
    shown = page(rule)
    why, todo = (list(_blocks(shown.sections[name])) for name in ("Why it matters", "What to do"))
    return RuleView(rule, inline(shown.summary), why, todo, number)


def _blocks(text: str) -> Iterator[tuple[str, Inline]]:
    """The blocks of a page's section, each with what it is: `code`, `item` or `prose`."""
    for number, part in enumerate(_FENCE.split(text)):
        if number % 2:
            yield "code", [(part.rstrip("\n"), "")]
            continue
        for block in filter(str.strip, re.split(r"\n\s*\n|\n(?=- )", part)):
            yield _block(block.strip("\n"))


def _block(block: str) -> tuple[str, Inline]:
    if block.startswith("    "):
        return "code", [(dedent(block), "")]
    kind = "item" if block.startswith("- ") else "prose"
    return kind, inline(" ".join(block.removeprefix("- ").split()))
