"""The JSON report: a versioned envelope, fixed by the command line's reference. `version` changes when a field does.

A tree's report has the same envelope around `projects`, each of which is what the report of one project is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from composeport import __version__
from composeport.audit.fingerprint import fingerprint
from composeport.audit.readiness import Readiness, in_all
from composeport.audit.report import Audit, Report
from composeport.audit.reports.plain import encodable
from composeport.diagnostics import Finding, Location, Target

VERSION = 1


def json_report(audit: Audit) -> str:
    """The audit as JSON text that ends in a newline."""
    head: dict[str, object] = {"version": VERSION, "tool": {"name": "composeport", "version": __version__}}
    tree = {"tree": audit.tree, "projects": [_project(report) for report in audit.reports]}
    body = tree if audit.tree else _project(audit.reports[0])
    return encodable(json.dumps({**head, **body}, indent=2, ensure_ascii=False)) + "\n"


def _project(report: Report) -> dict[str, object]:
    return {
        "project": report.name,
        "files": list(report.files),
        "findings": [_finding(finding) for finding in report.findings],
        "readiness": _readiness(report.readiness),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.rule.code,
        "slug": finding.rule.slug,
        "severity": finding.severity.value,
        "target": finding.target.value,
        "disposition": finding.disposition.value,
        "service": finding.service,
        "path": list(finding.path),
        "location": _location(finding.location),
        "message": finding.message,
        "help": finding.help,
        "evidence": dict(finding.evidence),
        "fingerprint": fingerprint(finding),
    }


def _location(location: Location | None) -> dict[str, object] | None:
    return location._asdict() if location else None


def _readiness(readiness: Mapping[Target, Mapping[str, Readiness]]) -> dict[str, object]:
    """The shares of each target in all, and of each service on each target."""
    services: dict[str, dict[str, dict[str, int]]] = {}
    for target, found in readiness.items():
        for service, counts in found.items():
            services.setdefault(service, {})[target.value] = counts.shares
    return {**{target.value: in_all(found).shares for target, found in readiness.items()}, "services": services}
