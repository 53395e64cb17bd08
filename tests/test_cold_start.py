"""What a translation imports decides how long a small one takes: most of the time goes into starting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DEMO = Path(__file__).parent.parent / "demo" / "compose.yaml"
SLOW = {
    *("kubernetes", "kubernetes_validate", "cookiecutter", "jsonschema", "jinja2", "rich"),
    *("composeport.manifests", "composeport.cluster"),
    *("typer", "click", "pydantic"),
    *("typing", "hashlib", "pathlib", "inspect", "dataclasses", "argparse", "subprocess", "tempfile"),
    *("asyncio", "email", "http", "unittest", "importlib.metadata"),
}
"""What nothing on the way from Compose files to manifests may import: each takes milliseconds, some a lot of them."""

PROGRAM = """
import sys
from composeport.cli import run
run(sys.argv[1:])
print(*sys.modules)
"""


def imported(*words: str) -> set[str]:
    """The modules that a fresh interpreter has after running a command line."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM, *words]
    return set(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.split())


def test_a_translation_imports_nothing_slow(tmp_path: Path) -> None:
    modules = imported("k8s", str(DEMO), "-o", str(tmp_path / "k8s"))
    assert "composeport.pipeline" in modules
    assert modules & SLOW == set()
