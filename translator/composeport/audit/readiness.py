"""How much of a project a target keeps as it is: the share of the attributes that its files state.

An attribute is a value that a file states below a service: a leaf of the resolved tree, so that `image` is one, and a
list of three ports is three or more. A finding about an attribute, or about what it is a part of, says what becomes of
it; the worst one counts. An attribute without a finding is exact. Findings about a service as a whole, or about
something that no file states, count for no attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composeport.diagnostics import Fidelity, Finding, PathPart, Target
from composeport.model import Project, Service
from composeport.records import NamedTuple

Path = tuple[PathPart, ...]

Attributes = dict[Path, list[Path]]
"""The paths of leaves within a service, by the path of the attribute of the service that they are a part of."""

_LOSS = {
    Fidelity.EXACT: 0,
    Fidelity.APPROXIMATED: 1,
    Fidelity.MANUAL: 1,
    Fidelity.DROPPED: 2,
    Fidelity.REFUSED: 2,
}
_SERVICE_DEPTH = 3
"""The shortest path of an attribute: `("services", "web", "image")`."""


class Readiness(NamedTuple):
    """Attributes by what becomes of them, as counts."""

    exact: int
    approximated: int
    dropped: int

    @property
    def shares(self) -> dict[str, int]:
        """Whole percentages that add up to 100: the largest remainders go up, of equal ones the worse."""
        total = sum(self)
        if not total:
            return {"exact": 100, "approximated": 0, "dropped": 0}
        shares = [count * 100 // total for count in self]
        by_remainder = sorted(range(3), key=lambda index: (-(self[index] * 100 % total), -index))
        for index in by_remainder[: 100 - sum(shares)]:
            shares[index] += 1
        return dict(zip(self._fields, shares, strict=True))


def readiness(project: Project, findings: Mapping[Target, Iterable[Finding]]) -> dict[Target, dict[str, Readiness]]:
    """The readiness of each active service by its name, on each target, of whose findings some are about services."""
    attributes = {name: _attributes(service) for name, service in project.services.items()}
    return {target: _on_target(attributes, found) for target, found in findings.items()}


def _attributes(service: Service) -> Attributes:
    """What a file states below a service."""
    found: Attributes = {}
    for leaf in service.source.leaves():
        found.setdefault(("services", service.name, leaf[0]), []).append(leaf)
    return found


def _on_target(attributes: Mapping[str, Attributes], findings: Iterable[Finding]) -> dict[str, Readiness]:
    about, within = _losses(findings)
    return {name: _of_service(own, about, within) for name, own in attributes.items()}


def in_all(services: Mapping[str, Readiness]) -> Readiness:
    """The readiness of several services together."""
    return (
        Readiness(*(sum(column) for column in zip(*services.values(), strict=True))) if services else Readiness(0, 0, 0)
    )


def _of_service(attributes: Attributes, about: Mapping[Path, int], within: Mapping[Path, int]) -> Readiness:
    counts = [0, 0, 0]
    for path, leaves in attributes.items():
        if path not in within:  # most have no finding at all
            counts[0] += len(leaves)
            continue
        for leaf in leaves:
            part, loss = path, about.get(path, 0)
            for step in leaf[1:]:
                part += (step,)
                if part not in within:
                    break
                loss = max(loss, about.get(part, 0))
            else:
                loss = max(loss, within[part])
            counts[loss] += 1
    return Readiness(*counts)


def _losses(findings: Iterable[Finding]) -> tuple[dict[Path, int], dict[Path, int]]:
    """The worst loss that findings tell of each attribute, and of each attribute or anything within it."""
    about: dict[Path, int] = {}
    within: dict[Path, int] = {}
    for finding in findings:
        loss = _LOSS[finding.disposition]
        about[finding.path] = max(about.get(finding.path, 0), loss)
        for length in range(_SERVICE_DEPTH, len(finding.path) + 1):
            part = finding.path[:length]
            within[part] = max(within.get(part, 0), loss)
    return about, within
