"""A real API server takes every object: a dry run on its side, with strict validation. Schemas alone are no proof.

Runs where `KUBEBUILDER_ASSETS` names the programs, by the convention of `envtest`; skipped, with the reason, elsewhere.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api_server import ApiServer
from case_directory import Case
from composeport import KubernetesOptions, load_project, translate
from composeport.model import Project
from corpus_projects import CorpusProject, corpus_projects, load_case
from helm_charts import LACKING, chart_of
from translated import project_of

DEMO = Path(__file__).parent.parent / "demo" / "compose.yaml"


def _objects(project: Project, options: KubernetesOptions) -> list[dict[str, Any]]:
    return [document for file in translate(project, options).files for document in file.documents]


def _refusals(server: ApiServer, project: Project) -> list[str]:
    return server.refusals(_objects(project, KubernetesOptions()))


def test_the_server_refuses_what_is_wrong(server: ApiServer) -> None:
    wrong = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "Not_A_Name"}, "colour": "red"}
    assert any('unknown field "colour"' in line for line in server.refusals([wrong]))


def test_each_case_is_accepted(case: Case, server: ApiServer) -> None:
    assert _refusals(server, load_case(case)) == []


def test_a_restricted_namespace_warns_of_what_is_not_hardened(case: Case, server: ApiServer) -> None:
    said = server.refusals(_objects(load_case(case), KubernetesOptions()), server.restricted)
    assert all('would violate PodSecurity "restricted:latest"' in line for line in said)
    assert said


def test_a_restricted_namespace_says_nothing_of_what_is_hardened(case: Case, server: ApiServer) -> None:
    assert server.refusals(_objects(load_case(case), KubernetesOptions(harden=True)), server.restricted) == []


def test_what_is_applied_again_is_unchanged(server: ApiServer) -> None:
    """Nothing is written otherwise than the server does: `kubectl apply` would take that for a change each time."""
    text = """
services:
  migrate: {image: m, restart: "no"}
  web:
    image: w
    shm_size: 1000000
    mem_limit: 1500000
    depends_on: {migrate: {condition: service_completed_successfully}}
"""
    stream = json.dumps({"apiVersion": "v1", "kind": "List", "items": _objects(project_of(text), KubernetesOptions())})
    server.kubectl("create", "namespace", "again")
    server.kubectl("apply", "-n", "again", "-f", "-", given=stream)
    said = server.kubectl("apply", "-n", "again", "-f", "-", given=stream)
    assert (said.returncode, {line.split()[-1] for line in said.stdout.splitlines()}) == (0, {"unchanged"})


@pytest.mark.corpus
@pytest.mark.parametrize("corpus_project", corpus_projects(), ids=lambda one: one.name)
def test_each_real_project_is_accepted(corpus_project: CorpusProject, server: ApiServer) -> None:
    assert _refusals(server, corpus_project.load()) == []


def test_helm_installs_a_chart_and_upgrades_it(server: ApiServer, tmp_path: Path) -> None:
    """The example project, and other values of each section."""
    helm_python = pytest.importorskip("helm_python", reason=LACKING)
    chart = chart_of(lambda variables: load_project([str(DEMO)], environment=variables), tmp_path / "chart")
    server.kubectl("create", "namespace", "installed")
    other = {
        "variables": {"SESSION_KEY": "another-key"},
        "services": {"api": {"replicas": 3, "resources": {"limits": {"cpu": "1"}}}, "migrate": {"image": {"tag": "2"}}},
        "volumes": {"data": {"annotations": {"a": "b"}}},
        "secrets": {"db-password": {"db_password": "another"}},
    }
    with helm_python.Config(kubeconfig_path=str(server.kubeconfig), namespace="installed") as helm:
        installed = helm.install(str(chart.directory), "demo")
        upgraded = helm.upgrade(str(chart.directory), "demo", other)
        shown = server.kubectl("get", "-n", "installed", "deployment,job", "-o", "name").stdout.split()
        replicas = server.kubectl("get", "-n", "installed", "deployment/api", "-o", "jsonpath={.spec.replicas}").stdout
        helm.uninstall("demo")
    assert (installed["status"], upgraded["status"], replicas) == ("deployed", "deployed", "3")
    job = next(name for name in chart.documents(other) if name.startswith("Job/"))
    deployments = [f"deployment.apps/{name}" for name in ("api", "cache", "db", "proxy")]
    assert sorted(shown) == [*deployments, job.replace("Job", "job.batch")]
