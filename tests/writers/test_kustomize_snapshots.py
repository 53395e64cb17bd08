"""What comes out for Kustomize, as a reviewer reads it: the lists of the base, every overlay, what is said of them."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

import composeport
from case_directory import CASES_DIRECTORY
from composeport.model import Project
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions

OVERLAYS = {
    "multi-environment": {"development": "compose.override.yaml", "production": "compose.production.yaml"},
    "secrets-and-configs": {"staging": "compose.staging.yaml"},
}
"""Cases, and what of their folder is an overlay of which name."""


@pytest.mark.parametrize("name", OVERLAYS)
def test_tree_of_each_case(name: str, snapshot: SnapshotAssertion) -> None:
    directory = CASES_DIRECTORY / name

    def load(*overlay: str) -> Project:
        return composeport.load_project(
            [str(directory / "compose.yaml")],
            environment={"SHELL_SECRET": "not-a-real-secret"},
            overlay=[str(directory / file) for file in overlay],
        )

    overlays = {overlay: load(file) for overlay, file in OVERLAYS[name].items()}
    translation = translate_kubernetes(load(), KubernetesOptions(format="kustomize"), overlays)
    findings = [
        f"# {finding.severity.value} {finding.rule.code}[{finding.rule.slug}] "
        f"{'.'.join(map(str, finding.path))}: {finding.message}\n"
        for finding in translation.findings
        if "overlays" in finding.evidence
    ]
    files = [
        f"\n# file: {file.name}\n{file.text}"
        for file in translation.files
        if file.name == "base/kustomization.yaml" or file.name.startswith("overlays/")
    ]
    assert "".join(findings + files) == snapshot(name=f"{name}.kustomize")
