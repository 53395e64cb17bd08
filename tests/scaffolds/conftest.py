"""Generated projects that several tests read, made once a session and process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolds.generated import generate

Generate = Callable[..., Path]


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generate:
    """`generated("lamp", php_version="8.3")`: a project to read from; the same one for the same answers."""
    folder = tmp_path_factory.mktemp("generated")
    made: dict[tuple[str, tuple[tuple[str, str], ...]], Path] = {}

    def project(stack: str, **options: str) -> Path:
        key = (stack, tuple(sorted(options.items())))
        if key not in made:
            made[key] = generate(stack, folder, **options)
        return made[key]

    return project
