"""Changes a directory of files all or nothing, beside files of other people, and survives being killed.

POSIX swaps one name at a time. So there are two ways:

- The directory does not exist: everything is written into a sibling, and one rename makes it the directory. A kill at
  any moment leaves no directory or the whole one.
- It exists, and may hold other people's files, be a mount point or somebody's working directory, so it cannot be
  swapped as a whole. New contents are staged in `.composeport-staging/` inside it, with a journal of what goes where;
  nothing else is touched. One rename to `.composeport-pending/` commits. Then each file is renamed into place. A kill
  before the commit leaves the old files, and the next run clears the stage. A kill after it (the renames take about
  10 µs a file) leaves the journal, and the next run first finishes what it says.

Unchanged files are not rewritten. Nothing is forced to the disk: what a power failure takes, the next run makes again.

What was made is remembered in a record, `.composeport-files`, a name a line: kubectl reads every `.json` and `.yaml`
of a directory, hidden ones too, so it is neither. It holds no hashes: `compare` reads the files themselves, and the
hash of a Secret would help to guess what is in it.

Paths are text here: to import pathlib takes as long as to write the files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from os.path import basename, dirname, isdir, islink, join, lexists, realpath

from composeport.errors import OutputError
from composeport.hints import Protocol
from composeport.records import NamedTuple

RECORD = ".composeport-files"
_STAGING = ".composeport-staging"
_PENDING = ".composeport-pending"
_JOURNAL = "journal"
_RECORD_HEADER = "# Made by composeport, which replaces and removes these files when it runs again.\n"


class Target(Protocol):
    """A file to be: its name below the directory, its bytes, and whether only its owner may read it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> bytes: ...  # noqa: D102
    @property
    def secret(self) -> bool: ...  # noqa: D102


class Condition(Enum):
    """How a file in a directory differs from the one that would be written."""

    MISSING = "missing"
    CHANGED = "changed"
    STALE = "no longer made"


class Difference(NamedTuple):
    """One file that is not as it would be written."""

    name: str
    condition: Condition


class _Change(NamedTuple):
    """One step from the old set to the new one; `content` is None where the file goes."""

    difference: Difference
    content: bytes | None
    secret: bool = False


def compare(directory: str, files: Sequence[Target], record: str = RECORD) -> tuple[Difference, ...]:
    """What `commit` would change. A file of somebody else that stands in the way is an OutputError, as there."""
    with _reported("read", directory):
        return tuple(
            change.difference for change in _changes(directory, _record(join(directory, record)), _distinct(files))
        )


def stale(directory: str, names: Iterable[str], record: str = RECORD) -> tuple[str, ...]:
    """The files that are there because an earlier run made them, and that are none of `names`. Writes nothing."""
    with _reported("read", directory):
        gone = sorted(_record(join(directory, record)).difference(names))
        return tuple(name for name in gone if lexists(join(directory, name)))


def commit(directory: str, files: Sequence[Target], record: str = RECORD) -> tuple[Difference, ...]:
    """Make `directory` hold `files` and return what changed. An OutputError leaves the directory as it was.

    `record` is the file that remembers them. Several sets, each with a record of its own, may share a directory.
    """
    targets = _distinct(files)
    with _reported("write", directory):
        place = realpath(directory)
        with _parents(dirname(place)), locked(dirname(place)):
            if not lexists(place):
                return _create(place, targets, record)
            with _undisturbed():
                _recover(place)
            return _update(place, targets, record)


def _create(directory: str, files: Sequence[Target], record: str) -> tuple[Difference, ...]:
    """Write the whole set beside the place where it goes, and rename it."""
    sibling = join(dirname(directory), f".{basename(directory)}.composeport-staging")
    _remove_tree(sibling)  # left by a run that was killed
    try:
        os.mkdir(sibling)
        for file in files:
            path = join(sibling, file.name)
            os.makedirs(dirname(path), exist_ok=True)
            _new_file(path, file.content, secret=file.secret)
        _new_file(join(sibling, record), _record_text(file.name for file in files))
        os.rename(sibling, directory)
    except BaseException:
        _remove_tree(sibling)
        raise
    return tuple(Difference(file.name, Condition.MISSING) for file in files)


