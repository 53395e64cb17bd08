"""What opens a door, by its name or by its value, and so is kept apart, and never shown (SEMANTICS 3.3, 3.8).

A variable is one where its name says so (`DB_PASSWORD`, `API_KEY`) and neither its last word (`PASSWORD_FILE`,
`TOKEN_TTL`), its first (`REQUIRE_PASSWORD`), nor its value (`true`, a path) says otherwise; or where its value carries
a password: a URL with one (`postgres://user:password@db`, `…?user=a&password=b`), a connection string (`Password=…;`),
a login that a command is given (`curl -u user:password`), the address of a webhook, a private key, or the login of a
`NEO4J_AUTH`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

HIDDEN = "••••"
"""What stands for a value that is not shown."""


def _set(text: str) -> frozenset[str]:
    """The words of a text, in capitals."""
    return frozenset(text.upper().split())


_SECRET_WORDS = _set("""
    password passwords passwd passphrase passcode pass pwd secret secrets token apikey credential credentials salt
""")
_SECRET_ENDINGS = (
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "APIKEY",
    "SECRETKEY",
    "DBPASS",
    "REQUIREPASS",
    "MASTERAUTH",
    "USERPASS",
    "ROOTPASS",
    "ACCESSKEY",
    "AUTHKEY",
    "PRIVATEKEY",
)
"""Words written together: `PGPASSWORD`, `CLIENTSECRET`. Not PASS or TOKEN: a BYPASS is no password."""

_KEY_KINDS = _set("""
    api secret private encryption encrypt crypt signing sign master auth app access license licence jwt hmac
    session fernet cookie salt vault cipher aes admin deploy service shared psk crypto enc role
    installation preshared openssl secondary server host hosting
""")
"""What a word KEY must follow to be one that opens something: not `SORT_KEY`, not `PUBLIC_KEY`."""

_NOT_THE_SECRET = _set("""
    file files path dir directory folder location url uri host hostname port endpoint address server domain
    issuer audience enabled enable disabled required allowed active validation verify length size min max
    count limit attempts retries rounds cost ttl expiry expire expires expiration exp lifetime lifespan age
    timeout duration interval seconds minutes hours days policy type format algorithm algo method mode header
    cookie field column name names id ids version class provider backend store manager engine prefix suffix
    rotation reset recovery change login user username scope scopes claim claims regex pattern template prompt
    strength hint public characters budget realm definition grant
""")
"""Last words that make a name speak about a credential, not hold it."""

_OF_ONE_PROGRAM = {("REDISCLI", "AUTH"), ("ERLANG", "COOKIE")}
"""Last words by which a well-known program calls its password, and others something else."""

_SWITCHES = _set("allow enable enabled disable require use show hide skip force no is has forgot public")
"""First words of an option about credentials, or of what is public by its name."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PLAIN_SETTING = re.compile(
    r"(?i:true|false|yes|no|on|off|none|null|0|1|enabled|disabled|required|optional|\"\"|''|\[\]|\{\})"
)
_PATH = re.compile(r"(?:\.{0,2}/|[A-Za-z]:\\|~/|file:)[\w./\\-]*")
_URL_WITH_PASSWORD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/?#@:]*:(?P<password>[^\s/?#@]+)@")
_DSN_WITH_PASSWORD = re.compile(r"[\w.-]:[^\s@/:]+@(?:tcp|unix)\(")
_CONNECTION_STRING = re.compile(r"(?i)(?:^|[;?&\s])(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*[^;\s]+")
_QUERY = re.compile(r"[?&]u=[^&\s]*&p=[^&\s]+")
"""`pg://db:5432?u=user&p=password`, as NocoDB has it; `p` alone may be a page."""

_LOGIN = re.compile(r"[\w.@-]+[:/][^\s/:]+")
"""A user and a password, with what is between them."""

_GIVEN_LOGIN = re.compile(r"(?<!\S)(?:-u|--user)[ =][\"']?(?!\d+:\d+(?:\s|$))[\w.@-]+:[^\s\"'$]+")
"""A user and a password for `curl`; two numbers are a user and a group."""

