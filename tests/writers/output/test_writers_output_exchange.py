"""A directory that is replaced as a whole: what stays, what comes in between, and where it is not replaced."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest

from composeport.errors import OutputError
from composeport.writers import exchange, fixed
from composeport.writers.output import Condition, Difference, OutputFile, write_directory
from composeport.writers.transaction import locked
from output_directories import NEW, OLD, old_directory, standing_in, texts, tree, visible

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two names")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A directory that holds OLD, beside a file and a link of somebody else."""
    old_directory(tmp_path / "k8s")
    (tmp_path / "k8s" / "goes").write_text("goes")
    (tmp_path / "k8s" / "renamed").write_text("renamed")
    return tmp_path / "k8s"


def replaced(out: Path) -> bool:
    """Write NEW, look whether all is there and nothing else, and say whether the directory is another one."""
    before = out.stat().st_ino
    foreign = {name: text for name, text in tree(out).items() if name not in {*texts(OLD), ".composeport-files"}}
    beside = sorted(path.name for path in out.parent.iterdir())
    write_directory(out, NEW)
    assert {name: text for name, text in tree(out).items() if name != ".composeport-files"} == {**texts(NEW), **foreign}
    assert sorted(path.name for path in out.parent.iterdir()) == beside
    assert [path.name for path in out.iterdir() if path.name.startswith(".compose")] == [".composeport-files"]
    return out.stat().st_ino != before


def test_files_that_stay_are_the_same_files(out: Path) -> None:
    kept = {name: (out / name).lstat() for name in ("web-service.yaml", "mine.yaml", "link")}
    os.mkfifo(out / "pipe")
    with (out / "mine.yaml").open("a") as file:
        assert replaced(out)
        file.write(", and more")
    assert (out / "mine.yaml").read_text() == "mine, and more"
    for name, status in kept.items():
        now = (out / name).lstat()
        assert (now.st_ino, now.st_mode, now.st_mtime_ns, now.st_nlink) == (
            status.st_ino,
            status.st_mode,
            status.st_mtime_ns if name != "mine.yaml" else now.st_mtime_ns,
            1,
        )
    assert (out / "link").readlink() == Path("/etc/hostname")
    assert stat.S_ISFIFO((out / "pipe").stat().st_mode)


def test_a_folder_of_ours_and_what_others_put_there_stay(out: Path) -> None:
    write_directory(out, NEW)
    (out / "base" / "mine.yaml").write_text("mine, too")
    (out / "base").chmod(0o750)
    number = (out / "base" / "mine.yaml").stat().st_ino
    more = (*NEW, OutputFile("base/more.yaml", ()))
    write_directory(out, more)
    assert visible(out) == {**texts(more), "mine.yaml": "mine", "base/mine.yaml": "mine, too"}
    assert (out / "base" / "mine.yaml").stat().st_ino == number
    assert stat.S_IMODE((out / "base").stat().st_mode) == 0o750
    write_directory(out, OLD)
    assert visible(out) == {**texts(OLD), "mine.yaml": "mine", "base/mine.yaml": "mine, too"}


# user::rwx, group::r-x, group 12: r-x, mask::r-x, other::---, as acl_xattr of Linux's `posix_acl_xattr.h` has them
ACL = bytes.fromhex("02000000 01000700ffffffff 04000500ffffffff 08000500 0c000000 10000500ffffffff 20000000ffffffff")


