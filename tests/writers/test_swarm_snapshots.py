"""What comes out for each case, as a reviewer reads it: every file, and every finding as comments above them."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from case_directory import Case
from composeport.pipeline import translate_swarm
from composeport.writers.swarm.options import SwarmOptions
from corpus_projects import load_case


def test_stack_of_each_case(case: Case, snapshot: SnapshotAssertion) -> None:
    translation = translate_swarm(load_case(case), SwarmOptions())
    findings = [
        f"# {finding.severity.value} {finding.rule.code}[{finding.rule.slug}] "
        f"{'.'.join(map(str, finding.path))}: {finding.message}\n"
        for finding in translation.findings
    ]
    files = [f"\n# file: {file.name}\n{file.text}" for file in translation.files.all]
    here = str(case.directory.parent)
    assert "".join(findings + files).replace(here, "/cases") == snapshot(name=f"{case.name}.swarm")
