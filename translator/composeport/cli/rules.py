"""`composeport rules`: every rule in a line."""

from __future__ import annotations

import sys

from composeport.cli.arguments import Arguments, Command, Option, choice
from composeport.diagnostics import Rule, Severity, Target
from composeport.errors import UsageError

OPTIONS = (
    Option("codes", (), "Only rules whose codes begin so, as CP3.", "CODE", many=True),
    choice("format", "How to print them", ("text", "json")),
)


def run(arguments: Arguments) -> None:
    """Print the rules, by code."""
    from composeport.dispositions.rules import RULES  # noqa: PLC0415 - `--help` needs none

    starts = tuple(code.upper() for code in arguments.many("codes"))
    rules = [rule for rule in RULES if not starts or rule.code.startswith(starts)]
    if not rules:
        raise UsageError(f"no rule begins with {' or '.join(starts)}")
    sys.stdout.write(_json(rules) if arguments.text("format") == "json" else _table(rules))


COMMAND = Command("List the rules.", OPTIONS, run)


def _table(rules: list[Rule]) -> str:
    rows = [("CODE", "NAME", "KUBERNETES", "SWARM", "SUMMARY"), *(_row(rule) for rule in rules)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]).rstrip() + "\n"
        for row in rows
    )


def _row(rule: Rule) -> tuple[str, str, str, str, str]:
    from composeport.audit.pages import page  # noqa: PLC0415

    kubernetes, swarm = (_word(rule.on(target)) for target in Target)
    return rule.code, rule.slug, kubernetes, swarm, page(rule).summary


def _word(severity: Severity | None) -> str:
    return severity.value if severity else "-"


def _json(rules: list[Rule]) -> str:
    import json  # noqa: PLC0415

    from composeport.audit.pages import page  # noqa: PLC0415

    listed = [
        {
            "code": rule.code,
            "slug": rule.slug,
            "severity": {target.value: severity.value for target in Target if (severity := rule.on(target))},
            "summary": page(rule).summary,
        }
        for rule in rules
    ]
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"
