"""The API server's words about an object, at their places in its file, and without what a Secret holds."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from composeport.cluster.connection import Answer
from composeport.hints import Any
from composeport.manifests import Flaw, Manifest
from composeport.manifests.documents import Path
from composeport.manifests.veiled_texts import secret_values
from composeport.secrecy import HIDDEN, is_credential, veiled

_STEP = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")
_UNKNOWN = re.compile(r'(?:unknown|duplicate) field "([^"]+)"')
_QUOTED_VALUE = re.compile(
    r"valueUnstructured\{Value:.*?\}|(?<=Invalid value: )(?:\"(?:[^\"\\]|\\.)*\"|[^:]*)", re.DOTALL
)
_LONGEST = 1_000
"""Characters of a message that are shown."""
_SHORTEST = 4
"""Characters of a Secret's value that is looked for in messages: a shorter one is a part of any word."""


def flaws_of(manifest: Manifest, answer: Answer) -> list[Flaw]:
    """What the server refuses, field by field where it says so, and what it warns of."""
    flaws = [manifest.warning((), _shown(manifest, text)) for text in answer.warnings]
    if answer.accepted:
        return flaws
    return [*flaws, *_refusals(manifest, answer)]


def _refusals(manifest: Manifest, answer: Answer) -> Iterator[Flaw]:
    unknown = _UNKNOWN.findall(answer.message)
    for field in dict.fromkeys(unknown):
        yield manifest.key_error(path_of(field), f"the cluster knows no field `{field}`")
    for field, message in answer.causes:
        yield manifest.error(path_of(field), _shown(manifest, f"{field}: {message}" if field else message))
    if not unknown and not answer.causes:
        yield manifest.error((), _shown(manifest, answer.message))


def path_of(field: str) -> Path:
    """`spec.ports[0].name` and `metadata.labels[a/b]` as paths."""
    return tuple(
        int(bracketed) if bracketed.isdecimal() else bracketed or plain for bracketed, plain in _STEP.findall(field)
    )


def _shown(manifest: Manifest, text: str) -> str:
    """A message without secrets, and not without end."""
    if "Secret" in manifest.kind:
        text = _QUOTED_VALUE.sub(HIDDEN, text)
    text = veiled(text, sorted(_hidden(manifest), key=len, reverse=True))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _hidden(manifest: Manifest) -> Iterator[str]:
    """The values of an object that are not for showing, plain and decoded."""
    for value in secret_values(manifest.data):
        if len(value) >= _SHORTEST:
            yield value
            yield from _decoded(value)
    yield from _credentials(manifest.data)


def _decoded(value: str) -> Iterator[str]:
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return
    if len(text) >= _SHORTEST:
        yield text


def _credentials(data: Any, name: str = "") -> Iterator[str]:
    """The texts below `data` that their names, or they themselves, give away."""
    if isinstance(data, dict):
        own = data.get("name")
        for key, value in data.items():
            yield from _credentials(value, own if key == "value" and isinstance(own, str) else key)
    elif isinstance(data, list):
        for value in data:
            yield from _credentials(value, name)
    elif isinstance(data, str) and len(data) >= _SHORTEST and is_credential(name, data):
        yield data
