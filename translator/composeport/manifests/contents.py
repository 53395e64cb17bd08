"""What ConfigMaps and Secrets may hold: keys that can be file names, and at most a mebibyte.

https://kubernetes.io/docs/concepts/configuration/configmap/ and …/secret/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.manifests.documents import Flaw, Manifest

_PARTS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}
_ENCODED = {("ConfigMap", "binaryData"), ("Secret", "data")}
_KEY = re.compile(r"(?!\.\.)(?!\.$)[-._a-zA-Z0-9]{1,253}")
MOST = 1024 * 1024
"""Bytes of what a ConfigMap or a Secret holds."""

_REQUIRED = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
"""Keys that a Secret of a type must have."""


def check_contents(manifest: Manifest) -> Iterator[Flaw]:
    """The keys of a ConfigMap or a Secret, and how large it is."""
    parts = _PARTS.get(manifest.kind) if not manifest.group else None
    if not parts:
        return
    seen: set[str] = set()
    size = 0
    for part in parts:
        for key, value in manifest.data.get(part, {}).items():
            if not _KEY.fullmatch(key):
                message = f"`{key}` is no key of a {manifest.kind}"
                yield manifest.key_error((part, key), message, "letters, digits, `-`, `_` and `.`, at most 253")
            if manifest.kind == "ConfigMap" and key in seen:
                yield manifest.key_error((part, key), f"`{key}` is in `data` too")
            seen.add(key)
            size += _size(value, encoded=(manifest.kind, part) in _ENCODED)
    if size > MOST:
        message = f"{manifest} holds {size:,} bytes, of at most {MOST:,}"
        yield manifest.error((), message, "split it, or put large files on a volume")
    yield from _required(manifest, seen)


def _size(value: str, *, encoded: bool) -> int:
    if encoded:
        text = "".join(value.split())
        return len(text) * 3 // 4 - text[-2:].count("=")
    return len(value.encode(errors="replace"))


def _required(manifest: Manifest, keys: set[str]) -> Iterator[Flaw]:
    wanted = _REQUIRED.get(manifest.data.get("type", ""), ()) if manifest.kind == "Secret" else ()
    for key in wanted:
        if key not in keys:
            yield manifest.error(("type",), f"a Secret of type {manifest.data['type']} has the key `{key}`")
