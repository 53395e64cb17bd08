"""One file, written all or nothing: for what is asked for by its own name, as a report is."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from composeport.errors import OutputError


def replace_file(name: str, content: bytes) -> None:
    """Make the file `name` hold `content`: the old file or the new one is there at any moment, never a part.

    A link is followed, a device or a pipe written to. OutputError where the operating system refuses.
    """
    path = Path(name)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _swap(path.resolve(), content)
    except OSError as error:
        raise OutputError(f"cannot write {name}: {error.strerror or error}") from error


def _swap(path: Path, content: bytes) -> None:
    sibling = path.with_name(f".{path.name}.composeport-{os.getpid()}")
    try:
        sibling.write_bytes(content)
        if path.exists():
            sibling.chmod(path.stat().st_mode & 0o777)
        sibling.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            sibling.unlink()
        raise
