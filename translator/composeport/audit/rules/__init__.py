"""The rules, one file each: the docstring is the rule's page, and `check` finds what no translation stumbles over.

A rule's identity (code, slug, severities) stands in `dispositions.rules`, whose order is the order of the codes; its
module here is called as its slug. Most findings are made where a translation meets the attribute, so most modules are
a page alone. `CHECKS` lists the others: advice that a translation can be made without.
"""

from __future__ import annotations

from collections.abc import Callable

from composeport.audit.rules import (
    default_credential,
    development_only,
    file_outside_project,
    legacy_limits,
    localhost_reference,
    mutable_tag,
    no_healthcheck,
    no_resource_limits,
    shell_probe,
    stateful_workload,
    swarm_rejected,
)
from composeport.diagnostics import Findings, Rule
from composeport.dispositions import rules
from composeport.model import Project

Check = tuple[Rule, Callable[[Project, Findings], None]]

CHECKS: tuple[Check, ...] = (
    (rules.NO_HEALTHCHECK, no_healthcheck.check),
    (rules.SHELL_PROBE, shell_probe.check),
    (rules.LOCALHOST_REFERENCE, localhost_reference.check),
    (rules.STATEFUL_WORKLOAD, stateful_workload.check),
    (rules.DEFAULT_CREDENTIAL, default_credential.check),
    (rules.FILE_OUTSIDE_PROJECT, file_outside_project.check),
    (rules.NO_RESOURCE_LIMITS, no_resource_limits.check),
    (rules.LEGACY_LIMITS, legacy_limits.check),
    (rules.SWARM_REJECTED, swarm_rejected.check),
    (rules.MUTABLE_TAG, mutable_tag.check),
    (rules.DEVELOPMENT_ONLY, development_only.check),
)
"""Each is run on the project as it is decided for a target on which its rule has a severity."""


def run_checks(project: Project, findings: Findings) -> None:
    """Run every check that has something to say about the target of `findings`."""
    for rule, check in CHECKS:
        if rule.on(findings.target) is not None:
            check(project, findings)
