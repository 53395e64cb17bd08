"""Tells what is no secret although it is used as one: a published default, a placeholder, the name of its user."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from composeport.diagnostics import lines_of
from composeport.records import Enum, NamedTuple

_LONGEST = 1 << 18
"""Characters of a file that is read; what is longer is no configuration that somebody wrote."""


class Weakness(Enum):
    """Why a value opens the door to anybody."""

    DEFAULT = "published-default"
    PLACEHOLDER = "placeholder"
    NAME = "same-as-name"


class Place(NamedTuple):
    """A weak value in a text: its line, counted from 1, the key before it, and why it is weak."""

    line: int
    key: str
    weakness: Weakness


_WORDS = """
    adm admin administrator airflow app authentik clickhouse couchdb database db default demo dev develop
    development docker elastic foobar gitea grafana guest hello is jwt keycloak key kibana letmein local localhost
    long magento mariadb master metabase minio minioadmin mongo mongodb my mysql n8n neo4j nextcloud not opensearch
    oracle pass passw0rd passphrase passwd password passwort pg pgadmin pgpassword postgres postgresql production
    pwd qwerty rabbit rabbitmq redis root sa secret secure sonar strong super superset superuser temp test tester
    testing the token toor top user username value very welcome wordpress world zabbix
"""
_PUBLISHED = re.compile(f"(?:{'|'.join(sorted(_WORDS.split(), key=len, reverse=True))})+")
"""What images and tutorials use, alone or together: `postgres`, `minioadmin`, `mysecretpassword`."""

_AS_LETTERS = str.maketrans("@03$4", "aoesa")
"""`p@ssw0rd`, `s3cr3t`."""

_ENDING = re.compile(r"[0-9!?.#*-]{1,6}$")
"""`password123`, `admin!`."""

_LONGEST_PUBLISHED = 64
_COUNTING = "01234567890123456789"

_PLACEHOLDER = re.compile(
    r"<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|x{3,}|\*{3,}|\.{3}"
    r"|(?:.*[^a-z])?(?:change[^a-z]?(?:me|this|it|in)|(?:your|choose|replace|insert|enter|generate|fill)(?:[^a-z]|me|this)"
    r"|(?:example|placeholder|dummy|todo|tbd|fixme|unset|insecure)(?![a-z])).*"
)

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://(?P<user>[^\s/?#@:]*):(?P<password>[^\s/?#@]+)@")
_DSN = re.compile(r"(?<![\w.-])(?P<user>[\w.-]++):(?P<password>[^\s@/:]+)@(?:tcp|unix)\(")
_PAIRS = re.compile(r"""(?i)(?:^|[;\s])(?:password|pwd)\s*=\s*["']?(?P<password>[^;\s"']+)""")
_WORDS_FOR_ONE = ("pass", "secret", "apikey", "api_key", "authtoken", "auth_token")
_ASSIGNMENT = re.compile(
    r"""^[ \t]*["'-]{0,2}[ \t]{0,4}
    (?P<key>[\w.-]{0,60}?(?:password|passwd|secret|_pass|secret_?key|api_?key|auth_?token))["']?
    [ \t]{0,20}[:=][ \t]{0,20}["']?(?P<value>[^\s"',;#]+)["']?[ \t]{0,8}[,;]?[ \t]*(?:[#;].*)?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""`DB_PASSWORD=…`, `password: …`, `"secret": "…"` on a line of its own."""


def embeds_password(value: str) -> bool:
    """Whether `value` is a URL or a connection string with a password in it."""
    return _embedded(value) is not None


def _embedded(value: str) -> re.Match[str] | None:
    """Where a password stands in a URL or a connection string, and who has it."""
    patterns = (*((_URL, _DSN) if "@" in value else ()), *((_PAIRS,) if "=" in value else ()))
    return next((found for pattern in patterns if (found := pattern.search(value))), None)


def weakness(value: str, names: Collection[str] = ()) -> Weakness | None:
    """Why `value` is no secret, if it is none. `names` are those of users and databases that stand beside it.

    Of a URL or a connection string it is the password in it that counts.
    """
    if found := _embedded(value):
        user = found.groupdict().get("user") or ""
        return _judged(found["password"], {*names, user})
    return None if "://" in value else _judged(value, names)


def _judged(value: str, names: Collection[str]) -> Weakness | None:
    given = value.strip().strip("'\"").strip()
    if not given:
        return None
    if given.lower() in {name.lower() for name in names if name}:
        return Weakness.NAME
    return _known(given) if len(given) <= _LONGEST_PUBLISHED else _shaped(given)


@lru_cache(maxsize=4096)  # the passwords of examples stand in many projects, and are asked about for each target
def _known(given: str) -> Weakness | None:
    return _shaped(given)


def _shaped(given: str) -> Weakness | None:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", given).lower()
    if _PLACEHOLDER.fullmatch(spaced):
        return Weakness.PLACEHOLDER
    return Weakness.DEFAULT if _is_published(given.lower()) else None


def _is_published(text: str) -> bool:
    if text in _COUNTING or len(set(text)) == 1:
        return True
    if len(text) > _LONGEST_PUBLISHED:  # there are many ways to make a long text of words that make each other
        return False
    plain = (re.sub(r"[\s_.-]", "", shape) for shape in (text, _ENDING.sub("", text)))
    return any(_PUBLISHED.fullmatch(shape) or _PUBLISHED.fullmatch(shape.translate(_AS_LETTERS)) for shape in plain)


def weak_places(content: bytes) -> Iterator[Place]:
    """The lines of a configuration file that give a credential a weak value; none of what is no text."""
    if len(content) > _LONGEST or b"\0" in content:
        return
    text = content.decode(errors="replace")
    if not _speaks_of_one(text):
        return
    for number, line in enumerate(lines_of(text), 1):
        found = _ASSIGNMENT.match(line) if _speaks_of_one(line) else None
        if found and not _refers(found["key"], found["value"]) and (weak := weakness(found["value"])):
            yield Place(number, found["key"], weak)


def _speaks_of_one(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in _WORDS_FOR_ONE)


def _refers(key: str, value: str) -> bool:
    """Whether a program fills the value in: `${DB_PASSWORD}`, `{{ password }}`, `%(secret)s`, `password = password`."""
    return value.startswith(("$", "{", "%", "<")) or key.lower().endswith(value.lower())
