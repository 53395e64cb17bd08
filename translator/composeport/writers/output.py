"""The set of files that a translation makes, and the three things that are done with it: stream, write, check.

Nothing here knows what the documents mean; `OutputFile.secret` is all it is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from composeport.errors import OutputError
from composeport.hints import Any, TextIO
from composeport.records import dataclass, replace
from composeport.secrecy import HIDDEN
from composeport.writers import transaction
from composeport.writers.transaction import Condition, Difference
from composeport.writers.yaml_text import dump, dump_all

__all__ = [
    "Condition",
    "Difference",
    "OutputFile",
    "check_directory",
    "dump",
    "hide_secrets",
    "stale_files",
    "write_directory",
    "write_stream",
]

Document = dict[str, Any]
"""An object as plain data, in the field order of its target."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of a translation: its name below the directory (with `/` between parts) and what it holds.

    A `secret` file is created readable by its owner alone. `comment` stands above the first document. A file without
    documents holds the operations of a JSON `patch`, or the text that is `written`.
    """

    name: str
    documents: tuple[Document, ...]
    secret: bool = False
    comment: str = ""
    written: str = ""
    patch: tuple[Document, ...] = ()

    @property
    def text(self) -> str:
        """The file's text: the same for the same documents, on any host."""
        if self.written:
            return self.written
        comment = "".join(f"# {_printable(line)}".rstrip() + "\n" for line in self.comment.splitlines())
        return comment + (dump(self.patch) if self.patch else dump_all(self.documents))

    @property
    def content(self) -> bytes:
        """The file's bytes. OutputError where a value is not text: an undecodable byte of the environment, say."""
        try:
            return self.text.encode()
        except ValueError as error:
            parts = (*self.documents, *self.patch)
            where = next((path[1:] for part in parts for path in _no_text(part)), "a value in it")
            raise OutputError(f"{self.name} cannot be written: {where} is not valid Unicode") from error


def _printable(line: str) -> str:
    """A line of a comment, in which YAML takes no control characters."""
    return line if line.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in line)


def write_stream(stream: TextIO, files: Iterable[OutputFile]) -> None:
    """Write all documents as one YAML stream, in the order of `files`, a `---` line between each two."""
    stream.write("---\n".join(file.content.decode() for file in files))


def hide_secrets(files: Iterable[OutputFile]) -> Iterator[OutputFile]:
    """The same files with the values of Secrets replaced, for a stream that ends on somebody's screen."""
    for file in files:
        yield _without_values(file) if file.secret else file


def write_directory(
    directory: str | os.PathLike[str], files: Sequence[transaction.Target], record: str = transaction.RECORD
) -> tuple[Difference, ...]:
    """Make `directory` hold `files`, all or nothing, and say what changed.

    The directory is created where there is none. Files that an earlier run made and `files` does not name are removed.
    A file that an earlier run made is ours: what somebody wrote into it since is overwritten (`check_directory`
    shows it beforehand). Any other file is left alone, and is an OutputError where it stands in the way. `record` is
    the name of the file that remembers what was made. How a stop in the middle is survived, `transaction` says.
    """
    return transaction.commit(os.fspath(directory), files, record)


def check_directory(
    directory: str | os.PathLike[str], files: Sequence[transaction.Target], record: str = transaction.RECORD
) -> tuple[Difference, ...]:
    """What `write_directory` would change, by the bytes that are there. Writes nothing."""
    return transaction.compare(os.fspath(directory), files, record)


def stale_files(directory: str | os.PathLike[str], files: Iterable[transaction.Target]) -> tuple[str, ...]:
    """The names of the files that `write_directory` would remove."""
    return transaction.stale(os.fspath(directory), (file.name for file in files))


def _no_text(value: object) -> Iterator[str]:
    """The paths of what is not valid Unicode: `.spec.containers[0].image`."""
    if isinstance(value, (dict, list, tuple)):
        parts = [(f".{key}", child) for key, child in value.items()] if isinstance(value, dict) else ()
        for part, child in parts or ((f"[{index}]", child) for index, child in enumerate(value)):
            yield from (part + path for path in _no_text(child))
    elif isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            yield ""


def _without_values(file: OutputFile) -> OutputFile:
    """The file with the values of its Secrets, or of its patch of one, hidden; any other object as it is."""
    patch = tuple(step | {"value": HIDDEN} if "value" in step else step for step in file.patch)
    return replace(file, documents=tuple(map(_hidden, file.documents)), patch=patch)


def _hidden(document: Document) -> Document:
    if document.get("kind") != "Secret":
        return document
    values = [part for part in ("data", "stringData") if part in document]
    return {**document, **{part: dict.fromkeys(document[part], HIDDEN) for part in values}}
