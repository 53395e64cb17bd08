"""Ctrl-C and a supervisor's SIGTERM: the conventional status, no traceback, nothing left, and no process either."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faulty import environment

SLOW = "services:\n" + "".join(
    f"  s{n}: {{image: 'x:{n}', environment: {{A: 'http://s{n - 1}:80'}}}}\n" for n in range(1, 400)
)


def ended(directory: Path, words: tuple[str, ...], number: signal.Signals, *, alone: bool = False) -> tuple[int, str]:
    """The status and the words of a program that the signal ends once it works; `alone`: not its whole group."""
    with subprocess.Popen(
        [sys.executable, "-m", "composeport", *words],
        cwd=directory,
        env=environment(TMPDIR=str(directory / "temporary")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        wait_until_it_works(process)
        (os.kill if alone else os.killpg)(process.pid, number)
        said = "".join(process.communicate(timeout=20))
        assert not alone or not left(process.pid)
        return process.returncode, said


def wait_until_it_works(process: subprocess.Popen[str]) -> None:
    """Wait until the program has children, or has computed for long enough to be past its beginning."""
    facts = Path(f"/proc/{process.pid}")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "it was too fast"
        ticks = (facts / "stat").read_text().rpartition(")")[2].split()[11:13]
        if sum(map(int, ticks)) > os.sysconf("SC_CLK_TCK") or (facts / f"task/{process.pid}/children").read_text():
            return
        time.sleep(0.02)
    raise AssertionError("it never began")


def left(group: int) -> bool:
    """Whether processes of a group go on for more than a few seconds."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells what a process does")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "temporary").mkdir()
    for number in range(40):
        (tmp_path / f"p{number}").mkdir()
        (tmp_path / f"p{number}" / "compose.yaml").write_text(SLOW)
    return tmp_path


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_the_audit_of_a_tree_at_once(folder: Path, jobs: str) -> None:
    assert ended(folder, ("audit", ".", "--jobs", jobs), signal.SIGINT) == (130, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_processes_of_an_audit_end_with_it(folder: Path, number: signal.Signals) -> None:
    assert ended(folder, ("audit", ".", "--jobs", "2"), number, alone=True) == (-number, "")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_starter_project_that_is_interrupted_leaves_nothing(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    (tmp_path / "temporary").mkdir()
    program = (
        "import sys, time; from composeport import scaffold\n"
        "generate = scaffold._generate\n"
        "scaffold._generate = lambda *given: (generate(*given), time.sleep(20))\n"
        "from composeport.__main__ import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, "new", "lamp", "made"],
        cwd=tmp_path,
        env=environment(TMPDIR=str(tmp_path / "temporary")),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob(".composeport-*/*/Makefile")):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(number)
        said = process.communicate(timeout=20)[1]
    assert (process.returncode, said) == (status, "")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["temporary"]
