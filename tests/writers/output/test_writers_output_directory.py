"""The directory: all or nothing, beside other people's files, whatever stops the writing."""

from __future__ import annotations

import os
import pickle
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from composeport.errors import OutputError
from composeport.writers.output import (
    Condition,
    Difference,
    OutputFile,
    check_directory,
    stale_files,
    write_directory,
)
from output_directories import NEW, OLD, RECORD, run_python, texts, tree, visible


def test_a_new_directory_holds_the_files_and_the_record(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "k8s"
    assert write_directory(out, OLD) == tuple(Difference(file.name, Condition.MISSING) for file in OLD)
    record = RECORD + "db-secret.yaml\nweb-deployment.yaml\nweb-service.yaml\n"
    assert tree(tmp_path) == {f"deep/k8s/{k}": v for k, v in {**texts(OLD), ".composeport-files": record}.items()}


def test_a_comment_stands_above_the_documents(tmp_path: Path) -> None:
    write_directory(tmp_path, [OutputFile("a.yaml", ({"a": 1}, {"b": 2}), comment="Two.\n\nObjects.")])
    assert (tmp_path / "a.yaml").read_text() == "# Two.\n#\n# Objects.\na: 1\n---\nb: 2\n"


@pytest.mark.parametrize("exists", [False, True])
def test_files_of_secrets_are_for_their_owner_alone_and_others_follow_the_umask(
    tmp_path: Path, *, exists: bool
) -> None:
    out = tmp_path / "k8s"
    if exists:
        out.mkdir()
    before = os.umask(0o027)
    try:
        write_directory(out, OLD)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()}
    assert modes == {
        "web-deployment.yaml": 0o640,
        "web-service.yaml": 0o640,
        "db-secret.yaml": 0o600,
        ".composeport-files": 0o640,
    }


def test_an_unchanged_file_of_a_secret_is_closed_again(tmp_path: Path) -> None:
    write_directory(tmp_path, OLD)
    (tmp_path / "db-secret.yaml").chmod(0o644)
    assert write_directory(tmp_path, OLD) == ()
    assert stat.S_IMODE((tmp_path / "db-secret.yaml").stat().st_mode) == 0o600


def test_a_second_run_changes_adds_and_removes(tmp_path: Path) -> None:
    write_directory(tmp_path, OLD)
    kept = (tmp_path / "web-service.yaml").stat()
    assert write_directory(tmp_path, NEW) == (
        Difference("web-deployment.yaml", Condition.CHANGED),
        Difference("api-secret.yaml", Condition.MISSING),
        Difference("base/api.yaml", Condition.MISSING),
        Difference("db-secret.yaml", Condition.STALE),
    )
    record = RECORD + "api-secret.yaml\nbase/api.yaml\nweb-deployment.yaml\nweb-service.yaml\n"
    assert tree(tmp_path) == {**texts(NEW), ".composeport-files": record}
    assert (tmp_path / "web-service.yaml").stat() == kept


def test_a_run_that_changes_nothing_touches_nothing(tmp_path: Path) -> None:
    write_directory(tmp_path, OLD)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.iterdir())}
    assert write_directory(tmp_path, OLD) == ()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.iterdir())} == times


def test_a_folder_goes_with_its_last_file(tmp_path: Path) -> None:
    write_directory(tmp_path, NEW)
    write_directory(tmp_path, OLD)
    assert not (tmp_path / "base").exists()


def test_a_folder_with_a_foreign_file_stays(tmp_path: Path) -> None:
    write_directory(tmp_path, NEW)
    (tmp_path / "base" / "mine.yaml").write_text("mine")
    write_directory(tmp_path, OLD)
    assert visible(tmp_path) == {**texts(OLD), "base/mine.yaml": "mine"}


def test_nothing_to_write_removes_what_was_written(tmp_path: Path) -> None:
    write_directory(tmp_path, OLD)
    write_directory(tmp_path, [])
    assert tree(tmp_path) == {".composeport-files": RECORD}


def test_a_foreign_file_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine")
    write_directory(tmp_path, OLD)
    write_directory(tmp_path, NEW)
    assert visible(tmp_path) == {**texts(NEW), "mine.yaml": "mine"}


