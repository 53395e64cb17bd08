"""The reference program, asked through a small project, and a way to run hostile input in a bounded process."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from reference_program import MISSING, REFERENCE

Reference = Callable[..., dict[str, Any] | None]
"""Takes the text of a Compose file, `environment` and `files`; gives its resolved JSON, or None where it is refused."""

PACKAGES = Path(__file__).parents[2] / "translator"


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    program = REFERENCE
    if program is None:
        pytest.skip(MISSING)

    def config(
        text: str, environment: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None
    ) -> dict[str, Any] | None:
        for name, content in {"compose.yaml": text, **(files or {})}.items():
            (tmp_path / name).write_bytes(content.encode())
        result = subprocess.run(
            [program, "-p", "project", "-f", "compose.yaml", "config", "--format", "json"],
            cwd=tmp_path,
            env={"HOME": str(tmp_path), **(environment or {})},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return json.loads(result.stdout) if result.returncode == 0 else None

    return config


MEASURE = """
from pathlib import Path
status = Path("/proc/self/status")
print(int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024 if status.exists() else 0)
"""


@pytest.fixture
def bounded() -> Callable[..., str]:
    """Runs a program on an input and gives what it prints, if that takes under 3 s of processor time and 300 MB."""

    def run(program: str, text: str = "") -> str:
        result = subprocess.run(
            [sys.executable, "-c", program + MEASURE],
            input=text,
            env={**os.environ, "PYTHONPATH": str(PACKAGES)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (3, 3)),
        )
        assert result.returncode == 0, result.stderr[-2000:]
        *printed, megabytes = result.stdout.splitlines()
        assert int(megabytes) < 300
        return "\n".join(printed)

    return run
