"""`composeport k8s` as a script meets it: what is written, what is said where, and the exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import composeport
from composeport import __version__
from composeport.cli.k8s import OPTIONS

DEMO = Path(__file__).parent.parent.parent / "demo"

COMPOSE = """\
name: shop
services:
  web:
    image: nginx:1.29
    environment:
      API_TOKEN: hunter2
"""
BROKEN = """\
services:
  web:
    image: nginx
    image: caddy
"""
DROPPED = COMPOSE + "    oom_score_adj: 100\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    return tmp_path


def manifests(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if path.suffix == ".yaml")


def test_a_project_becomes_a_directory_of_manifests(project: Path) -> None:
    done = composeport(project, "k8s", "-o", "k8s")
    assert (done.returncode, done.stdout) == (0, "")
    written = manifests(project / "k8s")
    assert {"web-deployment.yaml", "web-env-secret.yaml"} <= set(written)
    assert done.stderr.splitlines()[-1] == f"k8s: {len(written)} files ({len(written)} new)"


def test_a_base_for_kustomize_is_the_same_files_and_their_list(project: Path) -> None:
    assert composeport(project, "k8s", "-o", "plain", "-q").returncode == 0
    assert composeport(project, "k8s", "-o", "k8s", "-q", "--format", "kustomize").returncode == 0
    names = manifests(project / "plain")
    assert manifests(project / "k8s" / "base") == sorted([*names, "kustomization.yaml"])
    for name in names:
        assert (project / "k8s" / "base" / name).read_bytes() == (project / "plain" / name).read_bytes()
    assert (project / "k8s" / "base" / "kustomization.yaml").read_text() == (
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
        + "".join(f"- {name}\n" for name in names)
    )


def test_a_second_run_changes_nothing(project: Path) -> None:
    composeport(project, "k8s", "-o", "k8s")
    done = composeport(project, "k8s", "-o", "k8s")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        0,
        f"k8s: {len(manifests(project / 'k8s'))} files (all up to date)",
    )


def test_a_stream_is_the_same_documents(project: Path) -> None:
    composeport(project, "k8s", "-o", "k8s")
    done = composeport(project, "k8s", "-o", "-")
    files = [(project / "k8s" / name).read_text() for name in manifests(project / "k8s")]
    assert (done.returncode, done.stdout) == (0, "---\n".join(files))
    assert composeport(project, "k8s", "--stdout").stdout == done.stdout


def test_standard_input_is_a_compose_file(tmp_path: Path) -> None:
    done = composeport(tmp_path, "k8s", "-f", "-", "-o", "-", stdin=COMPOSE)
    assert done.returncode == 0
    assert "kind: Deployment\n" in done.stdout


def test_options_reach_the_manifests(project: Path) -> None:
    done = composeport(project, "k8s", "compose.yaml", "-n", "blue", "-p", "store", "--plain-env", "-o", "-")
    assert done.returncode == 0
    assert "kind: Namespace\nmetadata:\n  name: blue\n" in done.stdout
    assert "app.kubernetes.io/part-of: store\n" in done.stdout
    assert "value: hunter2\n" in done.stdout


def test_a_secret_is_written_for_its_owner_and_never_shown(project: Path) -> None:
    done = composeport(project, "k8s", "-o", "k8s")
    secret = next((project / "k8s").glob("*-secret.yaml"))
    assert "hunter2" not in done.stdout + done.stderr
    assert secret.stat().st_mode & 0o777 == 0o600


def test_a_broken_file_is_refused_where_it_is_broken(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(BROKEN)
    done = composeport(tmp_path, "k8s", "-o", "k8s")
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("error: ")
    assert lines[1:5] == [" --> compose.yaml:4:5", "  |", "4 |     image: caddy", "  |     ^^^^^"]
    assert lines[-1] == "1 error"
    assert not (tmp_path / "k8s").exists()


def test_no_project_is_an_error(tmp_path: Path) -> None:
    done = composeport(tmp_path, "k8s", "-o", "k8s")
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_findings_are_printed_and_do_not_fail(project: Path) -> None:
    (project / "compose.yaml").write_text(DROPPED)
    done = composeport(project, "k8s", "-o", "k8s")
    assert done.returncode == 0
    assert " --> compose.yaml:7:20\n  |\n7 |     oom_score_adj: 100\n" in done.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [((), 0), (("--fail-on", "info"), 1), (("--fail-on", "never"), 0), (("-q", "--fail-on", "info"), 1)],
)
def test_findings_fail_where_that_is_asked(project: Path, words: tuple[str, ...], status: int) -> None:
    (project / "compose.yaml").write_text(DROPPED)
    assert composeport(project, "k8s", "-o", "k8s", *words).returncode == status
    assert (project / "k8s").is_dir()


def test_quiet_says_nothing(project: Path) -> None:
    (project / "compose.yaml").write_text(DROPPED)
    done = composeport(project, "k8s", "-o", "k8s", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_check_fails_where_the_directory_is_out_of_date(project: Path) -> None:
    composeport(project, "k8s", "-o", "k8s")
    assert composeport(project, "k8s", "-o", "k8s", "--check", "-q").returncode == 0
    (project / "compose.yaml").write_text(COMPOSE.replace("nginx:1.29", "nginx:1.30"))
    before = (project / "k8s" / "web-deployment.yaml").read_text()
    done = composeport(project, "k8s", "-o", "k8s", "--check", "-q")
    assert (done.returncode, done.stderr) == (1, "k8s/web-deployment.yaml: changed\n")
    assert (project / "k8s" / "web-deployment.yaml").read_text() == before


def test_a_file_in_the_way_is_an_error_and_stays(project: Path) -> None:
    (project / "k8s").mkdir()
    (project / "k8s" / "web-deployment.yaml").write_text("mine")
    done = composeport(project, "k8s", "-o", "k8s", "-q")
    assert (done.returncode, done.stdout) == (2, "")
    assert "web-deployment.yaml is in the way: composeport did not make it" in done.stderr
    assert (project / "k8s" / "web-deployment.yaml").read_text() == "mine"


def test_what_a_former_run_made_is_named_until_it_is_written_over(project: Path) -> None:
    (project / "compose.yaml").write_text(
        COMPOSE + "  cache:\n    image: redis:8\n    volumes: ['data:/data']\nvolumes: {data: {}}\n"
    )
    composeport(project, "k8s", "-o", "k8s", "-n", "blue")
    (project / "compose.yaml").write_text(COMPOSE)
    command = "kubectl delete --ignore-not-found -n blue deployment/cache service/cache service/web"
    checked = composeport(project, "k8s", "-o", "k8s", "-n", "blue", "--check")
    written = composeport(project, "k8s", "-o", "k8s", "-n", "blue")
    again = composeport(project, "k8s", "-o", "k8s", "-n", "blue")
    assert [done.returncode for done in (checked, written, again)] == [1, 0, 0]
    assert [f" = help: {command}\n" in done.stderr for done in (checked, written, again)] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("k8s",), "error: say where the manifests go: `-o DIR`, or `-o -` for standard output\n"),
        (("k8s", "--stdout", "-o", "x"), "error: `--stdout` and `-o x` name two places\n"),
        (("k8s", "--check", "-o", "-"), "error: `--check` compares a directory: `-o DIR`\n"),
        (("k8s", "--format", "x", "-o", "k"), "error: `--format` takes manifests, kustomize or helm, not `x`\n"),
        (
            ("k8s", "--format", "kustomize", "--stdout"),
            "error: `--format kustomize` writes a tree of files: `-o DIR`\n",
        ),
        (("k8s", "--format", "helm", "-o", "-"), "error: `--format helm` writes a tree of files: `-o DIR`\n"),
        (("k8s", "-o", "-", "--wait", "x"), "error: `--wait` takes init or none, not `x`\n"),
        (("k8s", "-o", "-", "-n", "A b"), "error: `--namespace` takes a DNS label, not `A b`\n"),
        (
            ("k8s", "-o", "-", "--volume-size", "x"),
            "error: `--volume-size` takes a quantity of bytes, as 10Gi, not `x`\n",
        ),
    ],
)
def test_a_command_line_that_says_no_one_thing_is_refused(project: Path, words: tuple[str, ...], said: str) -> None:
    done = composeport(project, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nope",), "No such command 'nope'"),
        (("k8s", "--nope"), "No such option"),
        (("k8s", "-o"), "requires an argument"),
        ((), "Usage: composeport"),
    ],
)
def test_a_mistake_in_the_command_line_is_explained(project: Path, words: tuple[str, ...], said: str) -> None:
    done = composeport(project, *words)
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_is_no_failure_of_ours(project: Path) -> None:
    services = "".join(f"  s{number}:\n    image: nginx\n" for number in range(300))
    (project / "compose.yaml").write_text("name: shop\nservices:\n" + services)
    command = f"{sys.executable} -m composeport k8s -q -o - | head -n 1"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, shell=True, cwd=project, env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("apiVersion: networking.k8s.io/v1\n", "")


def test_colours_only_where_they_are_wanted(project: Path) -> None:
    (project / "compose.yaml").write_text(DROPPED)
    assert "\x1b" not in composeport(project, "k8s", "-o", "k8s", TERM="xterm").stderr


def test_output_is_utf_8_in_any_locale(project: Path) -> None:
    (project / "compose.yaml").write_text(COMPOSE + "    labels:\n      greeting: grüß dich\n", encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C"}
    command = [sys.executable, "-X", "utf8=0", "-m", "composeport", "k8s", "-q", "-o", "-"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, check=True)
    assert "greeting: grüß dich\n" in done.stdout.decode()


def test_the_version_is_the_package_s(project: Path) -> None:
    assert composeport(project, "--version").stdout == f"composeport {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        "-n blue",
        "--registry registry.example.com/team",
        "--publish load-balancer",
        "--publish node-port",
        "--publish ingress --domain example.com",
        "--publish gateway --domain example.com --ingress-class nginx",
        "--controller statefulset",
        "--controller daemonset",
        "--volume-size 5Gi",
        "--storage-class fast",
        "--bind host-path",
        "--seed-volumes",
        "--plain-env",
        "--wait none",
        "--wait-image registry.example.com/wait:1",
        "--liveness",
        "--harden",
        "--no-network-policies",
        "--kube-version 1.30",
    ],
)
def test_every_option_changes_the_manifests(words: str) -> None:
    plain = composeport(DEMO, "k8s", "-q", "-o", "-")
    changed = composeport(DEMO, "k8s", "-q", "-o", "-", *words.split())
    assert (plain.returncode, changed.returncode) == (0, 0)
    assert plain.stdout != changed.stdout
    assert set(words.split()) & {flag for option in OPTIONS for flag in option.flags}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--domain example.com", "`--domain` is for `--publish ingress` and `--publish gateway`"),
        (
            "--publish node-port --ingress-class a",
            "`--ingress-class` is for `--publish ingress` and `--publish gateway`",
        ),
        ("--publish ingress --domain _", "`--domain` takes a domain name in small letters, as example.com, not `_`"),
        ("--publish gateway --ingress-class A", "`--ingress-class` takes the name of a class, not `A`"),
        ("--publish web", "`--publish` takes cluster, load-balancer, node-port, ingress or gateway, not `web`"),
    ],
)
def test_options_of_routes_are_checked(project: Path, words: str, message: str) -> None:
    done = composeport(project, "k8s", "-o", "k8s", *words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (project / "k8s").exists()
