"""One load: its options, what it has read, what it has found, and what it may still cost."""

from __future__ import annotations

import os
from collections.abc import Mapping as Variables

from composeport.compose.notes import Notes
from composeport.compose.problems import Problems, refuse
from composeport.contexts import suppress
from composeport.diagnostics import Location
from composeport.errors import InputError, Problem, reason_of
from composeport.records import dataclass, field, replace
from composeport.source.nodes import Node

STDIN = "-"
_USUAL = 65_536
"""Bytes of which most files have fewer."""

_FILES = 1_000
_COPIES = 500_000
_REPORTED = 100
"""How many problems of one stage are worth a message each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """What to load, and how far: as the options of `docker compose config`.

    `environment` is the shell's. `stdin` is the text of standard input, for the file `-`. The files of `overlay` come
    after `files`, or after those that are found, and move neither the project's folder nor its variables.
    """

    files: tuple[str, ...] = ()
    project_name: str | None = None
    project_directory: str | None = None
    profiles: tuple[str, ...] = ()
    env_files: tuple[str, ...] = ()
    environment: Variables[str, str] = field(default_factory=dict, repr=False)
    stdin: str | None = field(default=None, repr=False)
    overlay: tuple[str, ...] = ()
    interpolate: bool = True
    normalise: bool = True
    resolve_paths: bool = True
    validate: bool = True
    consistency: bool = True
    resolve_environment: bool = True


class Session:
    """What the stages of one load share."""

    def __init__(self, options: LoadOptions) -> None:
        self.options = options
        self.texts: dict[str, str] = {}
        self._env_texts: dict[str, str] = {}
        self.problems = Problems(self.texts)
        self.notes = Notes()
        self._ahead: dict[str, list[Node]] = {}
        """The documents of files that were looked at before their turn."""
        self.led_to: dict[str, Location] = {}
        """From a file's name to the `include` or `extends` that first made it be read."""
        self.home = options.environment.get("HOME")
        self.files_left = _FILES
        self.copies_left = _COPIES
        self.here = _current_directory(options.environment.get("PWD", ""))
        """The current directory, as the shell calls it."""
        self.working_dir = self.here
        """The project's folder, once that is known."""
        self.variables: Variables[str, str] = options.environment
        """What interpolation sees, once that is known."""

    def absolute(self, path: str) -> str:
        """A path that is relative to the current directory, or absolute, as an absolute one without `..`."""
        return os.path.normpath(os.path.join(self.here, path))

    def name(self, path: str) -> str:
        """A file's name in messages: relative to the current directory where it is below it."""
        return path.removeprefix(self.here + "/") if path.startswith(self.here + "/") else path

    def read(self, path: str, needed_at: Location | None = None, *, env_file: bool = False) -> str:
        """The text of a file, remembered for excerpts. Raises InputError where it cannot be read."""
        name = self.name(path)
        known = self._env_texts.get(name, self.texts.get(name))
        if known is not None:
            return known
        text = (self.options.stdin or "") if path == STDIN else self._decoded(path, name, needed_at, env_file=env_file)
        self.texts[name] = text
        return text

    def may_have_tags(self, path: str) -> bool:
        """Whether a file could have tags such as `!reset`: each has this sign, and most files are without it."""
        return "!" in self.read(path)

    def read_env(self, path: str, needed_at: Location | None = None) -> str:
        """The text of an env file, remembered for excerpts without its values. Raises InputError as `read` does."""
        from composeport.source.dotenv import without_values  # noqa: PLC0415 - where it is needed

        name = self.name(path)
        try:
            text = self._env_texts[name] = self.read(path, needed_at, env_file=True)
        except InputError as error:
            shown = {file: without_values(text) if file == name else text for file, text in error.texts.items()}
            raise InputError(error.problems, shown) from None
        self.texts[name] = without_values(text)
        return text

    def is_env_file(self, name: str) -> bool:
        """Whether a file was read as one, so that its text here has no values."""
        return name in self._env_texts

    @property
    def whole_texts(self) -> dict[str, str]:
        """`texts`, with the values of env files: not for showing."""
        return {**self.texts, **self._env_texts}

    def _decoded(self, path: str, name: str, needed_at: Location | None, *, env_file: bool) -> str:
        from composeport.source.yaml_reader import decode  # noqa: PLC0415 - where it is needed

        data = self._bytes(path, name, needed_at)
        if needed_at is not None:
            self.led_to.setdefault(name, needed_at)
        try:
            return decode(data, name, env_file=env_file)
        except InputError as error:
            raise self.chained(error) from None

    def _bytes(self, path: str, name: str, needed_at: Location | None) -> bytes:
        from composeport.source.yaml_reader import MAX_BYTES  # noqa: PLC0415 - where it is needed

        try:
            plain = os.path.isfile(path)
            if needed_at is not None and not plain and os.path.exists(path) and not _is_null(path):
                hint = "name an ordinary file; a pipe can be given on the command line"
                raise refuse(f"{name} is {_kind(path)}, not a file", needed_at, hint, self.texts)
            # Some of the kernel's files look ordinary and make a reader wait: /proc/kmsg.
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | (os.O_NONBLOCK if plain else 0))
            with open(handle, "rb") as file:
                data = file.read(_USUAL)  # room for as much as may be asked for is made before anything is read
                return data if len(data) < _USUAL else data + file.read(MAX_BYTES + 1 - _USUAL)
        except (OSError, ValueError) as error:  # a NUL in the name is the latter
            raise refuse(f"cannot read {name}: {reason_of(error)}", needed_at, texts=self.texts) from None

    def documents(self, path: str, needed_at: Location | None = None) -> list[Node]:
        """The YAML documents of a file, as trees of the caller's own."""
        if path in self._ahead:
            return self._ahead.pop(path)
        from composeport.source.yaml_reader import read_documents  # noqa: PLC0415 - where it is needed

        self.files_left -= 1
        if self.files_left < 0:
            raise refuse(
                f"the project reads more than {_FILES:,} files",
                needed_at,
                "composeport bounds this to protect itself from hostile files",
                self.texts,
            )
        text = self.read(path, needed_at)
        if needed_at is not None:
            self.notes.named_files.setdefault(path, needed_at)
        try:
            return read_documents(text, self.name(path))
        except InputError as error:
            raise self.chained(error) from None

    def look_ahead(self, path: str) -> list[Node]:
        """The documents of a file, to look at only: the next `documents` gives away the same trees."""
        if path not in self._ahead:
            self._ahead[path] = self.documents(path)
        return self._ahead[path]

    def charge(self, nodes: int, location: Location) -> None:
        """Account for nodes that are copied from one service into another."""
        self.copies_left -= nodes
        if self.copies_left < 0:
            hint = "composeport bounds this to protect itself from hostile files"
            raise refuse(f"`extends` copies more than {_COPIES:,} values", location, hint, self.texts)

    def chained(self, error: InputError) -> InputError:
        """The same problems, with the places that led to their files, and the texts for excerpts."""
        problems = [
            problem if problem.chain else replace(problem, chain=self.chain(problem.location))
            for problem in error.problems[:_REPORTED]
        ]
        if len(error.problems) > _REPORTED:
            problems.append(Problem(f"there are {len(error.problems) - _REPORTED:,} more problems"))
        return InputError(problems, {**self.texts, **error.texts})

    def chain(self, location: Location | None) -> tuple[Location, ...]:
        """The places that led to a location's file, the nearest first."""
        places: list[Location] = []
        while location is not None and (location := self.led_to.get(location.file)) and location not in places:
            places.append(location)
        return tuple(places)


def _is_null(path: str) -> bool:
    return os.path.samefile(path, os.devnull)


def _kind(path: str) -> str:
    """What a thing is that is no file."""
    import stat  # noqa: PLC0415 - good input does not come here

    mode = os.stat(path).st_mode
    kinds = ((stat.S_ISDIR, "a directory"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for is_one, name in kinds if is_one(mode)), "a device")


def _current_directory(called: str) -> str:
    """Where the program was started: as `PWD` calls it, if that is the place, else without links, as Go's `os.Getwd`.

    InputError where the directory is gone.
    """
    with suppress(OSError):
        if os.path.isabs(called) and os.path.samefile(called, "."):
            return called
    try:
        return os.getcwd()
    except FileNotFoundError:
        raise InputError([Problem("the current directory is gone", None, "change to one that is there")]) from None
