"""Changes files of a directory by renaming each into place, by a journal that the next run can end.

New contents are staged in `.composeport-staging/` inside the directory, with a journal of what goes where; nothing
else is touched. One rename to `.composeport-pending/` commits. Then each file is renamed into place. A kill before the
commit leaves the old files, and the next run clears the stage. A kill after it (the renames take about 10 µs a file)
leaves the journal, and the next run first finishes what it says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from os.path import dirname, islink, join, lexists

from composeport.contexts import suppress
from composeport.writers.transaction import (
    PENDING,
    RECORD,
    Change,
    below,
    checked,
    lines,
    new_file,
    remove_empty_parents,
    remove_tree,
    undisturbed,
)

_STAGING = ".composeport-staging"
_JOURNAL = "journal"


def write(directory: str, changes: Sequence[Change]) -> None:
    """Stage the changes, commit them by one rename, and bring every file to its place."""
    if not changes:
        return
    staging = join(directory, _STAGING)
    try:
        os.mkdir(staging, 0o700)
        _stage(staging, changes)
        with undisturbed():
            os.rename(staging, join(directory, PENDING))
            _finish(directory)
    finally:
        remove_tree(staging)


def recover(directory: str) -> None:
    """Clear the stage of a run that did not commit; finish what a committed one began. Both may be repeated."""
    remove_tree(join(directory, _STAGING))
    if lexists(join(directory, PENDING)):
        with undisturbed():
            _finish(directory)


def _stage(staging: str, changes: Iterable[Change]) -> None:
    """Write new contents under numbers (kubectl would read `.yaml` here), then the journal of where they go."""
    journal = []
    for number, change in enumerate(changes):
        if change.content is None:
            journal.append(f"- {change.name}\n")
        else:
            journal.append(f"{number} {change.name}\n")
            new_file(join(staging, str(number)), change.content, secret=change.secret)
    new_file(join(staging, _JOURNAL), "".join(journal).encode())


def _finish(directory: str) -> None:
    """Do what a journal says, as far as it is not done."""
    pending = join(directory, PENDING)
    for step in [] if islink(pending) else lines(join(pending, _JOURNAL)):
        source, _, name = step.partition(" ")
        path = below(directory, name if name == RECORD else checked(name))
        with suppress(FileNotFoundError):  # done before the stop
            if source == "-":
                os.unlink(path)
                remove_empty_parents(directory, path)
            else:
                os.makedirs(dirname(path), exist_ok=True)
                os.replace(below(pending, checked(source)), path)
    remove_tree(pending)
