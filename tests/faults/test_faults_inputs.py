"""Inputs that are no files, have no end, go away, or are none of the project's: refused at their place."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from composeport import audit
from composeport.cli import run
from composeport.compose.load import load_project
from composeport.diagnostics import Target
from composeport.errors import InputError
from faulty import shell
from planted import canaries

BOUNDS = "ulimit -v 2000000; "
"""KiB of memory that any of these may take."""

NAMED = {
    "env_file": "services:\n  a:\n    image: x:1\n    env_file: {}\n",
    "label_file": "services:\n  a:\n    image: x:1\n    label_file: {}\n",
    "include": "include: [{}]\nservices:\n  a:\n    image: x:1\n",
    "extends": "services:\n  a:\n    extends: {{file: {}, service: a}}\n",
}
PLACES = {"env_file": "4:15", "label_file": "4:17", "include": "1:11", "extends": "3:21"}


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize(("thing", "what"), [("pipe", "a pipe"), ("/dev/zero", "a device"), ("folder", "a directory")])
def test_what_is_no_file_is_refused_where_it_is_named(tmp_path: Path, kind: str, thing: str, what: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "compose.yaml").write_text(NAMED[kind].format(thing))
    with pytest.raises(InputError) as refused:
        load_project([str(tmp_path / "compose.yaml")], environment={"PWD": str(tmp_path)})
    (problem,) = refused.value.problems
    assert problem.message.endswith(f"{thing} is {what}, not a file")
    assert str(problem.location).endswith(f"compose.yaml:{PLACES[kind]}")


def test_a_null_device_is_an_empty_env_file(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(NAMED["env_file"].format("/dev/null"))
    assert load_project([str(tmp_path / "compose.yaml")]).services["a"].env_files[0].variables == {}


def sparse(path: Path) -> None:
    """A file of 10 GiB that takes no room."""
    path.touch()
    os.truncate(path, 10 * 1024**3)


def test_files_of_the_kernel_and_without_end_are_refused(tmp_path: Path) -> None:
    sparse(tmp_path / "huge")
    (tmp_path / "compose.yaml").write_text(NAMED["env_file"].format("huge"))
    done = shell(tmp_path, f"{BOUNDS}cp k8s -q -o out")
    assert done.returncode == 2
    assert done.stderr.startswith("error: the file is larger than 48,000,000 bytes\n --> huge:1:1\n")
    assert "= note: see compose.yaml:4:15\n" in done.stderr
    done = shell(tmp_path, f"{BOUNDS}cp config -f /dev/zero")
    assert (done.returncode, done.stdout) == (2, "")
    (tmp_path / "compose.yaml").write_text(NAMED["env_file"].format("/proc/kmsg"))
    assert shell(tmp_path, f"{BOUNDS}cp k8s -q -o out").returncode in {0, 2}  # as there is something to read there


def test_a_tree_with_pipes_and_devices_is_audited(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "compose.yaml").write_text("services: {a: {image: 'x:1'}}\n")
    for name, put in (("pipe", os.mkfifo), ("zero", lambda path: path.symlink_to("/dev/zero"))):
        (tmp_path / name).mkdir()
        put(tmp_path / name / "compose.yaml")
        put(tmp_path / name / "stack.yml")
    done = shell(tmp_path, f"{BOUNDS}cp audit . --fail-on never")
    assert (done.returncode, done.stderr) == (0, "")
    assert "good/compose.yaml" in done.stdout


def test_links_that_lead_into_one_another_end(tmp_path: Path) -> None:
    for folder, other in (("a", "b"), ("b", "a")):
        (tmp_path / "bomb" / folder).mkdir(parents=True)
        for number in range(4):
            (tmp_path / "bomb" / folder / f"x{number}").symlink_to(f"../{other}")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "compose.yaml").write_text(
        "services:\n  a:\n    image: x:1\n    volumes: ['./bomb:/bomb:ro', './loop:/loop:ro']\n    configs: [c]\n"
        "configs: {c: {file: loop}}\n"
    )
    done = shell(tmp_path, f"ulimit -t 5; {BOUNDS}cp k8s -q -o out; cp swarm -q -o stack.yml")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_mounted_is_read_no_further_than_an_object_can_hold(tmp_path: Path) -> None:
    sparse(tmp_path / "huge")
    (tmp_path / "many").mkdir()
    for number in range(3000):
        (tmp_path / "many" / str(number)).touch()
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("down" * 10, dir_fd=deep)
        inner = os.open("down" * 10, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    (tmp_path / "compose.yaml").write_text(
        "services:\n  a:\n    image: x:1\n"
        f"    volumes: ['./huge:/h:ro', './many:/m:ro', './{'down' * 10}:/d:ro', '/:/n:ro']\n"
        "    configs: [c]\n    secrets: [c]\nconfigs: {c: {file: huge}}\nsecrets: {c: {file: huge}}\n"
    )
    done = shell(tmp_path, f"ulimit -t 10; {BOUNDS}cp audit . --fail-on never")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("CP407[object-too-large]") >= 3


@pytest.mark.parametrize("kind", ["env_file", "include", "label_file"])
def test_a_file_that_goes_away_while_others_are_read(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "compose.yaml").write_text(NAMED[kind].format("other"))
    (tmp_path / "other").write_text("A: 1\n")
    opened: Callable[..., int] = os.open

    def vanishing(path: str, *rest: object, **more: object) -> int:
        if str(path).endswith("/other"):
            (tmp_path / "other").unlink()
        return opened(path, *rest, **more)

    monkeypatch.setattr(os, "open", vanishing)
    with pytest.raises(InputError) as refused:
        load_project([str(tmp_path / "compose.yaml")], environment={"PWD": str(tmp_path)})
    (problem,) = refused.value.problems
    assert problem.message.endswith("other: no such file or directory")
    assert str(problem.location).endswith(f"compose.yaml:{PLACES[kind]}")


STRANGERS = {
    "shadow": "root:$6$canary-hash:20228:0:99999:7:::\nbin:*:20228:0:99999:7:::\n",
    "id_rsa": "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary-key/aaa==\n-----END OPENSSH PRIVATE KEY-----\n",
    "netrc": "machine github.com login me password canary-netrc\n",
    "pgpass": "db.example:5432:shop:me:canary-pgpass\n",
    "credentials": "[default]\naws_secret_access_key = canary-aws\n",
    "kubeconfig": "apiVersion: v1\nusers:\n- name: me\n  user: {token: canary-token}\n",
    "binary": "\x00\x01canary-binary\n",
    "list": "- canary-list\n",
    "broken": "a: {canary-broken\n",
}


@pytest.fixture
def said(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What the program says about a project below `project`, on both streams."""
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("PWD", str(tmp_path / "project"))

    def say(*words: str) -> str:
        with suppress(SystemExit):
            run(words)
        streams = capfd.readouterr()
        return streams.out + streams.err

    return say