def test_a_file_that_was_edited_is_written_again(tmp_path: Path) -> None:
    write_directory(tmp_path, OLD)
    (tmp_path / "web-service.yaml").write_text("edited")
    assert check_directory(tmp_path, OLD) == (Difference("web-service.yaml", Condition.CHANGED),)
    assert write_directory(tmp_path, OLD) == (Difference("web-service.yaml", Condition.CHANGED),)
    assert visible(tmp_path) == texts(OLD)


def put_foreign_file(path: Path) -> None:
    path.write_text("mine")


def put_symlink(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def put_directory(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        (put_foreign_file, "composeport did not make it, so it is left alone; move it away"),
        (put_symlink, "it is not an ordinary file"),
        (put_directory, "it is not an ordinary file"),
    ],
)
def test_what_stands_in_the_way_stops_everything(tmp_path: Path, put: object, reason: str) -> None:
    write_directory(tmp_path, OLD)
    put(tmp_path / "api-secret.yaml")  # type: ignore[operator]
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError) as stopped:
        write_directory(tmp_path, NEW)
    assert str(stopped.value) == f"{tmp_path}/api-secret.yaml is in the way: {reason}"
    assert sorted(tmp_path.rglob("*")) == before
    assert {name: text for name, text in visible(tmp_path).items() if name in texts(OLD)} == texts(OLD)


def test_a_folder_that_is_a_symlink_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "k8s").mkdir()
    (tmp_path / "k8s" / "base").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="a directory of that name is needed"):
        write_directory(tmp_path / "k8s", NEW)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_directory_that_is_a_symlink_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_directory(tmp_path / "link", OLD)
    assert visible(tmp_path / "real") == texts(OLD)


def test_a_file_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "k8s").write_text("mine")
    with pytest.raises(OutputError) as stopped:
        write_directory(tmp_path / "k8s", OLD)
    assert str(stopped.value) == f"{tmp_path}/k8s is not a directory"


def test_a_place_that_takes_no_files_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"^cannot write /proc/composeport: .*; nothing was changed$"):
        write_directory("/proc/composeport/k8s", OLD)


@pytest.mark.parametrize("exists", [False, True])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, *, exists: bool) -> None:
    out = tmp_path / "k8s"
    if exists:
        write_directory(out, OLD)
    big = tuple(OutputFile(f"{number}.yaml", ({"text": "x" * (number * 3000)},)) for number in range(9))
    before = tree(tmp_path)
    limited = (
        "import resource, sys, pickle; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "from composeport.writers.output import write_directory;"
        "write_directory(sys.argv[1], pickle.load(sys.stdin.buffer))"
    )
    stopped = run_python(limited, str(out), files=big)
    assert "OutputError: cannot write" in stopped.stderr
    assert "file too large; nothing was changed" in stopped.stderr
    assert tree(tmp_path) == before
    assert out.exists() == exists


@pytest.mark.parametrize("value", ["\udcff", "a\udcff\n", "\udcff: "])
def test_a_value_that_is_no_text_is_an_error_of_its_file(tmp_path: Path, value: str) -> None:
    with pytest.raises(OutputError, match=r"^a.yaml cannot be written: a is not valid Unicode$"):
        write_directory(tmp_path / "k8s", [OutputFile("a.yaml", ({"a": value},))])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../a.yaml", "/a.yaml", "a/../../b.yaml", "", "a//b", ".", "a\nb", ".composeport-files"]
)
def test_a_name_does_not_leave_the_directory(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="is no name for a file of the output"):
        write_directory(tmp_path / "k8s", [OutputFile(name, ())])


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"^two objects would be written to web-service.yaml$"):
        write_directory(tmp_path / "k8s", [*OLD, OLD[1]])


def test_a_record_that_names_a_file_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "k8s").mkdir()
    (tmp_path / "k8s" / ".composeport-files").write_text("../precious\n")
    with pytest.raises(OutputError, match="is no name for a file of the output"):
        write_directory(tmp_path / "k8s", OLD)
    assert (tmp_path / "precious").read_text() == "mine"


def hostile(tmp_path: Path) -> Path:
    """An output directory as it may come with somebody's repository, with folders that lead out of it."""
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("precious")
    out = tmp_path / "k8s"
    (out / ".composeport-pending").mkdir(parents=True)
    (out / "base").symlink_to("../precious")
    (out / ".composeport-pending" / "0").symlink_to("../../precious")
    return out


