"""The report as workflow commands, which GitHub Actions shows beside the lines of a pull request.

It shows ten errors, ten warnings and ten notices of a step, so the gravest come first.
"""

from __future__ import annotations

from collections.abc import Iterator

from composeport.audit.report import Audit, Report
from composeport.audit.reports.facts import Fact, facts, file_of, heading
from composeport.audit.reports.plain import encodable
from composeport.diagnostics import Severity
from composeport.render import printable, summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES = _ESCAPES | {":": "%3A", ",": "%2C"}


def github_report(audit: Audit) -> str:
    """The audit as lines, each of which is one command; the first counts what the others say."""
    entries = [(report, fact) for report in audit.reports for fact in facts(report.findings)]
    entries.sort(key=lambda entry: entry[1].finding.severity.rank)
    verdict = summary(fact.finding.severity for _, fact in entries) or "nothing found"
    total = _command("notice", {"title": "composeport"}, f"{heading(audit)}: {verdict}")
    return encodable("\n".join((total, *(_annotation(report, fact) for report, fact in entries)))) + "\n"


def _annotation(report: Report, fact: Fact) -> str:
    finding = fact.finding
    targets = ", ".join(target.value for target in fact.targets)
    properties = {"file": file_of(finding, report), **dict(_place(fact))}
    properties["title"] = f"{finding.rule.code} {finding.rule.slug} ({targets})"
    text = "\n".join(line for line in (finding.message, finding.help) if line)
    return _command(_COMMANDS[finding.severity], properties, text)


def _place(fact: Fact) -> Iterator[tuple[str, str]]:
    """Lines and, where there is but one, columns, both ends included: GitHub takes no columns of several lines."""
    if location := fact.finding.location:
        yield "line", str(location.line)
        if location.end_line == location.line:
            yield "col", str(location.column)
        yield "endLine", str(location.end_line)
        if location.end_line == location.line:
            yield "endColumn", str(max(location.column, location.end_column - 1))


def _command(name: str, properties: dict[str, str], text: str) -> str:
    shown = ",".join(f"{key}={_escaped(value, _PROPERTY_ESCAPES)}" for key, value in properties.items() if value)
    return f"::{name} {shown}::{_escaped(text, _ESCAPES)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in printable(text))
