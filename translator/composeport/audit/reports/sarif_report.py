"""The SARIF 2.1.0 report (OASIS standard), as GitHub code scanning and editors read it.

A result is a fact, so one that holds on both targets is one alert. What a file says to ignore is a suppressed result.
GitHub takes no more than 25,000 results of a run; the gravest are kept, and a notification says how many are not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from urllib.parse import quote_from_bytes

from composeport import __version__
from composeport.audit.fingerprint import fingerprint
from composeport.audit.pages import page
from composeport.audit.report import Audit, Report
from composeport.audit.reports.facts import Fact, accepted, facts, file_of
from composeport.audit.reports.plain import encodable, encoded, one_line
from composeport.audit.reports.sarif_fixes import fixes
from composeport.diagnostics import Location, Rule, Severity
from composeport.excerpt import Lines
from composeport.render import WORDS

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST_RESULTS = 25_000
_ROOT = "SRCROOT"

_Object = dict[str, object]
_Entry = tuple[Report, Fact, str | None, Lines]
"""A fact, its project, the reason where it is suppressed, and the lines of the project's files."""


def sarif_report(audit: Audit) -> str:
    """The audit as the text of a SARIF file."""
    entries = [entry for report in audit.reports for entry in _entries(report)]
    entries.sort(key=lambda entry: entry[1].finding.severity.rank)
    left_out = len(entries) - _MOST_RESULTS
    entries = entries[:_MOST_RESULTS]
    rules = sorted({_identity(fact) for _, fact, *_ in entries})
    run: _Object = {
        "tool": {"driver": _driver(rules, entries)},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(left_out)}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The directory in which composeport ran."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry, rules) for entry in entries],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return encodable(json.dumps(log, indent=2, ensure_ascii=False)) + "\n"


def _entries(report: Report) -> Iterator[_Entry]:
    lines = Lines(report.texts)
    for fact in facts(report.findings):
        yield report, fact, None, lines
    for fact, reason in accepted(report):
        yield report, fact, reason, lines


def _identity(fact: Fact) -> tuple[str, str]:
    return fact.finding.rule.code, fact.finding.rule.slug


def _driver(rules: Sequence[tuple[str, str]], entries: Sequence[_Entry]) -> _Object:
    by_identity = {_identity(fact): fact.finding.rule for _, fact, *_ in entries}
    return {
        "name": "composeport",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(by_identity[identity]) for identity in rules],
    }


def _rule(rule: Rule) -> _Object:
    shown = page(rule)
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": shown.summary},
        "fullDescription": {"text": shown.sections["Why it matters"]},
        "help": {"text": shown.text, "markdown": shown.text},
        "defaultConfiguration": {"level": WORDS[_worst(shown.rule)]},
        "properties": {"tags": ["docker-compose", "migration"], "precision": "high"},
    }


def _worst(rule: Rule) -> Severity:
    return min((rule.kubernetes or Severity.INFO, rule.swarm or Severity.INFO), key=lambda severity: severity.rank)


def _notifications(left_out: int) -> list[_Object]:
    text = f"{left_out} of the least grave results are left out: a run has at most {_MOST_RESULTS}"
    return [{"level": "warning", "message": {"text": text}}] if left_out > 0 else []


def _result(entry: _Entry, rules: Sequence[tuple[str, str]]) -> _Object:
    report, fact, reason, lines = entry
    finding = fact.finding
    result: _Object = {
        "ruleId": finding.rule.code,
        "ruleIndex": rules.index(_identity(fact)),
        "level": WORDS[finding.severity],
        "message": {"text": _plain(f"{finding.message}. Next: {finding.help}" if finding.help else finding.message)},
        "locations": [{"physicalLocation": _place(file_of(finding, report), finding.location)}],
        "partialFingerprints": {f"{one.target.value}/v1": fingerprint(one) for one in fact.findings},
        "suppressions": [] if reason is None else [_suppression(reason)],
        "properties": {
            "project": one_line(report.name),
            "service": finding.service and one_line(finding.service),
            "path": [part if isinstance(part, int) else one_line(part) for part in finding.path],
            "targets": {one.target.value: one.disposition.value for one in fact.findings},
        },
    }
    return result | ({"fixes": found} if (found := fixes(finding, lines, artifact)) else {})


def _plain(text: str) -> str:
    """A message's text, in which nothing is a link (SARIF 3.11.6)."""
    return one_line(text).replace("](", "\\](")


def _suppression(reason: str) -> _Object:
    return {"kind": "inSource", "status": "accepted", **({"justification": one_line(reason)} if reason else {})}


def _place(file: str, location: Location | None) -> _Object:
    region = {"region": _region(location)} if location else {}
    return {"artifactLocation": artifact(file), **region}


def _region(location: Location) -> _Object:
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }


def artifact(file: str) -> _Object:
    """A file's name as a URI: relative to where composeport ran, unless the name is absolute."""
    name = quote_from_bytes(encoded(file), safe="/")
    return {"uri": f"file://{name}"} if file.startswith("/") else {"uri": name, "uriBaseId": _ROOT}
