"""Manifests are read as `kubectl apply -f` reads them, and every value has its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport.errors import UsageError
from composeport.manifests import read_manifests
from composeport.manifests.schemas import dotted
from manifests.checked import errors, flaws, read, said, write

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\n"


def _named(name: str, rest: str = "") -> str:
    return CONFIG.replace("NAME", name) + rest


def _names(*given: str) -> list[str]:
    return [one.name for one in read_manifests(given, str).objects]


def test_a_folder_gives_its_own_files_and_each_of_them_all_its_documents(tmp_path: Path) -> None:
    write(tmp_path, b_yml=_named("b1") + "---\n" + _named("b2"), a_yaml=_named("a"), c_txt=_named("no"))
    (tmp_path / "d.json").write_text('{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}}')
    (tmp_path / "below.yaml").mkdir()
    write(tmp_path / "below.yaml", e_yaml=_named("no"))
    assert _names(str(tmp_path)) == ["a", "b1", "b2", "d"]


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_yaml=_named("a"))
    assert _names(str(tmp_path), str(tmp_path / "a.yaml")) == ["a"]


def test_a_named_file_may_be_called_anything(tmp_path: Path) -> None:
    write(tmp_path, manifest=_named("a"))
    assert _names(str(tmp_path / "manifest")) == ["a"]


def test_a_list_gives_its_items_at_their_places() -> None:
    text = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: a}
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: B
"""
    assert said(text) == [("error", "10:11", "`B` is no name of a ConfigMap")]


def test_empty_documents_are_none() -> None:
    assert [one.name for one in read("---\n---\n# a comment\n---\n" + _named("a") + "---\n").objects] == ["a"]


@pytest.mark.parametrize("word", ["yes", "No", "on", "OFF", "y", "N"])
def test_a_word_that_kubectl_takes_for_a_boolean_is_no_text(word: str) -> None:
    assert said(_named("a", f"data:\n  mode: {word}\n")) == [
        ("error", "5:9", "`data.mode` must be text, not a boolean"),
    ]
    assert errors(_named("a", f"data:\n  mode: '{word}'\n")) == []


@pytest.mark.parametrize("value", ["2024-01-01", "2024-01-01T10:00:00Z", "1:30", "0x", "~x"])
def test_what_kubectl_takes_for_text_is_text(value: str) -> None:
    assert errors(_named("a", f"data:\n  a: {value}\n")) == []


def test_a_key_may_be_a_number() -> None:
    [manifest] = read(_named("a", "data:\n  8080: x\n")).objects
    assert manifest.data["data"] == {"8080": "x"}


def test_a_null_is_no_value() -> None:
    service = "{apiVersion: v1, kind: Service, metadata: {name: a, labels: null}, spec: {ports: [{port: 80, name: ~}]}}"
    assert errors(service) == []
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [null, {name: a, image: b}]}}"
    assert errors(pod) == ["`spec.containers[0].image` must not be empty"]


def test_pairs_of_surrogates_are_characters_in_json() -> None:
    text = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": "\\ud83d\\ude00"}}'
    [manifest] = read(text).objects
    assert manifest.data["data"] == {"a": "\U0001f600"}


def test_a_key_that_is_given_twice_is_told_with_both_places() -> None:
    found = read(_named("a", "data:\n  a: x\n  a: y\n"))
    [flaw] = found.flaws
    assert (flaw.problem.message, str(flaw.problem.location)) == ("`a` is given twice; the first is at line 5", "-:6:3")
    assert [str(place) for place in flaw.problem.chain] == ["-:5:3"]


def test_what_is_no_yaml_is_told_and_other_files_are_read(tmp_path: Path) -> None:
    write(tmp_path, a_yaml="a: [\n", b_yaml=_named("b"))
    found = read_manifests([str(tmp_path)], str)
    assert [one.name for one in found.objects] == ["b"]
    assert [str(flaw.problem.location) for flaw in found.flaws] == [f"{tmp_path}/a.yaml:2:1"]


@pytest.mark.parametrize("text", ["just text", "[1, 2]", "{apiVersion: v1, kind: List, items: [a]}"])
def test_what_is_no_object_is_told(text: str) -> None:
    assert {message for *_, message in said(text)} == {"this is no object: a mapping with `apiVersion` and `kind`"}


@pytest.mark.parametrize(
    ("text", "missing"), [("kind: Pod", "apiVersion"), ("apiVersion: v1", "kind"), ("a: b", "apiVersion")]
)
def test_an_object_says_what_it_is(text: str, missing: str) -> None:
    assert errors(text) == [f"`{missing}` is missing: this is no object"]


def test_places_of_values_keys_and_what_is_not_there() -> None:
    text = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selectr: {a: b}
  ports:
  - name: http
    port: "80"
  - port: 81
"""
    assert said(text) == [
        ("error", "6:3", "unknown field `spec.selectr`"),
        ("error", "9:11", "`spec.ports[0].port` must be a whole number, not text"),
    ]
    assert said(text.replace('"80"', "80").replace("    port: 80\n", "")) == [
        ("error", "6:3", "unknown field `spec.selectr`"),
        ("error", "8:5", "`spec.ports[0]` lacks `port`"),
        ("error", "9:5", "of several ports each has a name"),
    ]


def test_a_misspelt_field_comes_with_the_right_one() -> None:
    [flaw] = flaws(_named("a", "dat: {}\n"))
    assert (flaw.problem.message, flaw.problem.help) == ("unknown field `dat`", "did you mean `data`?")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("spec", "ports", 0, "name"), "spec.ports[0].name"),
        (("metadata", "labels", "app.kubernetes.io/name"), "metadata.labels[app.kubernetes.io/name]"),
        ((), ""),
    ],
)
def test_paths_are_told_as_the_api_server_tells_them(path: tuple[str | int, ...], text: str) -> None:
    assert dotted(path) == text


@pytest.mark.parametrize(
    ("special", "program"),
    [("kustomization.yaml", "kubectl kustomize"), ("Chart.yaml", "helm template")],
)
def test_what_manifests_are_made_from_is_told_apart(tmp_path: Path, special: str, program: str) -> None:
    (tmp_path / special).write_text("a: b\n")
    with pytest.raises(UsageError, match=f"verify what it makes: `{program} {tmp_path} . composeport verify -`"):
        _names(str(tmp_path))


def test_where_there_is_nothing_to_check_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file in .* that ends in .yaml, .yml or .json"):
        _names(str(tmp_path))
    write(tmp_path, a_yaml="# nothing\n")
    with pytest.raises(UsageError, match="there is no manifest in"):
        _names(str(tmp_path))
    with pytest.raises(UsageError, match=r"cannot read .*: no such file or directory"):
        _names(str(tmp_path / "absent"))
    with pytest.raises(UsageError, match="cannot read a\x00b: embedded null byte"):
        _names("a\x00b")
