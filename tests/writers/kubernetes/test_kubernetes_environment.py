"""Variables: precedence, escaping, ConfigMaps and the Secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composeport import load_project
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.escaping import escape
from composeport.writers.kubernetes.options import KubernetesOptions
from translated import Document, translate

NAMES = {"A": "expanded"}


def _expanded(text: str) -> str:
    """What Kubernetes makes of a value (apimachinery, third_party/forked/golang/expansion): the reference here."""

    def replaced(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        return NAMES.get(found[1], found[0])

    return re.sub(r"\$\$|\$\(([^)]*)\)", replaced, text)


@given(st.text(alphabet="$()A b", max_size=12))
def test_kubernetes_gives_an_escaped_text_back(text: str) -> None:
    assert _expanded(escape(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("$(A)", "$$(A)"), ("$$", "$$$"), ("$HOME $", "$HOME $"), ("a$b(c)", "a$b(c)"), ("$$(A)", "$$$$(A)")],
)
def test_only_what_would_be_expanded_is_escaped(text: str, written: str) -> None:
    assert escape(text) == written


def test_words_values_and_probes_are_escaped_hooks_and_secrets_are_not() -> None:
    made = translate("""
services:
  web:
    image: web
    entrypoint: [sh, -c, "echo $$(date)"]
    command: ["$$(A)"]
    environment: {A: "$$(B)", B_SECRET: "$$(A)"}
    healthcheck: {test: "echo $$(A)"}
    pre_stop: [{command: [echo, "$$(A)"]}]
""")
    container = made.container("web-deployment")
    assert container["command"] == ["sh", "-c", "echo $$(date)"]
    assert container["args"] == ["$$(A)"]
    assert container["env"] == [
        {"name": "A", "value": "$$(B)"},
        {"name": "B_SECRET", "valueFrom": {"secretKeyRef": {"name": "web-env", "key": "B_SECRET"}}},
    ]
    assert container["readinessProbe"]["exec"] == {"command": ["sh", "-c", "echo $$(A)"]}
    assert container["lifecycle"] == {"preStop": {"exec": {"command": ["echo", "$(A)"]}}}
    assert made.documents["web-env-secret.yaml"]["stringData"] == {"B_SECRET": "$(A)"}


def _with_files(tmp_path: Path, service: str, **files: str) -> dict[str, Document]:
    for name, text in files.items():
        (tmp_path / f"{name}.env").write_text(text)
    (tmp_path / "compose.yaml").write_text(f"services: {{web: {{image: web, {service}}}}}")
    project = load_project([str(tmp_path / "compose.yaml")], project_name="shop", environment={})
    return {file.name: file.documents[0] for file in translate_kubernetes(project, KubernetesOptions()).files}


def test_environment_beats_the_files_and_a_later_file_an_earlier_one(tmp_path: Path) -> None:
    made = _with_files(
        tmp_path,
        "env_file: [one.env, two.env], environment: {C: own, D: }",
        one="A=1\nB=1\nC=1\nD=1\nDB_PASSWORD=old\n",
        two="B=2\nDB_PASSWORD=new\n",
    )
    container = made["web-deployment.yaml"]["spec"]["template"]["spec"]["containers"][0]
    assert container["envFrom"] == [
        {"configMapRef": {"name": "web-env"}},
        {"configMapRef": {"name": "web-env-2"}},
        {"secretRef": {"name": "web-env"}},
    ]
    assert container["env"] == [{"name": "C", "value": "own"}]
    assert made["web-env-configmap.yaml"]["data"] == {"A": "1"}
    assert made["web-env-2-configmap.yaml"]["data"] == {"B": "2"}
    assert made["web-env-secret.yaml"]["stringData"] == {"DB_PASSWORD": "new"}


def test_a_changed_file_rolls_the_pods(tmp_path: Path) -> None:
    digests = {
        _with_files(tmp_path, "env_file: one.env", one=text)["web-deployment.yaml"]["spec"]["template"]["metadata"][
            "annotations"
        ]["composeport.dev/environment"]
        for text in ("A=1\n", "A=2\n")
    }
    assert len(digests) == 2


def test_a_name_that_an_old_version_refuses_is_left_out_there() -> None:
    services = 'services:\n  web:\n    image: web\n    environment: {"A B": x, GOOD: y}\n'
    new, old = translate(services), translate(services, kube_version="1.31")
    assert new.container("web-deployment")["env"] == [{"name": "A B", "value": "x"}, {"name": "GOOD", "value": "y"}]
    assert old.container("web-deployment")["env"] == [{"name": "GOOD", "value": "y"}]
    assert old.only("CP805") == ["CP805 5:26 services.web.environment.A B"]


def test_plain_sight_on_request() -> None:
    made = translate("services: {web: {image: web, environment: {DB_PASSWORD: x1}}}", plain_env=True)
    assert made.container("web-deployment")["env"] == [{"name": "DB_PASSWORD", "value": "x1"}]
    assert "web-env-secret.yaml" not in made.documents
