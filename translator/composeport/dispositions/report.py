"""How writers report what becomes of attributes, and those whose fate depends on nothing but a table."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Attribute, Fidelity, Findings, PathPart, Rule
from composeport.dispositions.table import Disposition, Lookup, Rows, below
from composeport.model import Project

_SPELLED_OTHERWISE = {"env_file": "env_files", "label_file": "label_files"}
"""Attributes that the model calls otherwise than the specification."""

_ON_BY_DEFAULT = frozenset({"attach"})
"""Switches that are on where nothing is said: `false` says something."""


class Reporting:
    """What a writer can say of an attribute: the scope in which it works is one."""

    findings: Findings

    def drop(self, rule: Rule, attribute: Attribute, message: str, help: str, /, **evidence: object) -> None:
        """Report an attribute that has no effect on the target."""
        self.findings.add(rule, Fidelity.DROPPED, attribute, message, help, **evidence)

    def approximate(self, rule: Rule, attribute: Attribute, message: str, help: str, /, **evidence: object) -> None:
        """Report an attribute whose effect on the target is near, not the same."""
        self.findings.add(rule, Fidelity.APPROXIMATED, attribute, message, help, **evidence)

    def ask(self, rule: Rule, attribute: Attribute, message: str, help: str, /, **evidence: object) -> None:
        """Report an attribute that needs something done by hand."""
        self.findings.add(rule, Fidelity.MANUAL, attribute, message, help, **evidence)


def report_attributes(project: Project, findings: Findings, lookup: Lookup) -> None:
    """One finding for each attribute that a file states, and that the table says is lost or changed."""
    for path, disposition in _reportable(project, lookup.rows):
        assert disposition.rule is not None
        findings.add(
            disposition.rule,
            disposition.fidelity,
            project.attribute(*path),
            f"{_subject(path)}: {disposition.reason}",
            disposition.help,
            of=_spelled(path),
        )


def _reportable(
    project: Project, rows: Rows, path: tuple[PathPart, ...] = ()
) -> Iterator[tuple[tuple[PathPart, ...], Disposition]]:
    """The attributes below `path` that have a row with a rule; a row stands for all that is below it."""
    for part in project.source.parts(*path):
        attribute = (*path, part)
        row = below(rows, part)
        if not isinstance(row, Disposition):
            yield from _reportable(project, row, attribute)
        elif row.rule is not None and _matters(project, attribute):
            yield attribute, row


def _matters(project: Project, path: tuple[PathPart, ...]) -> bool:
    """Whether the attribute is of an active service, and says something: `oom_kill_disable: false` does not."""
    if path[0] != "services":
        return True
    service = project.services.get(str(path[1]))
    if service is None:
        return False
    name = str(path[2])
    return len(path) > 3 or name in _ON_BY_DEFAULT or bool(getattr(service, _SPELLED_OTHERWISE.get(name, name), True))


def _subject(path: tuple[PathPart, ...]) -> str:
    """What a finding is about: `ulimits of 'web'`."""
    return f"{_spelled(path)} of {path[1]!r}" if path[0] == "services" else _spelled(path)


def _spelled(path: tuple[PathPart, ...]) -> str:
    """The attribute as the specification spells it, without the name of the service."""
    return ".".join(map(str, path[2:] if path[0] == "services" else path))
