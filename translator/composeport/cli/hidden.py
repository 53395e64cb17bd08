"""A resolved project without its credentials, for a screen: what `config` prints is what `docker compose config` does,
but for what whoever looks over a shoulder should not read."""

from __future__ import annotations

from typing import Any

from composeport.excerpt import without_credentials
from composeport.secrecy import HIDDEN, is_credential


def hidden(data: object, name: str = "") -> Any:
    """Plain data with the values of credentials replaced; `name` is the key that holds it."""
    if isinstance(data, dict):
        return {key: hidden(value, str(key)) for key, value in data.items()}
    if isinstance(data, list):
        before = ["", *map(str, data)]
        return [hidden(item, _option(before[index])) for index, item in enumerate(data)]
    if not isinstance(data, str):
        return data
    if is_credential(name.rpartition(".")[2], data) and not _only_url(name, data):
        return HIDDEN
    return "\n".join(map(without_credentials, data.split("\n")))


def _option(word: str) -> str:
    """The name that an option gives to the word after it: `--db-password`."""
    return word.lstrip("-") if word.startswith("-") and "=" not in word else ""


def _only_url(name: str, value: str) -> bool:
    """Whether only the password in a URL is secret, which is hidden there."""
    return not is_credential(name.rpartition(".")[2], "x1y2z3w4") and "://" in value