def test_the_directory_keeps_its_mode_and_attributes(out: Path) -> None:
    out.chmod(0o2750)
    try:
        os.setxattr(out, "user.note", b"mine")
        os.setxattr(out, "system.posix_acl_default", ACL)
    except OSError:
        pytest.skip("this file system has no attributes or no ACLs")
    os.setxattr(out.parent, "system.posix_acl_default", ACL.replace(b"\x0c\0\0\0", b"\x0d\0\0\0"))
    before = {name: os.getxattr(out, name) for name in os.listxattr(out)}
    assert replaced(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o2750
    assert {name: os.getxattr(out, name) for name in os.listxattr(out)} == before
    assert "system.posix_acl_access" in os.listxattr(out / "web-deployment.yaml")  # it comes from the directory's


def test_the_directory_keeps_its_owner(out: Path) -> None:
    try:
        os.chown(out, 1234, 2345)
    except PermissionError:
        pytest.skip("only root gives files away")
    out.chmod(0o2775)
    assert replaced(out)
    assert (out.stat().st_uid, out.stat().st_gid) == (1234, 2345)
    assert (out / "web-deployment.yaml").stat().st_gid == 2345


def test_a_link_to_the_directory_stays_one(out: Path) -> None:
    (out.parent / "link").symlink_to("k8s")
    write_directory(out.parent / "link", NEW)
    assert (out.parent / "link").readlink() == Path("k8s")
    assert visible(out) == {**texts(NEW), "mine.yaml": "mine"}


def test_one_change_is_made_in_the_directory_itself(out: Path) -> None:
    number = out.stat().st_ino
    (out / "web-service.yaml").write_text("edited")
    assert write_directory(out, OLD) == (Difference("web-service.yaml", Condition.CHANGED),)
    assert out.stat().st_ino == number
    assert visible(out) == {**texts(OLD), "mine.yaml": "mine"}


# Where a directory is not replaced.


def a_foreign_folder(out: Path) -> AbstractContextManager[None]:
    (out / "folder").mkdir()
    (out / "folder" / "mine").write_text("mine")
    return nullcontext()


def a_folder_that_others_made_in_ours(out: Path) -> AbstractContextManager[None]:
    (out / "base" / "base").mkdir(parents=True)
    return nullcontext()


@contextmanager
def a_process_in_a_folder(out: Path) -> Iterator[None]:
    (out / "base").mkdir()
    with standing_in(out / "base"):
        yield


@contextmanager
def this_process(out: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(out)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def watched(*folders: Path) -> Iterator[int]:
    libc = ctypes.CDLL(None)
    handle = libc.inotify_init1(os.O_NONBLOCK)
    for folder in folders:
        assert libc.inotify_add_watch(handle, os.fsencode(folder), 0x100 | 0x80) > 0  # IN_CREATE, IN_MOVED_TO
    try:
        yield handle
    finally:
        os.close(handle)


def done(command: list[str | Path]) -> bool:
    """Whether there is such a command, and it succeeds."""
    return bool(shutil.which(command[0])) and not subprocess.run(command, capture_output=True, check=False).returncode


@contextmanager
def mounted(place: Path) -> Iterator[None]:
    if not done(["mount", "--bind", place, place]):
        pytest.skip("only root mounts")
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


@contextmanager
def another_run(out: Path) -> Iterator[None]:
    with locked(str(out)):
        yield


@pytest.mark.parametrize(
    "use",
    [
        a_foreign_folder,
        a_folder_that_others_made_in_ours,
        standing_in,
        a_process_in_a_folder,
        this_process,
        watched,
        mounted,
        another_run,
    ],
)
def test_a_directory_that_is_in_use_is_not_replaced(
    out: Path, use: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with use(out):
        assert not replaced(out)


def test_a_watch_goes_on(out: Path) -> None:
    with watched(out) as handle:
        assert not replaced(out)
        write_directory(out, OLD)
        assert b"db-secret.yaml" in os.read(handle, 10**5)


def test_who_watches_the_folder_above_is_told(out: Path) -> None:
    with watched(out, out.parent) as handle:
        assert replaced(out)
        assert b"k8s\0" in os.read(handle, 10**5)


def no_call(patch: pytest.MonkeyPatch) -> None:
    def refuse(one: str, other: str) -> None:
        raise OSError(38, "Function not implemented", one)

    patch.setattr(exchange, "_exchange", refuse)


def no_ctypes(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sys.modules, "ctypes", None)


def an_old_libc(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ctypes, "CDLL", lambda *_, **__: object())


def no_links(patch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    patch.setattr(os, "link", refuse)


def another_system(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sys, "platform", "darwin")


def other_flags(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(exchange, "flags", len)


@pytest.mark.parametrize("cannot", [no_call, no_ctypes, an_old_libc, no_links, another_system, other_flags])
def test_where_names_cannot_be_exchanged_files_are_renamed(
    out: Path, monkeypatch: pytest.MonkeyPatch, cannot: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with monkeypatch.context() as patch:
        cannot(patch)
        assert not replaced(out)


@contextmanager
def unchangeable(path: Path, flag: str) -> Iterator[None]:
    if not done(["chattr", f"+{flag}", path]):
        pytest.skip("chattr needs root and a file system that has such flags")
    try:
        yield
    finally:
        subprocess.run(["chattr", f"-{flag}", path], check=True)


# What happens in between.


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Have something happen after the new directory is built, before it is the directory."""
    real = exchange._exchange

    def exchange_later(one: str, other: str) -> None:
        happens()
        real(one, other)

    monkeypatch.setattr(exchange, "_exchange", exchange_later)


def come_and_go_unseen(out: Path) -> None:
    (out / "goes").unlink()
    (out / "renamed").rename(out / "other")
    (out / "late").write_text("late")
    (out / "folder").mkdir()
    (out / "folder" / "late").write_text("late, too")
    (out / "saved").write_text("saved anew")
    (out / "saved").rename(out / "mine.yaml")


def assert_all_is_as_they_left_it(out: Path) -> None:
    foreign = {name: text for name, text in tree(out).items() if name not in texts(NEW) and name not in RECORD_AND_LINK}
    assert foreign == {
        "late": "late",
        "folder/late": "late, too",
        "mine.yaml": "saved anew",
        "other": "renamed",
    }
    assert {path.stat().st_nlink for path in out.rglob("*") if path.is_file()} == {1}
    assert sorted(path.name for path in out.parent.iterdir()) == ["k8s"]


RECORD_AND_LINK = (".composeport-files", "link")


def test_what_comes_in_between_is_not_lost(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: come_and_go_unseen(out))
    write_directory(out, NEW)
    assert visible(out) == {**texts(NEW), "mine.yaml": "saved anew"}
    assert_all_is_as_they_left_it(out)


def test_while_somebody_writes_into_it_a_directory_is_not_replaced(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = exchange._make

    def make_and_write(*given: object) -> None:
        (out / "late").write_text("late")
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(exchange, "_make", make_and_write)
    number = out.stat().st_ino
    write_directory(out, NEW)
    assert out.stat().st_ino == number
    assert tree(out)["late"] == "late"
    assert visible(out) == {**texts(NEW), "mine.yaml": "mine"}
    assert sorted(path.name for path in out.parent.iterdir()) == ["k8s"]


class Killed(BaseException):
    """Ends a run where nothing cleans up."""


def test_what_came_before_a_kill_is_not_lost(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(place: str) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        meanwhile(patch, lambda: come_and_go_unseen(out))
        patch.setattr(exchange, "settle", kill)
        with pytest.raises(Killed):
            write_directory(out, NEW)
    assert sorted(path.name for path in out.parent.iterdir()) == [".k8s.composeport-exchange", "k8s"]
    assert visible(out) == {**texts(NEW), "mine.yaml": "mine"}
    assert write_directory(out, NEW) == ()
    assert visible(out) == {**texts(NEW), "mine.yaml": "saved anew"}
    assert_all_is_as_they_left_it(out)


def test_what_has_no_place_is_kept_and_said(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: (out / "api-secret.yaml").write_text("of somebody else"))
    left = out.parent / ".k8s.composeport-exchange" / "new"
    message = (
        f"{out} is complete, but {left}, what it was before, cannot be removed: {out}/api-secret.yaml: file exists"
    )
    for _ in range(2):
        with pytest.raises(OutputError) as stopped:
            write_directory(out, NEW)
        assert str(stopped.value) == message
        assert (left / "api-secret.yaml").read_text() == "of somebody else"
        assert visible(out) == {**texts(NEW), "mine.yaml": "mine"}
    (left / "api-secret.yaml").unlink()
    assert write_directory(out, NEW) == ()
    assert sorted(path.name for path in out.parent.iterdir()) == ["k8s"]


def test_what_comes_at_the_last_moment_is_kept_and_moved_by_the_next_run(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = out.parent / ".k8s.composeport-exchange" / "new"
    real = exchange._empty

    def come_late(former: str, listed: dict[str, int]) -> None:
        (left / "late").write_text("late")
        (left / "folder").mkdir()
        real(former, listed)

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "_empty", come_late)
        with pytest.raises(OutputError, match="directory not empty"):
            write_directory(out, NEW)
    assert sorted(path.name for path in left.iterdir()) == ["folder", "late"]
    assert write_directory(out, NEW) == ()
    assert (out / "late").read_text() == "late"
    assert (out / "folder").is_dir()
    assert sorted(path.name for path in out.parent.iterdir()) == ["k8s"]


def test_what_comes_in_between_follows_no_link_out(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (out.parent / "elsewhere").mkdir()

    def settle_late(place: str) -> None:
        (out / "base" / "api.yaml").unlink()
        (out / "base").rmdir()
        (out / "base").symlink_to("../elsewhere")
        real(place)

    real = exchange.settle
    (out / "base").mkdir()
    meanwhile(monkeypatch, lambda: (out / "base" / "late").write_text("late"))
    monkeypatch.setattr(exchange, "settle", settle_late)
    with pytest.raises(OutputError, match="base is in the way: a directory of that name is needed"):
        write_directory(out, NEW)
    assert list((out.parent / "elsewhere").iterdir()) == []
    assert (out.parent / ".k8s.composeport-exchange" / "new" / "base" / "late").read_text() == "late"


def test_a_link_in_place_of_what_a_killed_run_left_is_not_followed(out: Path) -> None:
    (out.parent / "elsewhere").mkdir()
    (out.parent / "elsewhere" / "new").mkdir()
    (out.parent / "elsewhere" / "new" / "precious").write_text("precious")
    (out.parent / ".k8s.composeport-exchange").symlink_to("elsewhere")
    assert not replaced(out)
    assert tree(out.parent / "elsewhere") == {"new/precious": "precious"}


@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_what_somebody_else_put_beside_the_directory_does_not_come_into_it(
    out: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    planted = out.parent / ".k8s.composeport-exchange"
    (planted / "new").mkdir(parents=True)
    (planted / "new" / "evil.yaml").write_text("evil")
    (planted / "new" / "link").symlink_to(out)
    (planted / "listing").write_text(f"{(planted / 'new').stat().st_ino} \0")
    planted.chmod(mode)
    if mode == 0o700:
        monkeypatch.setattr(os, "geteuid", lambda: planted.stat().st_uid + 1)
    write_directory(out, NEW)
    assert visible(out) == {**texts(NEW), "mine.yaml": "mine"}
    assert sorted(path.name for path in out.parent.iterdir()) == ["k8s"]


def test_what_cannot_be_removed_is_said(out: Path) -> None:
    left = out.parent / ".k8s.composeport-exchange"
    (left / "new").mkdir(parents=True)
    (left / "new" / "file").write_text("")
    with unchangeable(left / "new" / "file", "i"), pytest.raises(OutputError) as stopped:
        write_directory(out, NEW)
    assert str(stopped.value) == f"cannot write {left}/new/file: operation not permitted; nothing was changed"
    assert visible(out) == {**texts(OLD), "mine.yaml": "mine"}


def test_who_waits_for_a_directory_gets_the_one_that_took_its_name(out: Path) -> None:
    within, over = threading.Event(), threading.Event()

    def wait() -> None:
        with locked(str(out)):
            within.set()
            over.wait(20)

    waiting = threading.Thread(target=wait)
    with locked(str(out)):
        waiting.start()
        time.sleep(0.2)
        (out.parent / "other").mkdir()
        out.rename(out.parent / "former")
        (out.parent / "other").rename(out)
    assert within.wait(20)
    handle = os.open(out, os.O_RDONLY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(handle)
    over.set()
    waiting.join()


# What may not be changed.


@pytest.mark.parametrize("flag", ["i", "a"])
@pytest.mark.parametrize(
    "name",
    ["web-deployment.yaml", "db-secret.yaml", ".composeport-files", "", "base"],
    ids=lambda name: name or "itself",
)
def test_what_cannot_be_changed_stops_everything(out: Path, name: str, flag: str) -> None:
    (out / "base").mkdir()
    before = tree(out)
    with unchangeable(out / name, flag), pytest.raises(OutputError) as stopped:
        write_directory(out, NEW)
    assert str(stopped.value) == (
        f"{out / name} is in the way: it is immutable or append-only; `chattr -i -a` makes it changeable"
    )
    assert tree(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["k8s"]
    assert replaced(out)


@pytest.mark.parametrize("flag", ["i", "a"])
@pytest.mark.parametrize("name", ["web-service.yaml", "mine.yaml"])
def test_what_cannot_be_changed_and_need_not_is_no_obstacle(out: Path, name: str, flag: str) -> None:
    with unchangeable(out / name, flag):
        assert not replaced(out)


@pytest.mark.parametrize("name", ["web-deployment.yaml", "db-secret.yaml", "base"])
def test_a_mount_where_something_changes_stops_everything(out: Path, name: str) -> None:
    (out / "base").mkdir()
    before = tree(out)
    with mounted(out / name), pytest.raises(OutputError) as stopped:
        write_directory(out, NEW)
    assert str(stopped.value) == f"{out / name} is in the way: something is mounted there"
    assert tree(out) == before


def test_a_mount_where_nothing_changes_is_no_obstacle(out: Path) -> None:
    with mounted(out / "mine.yaml"):
        assert not replaced(out)


def test_a_folder_that_may_not_be_written_stops_everything(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_directory(out, NEW)
    monkeypatch.setattr(fixed.os, "access", lambda path, _: not str(path).endswith("base"))  # as for who is not root
    before = tree(out)
    with pytest.raises(OutputError, match=f"^cannot write {out}/base: permission denied; nothing was changed$"):
        write_directory(out, OLD)
    assert tree(out) == before
