"""Replaces a whole directory at once: a new one is built beside it, and the two change names in one step.

The new one has the folders of the old one, as they are (mode, owner, ACLs and labels), the files that stay, which are
not copied but linked, and the new files. Linux's renameat2(2) with RENAME_EXCHANGE gives each the other's name. A kill
before leaves the old directory, one after leaves the new one, and the next run removes what is left beside it.

In `.NAME.composeport-exchange/` are a `listing` of what was seen in the old directory, and under `new` first the new
directory, then the old one. What others did in the old one unseen, before the exchange, is then done in the new one:
what went, goes; and what came is moved there before the old one is removed.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from os.path import dirname, isdir, islink, join

from composeport.contexts import contextmanager, suppress
from composeport.errors import OutputError, reason_of
from composeport.writers.fixed import flags
from composeport.writers.occupants import occupied
from composeport.writers.transaction import (
    EXCHANGE,
    Change,
    below,
    beside,
    new_file,
    remove_empty_parents,
    remove_tree,
    undisturbed,
)

_LISTING = "listing"
_SETTLED = "settled"
"""The listing, when what went is gone from the new directory: from here on the old one is emptied."""
_NEW = "new"
_TOP = ""
"""The name of the directory itself in a listing."""
_OURS = 0o700
"""The mode of the folder beside the directory: what others put there is not taken for what we did."""
_FROM_HERE = -100
"""AT_FDCWD of Linux's `fcntl.h`: names are paths."""
_RENAME_EXCHANGE = 2
"""Of Linux's `fs.h`."""


def replace_directory(place: str, changes: Sequence[Change], folders: Collection[str]) -> bool:
    """Make all changes of the directory `place` at once. False, and nothing is changed, where that cannot be.

    `folders` are those below it that are ours: a folder of somebody else is left alone, so all of it is. OutputError
    where the new directory is there, and what is left of the old one cannot be removed.
    """
    if sys.platform != "linux":
        return False
    sibling = beside(place, EXCHANGE)
    done = False
    try:
        with _held(place):
            _build(place, sibling, changes, folders)
            with undisturbed():
                _exchange(join(sibling, _NEW), place)
                done = True
                settle(place)
    except (OSError, ImportError, AttributeError):  # each is a reason for the other way
        if done:
            raise
    finally:
        if not done:
            remove_tree(sibling)
    return done


def settle(place: str) -> None:
    """Remove what a run left beside the directory: a new one that was not finished, or the old one."""
    sibling = beside(place, EXCHANGE)
    former = join(sibling, _NEW)
    listed = _read_listing(sibling, _LISTING)
    settled = listed or _read_listing(sibling, _SETTLED)
    complete = isdir(place) and settled.get(_TOP) == _inode(former)
    try:
        if complete:
            _move_what_came(former, place, settled)
            if listed:
                _remove_what_went(former, place, listed)
                os.rename(join(sibling, _LISTING), join(sibling, _SETTLED))
            _empty(former, settled)
        remove_tree(sibling)
    except OSError as error:
        if not complete:
            raise
        left = f"{former}, what it was before, cannot be removed: {error.filename}: {reason_of(error)}"
        raise OutputError(f"{place} is complete, but {left}") from error


@contextmanager
def _held(place: str) -> Iterator[None]:
    """Keep other runs from writing into the directory. OSError where one does."""
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _build(place: str, sibling: str, changes: Sequence[Change], folders: Collection[str]) -> None:
    """Build the new directory in the sibling. OSError where something of the old one cannot be had there."""
    found = _entries(place, folders)
    listed = _numbers(found)
    inside = [name for name, status in found.items() if stat.S_ISDIR(status.st_mode)]
    if occupied(place, [listed[name] for name in inside]):
        raise OSError(errno.EBUSY, "somebody is in it", place)
    new = join(sibling, _NEW)
    os.mkdir(sibling, _OURS)
    for name in inside:
        _copy_folder(f"{place}/{name}", f"{new}/{name}")
    for name in found.keys() - {*inside, *(change.name for change in changes)}:
        os.link(f"{place}/{name}", f"{new}/{name}", follow_symlinks=False)
        listed[name] = _inode(f"{new}/{name}")  # of what was linked: another may have its name by now
    for change in changes:
        _make(change, new)
    new_file(join(sibling, _LISTING), b"".join(b"%d %s\0" % (listed[name], os.fsencode(name)) for name in listed))
    if _numbers(_entries(place, folders)) != listed:
        raise OSError(errno.EAGAIN, "somebody writes into it", place)


def _make(change: Change, new: str) -> None:
    """Bring one change into the new directory, where the old file is not."""
    path = join(new, change.name)
    if change.content is None:
        remove_empty_parents(new, path)
    else:
        os.makedirs(dirname(path), exist_ok=True)
        new_file(path, change.content, secret=change.secret)


