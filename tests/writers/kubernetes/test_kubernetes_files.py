"""Configs and secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kubernetes_objects import translated, write


def secret_item(name: str, path: str, mode: int = 0o444) -> dict[str, Any]:
    return {"secret": {"name": name, "items": [{"key": name, "path": path, "mode": mode}]}}


def test_secrets_are_one_volume_at_run_secrets(tmp_path: Path) -> None:
    text = (
        "services: {web: {image: x, secrets: [a, {source: b, target: deep/c}, {source: b, target: /etc/b}]}}\n"
        "secrets: {a: {file: ./a}, b: {environment: B}}\n"
    )
    found = translated(write(tmp_path, text, {"a": "1"}), {"B": "2"})
    assert found.mounts("web") == {
        "/etc/b": {
            "subPath": "b",
            "readOnly": True,
            "secret": {"secretName": "b", "defaultMode": 0o444, "items": [{"key": "b", "path": "b"}]},
        },
        "/run/secrets": {
            "readOnly": True,
            "projected": {"sources": [secret_item("a", "a"), secret_item("b", "deep/c")]},
        },
    }
    assert found.objects["Secret", "b"]["stringData"] == {"b": "2"}
    assert found.said("CP502") == [("warning", "secrets.a", "2:14"), ("warning", "secrets.b", "2:30")]


def test_config_is_a_file_at_its_target(tmp_path: Path) -> None:
    text = (
        "services: {web: {image: x, configs: [c_1, {source: c_1, target: /etc/x.conf, mode: 0440}]}}\n"
        "configs: {c_1: {content: text}}\n"
    )
    found = translated(write(tmp_path, text))
    mount = {"subPath": "c_1", "readOnly": True}
    volume = {"name": "c-1", "defaultMode": 0o444, "items": [{"key": "c_1", "path": "c_1"}]}
    other = {"name": "c-1", "defaultMode": 0o440, "items": [{"key": "c_1", "path": "x.conf"}]}
    assert found.mounts("web") == {
        "/c_1": mount | {"configMap": volume},
        "/etc/x.conf": mount | {"subPath": "x.conf", "configMap": other},
    }
    assert found.objects["ConfigMap", "c-1"]["data"] == {"c_1": "text"}


def test_script_stays_executable(tmp_path: Path) -> None:
    text = "services: {web: {image: x, configs: [run]}}\nconfigs: {run: {file: ./run.sh}}"
    file = write(tmp_path, text, {"run.sh": "#!/bin/sh\n"})
    (file.parent / "run.sh").chmod(0o755)
    assert translated(file).mounts("web")["/run"]["configMap"]["defaultMode"] == 0o555


def test_user_who_is_not_root_may_read(tmp_path: Path) -> None:
    text = (
        "services: {web: {image: x, user: '1000', secrets: [{source: a, uid: '1000', mode: 0400}]}}\n"
        "secrets: {a: {environment: A}}\n"
    )
    found = translated(write(tmp_path, text), {"A": "1"})
    assert found.mounts("web")["/run/secrets"]["projected"] == {"sources": [secret_item("a", "a")]}
    assert found.said("CP606") == [
        ("info", "services.web.secrets.0.uid", "1:69"),
        ("info", "services.web.secrets.0.mode", "1:83"),
    ]


def test_missing_secret_is_waited_for(tmp_path: Path) -> None:
    text = "services: {web: {image: x, secrets: [a, b]}}\nsecrets: {a: {file: ./gone}, b: {environment: UNSET}}"
    found = translated(write(tmp_path, text))
    assert found.names("Secret") == []
    assert [finding.help for finding in found.findings if finding.rule.code == "CP506"] == [
        "kubectl create secret generic a --from-file=a=gone",
        'kubectl create secret generic b --from-literal=b="$UNSET"',
    ]
    assert found.mounts("web")["/run/secrets"]["projected"] == {
        "sources": [secret_item("a", "a"), secret_item("b", "b")]
    }


def test_external_objects_are_only_referred_to(tmp_path: Path) -> None:
    text = (
        "services: {web: {image: x, configs: [c], secrets: [s]}}\n"
        "configs: {c: {external: true, name: my_conf}}\n"
        "secrets: {s: {external: true}}\n"
    )
    found = translated(write(tmp_path, text))
    assert (found.names("ConfigMap"), found.names("Secret")) == ([], [])
    assert found.mounts("web")["/c"]["configMap"]["name"] == "my-conf"


def test_object_that_is_too_large_is_not_mounted(tmp_path: Path) -> None:
    text = "services: {web: {image: x, configs: [c]}}\nconfigs: {c: {file: ./c}}"
    found = translated(write(tmp_path, text, {"c": "x" * (1024 * 1024 + 1)}))
    assert (found.mounts("web"), found.names("ConfigMap")) == ({}, [])
    assert found.said("CP407") == [("error", "configs.c", "2:14")]


def test_value_of_a_secret_is_in_no_finding(tmp_path: Path) -> None:
    text = "services: {web: {image: x, secrets: [a]}}\nsecrets: {a: {content: hunter2}}"
    found = translated(
        write(tmp_path, text.replace("content", "environment").replace("hunter2", "A")), {"A": "hunter2"}
    )
    assert "hunter2" not in repr(found.findings)


def test_folder_in_the_place_of_a_file_is_called_one(tmp_path: Path) -> None:
    text = (
        "services: {web: {image: x, secrets: [a], configs: [c]}}\nsecrets: {a: {file: ./d}}\nconfigs: {c: {file: ./d}}"
    )
    found = translated(write(tmp_path, text, {"d/": ""}))
    assert [finding.message for finding in found.findings if finding.rule.code in {"CP414", "CP506"}] == [
        "the file of secret 'a' is a folder, which one file cannot be: the pods wait for a Secret 'a'",
        "the file of config 'c' is a folder, which one file cannot be: the pods wait for a ConfigMap 'c'",
    ]
