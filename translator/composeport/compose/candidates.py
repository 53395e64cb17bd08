"""Whether a file that nobody named is a Compose file, and whether it can be one alone.

The specification has no mark for either. A Compose file has `services` that are started from an image or a build, or
`include`s others. One that gives a service neither was written to be merged on top of another one.
"""

from __future__ import annotations

import re

from composeport.errors import InputError
from composeport.hints import TYPE_CHECKING
from composeport.records import Enum
from composeport.source.nodes import Mapping, Node

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 5_000_000
"""Bytes of a file that is looked into; nobody writes larger ones by hand."""

_NAMED = re.compile(r"compose|stack", re.IGNORECASE)
_PROJECT = re.compile(r"^(services|include)\s*:", re.MULTILINE)
_STARTED = re.compile(r"[\s{,](image|build|extends)\s*:")
_STARTS = {"image", "build", "extends", "provider"}


class Candidate(Enum):
    """What a file is."""

    OTHER = "no Compose file"
    WHOLE = "a Compose file"
    OVERLAY = "a Compose file to merge on top of another"


def candidate(path: Path) -> Candidate:
    """What the YAML file at `path` is. One that cannot be read is `OTHER`; one with mistakes is a Compose file."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace") if path.stat().st_size <= _LARGEST else ""
    except OSError:
        text = ""
    if not _PROJECT.search(text) or not (_NAMED.search(path.name) or _STARTED.search(text)):
        return Candidate.OTHER
    return Candidate.OVERLAY if _needs_base(text, str(path)) else Candidate.WHOLE


def _needs_base(text: str, name: str) -> bool:
    """Whether some service could not be started by what the file says of it."""
    from composeport.source.yaml_reader import read_documents  # noqa: PLC0415 - few files come so far

    try:
        documents = read_documents(text, name)
    except InputError:
        return False
    return any(_lacks_start(service) for document in documents for service in _services(document))


def _services(document: Node) -> list[Node]:
    services = document.items.get("services") if isinstance(document, Mapping) else None
    return list(services.items.values()) if isinstance(services, Mapping) else []


def _lacks_start(service: Node) -> bool:
    return not (isinstance(service, Mapping) and service.items.keys() & _STARTS)
