"""What the values of overrides may be: from a label's text, or a value of `x-composeport`, to what Kubernetes takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from composeport.model.names import LABEL_LIMIT, host_label
from composeport.model.quantities import natural
from composeport.records import NamedTuple

_SUBDOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*")
_QUANTITY = re.compile(r"(?=.*[1-9])\d+(?:\.\d+)?(?:[mkMGTPE]|[KMGTPE]i)?")
_PERCENT = re.compile(r"([1-9]\d*)%?")
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")
_NANOSECONDS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_CRON_WORDS = frozenset(
    "@" + word for word in ("yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly")
)
_CRON_PART = re.compile(r"(?:[*?]|(\w+)(?:-(\w+))?)(?:/(\w+))?", re.ASCII)
_CRON_FIELDS: tuple[tuple[int, int, str], ...] = (
    (0, 59, ""),
    (0, 23, ""),
    (1, 31, ""),
    (1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    (0, 6, "sun mon tue wed thu fri sat"),
)
"""Minute, hour, day, month, day of the week: the least and largest number, and the names from the least on."""
_LABEL_VALUE = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_LARGEST = 2_147_483_647


class Kind(NamedTuple):
    """A kind of value: what to tell those who write another, and what reads it. `read` gives None for what is none."""

    expects: str
    read: Callable[[object], object]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def choice(spellings: Mapping[str, object]) -> Kind:
    """One of a few words, in any case."""

    def read(value: object) -> object:
        return spellings.get(value.lower()) if isinstance(value, str) else None

    return Kind(", ".join(spellings), read)


def number(lowest: int, highest: int = _LARGEST) -> Kind:
    """A whole number."""

    def read(value: object) -> object:
        if isinstance(value, str):
            value = natural(value)
        return value if type(value) is int and lowest <= value <= highest else None

    bounds = f"{lowest} to {highest}" if highest < _LARGEST else f"{lowest} or more"
    return Kind(f"a whole number, {bounds}", read)


def matching(pattern: re.Pattern[str], expects: str) -> Kind:
    """A text of a form."""

    def read(value: object) -> object:
        text = str(value) if type(value) is int else _text(value)
        return text if text is not None and pattern.fullmatch(text) else None

    return Kind(expects, read)


def _host_name(value: object) -> object:
    text = _text(value)
    return text if text is not None and host_label(text) == text and len(text) <= LABEL_LIMIT else None


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def _duration(value: object) -> object:
    """A duration as Compose writes it, in nanoseconds."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        return None
    return round(sum(float(count) * _NANOSECONDS[unit] for count, unit in _DURATION_PART.findall(value)))


def _words(value: object) -> tuple[str, ...] | None:
    """A list of words; as text `["a", "b"]`, as Kompose takes it, or words as a shell splits them."""
    if isinstance(value, list):
        return tuple(value) if value and all(isinstance(word, str) for word in value) else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.startswith("[") and text.endswith("]"):
        return tuple(word.strip().strip("\"'") for word in text[1:-1].split(",")) if text != "[]" else None
    import shlex  # noqa: PLC0415 - few labels hold commands

    try:
        return tuple(shlex.split(text)) or None
    except ValueError:
        return None


def _check(value: object) -> tuple[str, ...] | None:
    """A health check in list form; without `CMD` or `CMD-SHELL` the words are the command."""
    words = _words(value)
    if not words or words in {("CMD",), ("CMD-SHELL",)}:
        return None
    if words[0] == "CMD-SHELL":
        return ("CMD-SHELL", " ".join(words[1:]))
    return words if words[0] == "CMD" else ("CMD", *words)


def _hosts(value: object) -> object:
    if value is True:
        return ("true",)
    text = _text(value)
    hosts = tuple(filter(None, (host.strip() for host in text.split(",")))) if text else ()
    return hosts if hosts and all(map(_is_route, hosts)) else None


def _is_route(text: str) -> bool:
    """Whether a text is `true`, or a host with or without a path, both as a cluster takes them."""
    from composeport.passes.proxies.matching import UnusableRule, host_name, path_of  # noqa: PLC0415 - few ask for one

    host, _, path = text.partition("/")
    try:
        return text == "true" or (host_name(host) == host and path_of(f"/{path}") == f"/{path}")
    except UnusableRule:
        return False


def _folder(value: object) -> object:
    text = (_text(value) or "").strip("/")
    return text if text and ".." not in text.split("/") else None


def _percent(value: object) -> object:
    found = _PERCENT.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    return number(1).read(found[1]) if found else None


def _memory_target(value: object) -> object:
    percent = _percent(value)
    return f"{percent}%" if percent is not None else QUANTITY.read(value)


def _schedule(value: object) -> str | None:
    """A schedule as Kubernetes reads it (robfig/cron, `ParseStandard`)."""
    text = _text(value) or ""
    fields = text.split(" ")
    if text in _CRON_WORDS:
        return text
    known = len(fields) == len(_CRON_FIELDS) and all(
        _is_time(part, *bounds) for field, bounds in zip(fields, _CRON_FIELDS, strict=True) for part in field.split(",")
    )
    return text if known else None


def _is_time(part: str, least: int, most: int, names: str) -> bool:
    """Whether a part of a field is `*`, a number or name, or a range of them, each with a step or without."""
    found = _CRON_PART.fullmatch(part)
    if found is None or not (found[3] is None or natural(found[3])):
        return False
    numbers = {name: number for number, name in enumerate(names.split(), least)}
    given = [numbers.get(text.lower(), natural(text)) for text in (found[1], found[2]) if text]
    known = [number for number in given if number is not None]
    return len(known) == len(given) and known == sorted(known) and all(least <= number <= most for number in known)


HOST_NAME = Kind("a name of lower-case letters, digits and hyphens, 63 at most", _host_name)
OBJECT_NAME = matching(_SUBDOMAIN, "the name of an object in the namespace")
CLASS_NAME = matching(_SUBDOMAIN, "the name of a class in the cluster")
LABEL_VALUE = matching(_LABEL_VALUE, "the value of a label")
ANY_NAME = matching(re.compile(r"\S.*"), "any text")
FLAG = Kind("true, false", _flag)
DURATION = Kind("a duration such as 30s", _duration)
WORDS = Kind('a list such as ["sh", "-c", "…"], or a command line', _words)
CHECK = Kind("a test as in `healthcheck`", _check)
HOSTS = Kind("true, or host names, each with a path or without, separated by commas", _hosts)
QUANTITY = matching(_QUANTITY, "a quantity such as 500Mi")
PERCENT = Kind("percent of the request", _percent)
MEMORY_TARGET = Kind("percent of the request, or a quantity such as 512Mi", _memory_target)
CRON = Kind("a schedule such as 0 3 * * *", _schedule)
FOLDER = Kind("a path inside the volume", _folder)
PORT = number(1, 65535)
IMAGE = matching(re.compile(r"\S+"), "a reference of an image")
HTTP_PATH = matching(re.compile(r"\S+"), "a path such as /health")
