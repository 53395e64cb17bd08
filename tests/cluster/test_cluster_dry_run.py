"""A real API server is asked by dry runs: what it refuses is told at its place, and nothing is changed in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api_server import ApiServer
from case_directory import Case
from command_line import composeport
from composeport import KubernetesOptions, translate
from composeport.cluster import Connection, connect, dry_run
from composeport.diagnostics import Severity
from composeport.manifests import Flaw, check
from corpus_projects import CorpusProject, corpus_projects, load_case
from manifests.breakages import BREAKAGES, SOUND, UNKNOWABLE, Breakage, changed
from manifests.checked import VERSION, read, schemas


@pytest.fixture
def connection(server: ApiServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    monkeypatch.setattr("kubernetes.config.kube_config.KUBE_CONFIG_DEFAULT_LOCATION", str(server.kubeconfig))
    with connect() as connected:
        connected.namespace = server.namespace
        yield connected


def _flaws(connection: Connection, *documents: dict[str, Any] | str) -> list[Flaw]:
    manifests = read(*documents)
    return dry_run(connection, manifests.objects, check(manifests, schemas(VERSION)), lambda *_: None)


def _said(connection: Connection, *documents: dict[str, Any] | str) -> list[tuple[str, str]]:
    return [(flaw.severity.value, flaw.problem.message) for flaw in _flaws(connection, *documents)]


def _stored(server: ApiServer) -> str:
    """Every object of the kinds that the tests know, with its version."""
    kinds = "deployments,statefulsets,daemonsets,jobs,cronjobs,services,ingresses,networkpolicies,pvc,pv,cm,secrets,sa"
    form = "custom-columns=K:.kind,S:.metadata.namespace,N:.metadata.name,V:.metadata.resourceVersion"
    words = ("get", f"{kinds},namespaces,roles,rolebindings,hpa,pdb", "-A", "--no-headers", "-o", form)
    lines = server.kubectl(*words).stdout.splitlines()
    return "\n".join(sorted(line for line in lines if " kube-system " not in line))


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda one: one.name)
def test_what_is_wrong_stays_wrong_and_its_twin_is_taken(breakage: Breakage, connection: Connection) -> None:
    assert ("error", breakage.says) in _said(connection, breakage.broken)
    assert [said for said in _said(connection, breakage.twin) if said[0] != "info"] == []


@pytest.mark.parametrize("name", UNKNOWABLE)
def test_the_server_tells_what_files_do_not(name: str, connection: Connection) -> None:
    sound, path, value = UNKNOWABLE[name]
    assert any(flaw.severity is Severity.ERROR for flaw in _flaws(connection, changed(SOUND[sound], path, value)))


def test_what_the_server_says_of_a_field_is_told_at_its_place(connection: Connection) -> None:
    text = """\
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: at three
  jobTemplate:
    spec:
      template:
        spec: {restartPolicy: Never, containers: [{name: a, image: b}]}
