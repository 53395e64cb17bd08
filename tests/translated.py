"""A few lines of Compose, translated: its documents by file name, its findings by code and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from composeport import load_project
from composeport.diagnostics import Findings, Target
from composeport.model import Project
from composeport.passes import run_passes
from composeport.pipeline import choices_of, translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions

Document = dict[str, Any]


@dataclass(frozen=True)
class Translated:
    """What a translation to Kubernetes yields."""

    documents: dict[str, Document]
    findings: list[str]
    """Each as `CODE LINE:COLUMN path`."""

    def pod(self, file: str) -> Document:
        """The pod specification of a workload's file, named without its ending."""
        spec: Document = self.documents[f"{file}.yaml"]["spec"]["template"]["spec"]
        return spec

    def container(self, file: str) -> Document:
        """The first container of a workload's file."""
        container: Document = self.pod(file)["containers"][0]
        return container

    def only(self, *codes: str) -> list[str]:
        """The findings of these codes."""
        return [finding for finding in self.findings if finding.startswith(codes)]


def project_of(services: str, **environment: str) -> Project:
    """A project called `shop`, from the text below its name."""
    return load_project(["-"], stdin=f"name: shop\n{services}", environment=environment)


def decided(services: str, **options: Any) -> tuple[Project, list[str]]:
    """The project after all passes, and their findings."""
    findings = Findings(Target.KUBERNETES)
    project = run_passes(project_of(services), findings, choices_of(KubernetesOptions(**options)))
    return project, [spelled(finding) for finding in findings]


def translate(services: str, **options: Any) -> Translated:
    """A project called `shop`, translated."""
    translation = translate_kubernetes(project_of(services), KubernetesOptions(**options))
    documents = {file.name: file.documents[0] for file in translation.files}
    return Translated(documents, [spelled(finding) for finding in translation.findings])


def spelled(finding: Any) -> str:
    """A finding as `CODE LINE:COLUMN path`; the first line of the services is 2."""
    place = finding.location
    return f"{finding.rule.code} {place.line}:{place.column} {'.'.join(map(str, finding.path))}"
