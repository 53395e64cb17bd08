"""What a report is made from, whatever its format."""

from __future__ import annotations

from composeport.diagnostics import Finding, Target
from composeport.model import Project
from composeport.records import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """A project and what was found about it, on one target or on several."""

    project: Project
    findings: tuple[Finding, ...]
    targets: tuple[Target, ...]
