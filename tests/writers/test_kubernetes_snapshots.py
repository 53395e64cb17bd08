"""What comes out for each case, as a reviewer reads it: every file, and every finding as comments above them."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from case_directory import Case
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from corpus_projects import load_case


def test_manifests_of_each_case(case: Case, snapshot: SnapshotAssertion) -> None:
    translation = translate_kubernetes(load_case(case), KubernetesOptions())
    findings = [
        f"# {finding.severity.value} {finding.rule.code}[{finding.rule.slug}] "
        f"{'.'.join(map(str, finding.path))}: {finding.message}\n"
        for finding in translation.findings
    ]
    files = [f"\n# file: {file.name}\n{file.text}" for file in translation.files]
    assert "".join(findings + files) == snapshot(name=f"{case.name}.kubernetes")
