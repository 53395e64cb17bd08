"""Reads what a bind mount brings: one file, or the files of a small folder. Never more than an object can hold."""

from __future__ import annotations

import os
import stat

from composeport.model.decisions import MountedFile
from composeport.records import dataclass, field

OBJECT_LIMIT = 1024 * 1024
"""Bytes of all files in a ConfigMap or Secret together (Kubernetes API reference, ConfigMap, `data`)."""

_MOST_FILES = 2000
_KEEPERS = frozenset({".gitkeep", ".gitignore", ".keep", ".DS_Store"})
"""Files that hold a folder's place in version control and are nothing to the application."""


@dataclass(slots=True)
class Tree:
    """The regular files below a folder, in the order of their paths.

    `total` is their size in bytes; `complete` is false where there are more than an object can hold, and `files` then
    are only the first. `outside` are the symbolic links that lead out of the folder and are not followed, `hollow` the
    folders in which there is no file.
    """

    files: list[MountedFile] = field(default_factory=list)
    total: int = 0
    complete: bool = True
    outside: list[str] = field(default_factory=list)
    hollow: list[str] = field(default_factory=list)
    followed: int = 0
    """How many links to folders: some that lead into one another make a tree without end of a few."""

    @property
    def empty(self) -> bool:
        """Whether the folder holds nothing of the application's."""
        return self.complete and all(_keeps_place(file) for file in self.files)


def _keeps_place(file: MountedFile) -> bool:
    """Whether a file is there for version control: one of the usual names, or a hidden one with nothing in it."""
    name = file.path.rpartition("/")[2]
    return name in _KEEPERS or (name.startswith(".") and not file.content)


def leads_outside(path: str, home: str) -> bool:
    """Whether `path` is below the project's folder `home` by its name, and elsewhere by the links on the way.

    No file has a name with a NUL: it leads nowhere.
    """
    if not path.startswith(f"{home.rstrip('/')}/"):
        return False
    return "\0" in path or not os.path.realpath(path).startswith(f"{os.path.realpath(home).rstrip('/')}/")


def read_file(path: str, limit: int = OBJECT_LIMIT) -> MountedFile | None:
    """The file at `path`, at most one byte more than `limit` of it; None where there is none that can be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):  # a NUL in the name
        return None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as stream:
        return MountedFile("", portable_mode(mode), stream.read(limit + 1))


def portable_mode(mode: int) -> int:
    """The permission bits that survive version control: whether the owner may execute, and nothing of the umask."""
    return 0o755 if mode & stat.S_IXUSR else 0o644


def read_tree(folder: str) -> Tree:
    """The files below `folder`. Links are followed to where they lead inside it, as they would be in the container."""
    tree = Tree()
    root = os.path.realpath(folder)
    _walk(root, "", root, tree, 0)
    return tree


def _walk(folder: str, prefix: str, root: str, tree: Tree, depth: int) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not tree.complete:
            return
        path = f"{prefix}{entry.name}"
        place = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
        if entry.is_symlink() and not place.startswith(f"{root}/"):
            tree.outside.append(path)
        elif os.path.isdir(place):  # noqa: PTH112 - a thousand times faster than a Path for each
            if entry.is_symlink():
                tree.followed += 1
                tree.complete = tree.followed <= _MOST_FILES
            if not (entry.is_symlink() and f"{folder}/".startswith(f"{place}/")) and depth < 40:
                before = len(tree.files) + len(tree.hollow)
                _walk(place, f"{path}/", root, tree, depth + 1)
                if before == len(tree.files) + len(tree.hollow):
                    tree.hollow.append(path)
        else:
            _take(place, path, tree)


def _take(place: str, path: str, tree: Tree) -> None:
    file = read_file(place, OBJECT_LIMIT - min(tree.total, OBJECT_LIMIT))
    if file is None:
        return
    tree.total += len(file.content)
    tree.complete = tree.total <= OBJECT_LIMIT and len(tree.files) < _MOST_FILES
    if tree.complete:
        tree.files.append(MountedFile(path, file.mode, file.content))
