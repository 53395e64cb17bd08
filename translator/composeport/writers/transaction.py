"""Changes a directory of files all or nothing, beside files of other people, and survives being killed.

- Where there is no such directory, everything is written into a sibling, and one rename makes it the directory.
- Where one file of it changes, one rename does that, too (`journal`).
- Where several change, a whole new directory takes the old one's name in one step (`exchange`). That cannot be done
  where a mount, a process or a folder of somebody else is in it, nor on every system; there the files are renamed one
  by one, and the journal says to the next run what is left to do if this one is killed in between.

A kill at any moment leaves the old files or the new ones; between those renames of a journal alone, some of each.

Unchanged files are not rewritten. Nothing is forced to the disk: what a power failure takes, the next run makes again.

What was made is remembered in a record, `.composeport-files`, a name a line: kubectl reads every `.json` and `.yaml`
of a directory, hidden ones too, so it is neither. It holds no hashes: `compare` reads the files themselves, and the
hash of a Secret would help to guess what is in it.

Paths are text here: to import pathlib takes as long as to write the files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from os.path import basename, dirname, isdir, islink, join, lexists, realpath, samestat

from composeport.contexts import contextmanager, suppress
from composeport.errors import OutputError, reason_of
from composeport.hints import TYPE_CHECKING, Protocol
from composeport.records import Enum, NamedTuple

RECORD = ".composeport-files"
PENDING = ".composeport-pending"
EXCHANGE = "composeport-exchange"
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


class Change(NamedTuple):
    """One step from the old set to the new one; `content` is None where the file goes."""

    name: str
    condition: Condition
    content: bytes | None
    secret: bool = False


def compare(directory: str, files: Sequence[Target], record: str = RECORD) -> tuple[Difference, ...]:
    """What `commit` would change. A file of somebody else that stands in the way is an OutputError, as there."""
    with _reported("read", directory):
        return _differences(_changes(directory, _record(join(directory, record)), _distinct(files)))


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
            if lexists(beside(place, EXCHANGE)):
                from composeport.writers import exchange  # noqa: PLC0415 - a run was killed

                exchange.settle(place)
            return (_update if lexists(place) else _create)(place, targets, record)


def _create(directory: str, files: Sequence[Target], record: str) -> tuple[Difference, ...]:
    """Write the whole set beside the place where it goes, and rename it."""
    sibling = beside(directory, "composeport-staging")
    remove_tree(sibling)  # left by a run that was killed
    try:
        os.mkdir(sibling)
        for file in files:
            path = join(sibling, file.name)
            os.makedirs(dirname(path), exist_ok=True)
            new_file(path, file.content, secret=file.secret)
        new_file(join(sibling, record), _record_text(file.name for file in files))
        os.rename(sibling, directory)
    except BaseException:
        remove_tree(sibling)
        raise
    return tuple(Difference(file.name, Condition.MISSING) for file in files)


def _update(directory: str, files: Sequence[Target], record: str) -> tuple[Difference, ...]:
    """Bring a directory from one set to another: at once, or by a journal where that cannot be."""
    from composeport.writers import journal  # noqa: PLC0415 - a new directory needs none

    journal.recover(directory)
    made = _record(join(directory, record))
    names = {file.name for file in files}
    changes = list(_changes(directory, made, files))
    differences = _differences(changes)
    if names != made:
        changes.append(Change(record, Condition.CHANGED, _record_text(names)))
    changing = {change.name for change in changes}
    if changing:
        from composeport.writers import fixed  # noqa: PLC0415 - a run that changes nothing needs none

        fixed.refuse_fixed(directory, changing)
    _close_secrets(directory, (file for file in files if file.name not in changing))
    if not (len(changes) > 1 and _exchanged(directory, changes, made | names)):
        journal.write(directory, changes)
    return differences


def _exchanged(directory: str, changes: Sequence[Change], names: Iterable[str]) -> bool:
    """Whether the directory could be replaced as a whole, and so was."""
    from composeport.writers import exchange  # noqa: PLC0415 - one change needs none

    return exchange.replace_directory(directory, changes, folders_of(names))


def _differences(changes: Iterable[Change]) -> tuple[Difference, ...]:
    return tuple(Difference(change.name, change.condition) for change in changes)


def _changes(directory: str, made: set[str], files: Sequence[Target]) -> Iterator[Change]:
    """What differs between the directory and `files`: new and changed files in their order, then those to remove."""
    for file in files:
        old = _old_content(directory, file.name, made)
        new = file.content
        if old is None:
            yield Change(file.name, Condition.MISSING, new, file.secret)
        elif old != new:
            yield Change(file.name, Condition.CHANGED, new, file.secret)
    for name in sorted(made.difference(file.name for file in files)):
        if _old_content(directory, name, made) is not None:
            yield Change(name, Condition.STALE, None)


def _old_content(directory: str, name: str, made: set[str]) -> bytes | None:
    """The bytes of a file that an earlier run made, or None where there is none. OutputError: it is not ours."""
    path = below(directory, name)
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


def below(directory: str, name: str) -> str:
    """The path of a file, by folders alone. OutputError where a link or a file stands for one of them."""
    for folder in sorted(folders_of([name])):
        path = join(directory, folder)
        if lexists(path) and (islink(path) or not isdir(path)):
            raise OutputError(f"{path} is in the way: a directory of that name is needed")
    return join(directory, name)


def folders_of(names: Iterable[str]) -> set[str]:
    """The names of the folders that files of these names are in, and of those that hold them in turn."""
    parts = [name.split("/") for name in names]
    return {"/".join(part[:depth]) for part in parts for depth in range(1, len(part))}


def _record(path: str) -> set[str]:
    """The names that earlier runs made, by the record at `path`."""
    return {checked(line) for line in lines(path) if not line.startswith("#")}


def _record_text(names: Iterable[str]) -> bytes:
    return (_RECORD_HEADER + "".join(f"{name}\n" for name in sorted(names))).encode()


def lines(path: str) -> list[str]:
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
        if checked(file.name) in seen:
            raise OutputError(f"two objects would be written to {file.name}")
        seen.add(file.name)
    return files


def checked(name: str) -> str:
    """`name`, unless it could lead out of the directory or cannot stand in a record, which may come from anywhere."""
    parts = name.split("/")
    if not name.isprintable() or not {"", ".", ".."}.isdisjoint(parts) or parts[0].startswith(".composeport-"):
        raise OutputError(f"{name!r} is no name for a file of the output")
    return name


def new_file(path: str, content: bytes, *, secret: bool = False) -> None:
    """Create a file that is not there yet; a secret one is 0600 from its first moment, others follow the umask."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o666), "wb") as stream:
        stream.write(content)


