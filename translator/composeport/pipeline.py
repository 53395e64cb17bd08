"""The order of things, and nothing else: read, then the passes, then a writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composeport.diagnostics import Finding, Findings, Target

if TYPE_CHECKING:
    from composeport.model import Project
    from composeport.writers.kubernetes.options import KubernetesOptions
    from composeport.writers.output import OutputFile


@dataclass(frozen=True, slots=True)
class Translation:
    """What a translation yields: the files to write, and what a person should know."""

    files: tuple[OutputFile, ...]
    findings: tuple[Finding, ...]


def translate_kubernetes(project: Project, options: KubernetesOptions) -> Translation:
    """Translate to Kubernetes manifests. Raises `InputError` where the project cannot be expressed at all."""
    from composeport.passes import run_passes  # noqa: PLC0415 - not needed by `config`
    from composeport.writers.kubernetes import write_manifests  # noqa: PLC0415

    findings = Findings(Target.KUBERNETES)
    decided = run_passes(project, findings, options)
    files = write_manifests(decided, findings, options)
    return Translation(files, tuple(findings))