def _update(directory: str, files: Sequence[Target], record: str) -> tuple[Difference, ...]:
    """Stage what differs, commit by one rename, and bring every file to its place."""
    made = _record(join(directory, record))
    names = {file.name for file in files}
    staging = join(directory, _STAGING)
    try:
        os.mkdir(staging, 0o700)
        remembered = {} if names == made else {record: _record_text(names)}
        differences = _stage(staging, _changes(directory, made, files), remembered)
        with _undisturbed():
            if differences or names != made:
                os.rename(staging, join(directory, _PENDING))
            _recover(directory)
    finally:
        _remove_tree(staging)
    _close_secrets(directory, files)
    return differences


def _stage(staging: str, changes: Iterable[_Change], records: Mapping[str, bytes]) -> tuple[Difference, ...]:
    """Write new contents under numbers (kubectl would read `.yaml` here), then the journal of where they go."""
    differences, journal = [], []
    for number, (difference, content, secret) in enumerate(changes):
        differences.append(difference)
        if content is None:
            journal.append(f"- {difference.name}\n")
        else:
            journal.append(f"{number} {difference.name}\n")
            _new_file(join(staging, str(number)), content, secret=secret)
    for name, content in records.items():
        journal.append(f"record {name}\n")
        _new_file(join(staging, "record"), content)
    _new_file(join(staging, _JOURNAL), "".join(journal).encode())
    return tuple(differences)


def _recover(directory: str) -> None:
    """Clear the stage of a run that did not commit; finish what a committed one began. Both may be repeated."""
    _remove_tree(join(directory, _STAGING))
    pending = join(directory, _PENDING)
    for step in [] if islink(pending) else _lines(join(pending, _JOURNAL)):
        source, _, name = step.partition(" ")
        path = _below(directory, name if name == RECORD else _checked(name))
        with suppress(FileNotFoundError):  # done before the stop
            if source == "-":
                os.unlink(path)
                _remove_empty_parents(directory, path)
            else:
                os.makedirs(dirname(path), exist_ok=True)
                os.replace(_below(pending, _checked(source)), path)
    _remove_tree(pending)


def _changes(directory: str, made: set[str], files: Sequence[Target]) -> Iterator[_Change]:
    """What differs between the directory and `files`: new and changed files in their order, then those to remove."""
    for file in files:
        old = _old_content(directory, file.name, made)
        new = file.content
        if old is None:
            yield _Change(Difference(file.name, Condition.MISSING), new, file.secret)
        elif old != new:
            yield _Change(Difference(file.name, Condition.CHANGED), new, file.secret)
    for name in sorted(made.difference(file.name for file in files)):
        if _old_content(directory, name, made) is not None:
            yield _Change(Difference(name, Condition.STALE), None)


def _old_content(directory: str, name: str, made: set[str]) -> bytes | None:
    """The bytes of a file that an earlier run made, or None where there is none. OutputError: it is not ours."""
    path = _below(directory, name)
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OutputError(f"{path} is in the way: it is not an ordinary file")
    if name not in made:
        raise OutputError(f"{path} is in the way: composeport did not make it, so it is left alone; move it away")
    with open(path, "rb", buffering=0) as file:  # read whole: a buffer in between only costs
        return file.read()


def _below(directory: str, name: str) -> str:
    """The path of a file, by folders alone. OutputError where a link or a file stands for one of them."""
    path = folder = join(directory, name)
    while (folder := dirname(folder)) != directory:
        if lexists(folder) and (islink(folder) or not isdir(folder)):
            raise OutputError(f"{folder} is in the way: a directory of that name is needed")
    return path


