"""The report as GitLab's Code Quality JSON, which a merge request shows beside its changes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from composeport.audit.fingerprint import fingerprint
from composeport.audit.report import Audit, Report
from composeport.audit.reports.facts import Fact, facts, file_of, first_file
from composeport.audit.reports.plain import encodable, one_line
from composeport.diagnostics import Fidelity, Severity

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}
_REFUSED = "blocker"


def gitlab_report(audit: Audit) -> str:
    """The audit as a JSON list, an object a fact."""
    seen: Counter[str] = Counter()
    issues = [_issue(report, fact, seen) for report in audit.reports for fact in facts(report.findings)]
    return encodable(json.dumps(issues, indent=2, ensure_ascii=False)) + "\n"


def _issue(report: Report, fact: Fact, seen: Counter[str]) -> dict[str, object]:
    finding = fact.finding
    targets = ", ".join(target.value for target in fact.targets)
    place = finding.location
    refused = finding.severity is Severity.ERROR and finding.disposition is Fidelity.REFUSED
    return {
        "description": one_line(f"{finding.message} ({targets}). {finding.help}"),
        "check_name": f"{finding.rule.code} {finding.rule.slug}",
        "fingerprint": _unique(report, fact, seen),
        "severity": _REFUSED if refused else _SEVERITIES[finding.severity],
        "location": {
            "path": one_line(file_of(finding, report)).removeprefix("./"),
            "lines": {"begin": place.line if place else 1, "end": place.end_line if place else 1},
        },
    }


def _unique(report: Report, fact: Fact, seen: Counter[str]) -> str:
    """A fingerprint that no other fact of the report has: of two that are alike, the second is numbered."""
    identity = [first_file(report), *(fingerprint(finding) for finding in fact.findings)]
    text = "\0".join(identity)
    seen[text] += 1
    return hashlib.sha256(f"{text}\0{seen[text]}".encode(errors="surrogatepass")).hexdigest()[:32]