@pytest.mark.parametrize("step", ["- base/file", "0 base/new", "../../precious/file a.yaml", "0/file a.yaml"])
def test_a_journal_of_somebody_else_does_not_lead_out_of_the_directory(tmp_path: Path, step: str) -> None:
    out = hostile(tmp_path)
    (out / ".composeport-pending" / "journal").write_text(f"{step}\n")
    with pytest.raises(OutputError, match=r"is in the way|is no name for a file of the output"):
        write_directory(out, [])
    assert tree(tmp_path / "precious") == {"file": "precious"}


def test_a_record_of_somebody_else_does_not_remove_through_a_link(tmp_path: Path) -> None:
    out = hostile(tmp_path)
    (out / ".composeport-files").write_text("base/file\n")
    with pytest.raises(OutputError, match="a directory of that name is needed"):
        write_directory(out, [])
    assert tree(tmp_path / "precious") == {"file": "precious"}


def test_a_record_that_is_a_link_or_a_pipe_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("a line that nobody shall see\n")
    (tmp_path / "k8s").mkdir()
    (tmp_path / "k8s" / ".composeport-files").symlink_to("../precious")
    with pytest.raises(OutputError, match=r"cannot write .*composeport-files: too many levels of symbolic links"):
        write_directory(tmp_path / "k8s", OLD)
    (tmp_path / "k8s" / ".composeport-files").unlink()
    os.mkfifo(tmp_path / "k8s" / ".composeport-files")
    write_directory(tmp_path / "k8s", OLD)  # does not wait for a writer
    assert visible(tmp_path / "k8s") == texts(OLD)


def test_a_check_says_what_a_run_would_change_and_writes_nothing(tmp_path: Path) -> None:
    write_directory(tmp_path, OLD)
    before = tree(tmp_path)
    expected = (
        Difference("web-deployment.yaml", Condition.CHANGED),
        Difference("api-secret.yaml", Condition.MISSING),
        Difference("base/api.yaml", Condition.MISSING),
        Difference("db-secret.yaml", Condition.STALE),
    )
    assert check_directory(tmp_path, NEW) == expected
    assert tree(tmp_path) == before
    assert check_directory(tmp_path, OLD) == ()


def test_a_check_of_no_directory_misses_every_file(tmp_path: Path) -> None:
    expected = tuple(Difference(file.name, Condition.MISSING) for file in OLD)
    assert check_directory(tmp_path / "k8s", OLD) == expected
    assert not (tmp_path / "k8s").exists()


def test_two_runs_at_once_leave_the_files_of_one(tmp_path: Path) -> None:
    program = (
        "import pickle, sys; from composeport.writers.output import write_directory\n"
        "write_directory(sys.argv[1], pickle.load(sys.stdin.buffer))"
    )
    sets = tuple(tuple(OutputFile(f"{n}.yaml", ({"set": which},)) for n in range(200)) for which in range(4))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "k8s")], stdin=subprocess.PIPE, env=environment)
        for _ in sets
    ]
    for writer, files in zip(writers, sets, strict=True):
        assert writer.stdin
        writer.stdin.write(pickle.dumps(files))
        writer.stdin.close()
    assert [writer.wait(timeout=30) for writer in writers] == [0, 0, 0, 0]
    assert visible(tmp_path / "k8s") in [texts(files) for files in sets]


def test_stale_files_are_those_that_would_be_removed(tmp_path: Path) -> None:
    assert stale_files(tmp_path / "none", NEW) == ()
    write_directory(tmp_path, OLD)
    (tmp_path / "mine.yaml").write_text("mine")
    assert stale_files(tmp_path, NEW) == ("db-secret.yaml",)
    (tmp_path / "db-secret.yaml").unlink()
    assert stale_files(tmp_path, NEW) == ()


@pytest.mark.parametrize("spelling", ["k8s", "k8s/", "./k8s", "k8s//", "k8s/."])
def test_a_directory_is_written_and_compared_however_its_name_is_spelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelling: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_directory(spelling, NEW)
    assert check_directory(spelling, NEW) == ()
    assert stale_files(spelling, OLD) == ("api-secret.yaml", "base/api.yaml")
    (tmp_path / "k8s" / "base" / "api.yaml").unlink()
    (tmp_path / "k8s" / "base").rmdir()
    (tmp_path / "k8s" / "base").write_text("mine")
    with pytest.raises(OutputError, match=r"/base is in the way: a directory of that name is needed"):
        check_directory(spelling, NEW)
