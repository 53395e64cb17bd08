"""Which hosts and ports a text dials: URLs, `host:port`, `host:port:port`, `host port`, `-h host -p port`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from operator import itemgetter

from composeport.model import Service
from composeport.model.quantities import natural
from composeport.passes.references import texts
from composeport.records import NamedTuple


class Dial(NamedTuple):
    """A host that a text dials. `port` is None where the text gives none; `protocol` is tcp, udp or "" (not told)."""

    host: str
    port: int | None
    protocol: str = ""


_SCHEME_PORTS = {
    "http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21, "ssh": 22, "sftp": 22, "ldap": 389, "ldaps": 636,
    "postgres": 5432, "postgresql": 5432, "postgis": 5432, "mysql": 3306, "mysql2": 3306, "mariadb": 3306,
    "sqlserver": 1433, "mssql": 1433, "redis": 6379, "rediss": 6379, "valkey": 6379, "memcached": 11211,
    "mongodb": 27017, "amqp": 5672, "amqps": 5671, "pyamqp": 5672, "mqtt": 1883, "nats": 4222, "kafka": 9092,
    "clickhouse": 9000, "cockroachdb": 26257, "cassandra": 9042, "neo4j": 7687, "bolt": 7687, "smtp": 25,
    "etcd": 2379, "consul": 8500, "rtmp": 1935, "rtsp": 554, "gelf": 12201, "zookeeper": 2181,
}  # fmt: skip
"""The port that a client takes where a URL of this scheme names none."""

_UDP_SCHEMES = frozenset({"udp", "syslog+udp", "gelf"})
_SHORT = 200
"""Longer texts are files, which are asked about once."""

_SMALLEST = 20
"""A smaller number after a colon is a version: `postgres:16`."""

_HOST = r"[A-Za-z0-9](?:[\w.-]{0,253}\w)?+"
"""A name, all of it: no part is tried after the whole, which takes time without end in a long text."""
_WHOLE = r"(?![\w-]|\.\w|\.?[{$<%])"
"""After a host: no more of it, and no template that makes the rest of it (`api.{{domain}}`)."""
_URL = re.compile(rf"([A-Za-z][A-Za-z0-9+.-]{{0,20}})://(?:[^\s/@\"'?#,]*@)?({_HOST}){_WHOLE}(?::(\d{{1,5}}))?")
_HAS_SCHEME = re.compile("://")
_PAIR = re.compile(rf"(?<![\w./-])({_HOST}):(\d{{2,5}})(?::(\d{{2,5}}))?(?![\w.-])")
"""The nodes of ZooKeeper have a port to follow their leader and one to elect it: `server.1=zoo1:2888:3888`."""
_HAS_PORT = re.compile(r":\d\d")
_WORDS = re.compile(rf"(?<!\S)({_HOST})\s+(?:(?:-p|-P|--port)[ =]?)?(\d{{2,5}})(?!\S)")
_FLAGS = re.compile(
    rf"(?:-h|-H|--host|--hostname)[ =]?({_HOST})\s+(?:\S+\s+){{0,4}}?(?:-p|-P|--port)[ =]?(\d{{2,5}})(?!\S)"
)
_SAYS_FLAGS = ("-h", "-H", "--host")
_HOST_WORDS = ("HOSTNAME", "HOST", "SERVER", "ADDRESS", "ADDR", "URL", "ENDPOINT", "SERVICE")
"""What names a variable that holds a host; of two that begin at one place, the longer stands first."""


def is_word(text: str) -> bool:
    """Whether `text` may be a host by itself, with no port and no more words."""
    return ":" not in text and " " not in text


def dials(text: str) -> Iterable[Dial]:
    """Every host that `text` seems to dial; whether it is one, only a resolver knows."""
    if is_word(text):
        return ()
    return _remembered(text) if len(text) <= _SHORT else _dials(text)


def _dials(text: str) -> Iterator[Dial]:
    if "://" in text:
        yield from map(_of_url, _URL.finditer(_lines_with(_HAS_SCHEME, text)))
    if ":" in text:
        pairs = _PAIR.findall(_lines_with(_HAS_PORT, text))
        yield from (Dial(host, int(port)) for host, *ports in pairs for port in ports if int(port or 0) >= _SMALLEST)
    if " " in text:
        for pattern in (_WORDS, _FLAGS) if any(flag in text for flag in _SAYS_FLAGS) else (_WORDS,):
            yield from (Dial(found[1], int(found[2])) for found in pattern.finditer(text) if int(found[2]) >= _SMALLEST)


def _lines_with(mark: re.Pattern[str], text: str) -> str:
    """Those lines of a long text in which a mark is. What has no blank in it does not go on over the end of a line."""
    return "\n".join(filter(mark.search, text.split("\n"))) if len(text) > _SHORT else text


@lru_cache(maxsize=4096)
def _remembered(text: str) -> tuple[Dial, ...]:
    """The same for short texts, which several passes, and the passes of several targets, ask about."""
    return tuple(_dials(text))


def _of_url(found: re.Match[str]) -> Dial:
    scheme, host, port = found[1].lower(), found[2], found[3]
    base = scheme.split("+")[0]
    number = int(port) if port else _SCHEME_PORTS.get(scheme) or _SCHEME_PORTS.get(base)
    return Dial(host, number, "udp" if scheme in _UDP_SCHEMES else "tcp" if port is None and number else "")


def dials_of_pairs(variables: Mapping[str, str]) -> Iterator[tuple[str, Dial]]:
    """Hosts in one variable and their port in another, as (variable, dial): `DB_HOST: db` beside `DB_PORT: "5432"`."""
    by_key = {key.upper(): value for key, value in variables.items()}
    for key, value in variables.items():
        upper = key.upper()
        before, word, after = _split(upper)
        if not word or not re.fullmatch(_HOST, value):
            continue
        for sibling in (f"{before}PORT{after}", f"{upper}_PORT", f"{before}{word}PORT{after}"):
            number = natural(by_key.get(sibling, "").strip())
            if number is not None and _SMALLEST <= number < 65536:
                yield key, Dial(value, number)
                break


@lru_cache(maxsize=4096)  # the same names stand in many projects
def _split(name: str) -> tuple[str, str, str]:
    """The first word of a variable's name that says that it holds a host, between what is around it; "" for none."""
    found = [(name.find(word), word) for word in _HOST_WORDS if word in name]
    return name.partition(min(found, key=itemgetter(0))[1]) if found else (name, "", "")


def hosts_of(service: Service) -> frozenset[str]:
    """Every word of a service's texts that may be a host, in lower case."""
    found: set[str] = set()
    for _, text in texts(service):
        found.add(text.lower())
        found.update(dial.host.lower() for dial in dials(text))
        if " " in text:
            found.update(text.lower().split())
    return frozenset(found)
