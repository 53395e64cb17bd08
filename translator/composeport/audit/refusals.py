"""What cannot be read or expressed at all, as findings: an audit of many projects goes on after it."""

from __future__ import annotations

from collections.abc import Iterable

from composeport.diagnostics import Attribute, Fidelity, Findings
from composeport.dispositions.rules import REFUSED_INPUT, RULES
from composeport.errors import Problem

_BY_CODE = {rule.code: rule for rule in RULES}


def add_refusals(findings: Findings, problems: Iterable[Problem]) -> None:
    """One finding for each problem, by the rule that it names."""
    for problem in problems:
        rule = _BY_CODE.get(problem.code, REFUSED_INPUT)
        advice = problem.help or "nothing is made of this project until it is mended"
        findings.add(
            rule, Fidelity.REFUSED, Attribute((), problem.location), problem.message, advice, problem=problem.message
        )
