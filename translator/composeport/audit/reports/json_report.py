"""The JSON report: a versioned envelope, fixed by the command line's reference. `version` changes when a field does."""

from __future__ import annotations

import hashlib
import json

from composeport import __version__
from composeport.audit.readiness import in_all, readiness
from composeport.audit.reports.shape import Report
from composeport.diagnostics import Finding, Location

VERSION = 1


def json_report(report: Report) -> str:
    """The report as JSON text that ends in a newline."""
    envelope = {
        "version": VERSION,
        "tool": {"name": "composeport", "version": __version__},
        "project": report.project.name,
        "files": list(report.project.files),
        "findings": [_finding(finding) for finding in report.findings],
        "readiness": _readiness(report),
    }
    return json.dumps(envelope, indent=2, ensure_ascii=False) + "\n"


def fingerprint(finding: Finding) -> str:
    """What stays the same while a finding is the same: made from its evidence and path, not from prose or places."""
    identity = [finding.rule.code, finding.target.value, list(map(str, finding.path)), dict(finding.evidence)]
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:32]


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


def _readiness(report: Report) -> dict[str, object]:
    """The shares of each target in all, and of each service on each target."""
    by_target = {
        target.value: readiness(report.project, [finding for finding in report.findings if finding.target is target])
        for target in report.targets
    }
    services = {
        name: {target: found[name].shares for target, found in by_target.items()} for name in report.project.services
    }
    return {**{target: in_all(found).shares for target, found in by_target.items()}, "services": services}