@pytest.mark.parametrize("link", [False, True], ids=["by its path", "by a link"])
@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("stranger", STRANGERS)
def test_nothing_of_a_stranger_s_file_is_said(
    tmp_path: Path, said: Callable[..., str], kind: str, stranger: str, link: bool
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / stranger).write_text(STRANGERS[stranger])
    (tmp_path / "project" / "link").symlink_to(f"../home/{stranger}")
    name = "link" if link else f"../home/{stranger}"
    (tmp_path / "project" / "compose.yaml").write_text(NAMED[kind].format(name))
    for words in ("audit --fail-on never", "k8s -o out", "audit . --format json --fail-on never"):
        text = said(*words.split())
        assert text
        assert canaries(text) == set()


def test_a_compose_file_of_the_same_repository_is_shown_like_any_other(
    tmp_path: Path, said: Callable[..., str]
) -> None:
    (tmp_path / "common.yaml").write_text("services:\n  a:\n    imagee: x\n")
    (tmp_path / "project" / "compose.yaml").write_text("include: [../common.yaml]\n")
    assert "common.yaml:3:5\n  |\n3 |     imagee: x\n" in said("k8s", "-o", "out")


OUTSIDE = """\
services:
  a:
    image: nginx:1.29
    env_file: [../home/env, inside.env]
    label_file: ../home/env
    volumes: ["../home/conf:/conf:ro", "./conf:/own:ro", "../home/data:/data"]
    secrets: [far, near]
    configs: [far]
include: [../home/more.yaml]
secrets:
  far: {file: link}
  near: {file: conf}
configs:
  far: {file: ../home/conf}
"""


def test_each_file_outside_the_project_is_a_finding_at_its_place(tmp_path: Path) -> None:
    for name, text in {
        "home/env": "A=1\n",
        "home/conf": "c\n",
        "home/more.yaml": "services: {b: {image: 'b:1'}}\n",
        "project/compose.yaml": OUTSIDE,
        "project/inside.env": "B=1\n",
        "project/conf": "own\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "project" / "link").symlink_to("../home/env")
    (tmp_path / "project" / ".env").symlink_to("../home/env")
    project = load_project([str(tmp_path / "project" / "compose.yaml")], environment={"PWD": str(tmp_path / "project")})
    found = [one for one in audit(project, [Target.SWARM]).findings if one.rule.code == "CP507"]
    assert [(one.evidence["file"], one.location and (one.location.line, one.location.column)) for one in found] == [
        (".env", (1, 1)),
        ("../home/env", (4, 16)),
        ("../home/env", (5, 17)),
        ("../home/conf", (6, 15)),
        ("../home/more.yaml", (9, 11)),
        ("../home/conf", (14, 15)),
    ]
    (tmp_path / ".git").mkdir()
    assert not [one for one in audit(project, [Target.SWARM]).findings if one.rule.code == "CP507"]
