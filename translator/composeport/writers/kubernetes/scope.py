"""What every part of the Kubernetes writer works with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composeport.diagnostics import Findings
from composeport.dispositions.report import Reporting
from composeport.model import Project
from composeport.records import dataclass
from composeport.writers.kubernetes.options import KubernetesOptions

Manifest = dict[str, object]
"""A Kubernetes object, or a part of one, as plain data."""


@dataclass(frozen=True, slots=True)
class Scope(Reporting):
    """The project with every decision made, where findings go, and what the user chose."""

    project: Project
    findings: Findings
    options: KubernetesOptions


def ordered(fields: Mapping[str, object], order: Iterable[str]) -> Manifest:
    """The fields that hold something, in Kubernetes' order; False and 0 are something, None and empty ones are not."""
    return {name: value for name in order if (value := fields.get(name)) or value == 0}