def _record(path: str) -> set[str]:
    """The names that earlier runs made, by the record at `path`."""
    return {_checked(line) for line in _lines(path) if not line.startswith("#")}


def _record_text(names: Iterable[str]) -> bytes:
    return (_RECORD_HEADER + "".join(f"{name}\n" for name in sorted(names))).encode()


def _lines(path: str) -> list[str]:
    """The lines of a file of ours; none where there is none. A link or a pipe of its name is somebody else's."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", opener=_open_strictly) as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def _open_strictly(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _distinct(files: Sequence[Target]) -> Sequence[Target]:
    """`files`, unless two share a name or one has a name that leaves the directory."""
    seen: set[str] = set()
    for file in files:
        if _checked(file.name) in seen:
            raise OutputError(f"two objects would be written to {file.name}")
        seen.add(file.name)
    return files


def _checked(name: str) -> str:
    """`name`, unless it could lead out of the directory or cannot stand in a record, which may come from anywhere."""
    parts = name.split("/")
    if not name.isprintable() or not {"", ".", ".."}.isdisjoint(parts) or parts[0].startswith(".composeport-"):
        raise OutputError(f"{name!r} is no name for a file of the output")
    return name


def _new_file(path: str, content: bytes, *, secret: bool = False) -> None:
    """Create a file that is not there yet; a secret one is 0600 from its first moment, others follow the umask."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o666), "wb") as stream:
        stream.write(content)


def _close_secrets(directory: str, files: Iterable[Target]) -> None:
    """Take from others what a checkout or a copy gave them: the unchanged files of Secrets are not written again."""
    for file in files:
        path = join(directory, file.name)
        if file.secret and os.stat(path).st_mode & 0o077:
            os.chmod(path, 0o600)


def _remove_tree(directory: str) -> None:
    """Remove one of our own directories, if it is there. (`shutil.rmtree`, without the compressors it imports.)"""
    if islink(directory) or not isdir(directory):
        return
    for child in [join(directory, name) for name in os.listdir(directory)]:
        if isdir(child) and not islink(child):
            _remove_tree(child)
        else:
            os.unlink(child)
    os.rmdir(directory)


def _remove_empty_parents(directory: str, path: str) -> None:
    """Remove the folders of a file that is gone, as far as nothing is left in them."""
    with suppress(OSError):
        while (path := dirname(path)) != directory:
            os.rmdir(path)


@contextmanager
def _parents(parent: str) -> Iterator[None]:
    """Make the folders above the directory; unmake them where the writing fails."""
    missing = []
    folder = parent
    while not lexists(folder):
        missing.append(folder)
        folder = dirname(folder)
    try:
        for folder in reversed(missing):
            os.mkdir(folder)
        yield
    except BaseException:
        with suppress(OSError):
            for folder in missing:
                os.rmdir(folder)
        raise


@contextmanager
def locked(parent: str) -> Iterator[None]:
    """Let one run at a time write below `parent`.

    Where nothing can be locked (some network disks, a folder whose names may not be listed), go on without.
    """
    import fcntl  # noqa: PLC0415 - only a run that writes needs it

    handle = -1
    try:
        with suppress(PermissionError):
            handle = os.open(parent, os.O_RDONLY)
        if handle >= 0:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        if handle >= 0:
            os.close(handle)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep back what would end the program (Ctrl-C, a supervisor's SIGTERM) for the moment of the renames."""
    import signal  # noqa: PLC0415 - only a run that changes files needs it

    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _reported(doing: str, directory: str) -> Iterator[None]:
    """Turn what the operating system refuses into an OutputError that says where and why."""
    if os.path.exists(directory) and not isdir(directory):
        raise OutputError(f"{directory} is not a directory")
    try:
        yield
    except OSError as error:
        where = error.filename or directory
        unfinished = isdir(join(directory, _PENDING))
        then = "the rest follows when you run again" if unfinished else "nothing was changed"
        raise OutputError(f"cannot {doing} {where}: {error.strerror or error}; {then}") from error
