"""Which values are paths of the host, and what they are relative to (Compose specification, "relative paths")."""

from __future__ import annotations

import os
from collections.abc import Callable

from composeport.compose.tables import Table
from composeport.compose.trees import text_at
from composeport.source.nodes import Mapping, Node, Scalar, Sequence

_REMOTE = ("https://", "http://", "git://", "ssh://", "github.com/", "git@")

Resolve = Callable[[Node, "Resolver"], None]


class Resolver:
    """Rebases the relative paths of a tree on `folder`, which is absolute, or relative to what loads this tree."""

    def __init__(self, folder: str, home: str | None) -> None:
        self.folder = folder
        self.home = home

    def resolve(self, node: Node, table: Table[Resolve] | None = None) -> None:
        """Rebase every path of the tree, in place. A remote git or http address is no path."""
        table = table or RULES
        if table.rule is not None:
            table.rule(node, self)
            return
        if isinstance(node, Mapping):
            for key, child in node.items.items():
                below = table.below(key)
                if below is not None:
                    self.resolve(child, below)
        elif isinstance(node, Sequence):
            every = table.children.get("*")
            for item in node.items if every is not None else []:
                self.resolve(item, every)

    def join(self, path: str) -> str:
        """`path`, rebased where it is relative; `~` is the user's home."""
        path = self.expand(path)
        return path if path.startswith("/") else os.path.normpath(os.path.join(self.folder, path))

    def expand(self, path: str) -> str:
        """`path` with a leading `~` replaced."""
        if path[:1] == "~" and self.home:
            return os.path.normpath(f"{self.home}/{path[1:]}")
        return path


def _path(node: Node, resolver: Resolver) -> None:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        node.value = resolver.join(node.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            _path(item, resolver)


def _local_path(node: Node, resolver: Resolver) -> None:
    """A path that may also be an absolute one of Windows."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and not _is_of_windows(node.value):
        _path(node, resolver)


def _is_of_windows(path: str) -> bool:
    """Whether a path is absolute there: it begins with `C:\\`, `C:/` or two backslashes."""
    drive = path[:1].isascii() and path[:1].isalpha() and path[1:3] in {":\\", ":/"}
    return drive or path.startswith("\\\\")


def _context(node: Node, resolver: Resolver) -> None:
    """A build context: a path, an address, or `service:NAME`."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        text = node.value
        if text and "://" not in text and not text.startswith(("service:", *_REMOTE)):
            _path(node, resolver)


def _mount(node: Node, resolver: Resolver) -> None:
    if isinstance(node, Mapping) and text_at(node, "type") == "bind":
        source = node.items.get("source")
        if source is not None:
            _local_path(source, resolver)


def _watched(node: Node, resolver: Resolver) -> None:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        path = resolver.join(node.value)
        node.value = os.path.realpath(path) if resolver.folder.startswith("/") and "\0" not in path else path


def _driver_options(node: Node, resolver: Resolver) -> None:
    """The device of a volume that is a bind in disguise."""
    options = node.items.get("driver_opts") if isinstance(node, Mapping) else None
    if isinstance(options, Mapping) and text_at(node, "driver") == "local" and text_at(options, "o") == "bind":
        device = options.items.get("device")
        if device is not None:
            _local_path(device, resolver)


_CONTAINER: dict[tuple[str, ...], Resolve] = {
    ("build", "context"): _context,
    ("build", "additional_contexts", "*"): _context,
    ("build", "ssh", "*"): _local_path,
    ("env_file", "*", "path"): _path,
    ("label_file", "*"): _path,
    ("develop", "watch", "*", "path"): _watched,
    ("volumes", "*"): _mount,
}
RULES: Table[Resolve] = Table(
    {
        (*prefix, *path): rule
        for prefix in (("services", "*"), ("jobs", "*"), ("services", "*", "pre_start", "*"))
        for path, rule in _CONTAINER.items()
    }
    | {
        ("configs", "*", "file"): _local_path,
        ("secrets", "*", "file"): _local_path,
        ("volumes", "*"): _driver_options,
    }
)