def _close_secrets(directory: str, files: Iterable[Target]) -> None:
    """Take from others what a checkout or a copy gave them: unchanged files of Secrets are not written again."""
    for file in files:
        path = join(directory, file.name)
        if file.secret and os.stat(path).st_mode & 0o077:
            os.chmod(path, 0o600)


def beside(directory: str, kind: str) -> str:
    """A hidden name beside the directory, for what becomes it; the next run knows it again."""
    return join(dirname(directory), f".{basename(directory)}.{kind}")


def remove_tree(directory: str, above: int | None = None) -> None:
    """Remove one of our own directories, if it is there; `above` is the open folder that it is in, for a name alone.

    No link is followed, not even one that somebody puts there meanwhile. (`shutil.rmtree` imports compressors.)
    """
    if above is None and (islink(directory) or not isdir(directory)):
        return
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
    try:
        for name in os.listdir(handle):
            if stat.S_ISDIR(os.lstat(name, dir_fd=handle).st_mode):
                remove_tree(name, handle)
            else:
                os.unlink(name, dir_fd=handle)
    except OSError as error:
        error.filename = f"{directory}/{error.filename}"
        raise
    finally:
        os.close(handle)
    os.rmdir(directory, dir_fd=above)


def remove_empty_parents(directory: str, path: str) -> None:
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
    handle = -1
    try:
        with suppress(PermissionError):
            handle = _lock(parent)
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def _lock(folder: str) -> int:
    """The open folder, ours alone until it is closed."""
    import fcntl  # noqa: PLC0415 - only a run that writes needs it

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        if samestat(os.fstat(handle), os.stat(folder)):
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return _lock(folder)  # while we waited, another took its name


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep back what would end the program (Ctrl-C, a supervisor's SIGTERM) for the moment of the renames."""
    if TYPE_CHECKING:
        import signal  # noqa: PLC0415
    else:
        import _signal as signal  # noqa: PLC0415 - `signal` makes enumerations of the numbers, which takes longer

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
        unfinished = isdir(join(directory, PENDING))
        then = "the rest follows when you run again" if unfinished else "nothing was changed"
        raise OutputError(f"cannot {doing} {where}: {reason_of(error)}; {then}") from error
