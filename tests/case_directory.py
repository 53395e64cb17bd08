"""The inputs that every writer shares: `tests/cases/<name>/`, each a Compose project with the files that it refers to.

A `case.toml` beside them says what an ordinary `compose.yaml` cannot: `environment`, `profiles`, `files`, or several
`variants` of these.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

CASES_DIRECTORY = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """One project as one invocation reads it. `files` are relative to `directory`; none means Compose's discovery."""

    name: str
    directory: Path
    files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> list[str]:
        """The options that both composeport and the reference take."""
        files = [argument for file in self.files for argument in ("-f", file)]
        return files + [argument for profile in self.profiles for argument in ("--profile", profile)]


def _read(directory: Path) -> list[Case]:
    settings_file = directory / "case.toml"
    settings = tomllib.loads(settings_file.read_text()) if settings_file.exists() else {}
    variants = settings.pop("variants", {"": {}})
    return [
        Case(
            name=f"{directory.name}-{variant}" if variant else directory.name,
            directory=directory,
            files=tuple(merged.get("files", ())),
            profiles=tuple(merged.get("profiles", ())),
            environment=merged.get("environment", {}),
        )
        for variant, own in variants.items()
        for merged in [settings | own]
    ]


CASES = [case for directory in sorted(CASES_DIRECTORY.iterdir()) if directory.is_dir() for case in _read(directory)]
