"""A project as a tree for Kustomize: `base/`, with a file for each object and the list of them."""

from __future__ import annotations

from collections.abc import Iterable

from composeport.diagnostics import Findings
from composeport.model import Project
from composeport.records import replace
from composeport.writers.kubernetes import KubernetesOptions, write_manifests
from composeport.writers.output import OutputFile

__all__ = ["write_base"]

_BASE = "base"
_LIST = "kustomization.yaml"


def write_base(project: Project, findings: Findings, options: KubernetesOptions) -> tuple[OutputFile, ...]:
    """The manifests of a decided project below `base/`, and the file that names them for `kubectl kustomize`."""
    manifests = write_manifests(project, findings, options)
    return (_kustomization(_BASE, [file.name for file in manifests]), *_below(_BASE, manifests))


def _below(folder: str, files: Iterable[OutputFile]) -> list[OutputFile]:
    return [replace(file, name=f"{folder}/{file.name}") for file in files]


def _kustomization(folder: str, resources: Iterable[str]) -> OutputFile:
    """The file that Kustomize begins with. Its reference: https://kubectl.docs.kubernetes.io/references/kustomize."""
    head = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
    return OutputFile(f"{folder}/{_LIST}", ({**head, "resources": list(resources)},))
