"""What a translation imports decides how long a small one takes: most of the time goes into starting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parent.parent / "demo" / "compose.yaml"
SLOW = {
    *("kubernetes", "kubernetes_validate", "cookiecutter", "jsonschema", "jinja2", "rich"),
    *("composeport.manifests", "composeport.cluster"),
    *("typer", "click", "pydantic"),
    *("typing", "hashlib", "pathlib", "inspect", "dataclasses", "argparse", "subprocess", "tempfile"),
    *("asyncio", "email", "http", "unittest", "importlib.metadata"),
    *("contextlib", "importlib", "json", "shlex", "signal", "ipaddress", "unicodedata", "urllib", "heapq"),
}
"""What nothing on the way from Compose files to manifests may import: each takes milliseconds, some a lot of them."""

NEEDED = {"fcntl", "_json", "_sha2", "_sha256", "gc", "__future__"}
"""What a translation takes from the standard library beside what patterns and PyYAML bring: parts of C, all of them."""

RARE = {
    "composeport.compose.merge",
    "composeport.source.spelling",
    "composeport.source.yaml_problems",
    "composeport.writers.kubernetes.autoscaling",
    "composeport.writers.kubernetes.gateway",
    "composeport.writers.kubernetes.ingress",
    "composeport.writers.kubernetes.probe_overrides",
    "composeport.writers.kubernetes.stale",
}
"""Modules of ours that few projects need, and the example does not."""

OTHER_REPORTS = {
    f"composeport.audit.reports.{name}_report"
    for name in ("json", "sarif", "junit", "github", "gitlab", "markdown", "html")
}

PROGRAM = """
import sys
from composeport.cli import run
try:
    run(sys.argv[1:])
except SystemExit:
    pass
print()
print(*sys.modules)
"""


def imported(program: str, *words: str) -> set[str]:
    """The modules that a fresh interpreter has after a program whose last line prints them."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, *words]
    ran = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return set(ran.stdout.splitlines()[-1].split())


def test_a_translation_imports_nothing_slow(tmp_path: Path) -> None:
    modules = imported(PROGRAM, "k8s", str(DEMO), "-o", str(tmp_path / "k8s"))
    assert "composeport.pipeline" in modules
    assert modules & SLOW == set()


@pytest.mark.parametrize("command", ["k8s", "swarm", "config", "audit"])
def test_no_command_imports_what_is_slow(command: str, tmp_path: Path) -> None:
    written = {"k8s": ["-o", str(tmp_path / "k8s")], "swarm": ["-o", str(tmp_path / "stack.yml")]}
    modules = imported(PROGRAM, command, str(DEMO), *written.get(command, ()))
    assert f"composeport.cli.{command}" in modules
    assert modules & (SLOW | OTHER_REPORTS) == set()


def test_a_translation_needs_patterns_and_yaml_and_little_else(tmp_path: Path) -> None:
    without_us = imported("import re, sys, yaml; print(*sys.modules)")
    modules = imported(PROGRAM, "k8s", str(DEMO), "-q", "-o", str(tmp_path / "k8s"))
    ours = {name for name in modules if name.partition(".")[0] == "composeport"}
    assert modules - ours - without_us <= NEEDED
    assert ours & RARE == set()
