"""Files made wrong byte by byte, by token and by line: read or refused at a place, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
CASES = 1000
SECONDS = 240


@pytest.mark.parametrize("first", range(0, 4 * CASES, CASES))
def test_files_made_wrong_are_read_or_refused_at_a_place(first: int, tmp_path: Path) -> None:
    """In a process of its own, which may have a gigabyte of memory. Each case may have 30 seconds."""
    words = ["--own", "--seed", "ci", "--first", str(first), "--cases", str(CASES), "--kept", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(TESTS / "fuzz_loader.py"), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    summary = json.loads(done.stdout)
    assert summary["tried"] == CASES
    assert summary["read"] > CASES // 10, "files so wrong that nothing is read show nothing"
