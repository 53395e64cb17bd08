"""Charts as a reviewer reads them: every file, with those that only the owner may read marked."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from case_directory import CASES, Case
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from helm_charts import reader_of_case

SHOWN = ("canary", "multi-environment-production", "secrets-and-configs")


@pytest.mark.parametrize("case", [case for case in CASES if case.name in SHOWN], ids=lambda case: case.name)
def test_chart_of_a_case(case: Case, snapshot: SnapshotAssertion) -> None:
    read = reader_of_case(case)
    files = translate_kubernetes(read({}), KubernetesOptions(format="helm"), read=read).files
    texts = [f"# file: {file.name}{' (secret)' if file.secret else ''}\n{file.text}" for file in files]
    assert "\n".join(texts) == snapshot(name=f"{case.name}.helm")