def _entries(place: str, folders: Collection[str]) -> dict[str, os.stat_result]:
    """All that is in the directory, by its name below it; a folder before what it holds. OSError: one is not ours."""
    inside = [_TOP]
    found = {_TOP: os.lstat(place)}
    for folder in inside:
        for name in _in_folder(place, folder):
            found[name] = os.lstat(f"{place}/{name}")
            if stat.S_ISDIR(found[name].st_mode):
                inside.append(name)
                if name not in folders:
                    raise OSError(errno.ENOTEMPTY, "a folder of somebody else", name)
    return found


def _in_folder(place: str, folder: str) -> list[str]:
    """What is in a folder of the directory, named from there."""
    return [f"{folder}/{entry}" if folder else entry for entry in os.listdir(f"{place}/{folder}")]


def _numbers(entries: Mapping[str, os.stat_result]) -> dict[str, int]:
    return {name: status.st_ino for name, status in entries.items()}


def _copy_folder(old: str, new: str) -> None:
    """Make a folder that is like another. OSError where it cannot be."""
    wanted = os.stat(old)
    os.mkdir(new, 0o700)
    given = os.stat(new)  # its group may come from the folder above
    if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
        os.chown(new, wanted.st_uid, wanted.st_gid)
    old_attributes, new_attributes = _attributes(old), _attributes(new)
    for name in new_attributes.keys() - old_attributes.keys():  # an ACL that comes from the folder above
        os.removexattr(new, name)
    for name, value in old_attributes.items():
        if new_attributes.get(name) != value:
            os.setxattr(new, name, value)
    os.chmod(new, stat.S_IMODE(wanted.st_mode))  # the last: ACLs change the mode, and a mode may forbid more
    if _kind(old) != _kind(new):
        raise OSError(errno.ENOTSUP, "a folder of its kind cannot be made", old)


def _kind(folder: str) -> tuple[int, ...]:
    """What must not change: also the disk or subvolume, and what `chattr` says."""
    status = os.stat(folder)
    return status.st_mode, status.st_uid, status.st_gid, status.st_dev, flags(folder)


def _attributes(folder: str) -> dict[str, bytes]:
    return {name: os.getxattr(folder, name) for name in os.listxattr(folder)}


def _exchange(one: str, other: str) -> None:
    """Give each of two paths the other's name. OSError, ImportError, AttributeError: this system does not."""
    import ctypes  # noqa: PLC0415 - takes 2 ms

    rename = ctypes.CDLL(None, use_errno=True).renameat2
    if rename(_FROM_HERE, os.fsencode(one), _FROM_HERE, os.fsencode(other), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), other)


def _read_listing(sibling: str, listing: str) -> dict[str, int]:
    """The inode numbers of a listing, by name; none where there is none that we wrote."""
    with suppress(OSError, ValueError):  # a run was killed before it was written
        status = os.lstat(sibling)
        if status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) == _OURS:
            with open(join(sibling, listing), "rb") as file:
                lines = [os.fsdecode(line).partition(" ") for line in file.read().split(b"\0")[:-1]]
            return {name: int(number) for number, _, name in lines}
    return {}


def _move_what_came(former: str, place: str, listed: Mapping[str, int], folder: str = _TOP) -> None:
    """Move to the new directory what is in a folder of the old one and was not there, or was another, when listed."""
    for name in _in_folder(former, folder):
        path = f"{former}/{name}"
        if listed.get(name) != _inode(path):
            _move(path, below(place, name), listed.get(name))
        elif isdir(path) and not islink(path):
            _move_what_came(former, place, listed, name)


def _move(path: str, target: str, seen: int | None) -> None:
    """Give something another name. OSError where that is taken by other than what was `seen` there."""
    if _inode(target) not in (0, seen):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    os.makedirs(dirname(target), exist_ok=True)
    os.rename(path, target)


def _remove_what_went(former: str, place: str, listed: Mapping[str, int]) -> None:
    """Remove links from the new directory to files that have no more such a name in the old one.

    Of a file that was renamed there, the link would be a second name: who writes to one would change the other.
    """
    for name, number in listed.items():
        if not _inode(f"{former}/{name}") and _inode(path := below(place, name)) == number:
            os.unlink(path)


def _empty(former: str, listed: Mapping[str, int], folder: str = _TOP) -> None:
    """Remove a folder of the old directory, with what was listed. OSError where something else has come into it."""
    for name in _in_folder(former, folder):
        path = f"{former}/{name}"
        if listed.get(name) != _inode(path):
            continue
        if isdir(path) and not islink(path):
            _empty(former, listed, name)
        else:
            os.unlink(path)
    os.rmdir(f"{former}/{folder}")


def _inode(path: str) -> int:
    """The inode number of what has a name, which may be a link; 0 where nothing has."""
    try:
        return os.lstat(path).st_ino
    except FileNotFoundError:
        return 0
