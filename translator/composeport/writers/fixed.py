"""What the system keeps as it is: by `chattr +i` and `+a`, by a mount, by the modes of folders."""

from __future__ import annotations

import errno
import fcntl
import os
import sys
from collections.abc import Collection
from os.path import isdir, join

from composeport.contexts import suppress
from composeport.errors import OutputError
from composeport.writers.transaction import folders_of

_GET_FLAGS = 0x80086601
"""FS_IOC_GETFLAGS of Linux's `fs.h`, on machines of 64 bits."""
_FIXED = 0x10 | 0x20
"""FS_IMMUTABLE_FL, FS_APPEND_FL."""
_STORAGE = 0x1000 | 0x40000 | 0x80000 | 0x10000000
"""Flags that say how a folder is stored (an index, extents, in its inode) and nothing about what it is."""


def refuse_fixed(directory: str, names: Collection[str]) -> None:
    """OutputError where a file that is to change, or a folder that it is in, is one that cannot be changed."""
    paths = [join(directory, name) for name in names]
    folders = [directory, *filter(isdir, (join(directory, folder) for folder in folders_of(names)))]
    mounted = {path for path in mounts_in(directory) if path != directory}
    for path in [*paths, *folders]:
        if flags(path) & _FIXED:
            raise OutputError(
                f"{path} is in the way: it is immutable or append-only; `chattr -i -a` makes it changeable"
            )
        if path in mounted:
            raise OutputError(f"{path} is in the way: something is mounted there")
    for folder in folders[1:]:  # of the directory itself, the first step says it better
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def mounts_in(directory: str) -> list[str]:
    """What is mounted at the directory or below it, as far as the system tells."""
    found = []
    with (
        suppress(FileNotFoundError),
        open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts,
    ):
        for mount in mounts:
            path = mount.split(" ")[4]
            for character in " \t\n\\":  # what would end the field (proc_pid_mountinfo(5))
                path = path.replace(f"\\{ord(character):03o}", character)
            found.append(path)
    return [path for path in found if is_within(path, directory)]


def is_within(path: str, directory: str) -> bool:
    """Whether a path is a directory's, or one below it."""
    return path == directory or path.startswith(f"{directory}/")


def flags(path: str) -> int:
    """The attributes that `lsattr` shows, without those of its storage; 0 where there are none."""
    answer = bytearray(8)
    if sys.platform != "linux":
        return 0
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.ioctl(handle, _GET_FLAGS, answer)
        finally:
            os.close(handle)
    return int.from_bytes(answer[:4], sys.byteorder) & ~_STORAGE
