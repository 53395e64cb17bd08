"""A canary in every place that a secret can come from: none is on a terminal, in a report, or in a file for others."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from faulty import environment, shell
from planted import FILES, VARIABLES, canaries, coded_canaries, plant

SPOKEN = {"canary-command", "canary-health-option", "canary-config", "canary-curl-user", "canary-health-url",
          "canary-label", "canary-option-value", "canary-shell", "canary-token-option"}  # fmt: skip
"""Those that stand in commands, health checks, labels, configs and variables that are no credentials by their names.

Kubernetes and Swarm have no other place for them, so manifests and stack files hold them as the Compose file does.
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return plant(tmp_path / "shop")


def on_terminal(directory: Path, line: str) -> str:
    """What a command line shows on a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "composeport", *line.split()]
    variables = environment(TERM="xterm", **VARIABLES)
    with subprocess.Popen(command, cwd=directory, env=variables, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    assert process.returncode in {0, 1}, shown
    return shown.decode()


@pytest.mark.parametrize(
    "line",
    [
        "k8s -o out",
        "k8s -o -",
        "k8s --plain-env --stdout",
        "audit",
        "audit .",
        "config",
        "config --format json",
        "config --no-interpolate",
        "config --variables",
        "config --environment",
        "swarm -o stack.yml",
    ],
)
def test_no_canary_is_seen_on_a_terminal(shop: Path, line: str) -> None:
    shown = on_terminal(shop, line)
    assert "web" in shown or "API_KEY" in shown or "SESSION_SECRET" in shown
    assert canaries(shown) == set()


def test_a_stack_on_a_terminal_has_no_canary(shop: Path) -> None:
    (shop / "compose.yaml").write_text(
        "name: shop\nservices:\n  web:\n    image: nginx\n    command: [serve, --token, canary-word]\n"
        "    environment: {DB_PASSWORD: canary-environment, URL: 'http://u:canary-url@web/'}\n"
    )
    shown = on_terminal(shop, "swarm -o -")
    assert "DB_PASSWORD: ••••" in shown
    assert "credentials are hidden on a terminal" in shown
    assert canaries(shown) == set()


def test_a_terminal_without_secrets_hears_of_none_hidden(shop: Path) -> None:
    (shop / "compose.yaml").write_text("name: shop\nservices:\n  web:\n    image: nginx\n")
    for line in ("config", "k8s -q -o -", "swarm -q -o -"):
        assert "hidden" not in on_terminal(shop, line)


@pytest.mark.parametrize("umask", ["022", "000"])
def test_no_file_for_others_holds_a_canary(shop: Path, umask: str) -> None:
    formats = "text json sarif junit github gitlab markdown html"
    lines = (
        f"umask {umask}",
        "mkdir reports swarm",
        "cp k8s -q -o k8s",
        "cp swarm -q -o swarm/stack.yml",
        "cp config -o config.yaml",
        "cp config --format json -o config.json",
        *(f"cp k8s -q -o k8s --report reports/findings.{ending}" for ending in ["json", "sarif", "md", "html"]),
        *(f"cp audit --fail-on never --format {form} -o reports/audit.{form}" for form in formats.split()),
        *(f"cp graph -q -o reports/shop.{ending}" for ending in ["svg", "mmd", "dot", "html"]),
        "cp audit --baseline reports/baseline --write-baseline -q --fail-on never",
    )
    done = shell(shop, "set -e; " + "; ".join(lines), **VARIABLES)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = [path for path in shop.rglob("*") if path.is_file() and str(path.relative_to(shop)) not in FILES]
    assert len(written) > 25
    leaks = {str(path.relative_to(shop)): found for path in written if (found := leaked(path))}
    assert {name for name in leaks if name.startswith("reports/")} == set()
    assert {name for name in leaks if name.startswith("config")} == set()
    assert set().union(*leaks.values()) <= SPOKEN


OVERLAY = """\
services:
  web_app:
    environment:
      DB_PASSWORD: canary-overlay
      DATABASE_URL: postgres://app:canary-overlay-url@my_db:5432/shop
      NEW_TOKEN: canary-overlay-new
    secrets: [more]
  my_db: {environment: ["POSTGRES_PASSWORD=canary-overlay-list"]}
  other: {image: nginx, environment: {API_KEY: canary-overlay-other}}
secrets: {more: {file: ./more.txt}}
"""


def test_no_file_of_an_overlay_for_others_holds_a_canary(shop: Path) -> None:
    (shop / "over.yaml").write_text(OVERLAY)
    (shop / "more.txt").write_text("canary-overlay-file")
    line = "umask 000; cp k8s -o tree --format kustomize --overlay over=over.yaml --report found.json"
    done = shell(shop, line, **VARIABLES)
    assert (done.returncode, done.stdout, canaries(done.stderr)) == (0, "", set())
    written = [path for path in (shop / "tree").rglob("*") if path.is_file()]
    assert set().union(*map(leaked, written)) <= SPOKEN
    assert coded_canaries((shop / "found.json").read_text()) == set()
    assert coded_canaries("".join(path.read_text() for path in written)) >= {
        "canary-overlay", "canary-overlay-url", "canary-overlay-new", "canary-overlay-list", "canary-overlay-other",
        "canary-overlay-file", "canary-environment", "canary-url",
    }  # fmt: skip


def test_no_file_of_a_chart_for_others_holds_a_canary(shop: Path) -> None:
    done = shell(shop, "umask 000; cp k8s -o chart --format helm --report found.json", **VARIABLES)
    assert (done.returncode, done.stdout, canaries(done.stderr)) == (0, "", set())
    written = [path for path in (shop / "chart").rglob("*") if path.is_file()]
    assert set().union(*map(leaked, written)) <= SPOKEN
    assert coded_canaries((shop / "found.json").read_text()) == set()
    assert coded_canaries((shop / "chart" / "values.yaml").read_text()) >= {"canary-environment"}


def leaked(path: Path) -> set[str]:
    """The canaries in a file that others may read, those in base64 too."""
    if not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return set()
    return coded_canaries(path.read_bytes().decode(errors="replace"))


def test_a_file_that_holds_a_canary_is_there_all_the_same(shop: Path) -> None:
    """Nothing is lost on the way: each secret is in the manifests, for its owner alone."""
    assert shell(shop, "cp k8s -q -o k8s", **VARIABLES).returncode == 0
    secrets = ""
    for path in (shop / "k8s").glob("*-secret.yaml"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        secrets += path.read_text()
    assert coded_canaries(secrets) >= {
        "canary-anchor", "canary-environment", "canary-url", "canary-default", "canary-block", "canary-key-line",
        "canary-env-file", "canary-env-url", "canary-quoted", "canary-list", "canary-app-key", "canary-included",
        "canary-secret-file", "canary-shell", "canary-mounted-key", "canary-mounted-file",
    }  # fmt: skip
