"""What a command prints, without its credentials: for a screen, where whoever passes by may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from composeport.excerpt import without_credentials
from composeport.hints import Any
from composeport.records import replace
from composeport.secrecy import HIDDEN, is_credential, secrets_of, veiled
from composeport.writers.output import OutputFile, hide_secrets


def hidden(data: object, name: str = "") -> Any:
    """Plain data with the values of credentials replaced; `name` is the key that holds it."""
    if isinstance(data, dict):
        if data.keys() == {"name", "value"}:  # a variable of a container
            return {"name": data["name"], "value": hidden(data["value"], str(data["name"]))}
        return {key: hidden(value, str(key)) for key, value in data.items()}
    if isinstance(data, list):
        before = ["", *map(str, data)]
        return [hidden(item, _option(before[index])) for index, item in enumerate(data)]
    if not isinstance(data, str):
        return data
    if is_credential(name.rpartition(".")[2], data) and not _only_url(name, data):
        return HIDDEN
    return "\n".join(map(without_credentials, data.split("\n")))


def hidden_files(files: Iterable[OutputFile], variables: Mapping[str, str]) -> tuple[OutputFile, ...]:
    """The files of a translation for a screen; `variables` are what interpolation saw, which may be secret, too."""
    secrets = secrets_of(variables)
    return tuple(
        replace(file, documents=tuple(without(hidden(document), secrets) for document in file.documents))
        for file in hide_secrets(files)
    )


def without(data: Any, secrets: Sequence[str]) -> Any:
    """Plain data without those values, wherever they stand."""
    if isinstance(data, dict):
        return {key: without(value, secrets) for key, value in data.items()}
    if isinstance(data, list):
        return [without(item, secrets) for item in data]
    return veiled(data, secrets) if isinstance(data, str) else data


def _option(word: str) -> str:
    """The name that an option gives to the word after it: `--db-password`."""
    return word.lstrip("-") if word.startswith("-") and "=" not in word else ""


def _only_url(name: str, value: str) -> bool:
    """Whether only the password in a URL is secret, which is hidden there."""
    return not is_credential(name.rpartition(".")[2], "x1y2z3w4") and "://" in value
