"""What every part of the Kubernetes writer works with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composeport.diagnostics import Attribute, Fidelity, Findings, Rule
from composeport.model import Project
from composeport.records import dataclass
from composeport.writers.kubernetes.options import KubernetesOptions

Manifest = dict[str, object]
"""A Kubernetes object, or a part of one, as plain data."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The project with every decision made, where findings go, and what the user chose."""

    project: Project
    findings: Findings
    options: KubernetesOptions

    def drop(self, rule: Rule, attribute: Attribute, message: str, help: str, /, **evidence: object) -> None:
        """Report an attribute that has no effect on the cluster."""
        self.findings.add(rule, Fidelity.DROPPED, attribute, message, help, **evidence)

    def approximate(self, rule: Rule, attribute: Attribute, message: str, help: str, /, **evidence: object) -> None:
        """Report an attribute whose effect on the cluster is near, not the same."""
        self.findings.add(rule, Fidelity.APPROXIMATED, attribute, message, help, **evidence)

    def ask(self, rule: Rule, attribute: Attribute, message: str, help: str, /, **evidence: object) -> None:
        """Report an attribute that needs something done by hand."""
        self.findings.add(rule, Fidelity.MANUAL, attribute, message, help, **evidence)


def ordered(fields: Mapping[str, object], order: Iterable[str]) -> Manifest:
    """The fields that hold something, in Kubernetes' order; False and 0 are something, None and empty ones are not."""
    return {name: value for name in order if (value := fields.get(name)) or value == 0}
