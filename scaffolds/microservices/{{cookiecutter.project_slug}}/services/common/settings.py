"""Settings come from the environment; secrets from the files that `NAME_FILE` variables name."""

from __future__ import annotations

import os
from pathlib import Path


class MissingSetting(Exception):
    """A setting without which the service cannot run is not there."""


def text(name: str, default: str | None = None) -> str:
    """The variable, or the default; MissingSetting where there is neither."""
    value = os.environ.get(name, default)
    if value is None:
        raise MissingSetting(f"set the environment variable {name}")
    return value


def number(name: str, default: float) -> float:
    """The variable as a number; seconds wherever it is a time."""
    return float(os.environ.get(name, default))


def secret(name: str) -> str:
    """The content of the file that `{name}_FILE` names, without the line's end."""
    return Path(text(f"{name}_FILE")).read_text(encoding="utf-8").rstrip("\n")
