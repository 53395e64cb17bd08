"""A baseline: the findings that are known, so that only new ones count.

It is a JSON file to be kept beside the projects: under each project's first file, as seen from the baseline's own
folder, the fingerprints of its findings, with code and path for the people who read it. A fingerprint that stands there
twice covers two findings.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping

from composeport.audit.fingerprint import fingerprint
from composeport.audit.report import Audit, Report
from composeport.diagnostics import Finding
from composeport.errors import InputError, Problem, reason_of
from composeport.records import NamedTuple, replace

VERSION = 1

Entry = dict[str, str]
"""`fingerprint`, and for people `code` and `path`."""


class Baseline(NamedTuple):
    """Known findings by the name of their project's first file, relative to `folder`."""

    folder: str
    known: Mapping[str, list[Entry]]

    def entries(self, report: Report) -> list[Entry]:
        """What is known of a project."""
        return self.known.get(_key(report, self.folder), [])

    def without_known(self, report: Report) -> Report:
        """The report without the findings that are known, which it counts."""
        left = Counter(entry["fingerprint"] for entry in self.entries(report))
        new = tuple(finding for finding in report.findings if not (left.total() and _taken(left, finding)))
        return replace(report, findings=new, known=len(report.findings) - len(new))


def read_baseline(name: str) -> Baseline:
    """The baseline in a file. Raises InputError where it cannot be read, or is none."""
    try:
        with open(name, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not loaded on this way
            data = json.load(file)
        if data["version"] != VERSION:
            raise InputError([Problem(f"{name}: version {data['version']!r} of a baseline is not known here")])
        known = {project: [_entry(entry) for entry in entries] for project, entries in data["projects"].items()}
    except OSError as error:
        raise InputError(
            [Problem(f"cannot read the baseline {name}: {reason_of(error)}", None, "`--write-baseline` writes one")]
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError([Problem(f"{name} is no baseline", None, "`--write-baseline` writes one")]) from None
    return Baseline(os.path.dirname(name), known)  # noqa: PTH120


def baseline_text(audit: Audit, name: str, former: Baseline | None = None) -> str:
    """A baseline of all findings, for the file `name`; only of those that are in `former` already, where that is given.

    Projects of `former` that are not in the audit are left as they are.
    """
    folder = os.path.dirname(name)  # noqa: PTH120
    known = dict(former.known) if former else {}
    for report in audit.reports:
        allowed = Counter(entry["fingerprint"] for entry in former.entries(report)) if former else None
        entries = [_described(finding) for finding in report.findings if _taken(allowed, finding)]
        known.pop(_key(report, folder), None)
        if entries:
            known[_key(report, folder)] = sorted(entries, key=lambda entry: tuple(entry.values()))
    body = {"version": VERSION, "projects": dict(sorted(known.items()))}
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _taken(left: Counter[str] | None, finding: Finding) -> bool:
    """Whether `left` has one for a finding, which then has one less; always where there is no `left`."""
    if left is None:
        return True
    name = fingerprint(finding)
    left[name] -= 1
    return left[name] >= 0


def _key(report: Report, folder: str) -> str:
    return os.path.relpath(next(iter(report.files), "-"), folder or ".").replace(os.sep, "/")


def _entry(entry: Mapping[str, str]) -> Entry:
    return {"code": entry["code"], "path": entry["path"], "fingerprint": entry["fingerprint"]}


def _described(finding: Finding) -> Entry:
    path = _spelled(finding.path)
    return {"code": finding.rule.code, "path": path, "fingerprint": fingerprint(finding)}


def _spelled(path: Iterable[str | int]) -> str:
    return ".".join(map(str, path))
