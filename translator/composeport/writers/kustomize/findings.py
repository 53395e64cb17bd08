"""What is said of overlays: what is true of the base as well is said once, and the rest names where it is true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from composeport.contexts import contextmanager
from composeport.diagnostics import Finding
from composeport.errors import InputError
from composeport.records import replace

Reasoned = tuple[Finding, str]
"""A finding, and the reason for which a file says to ignore it; "" where none does."""


def only_in_overlays(base: Iterable[Reasoned], overlays: Mapping[str, Iterable[Reasoned]]) -> tuple[Reasoned, ...]:
    """What the translations of overlays say and that of the base does not, each with the overlays it is about.

    A finding is the same one where it says the same of the same place: an overlay may move what it is about.
    """
    said = {_identity(finding) for finding, _ in base}
    first: dict[tuple[object, ...], Reasoned] = {}
    names: dict[tuple[object, ...], dict[str, None]] = {}
    for name, found in overlays.items():
        for finding, reason in found:
            identity = _identity(finding)
            if identity not in said:
                first.setdefault(identity, (finding, reason))
                names.setdefault(identity, {})[name] = None
    return tuple((_about(finding, list(names[identity])), reason) for identity, (finding, reason) in first.items())


@contextmanager
def refused_in(overlay: str) -> Iterator[None]:
    """Say of what is refused that it is an overlay."""
    try:
        yield
    except InputError as error:
        problems = [replace(problem, message=_in([overlay], problem.message)) for problem in error.problems]
        raise InputError(problems, error.texts) from None


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.rule.code, finding.severity, finding.location, finding.message)


def _about(finding: Finding, overlays: Sequence[str]) -> Finding:
    evidence = {**finding.evidence, "overlays": list(overlays)}
    return finding._replace(message=_in(overlays, finding.message), evidence=evidence)


def _in(overlays: Sequence[str], message: str) -> str:
    return f"in overlay{'s' if len(overlays) > 1 else ''} {', '.join(overlays)}: {message}"
