"""Whether a file holds a private key or credentials, by its name and its content."""

from __future__ import annotations

import re
from posixpath import basename

from composeport.secrecy import WEBHOOK

_NAMES = re.compile(
    r"(?:^|[-_.])(?:id_(?:rsa|dsa|ecdsa|ed25519)|credentials?|secrets?|passw(?:or)?ds?|passwd|tokens?|htpasswd|pgpass|netrc|npmrc"
    r"|dockerconfigjson|kubeconfig|acme)(?:$|[-_.](?!md$|example$|sample$|template$))|\.(?:p12|pfx|jks|keystore|kdbx|ovpn|key)$|^\.env(?:$|\.)",
    re.IGNORECASE,
)
_PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
_URL_PASSWORD = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s/:@\"'$<{]{0,100}:[^\s/:@\"'$<{]{1,200}@[A-Za-z0-9]")
_ASSIGNMENT = re.compile(
    rb"""
    (?: (?:^|[{,?&])[ \t]*["'-]{0,2}[ \t]{0,4}[A-Za-z0-9_.-]{0,60}?
        (?:password|passwd|passphrase|pass|secret|api[_-]?key|access[_-]?key|auth[_-]?token|private[_-]?key)
      | secureJsonData["']?:[\s{]{0,40}["']?\w{1,40}                    # the first of Grafana's
    )
    ["']?[ \t]{0,20}[:=][ \t]{0,20}["']?
    (?!["'\s]|true|false|null|none|no|yes|[${<%/\[]|\.{3})[^\s"',;]{3,}      # a value, and no reference to one
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
"""`DB_PASSWORD=…`, `password: …`, `"secret": "…"` at the beginning of a line, of an item in braces, in a URL."""


_SQL_PASSWORD = re.compile(rb"\b(?:PASSWORD|IDENTIFIED[ \t]{1,20}BY)[ \t]{1,20}'[^'$<{%\s][^'\n]{2,}'", re.IGNORECASE)
"""`CREATE USER shop WITH PASSWORD '…'`, `IDENTIFIED BY '…'`."""

_CARRIERS = (
    ((b"://",), _URL_PASSWORD),
    ((b"hooks",), re.compile(WEBHOOK.encode())),
    ((b"pass", b"secret", b"key", b"token", b"securejsondata"), _ASSIGNMENT),
    ((b"password", b"identified"), _SQL_PASSWORD),
)
"""What carries a credential, behind the words, in small letters, one of which it cannot be without."""


def holds_credentials(path: str, content: bytes) -> bool:
    """Whether the file at `path` belongs into a `Secret`. A doubtful one does: that costs nothing but a kind."""
    if _PRIVATE_KEY.search(content) or _NAMES.search(basename(path)):
        return True
    if b"\0" in content:
        return False
    folded = content.lower()
    return any(any(word in folded for word in words) and pattern.search(content) for words, pattern in _CARRIERS)
