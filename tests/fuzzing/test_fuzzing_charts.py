"""What must hold of every project's chart, over made-up projects. FUZZ_EXAMPLES in the environment says how many."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from attribute_samples import lay_out
from composeport import load_project
from composeport.errors import InputError
from composeport.model import Project
from helm_charts import LACKING, chart_of, plain_documents, without_digests
from project_strategies import VARIABLES, MadeUp, projects
from whole_program import OPTIONS

pytest.importorskip("helm_python", reason=LACKING)

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
ENVIRONMENT = {**VARIABLES, "HOME": "/home/tester", "USER": "tester"}
TEXTS = [
    "word",
    "45871",
    "true",
    "",
    "a b",
    "/a",
    "latest",
    "1.10",
    "$(X)",
    "{{ x }}",
    "http://u:p@h/",
    "'\"\\",
    "é",
    "UP",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the projects, with the files that they name."""
    return lay_out(tmp_path_factory.mktemp("made-up"))


@settings(
    max_examples=EXAMPLES or 40,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(made=projects(), chosen=st.sampled_from(OPTIONS), data=st.data())
def test_a_chart_is_the_plain_manifests_and_its_variables_are_those_of_the_environment(
    folder: Path, made: MadeUp, chosen: dict[str, Any], data: st.DataObject
) -> None:
    for name, text in made.texts.items():
        (folder / name).write_text(text)

    def read(variables: Mapping[str, str]) -> Project:
        files = [str(folder / name) for name in made.texts]
        return load_project(files, environment={**ENVIRONMENT, **variables})

    try:
        plain = plain_documents(read({}), **chosen)
    except InputError:
        assume(False)
        raise
    chart = chart_of(read, folder / "chart", **chosen)
    assert chart.documents() == plain
    if variables := sorted(chart.values.get("variables", {})):
        changed = {data.draw(st.sampled_from(variables)): data.draw(st.sampled_from(TEXTS))}
        assume(chart.takes({"variables": changed}))
        made_by_helm = without_digests(chart.documents({"variables": changed}))
        assert made_by_helm == without_digests(plain_documents(read(changed), **chosen))
        words = {name: f"word{number}" for number, name in enumerate(variables)}
        made_by_helm = without_digests(chart.documents({"variables": words}))
        assert made_by_helm == without_digests(plain_documents(read(words), **chosen))
