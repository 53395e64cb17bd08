"""What is said of manifests, for tests of one thing at a time."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from composeport.diagnostics import Severity
from composeport.manifests import Flaw, Manifests, read_manifests
from composeport.manifests import check as checked
from composeport.manifests.schemas import Schemas

VERSION = "1.37"


@cache
def schemas(version: str) -> Schemas:
    """The schemas of a version, read once a test run."""
    return Schemas(version)


def read(*documents: dict[str, Any] | str) -> Manifests:
    """Objects, or texts of YAML, as one stream."""
    texts = [document if isinstance(document, str) else json.dumps(document) for document in documents]
    return read_manifests(["-"], lambda: "\n---\n".join(texts))


def flaws(*documents: dict[str, Any] | str, version: str = VERSION) -> list[Flaw]:
    """Everything that is said of them, without the cost of reading the schemas again."""
    return checked(read(*documents), schemas(version))


def errors(*documents: dict[str, Any] | str, version: str = VERSION) -> list[str]:
    """What is said to be wrong."""
    return [one.problem.message for one in flaws(*documents, version=version) if one.severity is Severity.ERROR]


def said(*documents: dict[str, Any] | str) -> list[tuple[str, str, str]]:
    """Severity, place and message of everything that is said."""
    found = flaws(*documents)
    places = [one.problem.location for one in found]
    return [
        (one.severity.value, f"{place.line}:{place.column}" if place else "", one.problem.message)
        for one, place in zip(found, places, strict=True)
    ]


def write(folder: Path, **files: str) -> Path:
    """A folder of files; the names have `_` for a dot."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder
