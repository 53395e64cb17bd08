"""Names as a domain name system takes them: labels of 63 letters, digits and hyphens at most (RFC 1123, 2.1)."""

from __future__ import annotations

import re
from functools import lru_cache

from composeport.digests import sha256

LABEL_LIMIT = 63
"""Characters of a label."""

_ILLEGAL = re.compile(r"[^a-z0-9]+")
_DIGEST = 8


@lru_cache(maxsize=4096)  # asked about the same names by passes and writers, time and again
def dns_label(text: str, limit: int = LABEL_LIMIT) -> str:
    """`text` as a label: lower-case, whatever else than letters and digits as hyphens, none at the ends; may be ""."""
    lowered = text.lower()
    if lowered.isascii() and lowered.replace("-", "a").isalnum() and len(lowered) <= limit:
        return lowered.strip("-")  # the common case, and it keeps a double hyphen as it is
    return _ILLEGAL.sub("-", lowered).strip("-")[:limit].rstrip("-")


def host_label(text: str, limit: int = LABEL_LIMIT) -> str:
    """`text` as a label that starts with a letter, as the name of a `Service` must (RFC 1035, section 2.3.1)."""
    label = dns_label(text, limit)
    return label if label[:1].isalpha() else dns_label(f"s-{label}", limit)


def with_suffix(name: str, suffix: str, limit: int = LABEL_LIMIT) -> str:
    """`name-suffix`; a name that is too long for that is cut, and a digest of it keeps two long names apart."""
    room = limit - len(suffix) - 1
    if room < 2 * _DIGEST:  # the suffix leaves too little of the name
        return shortened(f"{name}-{suffix}", limit)
    return f"{shortened(name, room)}-{suffix}"


def with_prefix(prefix: str, name: str, limit: int = LABEL_LIMIT) -> str:
    """`prefix-name`, with a long name cut as `with_suffix` does it."""
    return f"{prefix}-{shortened(name, limit - len(prefix) - 1)}"


def shortened(name: str, limit: int) -> str:
    """`name`; one that is too long is cut, and a digest of it keeps two long names apart."""
    if len(name) <= limit:
        return name
    digest = sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{name[: limit - _DIGEST - 1].rstrip('-')}-{digest}"
