"""`composeport verify` as a script meets it: what is printed where, and the exit status."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from command_line import composeport
from composeport.cli.verify import nearest_version

GOOD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
NOTED = GOOD + "---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: b}\n"
WARNED = """\
apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  selector: {app: b}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers: [{name: a, image: b}]
"""


def test_good_manifests_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    done = composeport(tmp_path, "verify", ".")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 object in 1 file: nothing wrong\n", "")


def test_what_is_wrong_is_said_as_a_compiler_says_it(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("name: a", "nmae: a"))
    done = composeport(tmp_path, "verify", "a.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    assert (
        done.stdout
        == """\
error: ConfigMap has no name
 --> a.yaml:3:1
  |
3 | metadata:
  | ^^^^^^^^
  = help: give `metadata.name`

error: unknown field `metadata.nmae`
 --> a.yaml:4:3
  |
4 |   nmae: a
  |   ^^^^
  = help: did you mean `name`?

1 object in 1 file: 2 errors
"""
    )


def test_standard_input_is_a_stream(tmp_path: Path) -> None:
    done = composeport(tmp_path, "verify", "-", stdin=NOTED)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1] == " --> -:7:7"
    assert done.stdout.endswith("2 objects in 1 file: 1 note\n")


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        (NOTED, [], 0),
        (NOTED, ["--fail-on", "info"], 1),
        (WARNED, [], 0),
        (WARNED, ["--strict"], 1),
        (WARNED, ["--fail-on", "never"], 0),
        (GOOD.upper(), ["--fail-on", "never"], 0),
        (GOOD.upper(), [], 1),
    ],
)
def test_the_threshold_decides_the_status(tmp_path: Path, text: str, words: list[str], status: int) -> None:
    assert composeport(tmp_path, "verify", "-", *words, stdin=text).returncode == status


def test_quiet_says_nothing_and_keeps_the_status(tmp_path: Path) -> None:
    done = composeport(tmp_path, "verify", "-", "-q", stdin=GOOD.upper())
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say what to verify: `composeport verify DIR`, or `-` for standard input"),
        (["."], "there is no file in . that ends in .yaml, .yml or .json"),
        (["absent"], "cannot read absent: no such file or directory"),
        (["-"], "there is no manifest in -"),
        (["-", "--context", "prod"], "`--context` is for `--server`"),
        (
            ["-", "--kube-version", "1.12"],
            "`--kube-version` takes 1.30, 1.31, 1.32, 1.33, 1.34, 1.35, 1.36 or 1.37, not `1.12`",
        ),
    ],
)
def test_bad_usage_is_status_2(tmp_path: Path, words: list[str], said: str) -> None:
    done = composeport(tmp_path, "verify", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {said}\n")


def test_the_version_decides_which_fields_there_are(tmp_path: Path) -> None:
    spec = "{hostnameOverride: a, containers: [{name: a, image: b}]}"
    pod = f"{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {spec}}}"
    assert composeport(tmp_path, "verify", "-", "--kube-version", "1.33", stdin=pod).returncode == 1
    assert composeport(tmp_path, "verify", "-", "--kube-version", "1.34", stdin=pod).returncode == 0
    assert composeport(tmp_path, "verify", "-", stdin=pod).returncode == 0


@pytest.mark.parametrize(("minor", "version"), [(29, "1.30"), (33, "1.33"), (37, "1.37"), (40, "1.37")])
def test_the_servers_version_is_taken_or_the_nearest_that_is_known(minor: int, version: str) -> None:
    assert nearest_version(minor) == version


def test_a_translation_is_verified_in_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("name: shop\nservices: {web: {image: 'nginx:1', ports: ['80:80']}}\n")
    stream = composeport(tmp_path, "k8s", "-o", "-", "-q").stdout
    done = composeport(tmp_path, "verify", "-", "--strict", stdin=stream)
    assert (done.returncode, done.stdout) == (0, "4 objects in 1 file: nothing wrong\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch(mode=0o000)
    assert composeport(tmp_path, "verify", ".").stderr == "error: cannot read ./a.yaml: permission denied\n"


@pytest.mark.parametrize(
    ("package", "words", "said"),
    [
        ("kubernetes_validate", [], "`verify` needs the schemas of Kubernetes: `pip install 'composeport[verify]'`"),
        ("kubernetes", ["--server"], "`--server` needs the client of Kubernetes: `pip install 'composeport[verify]'`"),
    ],
)
def test_what_is_not_installed_is_told(tmp_path: Path, package: str, words: list[str], said: str) -> None:
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text("raise ImportError\n")
    done = composeport(tmp_path, "verify", "-", *words, stdin=GOOD)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {said}")
