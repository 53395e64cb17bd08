"""CP990: what a file says to ignore in vain. It would hide the next finding there, so it should go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from composeport.audit.suppressions import Suppression
from composeport.diagnostics import Attribute, Fidelity, Finding, Findings, Target
from composeport.dispositions.rules import RULES, UNUSED_SUPPRESSION


def unused_suppressions(unused: Iterable[Suppression], targets: Sequence[Target]) -> Iterator[Finding]:
    """A finding for each suppression that nothing fits, of those that could fit something on `targets`."""
    for suppression in unused:
        target = _target(suppression, targets)
        if target is None:
            continue
        findings = Findings(target)
        codes = ", ".join(suppression.codes)
        findings.add(
            UNUSED_SUPPRESSION,
            Fidelity.EXACT,
            Attribute(suppression.path, suppression.location),
            f"nothing here has a finding of {codes}" if codes else "this names no rule",
            "remove it" if codes else "name one, as in `ignore[CP402]`",
            codes=list(suppression.codes),
        )
        yield from findings


def _target(suppression: Suppression, targets: Sequence[Target]) -> Target | None:
    """The first of `targets` on which a rule that it names applies; None where one applies on another target, too.

    What that one would have found, this run does not know. A suppression that names no rule there is fits nothing.
    """
    named = [rule for rule in RULES if suppression.names(rule.code)]
    if any(rule.on(target) for rule in named for target in Target if target not in targets):
        return None
    return next(target for target in targets if not named or any(rule.on(target) for rule in named))
