"""SIGKILL at every step of every command that writes: the old output or the new one, and the next run makes it new."""

from __future__ import annotations

import re
import shutil
import signal
from pathlib import Path

import pytest

from faulty import NEW, WRITERS, project, shell, tree
from killed import ended_at_every_step, run_in_each

STEPS = 80


RENAMED = {**NEW, "compose.yaml": NEW["compose.yaml"].replace("  db:\n", "  store:\n")}
"""Files of the project that change so that manifests change, go and are added."""


def copies(
    tmp_path: Path, words: tuple[str, ...], *, before: bool, changed: dict[str, str] = NEW
) -> tuple[list[Path], dict[str, bytes], dict[str, bytes]]:
    """A changed project for each step, with the output of an earlier run or none; and the output before and after."""
    first = project(tmp_path / "first")
    (first / "out").mkdir()
    if before:
        assert shell(first, f"cp {' '.join(words)}").returncode == 0
    old = tree(first / "out")
    project(first, changed)
    folders = []
    for step in range(STEPS):
        (tmp_path / str(step)).mkdir()
        folders.append(Path(shutil.copytree(first, tmp_path / str(step) / "first")))
    assert shell(first, f"cp {' '.join(words)}").returncode == 0
    return folders, old, tree(first / "out")


def without_ours(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files without what kubectl and docker do not read: everything of ours begins with a dot."""
    return {
        name: content for name, content in files.items() if not name.split("/")[0].startswith(".") and "/." not in name
    }


@pytest.mark.parametrize(("name", "before"), [("config", True), ("graph", False), ("report", True)])
def test_one_file_is_the_old_or_the_new_one(tmp_path: Path, name: str, before: bool) -> None:
    folders, old, new = copies(tmp_path, WRITERS[name], before=before)
    statuses = ended_at_every_step(folders, WRITERS[name])
    assert set(statuses[:-1]) == {-signal.SIGKILL}
    for folder in folders[: len(statuses)]:
        assert without_ours(tree(folder / "out")) in (old, new)
    run_in_each(folders[: len(statuses)], WRITERS[name])
    for folder in folders[: len(statuses)]:
        assert tree(folder / "out") == new


def test_new_manifests_are_all_there_or_none(tmp_path: Path) -> None:
    folders, old, new = copies(tmp_path, WRITERS["k8s"], before=False)
    statuses = ended_at_every_step(folders, WRITERS["k8s"])
    assert len(statuses) > 10
    for folder in folders[: len(statuses)]:
        assert without_ours(tree(folder / "out")) in (old, without_ours(new))
    run_in_each(folders[: len(statuses)], WRITERS["k8s"])
    for folder in folders[: len(statuses)]:
        assert tree(folder / "out") == new


def test_manifests_are_the_old_or_the_new_ones(tmp_path: Path) -> None:
    folders, *trees = copies(tmp_path, WRITERS["k8s"], before=True, changed=RENAMED)
    statuses = ended_at_every_step(folders, WRITERS["k8s"])
    old, new = map(below_k8s, trees)
    assert sum(old[name] != new[name] for name in old.keys() & new.keys()) > 1
    assert "db-deployment.yaml" in old.keys() - new.keys()
    assert "store-deployment.yaml" in new.keys() - old.keys()
    found = [tree(folder / "out" / "k8s") for folder in folders[: len(statuses)]]
    change = found.index(new)
    assert change > 10
    assert found == [old] * change + [new] * (len(found) - change)
    run_in_each(folders[: len(statuses)], WRITERS["k8s"])
    for folder in folders[: len(statuses)]:
        assert below_k8s(tree(folder / "out")) == new
        assert sorted(path.name for path in (folder / "out").iterdir()) == ["k8s"]


def below_k8s(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name.removeprefix("k8s/"): content for name, content in files.items() if name != "k8s"}


def test_manifests_in_a_folder_that_is_in_use_are_completed_by_the_next_run(tmp_path: Path) -> None:
    folders, old, new = copies(tmp_path, WRITERS["k8s"], before=True)
    for folder in folders:
        (folder / "out" / "k8s" / "folder").mkdir()  # of somebody else
    old, new = {**old, "k8s/folder": b"/"}, {**new, "k8s/folder": b"/"}
    statuses = ended_at_every_step(folders, WRITERS["k8s"])
    begun = 0
    for folder in folders[: len(statuses)]:
        found = without_ours(tree(folder / "out"))
        if found not in (without_ours(old), without_ours(new)):
            assert (folder / "out" / "k8s" / ".composeport-pending" / "journal").is_file()
            begun += 1
    assert 0 < begun < 12  # of the renames alone
    run_in_each(folders[: len(statuses)], WRITERS["k8s"])
    for folder in folders[: len(statuses)]:
        assert tree(folder / "out") == new


@pytest.mark.parametrize("before", [False, True], ids=["new", "again"])
def test_a_stack_file_is_the_old_or_the_new_one_and_what_it_names_is_there(tmp_path: Path, before: bool) -> None:
    folders, old, new = copies(tmp_path, WRITERS["swarm"], before=before)
    statuses = ended_at_every_step(folders, WRITERS["swarm"])
    assert len(statuses) > 10
    for folder in folders[: len(statuses)]:
        found = tree(folder / "out")
        stack = found.get("stack.yml")
        assert stack in (old.get("stack.yml"), new["stack.yml"])
        for name in re.findall(r"file: [.]/(\S+)", (stack or b"").decode()):
            assert found[name] == {**old, **new}[name]
    run_in_each(folders[: len(statuses)], WRITERS["swarm"])
    for folder in folders[: len(statuses)]:
        assert tree(folder / "out") == new


@pytest.mark.parametrize(
    ("command", "name"), [("k8s", "SIGINT"), ("k8s", "SIGTERM"), ("swarm", "SIGINT"), ("config", "SIGTERM")]
)
def test_a_signal_that_can_be_heeded_leaves_old_or_new_and_no_trace(tmp_path: Path, command: str, name: str) -> None:
    folders, old, new = copies(tmp_path, WRITERS[command], before=True)
    statuses = ended_at_every_step(folders, WRITERS[command], name)
    status = {"SIGINT": 130, "SIGTERM": -signal.SIGTERM}[name]
    assert set(statuses) == {0, status}
    for folder, ended in zip(folders, statuses, strict=False):
        assert (folder / "stderr").read_text() == ""
        found = tree(folder / "out")
        assert without_ours(found) in (without_ours(old), without_ours(new))
        if name == "SIGINT" or ended == 0:
            assert found in (old, new)
