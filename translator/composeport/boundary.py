"""Where a project ends: what lies outside it, was put there by others and is none of its author's business."""

from __future__ import annotations

import os


def tree_of(folder: str) -> str:
    """The folder that holds all of a project: the nearest one upwards that is under version control, else its own."""
    above = folder = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(above, ".git")):
        if above == os.path.dirname(above):
            return folder
        above = os.path.dirname(above)
    return above


def lies_outside(path: str, tree: str) -> bool:
    """Whether `path` leads out of `tree`, by its name or by a link on the way. A name with a NUL leads nowhere."""
    return "\0" not in path and not f"{os.path.realpath(path)}/".startswith(f"{os.path.realpath(tree).rstrip('/')}/")
