"""Where the text of a service names another host: in values, URLs, `host:port` pairs and options of commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from composeport.diagnostics import PathPart
from composeport.model import Service
from composeport.records import replace

Rewrite = Callable[[tuple[PathPart, ...], str], str]
"""Gives the text that belongs at a path of a service, from the text that is there."""


Text = tuple[tuple[PathPart, ...], str]
"""The path of a text of a service in which a host may be named, and the text."""


_NOT_A_HOST = ("USER", "USERNAME", "PASSWORD", "PASS", "DATABASE", "DBNAME", "DB_NAME", "SCHEMA", "REALM")
"""Variables whose whole value is something else than a host, though a service may be called the same."""
_ENDS_OTHERWISE = (*(f"_{name}" for name in _NOT_A_HOST), "_DB")

_NAME = r"[A-Za-z0-9](?:[\w.-]*\w)?+"
_NOT_A_USER = r"(?![^/\s?#@]*@)"
_END = r"(?=[:/?#,;&\s\"')\]}\\]|$)"
_LEADS = "|".join(f"(?<={lead})" for lead in ("@", "-[hH] ", "--host ", "--hostname=", "[hH]ost=", "[sS]erver="))
_HOST = re.compile(
    "|".join(
        (
            rf"(?<![^,]){_NAME}(?=,|$)",  # the whole value, or an item of a list
            rf"(?<=://){_NAME}{_NOT_A_USER}{_END}",
            rf"(?:{_LEADS}){_NAME}{_END}",
            rf"(?<![\w.@/-]){_NAME}(?=:[0-9$])",
            rf"(?<!\S){_NAME}(?=\s+[0-9]{{1,5}}(?:\s|$))",  # nc -z db 5432
        )
    )
)


def hosts_named(text: str, names: Collection[str]) -> frozenset[str]:
    """Which of `names` the text uses as a host."""
    return frozenset(found for found in _HOST.findall(text) if found in names)


def rename_hosts(text: str, renamed: Mapping[str, str]) -> str:
    """`text` with each host that is a key of `renamed` replaced by its value."""
    return _HOST.sub(lambda found: renamed.get(found[0], found[0]), text)


@lru_cache(maxsize=4096)  # the same names are asked about by several passes, and stand in many projects
def _may_hold_host(variable: str) -> bool:
    name = variable.upper()
    return not (name in _NOT_A_HOST or name.endswith(_ENDS_OTHERWISE))


def texts(service: Service) -> Iterator[Text]:
    """Every text of a service that may name a host: environment, env_file, command, entrypoint, health check."""
    for name, value in service.environment.items():
        if value and _may_hold_host(name):
            yield ("environment", name), value
    for index, env_file in enumerate(service.env_files):
        for name, value in env_file.variables.items():
            if value and _may_hold_host(name):
                yield ("env_file", index), value
    for attribute in ("entrypoint", "command"):
        for index, word in enumerate(getattr(service, attribute) or ()):
            yield (attribute, index), word
    for index, word in enumerate((service.healthcheck and service.healthcheck.test) or ()):
        yield ("healthcheck", "test", index), word


def rewrite_texts(service: Service, rewrite: Rewrite) -> Service:
    """The service with each of its `texts` rewritten."""
    health = service.healthcheck
    if health is not None and health.test:
        health = replace(health, test=_words(("healthcheck", "test"), health.test, rewrite))
    return replace(
        service,
        environment=_values(("environment",), service.environment, rewrite, by_name=True),
        env_files=tuple(
            replace(env_file, variables=_values(("env_file", index), env_file.variables, rewrite, by_name=False))
            for index, env_file in enumerate(service.env_files)
        ),
        entrypoint=_words(("entrypoint",), service.entrypoint, rewrite),
        command=_words(("command",), service.command, rewrite),
        healthcheck=health,
    )


def _words(path: tuple[PathPart, ...], words: tuple[str, ...] | None, rewrite: Rewrite) -> tuple[str, ...] | None:
    return words and tuple(rewrite((*path, index), word) for index, word in enumerate(words))


def _values(
    path: tuple[PathPart, ...], values: Mapping[str, str | None], rewrite: Rewrite, *, by_name: bool
) -> dict[str, str | None]:
    return {
        name: rewrite((*path, name) if by_name else path, value) if value and _may_hold_host(name) else value
        for name, value in values.items()
    }