"""
    [flaw] = _flaws(connection, text)
    assert flaw.problem.location is not None
    assert (flaw.problem.location.line, flaw.problem.location.column) == (5, 13)
    assert flaw.problem.message.startswith('spec.schedule: Invalid value: "at three": ')


def test_nothing_is_there_afterwards(connection: Connection, server: ApiServer) -> None:
    before = _stored(server)
    assert f"{server.namespace}" in before
    assert [said for said in _said(connection, *SOUND.values()) if said[0] == "error"] == []
    assert _stored(server) == before


def test_what_is_there_is_not_changed_and_what_cannot_be_changed_is_told(
    connection: Connection, server: ApiServer
) -> None:
    deployment = changed(SOUND["deployment"], ("metadata", "name"), "kept")
    server.kubectl("create", "-n", server.namespace, "-f", "-", given=json.dumps(deployment))
    before = _stored(server)
    assert _said(connection, changed(deployment, ("spec", "replicas"), 3)) == []
    other = changed(deployment, ("spec", "selector", "matchLabels", "tier"), "front")
    other = changed(other, ("spec", "template", "metadata", "labels", "tier"), "front")
    [(severity, message)] = _said(connection, other)
    assert (severity, message.endswith("field is immutable")) == ("error", True)
    assert _stored(server) == before


def test_a_namespace_that_comes_with_the_set_is_no_hindrance(connection: Connection, server: ApiServer) -> None:
    namespace = changed(SOUND["namespace"], ("metadata", "name"), "to-come")
    config = changed(SOUND["configmap"], ("metadata", "namespace"), "to-come")
    wrong = changed(config, ("immutable",), "no")
    note = f"`to-come` is not there yet: what goes there is tried in `{server.namespace}`"
    assert _said(connection, namespace, config) == [("info", note)]
    assert _said(connection, namespace, wrong) == [
        ("info", note),
        ("error", "`immutable` must be true or false, not text"),
    ]


def test_a_namespace_that_is_nowhere_is_an_error(connection: Connection) -> None:
    config = changed(SOUND["configmap"], ("metadata", "namespace"), "nowhere")
    assert _said(connection, config) == [("error", "the cluster has no namespace `nowhere`")]


def test_a_kind_that_the_cluster_does_not_know_is_an_error_unless_the_set_defines_it(connection: Connection) -> None:
    widget = {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "a"}}
    assert _said(connection, widget) == [("error", "the cluster has no `Widget` of example.com/v1")]
    names = {"kind": "Widget", "plural": "widgets"}
    schema = {"openAPIV3Schema": {"type": "object"}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {"group": "example.com", "scope": "Namespaced", "names": names, "versions": [version]},
    }
    assert [said for said in _said(connection, definition, widget) if said[0] == "error"] == []


@pytest.mark.parametrize("metadata", [[1], 1, {"name": 1}, {"name": ["a"]}, {"name": "a", "namespace": 1}])
def test_what_has_no_shape_at_all_is_an_error_and_no_more(metadata: Any, connection: Connection) -> None:
    said = _said(connection, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata})
    assert {severity for severity, _ in said} == {"error"}
    definition = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": metadata}
    said = _said(connection, {**definition, "spec": {"names": [1]}})
    assert {severity for severity, _ in said} == {"error"}


def test_what_the_cluster_defines_itself_is_checked_by_it(connection: Connection, server: ApiServer) -> None:
    fields = {"spec": {"type": "object", "properties": {"size": {"type": "integer", "maximum": 3}}}}
    schema = {"openAPIV3Schema": {"type": "object", "properties": fields}}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "gadgets.example.org"},
        "spec": {
            "group": "example.org",
            "scope": "Namespaced",
            "names": {"kind": "Gadget", "plural": "gadgets"},
            "versions": [{"name": "v1", "served": True, "storage": True, "schema": schema}],
        },
    }
    server.kubectl("create", "-f", "-", given=json.dumps(definition))
    server.kubectl("wait", "--for=condition=established", "crd/gadgets.example.org", "--timeout=60s")
    gadget = "apiVersion: example.org/v1\nkind: Gadget\nmetadata: {name: a}\nspec:\n  size: SIZE\n"
    assert _said(connection, gadget.replace("SIZE", "3")) == []
    [flaw] = _flaws(connection, gadget.replace("SIZE", "4"))
    assert str(flaw.problem.location) == "-:5:9"
    assert flaw.problem.message.startswith("spec.size: Invalid value: 4: ")
    [flaw] = _flaws(connection, gadget.replace("SIZE", "3\n  colour: red"))
    assert str(flaw.problem.location) == "-:6:3"
    assert flaw.problem.message == "the cluster knows no field `spec.colour`"


def test_the_server_is_right_where_the_schemas_say_otherwise(connection: Connection) -> None:
    manifests = read(changed(SOUND["deployment"], ("spec", "template", "spec", "hostnameOverride"), "a"))
    flaws = check(manifests, schemas("1.33"))
    assert [flaw.severity for flaw in flaws] == [Severity.ERROR]
    [flaw] = dry_run(connection, manifests.objects, flaws, lambda *_: None)
    assert (flaw.severity, flaw.problem.help) == (Severity.WARNING, "the cluster takes it all the same")


def test_the_servers_warnings_are_warnings(connection: Connection, server: ApiServer) -> None:
    deployment = changed(SOUND["deployment"], ("metadata", "namespace"), server.restricted)
    [(severity, message)] = _said(connection, deployment)
    assert (severity, message[:46]) == ("warning", 'would violate PodSecurity "restricted:latest":')


def test_a_name_does_not_lead_elsewhere(connection: Connection, server: ApiServer) -> None:
    server.kubectl("create", "configmap", "there", "-n", server.namespace)
    before = _stored(server)
    for name in ("there?force=true&a=", "../configmaps/there", "there#"):
        said = _said(connection, changed(SOUND["configmap"], ("metadata", "name"), name))
        assert said == [("error", f"`{name}` is no name of a ConfigMap")]
    assert _stored(server) == before


@pytest.mark.parametrize(
    "part",
    [
        {"data": {"a": "c2VzYW1lLW9wZW4!"}},
        {"stringData": {"a": 90210777}},
        {"type": "x", "stringData": {"a b": "sesame-open"}},
    ],
)
def test_the_value_of_a_secret_is_not_repeated(part: dict[str, Any], server: ApiServer, tmp_path: Path) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "translated"}, **part}
    (tmp_path / "s.yaml").write_text(json.dumps(secret))
    done = composeport(tmp_path, "verify", "s.yaml", "--server", KUBECONFIG=str(server.kubeconfig))
    assert done.returncode == 1
    assert not any(text in done.stdout + done.stderr for text in ("c2VzYW1l", "90210777", "sesame"))


def test_who_may_do_nothing_is_told_so(server: ApiServer, tmp_path: Path) -> None:
    words = ("verify", "-", "--server", "--context", "guest")
    done = composeport(tmp_path, *words, stdin=json.dumps(SOUND["configmap"]), KUBECONFIG=str(server.kubeconfig))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: the cluster did not check this: ")
    assert 'User "guest" cannot get resource' in done.stderr


@pytest.mark.parametrize("namespace", ["", "shop"])
def test_each_case_is_taken(case: Case, namespace: str, connection: Connection) -> None:
    files = translate(load_case(case), KubernetesOptions(namespace=namespace)).files
    said = _said(connection, *(file.text for file in files))
    assert [one for one in said if one[0] != "info"] == []


@pytest.mark.corpus
@pytest.mark.parametrize("corpus_project", corpus_projects(), ids=lambda one: one.name)
def test_each_real_project_is_taken(corpus_project: CorpusProject, connection: Connection) -> None:
    files = translate(corpus_project.load(), KubernetesOptions()).files
    if files:
        said = _said(connection, *(file.text for file in files))
        assert [one for one in said if one[0] != "info"] == []
