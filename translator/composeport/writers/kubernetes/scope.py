"""What every part of the Kubernetes writer works with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composeport.diagnostics import Findings, PathPart, Severity
from composeport.dispositions.report import Reporting
from composeport.dispositions.rules import GUARANTEED_QUANTITIES
from composeport.model import Project, Service
from composeport.records import dataclass
from composeport.writers.kubernetes.options import KubernetesOptions

Manifest = dict[str, object]
"""A Kubernetes object, or a part of one, as plain data."""

MOST = 2_147_483_647
"""The largest count of anything, of seconds as of replicas (Kubernetes API reference: `int32`)."""


@dataclass(frozen=True, slots=True)
class Scope(Reporting):
    """The project with every decision made, where findings go, and what the user chose."""

    project: Project
    findings: Findings
    options: KubernetesOptions

    def counted(self, service: Service, number: int, *path: PathPart, most: int = MOST) -> int:
        """A number of an attribute as Kubernetes can hold it: `most` for a larger one, which is reported."""
        if number <= most:
            return number
        self.approximate(
            GUARANTEED_QUANTITIES.at(Severity.WARNING),
            service.attribute(*path),
            f"{number} becomes {most}: Kubernetes counts no further",
            "write a smaller number",
            number=number,
        )
        return most


def ordered(fields: Mapping[str, object], order: Iterable[str]) -> Manifest:
    """The fields that hold something, in Kubernetes' order; False and 0 are something, None and empty ones are not."""
    return {name: value for name in order if (value := fields.get(name)) or value == 0}
