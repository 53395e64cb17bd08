"""Who would notice that another directory takes the name of one: by what Linux tells in `/proc`.

Each would go on with the former directory: a process that stands in it, as a shell does; a mount in it; what watches it
for changes (inotify). What others do is told of one's own processes alone, unless one is root.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from os.path import dirname

from composeport.contexts import suppress
from composeport.writers.fixed import is_within, mounts_in


def occupied(place: str, folders: Collection[int]) -> bool:
    """Whether somebody is in the directory, or watches one of its `folders`, given by their inode numbers.

    What also watches the folder above is told of the exchange. OSError where there is no `/proc`.
    """
    processes = [f"/proc/{name}" for name in os.listdir("/proc") if name.isdigit()]
    marks = [_mark(number) for number in folders]
    above = _mark(os.stat(dirname(place)).st_ino)
    return (
        bool(mounts_in(place))
        or any(_stands_in(process, place) for process in processes)
        or any(_watches(process, marks, above) for process in processes)
    )


def _stands_in(process: str, place: str) -> bool:
    """Whether the directory holds the working directory, or the root, of a process."""
    with suppress(OSError):  # it has ended, or is somebody else's
        return any(is_within(os.readlink(f"{process}/{link}"), place) for link in ("cwd", "root"))
    return False


def _watches(process: str, marks: Collection[str], above: str) -> bool:
    """Whether an inotify instance of a process has one of the marks and not the one above."""
    with suppress(OSError):
        for number in os.listdir(f"{process}/fd"):
            watched = _watched(process, number)
            if above not in watched and any(mark in watched for mark in marks):
                return True
    return False


def _watched(process: str, number: str) -> str:
    """What fdinfo tells of a file descriptor of inotify; nothing of any other."""
    with suppress(OSError):  # it was closed
        if os.readlink(f"{process}/fd/{number}") == "anon_inode:inotify":
            with open(f"{process}/fdinfo/{number}", encoding="ascii") as info:
                return info.read()
    return ""


def _mark(number: int) -> str:
    """How fdinfo names what is watched (proc_pid_fdinfo(5))."""
    return f" ino:{number:x} "
