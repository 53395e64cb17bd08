"""The configs and secrets of a stack: contents in files beside it, under names that carry a hash of the content.

A config or secret cannot be changed once it is made (Docker documentation, "Store configuration data using Docker
Configs"), so that new content needs a new name. The name that a stack is given when it is deployed goes before each
key; together they have 64 characters at most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from composeport.digests import sha256
from composeport.records import Enum, dataclass, field
from composeport.writers.swarm.scope import Node, filled

_NAME_LIMIT = 64
_DIGEST = 8
_STACK_NAME = 24
"""Characters that are left for the stack's name at least, whatever the project is called."""

_SHORTEST = 16
"""Characters of a key that are kept however long the project's name is."""

_ILLEGAL = re.compile(r"[^A-Za-z0-9._-]+")
_SIGNS = frozenset("._-")


def is_name(text: str) -> bool:
    """Whether a manager takes a text as the name of a config or secret (swarmkit, `manager/controlapi/common.go`)."""
    known = bool(text) and len(text) <= _NAME_LIMIT and _ILLEGAL.search(text) is None
    return known and text[0] not in _SIGNS and text[-1] not in _SIGNS


class Kind(Enum):
    """What an object is; the value is its section of a stack file."""

    CONFIG = "configs"
    SECRET = "secrets"  # noqa: S105 - a section

    @property
    def limit(self) -> int:
        """The most bytes that one holds (swarmkit, `manager/controlapi/config.go` and `secret.go`)."""
        return 1_023_999 if self is Kind.CONFIG else 511_999

    @property
    def word(self) -> str:
        """What one of them is called."""
        return self.value.removesuffix("s")


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A file beside the stack file: its name below the same directory, and its bytes. A secret one is 0600."""

    name: str
    content: bytes = field(repr=False)
    secret: bool = False

    @property
    def text(self) -> str:
        """The content for a reader, with what is no text replaced."""
        text = self.content.decode(errors="replace")
        return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


@dataclass(slots=True)
class Objects:
    """The configs and secrets that a stack needs, and the files that hold their contents, below `folder`."""

    project_name: str
    folder: str
    entries: dict[Kind, Node] = field(default_factory=lambda: {kind: {} for kind in Kind})
    files: dict[str, ContentFile] = field(default_factory=dict)

    def add(self, kind: Kind, name: str, content: bytes, attributes: Mapping[str, object] | None = None) -> str:
        """The key of an object that holds `content`. `attributes` are those of its entry beside `file`."""
        key = self._key(name, content, attributes)
        path = f"{self.folder}/{key}"
        self.entries[kind][key] = filled({"file": f"./{path}", **(attributes or {})})
        secret = kind is Kind.SECRET or (path in self.files and self.files[path].secret)
        self.files[path] = ContentFile(path, content, secret)
        return key

    def refer(self, kind: Kind, key: str, name: str) -> str:
        """The key of an object that the operator makes, under `name`."""
        self.entries[kind][key] = {"external": True, "name": name}
        return key

    def sections(self) -> Node:
        """The sections of the stack file, sorted."""
        return {kind.value: dict(sorted(entries.items())) for kind, entries in self.entries.items() if entries}

    def _key(self, name: str, content: bytes, attributes: Mapping[str, object] | None) -> str:
        digest = sha256(content)
        if attributes:
            digest.update(repr(sorted(attributes.items())).encode())
        room = max(_NAME_LIMIT - max(len(self.project_name), _STACK_NAME) - 1 - _DIGEST - 1, _SHORTEST)
        cleaned = _ILLEGAL.sub("-", name).strip("-.")[:room].rstrip("-.") or "file"
        return f"{cleaned}-{digest.hexdigest()[:_DIGEST]}"
