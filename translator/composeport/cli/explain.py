"""`composeport explain`: the page of a rule."""

from __future__ import annotations

import sys

from composeport.cli.arguments import Arguments, Command, Option
from composeport.errors import UsageError

OPTIONS = (Option("codes", (), "Codes or names of rules, as CP402 or node-local-volume.", "CODE", many=True),)

_LISTED = "`composeport rules` lists them"


def run(arguments: Arguments) -> None:
    """Print the pages."""
    from composeport.audit.pages import page, rule_of  # noqa: PLC0415 - `--help` needs none

    names = arguments.many("codes")
    if not names:
        raise UsageError(f"say which rule: `composeport explain CP402`; {_LISTED}")
    rules = [rule_of(name) for name in names]
    for name, rule in zip(names, rules, strict=True):
        if rule is None:
            raise UsageError(f"no rule is called `{name}`; {_meant(name) or _LISTED}")
    sys.stdout.write("\n".join(page(rule).text for rule in rules if rule))


COMMAND = Command("Show the page of a rule.", OPTIONS, run)


def _meant(name: str) -> str:
    from composeport.dispositions.rules import RULES  # noqa: PLC0415
    from composeport.source.spelling import nearest  # noqa: PLC0415

    return nearest(name.lower(), [rule.slug for rule in RULES])
