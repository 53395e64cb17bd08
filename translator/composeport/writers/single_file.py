"""One file, written all or nothing: for what is asked for by its own name, as a report is."""

from __future__ import annotations

import os
import stat

from composeport.contexts import suppress
from composeport.errors import OutputError, reason_of
from composeport.writers.transaction import locked


def replace_file(name: str, content: bytes, *, secret: bool = False) -> None:
    """Make the file `name` hold `content`: the old file or the new one is there at any moment, never a part.

    A link is followed, a device or a pipe written to. A file that is there keeps its mode; of a `secret` one, and of a
    new secret one, that is what its owner may do. OutputError where the operating system refuses.
    """
    try:
        mode = _mode(name)
        if mode and not stat.S_ISREG(mode):
            with open(name, "wb") as stream:
                stream.write(content)
        else:
            wanted = stat.S_IMODE(mode) if mode else None
            _swap(os.path.realpath(name), content, (wanted or 0o600) & 0o700 if secret else wanted)
    except OSError as error:
        raise OutputError(f"cannot write {name}: {reason_of(error)}") from error


def _mode(name: str) -> int:
    """The kind and mode of what stands under a name; 0 for nothing. OSError for a circle of links."""
    try:
        return os.stat(name).st_mode
    except FileNotFoundError:
        return 0


def _swap(path: str, content: bytes, mode: int | None) -> None:
    """Write the content beside the place where it goes, under a name that the next run knows, and rename it."""
    folder, name = os.path.split(path)
    sibling = os.path.join(folder, f".{name[:200]}.composeport-staging")
    with locked(folder):
        with suppress(FileNotFoundError):
            os.unlink(sibling)  # left by a run that was killed
        try:
            handle = os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
            with open(handle, "wb") as stream:
                stream.write(content)
                if mode is not None:
                    os.fchmod(handle, mode)
            os.rename(sibling, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(sibling)
            raise
