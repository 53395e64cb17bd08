"""A chart with its default values is the plain manifests, object for object and field for field, by Helm itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from case_directory import Case
from composeport import load_project
from composeport.errors import InputError
from composeport.model import Project
from helm_charts import LACKING, Read, chart_of, plain_documents, reader_of_case, reader_of_text

pytest.importorskip("helm_python", reason=LACKING)

OPTIONS = {
    "plain": {},
    "other": {
        "harden": True, "seed_volumes": True, "liveness": True, "controller": "statefulset", "publish": "node-port",
        "namespace": "blue", "storage_class": "fast",
    },
    "routed": {"publish": "ingress", "domain": "example.com", "plain_env": True, "registry": "reg.example:5000/a"},
}  # fmt: skip


def _check(read: Read, directory: Path, **options: Any) -> None:
    chart = chart_of(read, directory, **options)
    assert chart.documents() == plain_documents(read({}), **options)
    assert chart.complaints() == []


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_chart_of_a_case_is_its_plain_manifests(case: Case, options: dict[str, Any], tmp_path: Path) -> None:
    _check(reader_of_case(case), tmp_path / "chart", **options)


def test_the_chart_of_each_whole_example_of_the_guide(shared: Path, tmp_path: Path) -> None:
    for file in sorted((shared / "guide" / "examples").iterdir()):

        def read(variables: Mapping[str, str], file: Path = file) -> Project:
            return load_project([str(file)], project_name="guide", environment=dict(variables))

        try:
            read({})
        except InputError:
            continue
        _check(read, tmp_path / file.stem)
    assert len(list(tmp_path.iterdir())) >= 20


def test_names_do_not_depend_on_the_release(tmp_path: Path) -> None:
    """Containers find each other by them."""
    chart = chart_of(reader_of_text("services: {web: {image: nginx, ports: ['80:80']}}"), tmp_path / "chart")
    assert chart.documents(name="other", namespace="elsewhere") == chart.documents()


def test_notes_name_the_namespace_and_what_is_published(tmp_path: Path) -> None:
    chart = chart_of(
        reader_of_text("services: {web: {image: nginx, ports: ['8080:80', '53:53/udp']}}"), tmp_path / "chart"
    )
    assert chart.rendered(namespace="blue")["NOTES.txt"] == (
        "shop is installed in namespace blue.\n\n"
        "  kubectl get pods -n blue -l app.kubernetes.io/part-of=shop\n\n"
        "What Compose published on this machine, one at a time:\n\n"
        "  kubectl port-forward -n blue service/web 8080:80\n"
    )


BRACES = """
services:
  web:
    image: nginx
    command: ["echo", "{{ .Values.x }}", "{{{a}}}", "}} {{", "{{- end }}", "{{/* c */}}"]
    environment: {FORMAT: '{{.Names}}', GREETING: "{{ ${WHO:-you} }} {${WHO:-you}}"}
    labels: {"a.b": "{{ `x` }}"}
    configs: [page]
configs:
  page:
    content: |
      {{ define "x" }}
      {${WHO:-you}} and {{${WHO:-you}}}
      {{ end }}
"""


def test_what_looks_like_a_template_is_no_template(tmp_path: Path) -> None:
    read = reader_of_text(BRACES)
    _check(read, tmp_path / "chart")
    chart = chart_of(read, tmp_path / "chart")
    assert chart.documents({"variables": {"WHO": "{{x"}})["ConfigMap/page"]["data"]["page"] == (
        '{{ define "x" }}\n{{{x} and {{{{x}}\n{{ end }}\n'
    )
