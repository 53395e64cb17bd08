"""A directory whose writing is killed: the old files or the new ones, and the next run makes them the new ones."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

import faulty
from composeport.errors import OutputError
from composeport.writers.output import OutputFile, write_directory
from output_directories import (
    NEW,
    OLD,
    edited_directory,
    empty_directory,
    no_directory,
    old_directory,
    standing_in,
    stopped_at_every_step,
    texts,
    visible,
)


def completed_by_the_next_run(stopped: list[Path]) -> None:
    """Assert that a run on each directory makes it, and what is beside it, as the run that was not stopped."""
    new = faulty.tree(stopped[-1].parent)
    assert sorted(path.name for path in stopped[-1].parent.iterdir()) == ["k8s"]
    for out in stopped:
        write_directory(out, NEW)
        assert faulty.tree(out.parent) == new


def test_stopped_at_any_step_a_new_directory_is_whole_or_not_there(tmp_path: Path) -> None:
    stopped = stopped_at_every_step(tmp_path, no_directory)
    assert len(stopped) > len(NEW)
    assert [out.exists() for out in stopped] == [False] * (len(stopped) - 1) + [True]
    assert visible(stopped[-1]) == texts(NEW)
    completed_by_the_next_run(stopped)


@pytest.mark.parametrize("prepare", [old_directory, empty_directory])
def test_stopped_at_any_step_a_directory_is_the_old_or_the_new_one(
    tmp_path: Path, prepare: Callable[[Path], None]
) -> None:
    stopped = stopped_at_every_step(tmp_path, prepare)
    old, new = faulty.tree(stopped[0]), faulty.tree(stopped[-1])
    assert {name: text for name, text in visible(stopped[-1]).items() if name != "mine.yaml"} == texts(NEW)
    found = [faulty.tree(out) for out in stopped]
    change = found.index(new)
    assert len(NEW) < change < len(stopped) - 2
    assert found == [old] * change + [new] * (len(stopped) - change)
    completed_by_the_next_run(stopped)


def test_stopped_twice_a_directory_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    stopped = stopped_at_every_step(tmp_path / "once", old_directory)
    old, new = faulty.tree(stopped[0]), faulty.tree(stopped[-1])
    change = [faulty.tree(out) for out in stopped].index(new)
    for first in (change - 1, change):
        assert sorted(path.name for path in stopped[first].parent.iterdir()) == [".k8s.composeport-exchange", "k8s"]
        again = stopped_at_every_step(tmp_path / str(first), old_directory, first=first)
        assert all(faulty.tree(out) in (old, new) for out in again)
        completed_by_the_next_run(again)


def test_stopped_between_renames_a_directory_that_is_in_use_is_completed_by_the_next_run(tmp_path: Path) -> None:
    stopped = stopped_at_every_step(tmp_path, old_directory, inside=True)
    committed = [out for out in stopped if (out / ".composeport-pending").exists()]
    assert len(committed) > len(NEW)
    for out in committed:
        with pytest.raises(OutputError, match="is in the way"):  # any next run, even one that fails on its own
            write_directory(out, [OutputFile("mine.yaml", ())])
    old, new = ({**texts(files), "mine.yaml": "mine"} for files in (OLD, NEW))
    assert all(visible(out) in (old, new) for out in stopped)
    completed_by_the_next_run(stopped)


def test_stopped_at_any_step_one_changed_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    stopped = stopped_at_every_step(tmp_path, edited_directory)
    assert {visible(out)["web-service.yaml"] for out in stopped} == {"edited", texts(NEW)["web-service.yaml"]}
    for out in stopped:
        assert {**visible(out), "web-service.yaml": ""} == {**texts(NEW), "web-service.yaml": ""}
    completed_by_the_next_run(stopped)


FOREVER = """
import pickle, sys; from composeport.writers.output import write_directory
sets = pickle.load(sys.stdin.buffer)
while True:
    for files in sets: write_directory(sys.argv[1], files); print(flush=True)
"""


def killed_after(seconds: float, out: Path, sets: object) -> None:
    """Write sets of files in turn, and kill that in the middle."""
    with subprocess.Popen(
        [sys.executable, "-c", FOREVER, str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as writer:
        assert writer.stdin
        assert writer.stdout
        writer.stdin.write(pickle.dumps(sets))
        writer.stdin.close()
        writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()


@pytest.mark.parametrize("in_use", [False, True])
def test_killed_at_any_moment_the_directory_is_the_old_or_the_new_one(tmp_path: Path, in_use: bool) -> None:
    sets = tuple(
        tuple(
            OutputFile(f"{number}.yaml", ({"set": which, "text": "x" * 2000},)) for number in range(which, 60 + which)
        )
        for which in (1, 2)
    )
    out = tmp_path / "k8s"
    out.mkdir()
    dice = random.Random(20)
    with standing_in(out) if in_use else nullcontext():
        for _ in range(12):
            killed_after(dice.random() / 50, out, sets)
            if not in_use or not (out / ".composeport-pending").exists():
                assert visible(out) in (texts(sets[0]), texts(sets[1]))
            (out / "mine.yaml").write_text("mine")
            with pytest.raises(OutputError, match="is in the way"):
                write_directory(out, [OutputFile("mine.yaml", ())])
            (out / "mine.yaml").unlink()
            assert visible(out) in (texts(sets[0]), texts(sets[1]))
            assert [path.name for path in tmp_path.iterdir()] == ["k8s"]
