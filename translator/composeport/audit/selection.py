"""Which findings somebody asked for: `--select` and `--ignore`, by codes or their beginnings."""

from __future__ import annotations

from collections.abc import Iterable

from composeport.audit.report import Report
from composeport.dispositions.rules import RULES
from composeport.errors import UsageError
from composeport.records import NamedTuple, replace


class Selection(NamedTuple):
    """The beginnings of the codes to report (all where there are none), and of those not to. The longer one wins."""

    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def takes(self, code: str) -> bool:
        """Whether a rule's findings are asked for."""
        chosen = _longest(self.selected, code) if self.selected else 0
        return chosen is not None and chosen >= (_longest(self.ignored, code) or -1)

    def of(self, report: Report) -> Report:
        """The report with the findings that are asked for."""
        return replace(report, findings=tuple(one for one in report.findings if self.takes(one.rule.code)))


def selection(select: Iterable[str], ignore: Iterable[str]) -> Selection:
    """The selection that an option's values say: codes with commas between them. UsageError for what is none."""
    return Selection(_codes("--select", select), _codes("--ignore", ignore))


def _codes(option: str, values: Iterable[str]) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    for code in codes:
        if not any(rule.code.startswith(code) for rule in RULES):
            raise UsageError(f"`{option} {code}`: no rule begins so; `composeport rules` lists them")
    return codes


def _longest(starts: Iterable[str], code: str) -> int | None:
    return max((len(start) for start in starts if code.startswith(start)), default=None)