_SHORT = 200
"""A longer value is asked about as often, but there are few."""

WEBHOOK = r"hooks\.slack\.com/\w+/\w+/\w+/\w|/api/webhooks/\d+/\w"
"""The pattern of an address at which whoever knows it may post."""

_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_CARRIERS = (
    ("@", _URL_WITH_PASSWORD),
    ("@tcp(", _DSN_WITH_PASSWORD),
    ("@unix(", _DSN_WITH_PASSWORD),
    *((word, _CONNECTION_STRING) for word in ("password", "pwd", "accountkey", "sharedaccesskey")),
    ("&p=", _QUERY),
    *((option, _GIVEN_LOGIN) for option in ("-u", "--user")),
    ("hooks", re.compile(WEBHOOK)),
    ("-----begin", _PRIVATE_KEY),
)
"""What carries a password with it, behind a text, in small letters, that it cannot be without."""


def is_credential(name: str, value: str) -> bool:
    """Whether the variable `name` with `value` holds something that opens a door."""
    return _remembered(name, value) if len(value) <= _SHORT else _opens(name, value)


@lru_cache(maxsize=4096)
def _remembered(name: str, value: str) -> bool:
    """The same of short values, which several passes, and the passes of several targets, ask about."""
    return _opens(name, value)


def _opens(name: str, value: str) -> bool:
    if not value.strip():
        return False
    return _carries_password(value) or holds_login(name, value) or (names_credential(name) and not _harmless(value))


def holds_login(name: str, value: str) -> bool:
    """Whether a variable such as `NEO4J_AUTH` holds a user and a password; in others it says how to sign in."""
    return name.upper().endswith("_AUTH") and _LOGIN.fullmatch(value) is not None


def _carries_password(value: str) -> bool:
    folded = value.casefold()
    carriers = [pattern for mark, pattern in _CARRIERS if mark in folded]
    return any(pattern.search(value) for pattern in carriers)


def _harmless(value: str) -> bool:
    return bool(_PLAIN_SETTING.fullmatch(value) or _PATH.fullmatch(value))


@lru_cache(maxsize=4096)  # the same names are asked about by several passes, and stand in many projects
def names_credential(name: str) -> bool:
    """Whether what is called so holds something that opens a door, if it holds anything."""
    words = [word.upper() for word in _WORDS.findall(name)]
    if len(words) > 1 and words[-1].isdigit():
        words.pop()
    if tuple(words[-2:]) in _OF_ONE_PROGRAM:
        return True
    if (
        not words
        or words[-1] in _NOT_THE_SECRET
        or words[0] in _SWITCHES
        or words in (["PWD"], ["OLD", "PWD"], ["PASS"])
        or words[-2:] == ["ALLOW", "CREDENTIALS"]  # a header of CORS
    ):
        return False
    return bool(_SECRET_WORDS.intersection(words)) or any(map(_ends_as_secret, words)) or _is_secret_key(words)


def _ends_as_secret(word: str) -> bool:
    return word.endswith(_SECRET_ENDINGS)


def _is_secret_key(words: list[str]) -> bool:
    """Whether a word KEY follows one that makes it a credential: API KEY, SECRET KEY BASE; not PUBLIC KEY."""
    pairs = pairwise(words)
    return "PUBLIC" not in words and any(kind in _KEY_KINDS and key in {"KEY", "KEYS"} for kind, key in pairs)


_SHORTEST = 8
"""Characters of a value that is looked for in messages; a shorter one may be a part of any word."""


def secrets_of(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The values of variables that are credentials and could be recognised in a message: no words of a language."""
    return tuple(
        value
        for name, value in variables.items()
        if len(value) >= _SHORTEST and not value.isalpha() and is_credential(name, value)
    )


def veiled(text: str, secrets: Iterable[str]) -> str:
    """`text` without those values: a message may quote what a variable put into an image or a port."""
    for secret in secrets:
        if secret in text:
            text = text.replace(secret, HIDDEN)
    return text
