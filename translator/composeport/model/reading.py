"""What reading a project brought to light and its values no longer show: how they came to be what they are."""

from __future__ import annotations

from composeport.diagnostics import Attribute
from composeport.records import dataclass


@dataclass(frozen=True, slots=True)
class VariableUse:
    """A variable in the text of a value.

    `text` is how it is written, without its default; `file` is what gives it, if a file does.
    """

    name: str
    text: str
    attribute: Attribute
    file: str = ""


@dataclass(frozen=True, slots=True)
class MergeTag:
    """A `!reset` or `!override`, and the attribute that it clears."""

    tag: str
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class EnvFileSyntax:
    """Lines of an env file that Docker's own reader understands otherwise, or refuses.

    `what` is one of `compose.env_file_syntax.REFUSED` and `CHANGED`; `attribute` is the entry of `env_file`, at the
    place of the first of `lines` in the env file.
    """

    file: str
    what: str
    lines: tuple[int, ...]
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the project's files name and that was read as a part of them: its absolute path, and where.

    The `attribute` has no path where the resolved project has nothing left of it (`include`, `extends`).
    """

    path: str
    attribute: Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is worth knowing of how a project was read, of the parts that are in use, in the order of the files.

    `unresolved` variables were set nowhere and have no default. `from_env_files` are those that the shell does not set
    but an env file of the project does. `alternates` (`${V:+text}`), `nested` (a default that holds a variable or a
    brace) and `lone_dollars` (a `$` that begins no variable) are what Compose's interpolation has and
    `docker stack deploy`'s has not. `versions` are the top-level `version` of files, which nothing reads.
    `named_files` are those of `include`, `extends` and `label_file`, and a `.env` that is a link.
    """

    unresolved: tuple[VariableUse, ...] = ()
    from_env_files: tuple[VariableUse, ...] = ()
    alternates: tuple[VariableUse, ...] = ()
    nested: tuple[VariableUse, ...] = ()
    lone_dollars: tuple[VariableUse, ...] = ()
    versions: tuple[Attribute, ...] = ()
    merge_tags: tuple[MergeTag, ...] = ()
    env_files: tuple[EnvFileSyntax, ...] = ()
    named_files: tuple[NamedFile, ...] = ()
