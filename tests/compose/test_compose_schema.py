"""The schema that projects are held against is the specification's own file, however it is read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import composeport.compose
from composeport.compose.validation import compose_schema

DOCUMENT = json.loads((Path(composeport.compose.__file__).parent / "compose-spec.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("interpreter", ["with a scanner", "without one"])
def test_the_schema_is_what_its_file_says(interpreter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if interpreter == "without one":
        monkeypatch.setitem(sys.modules, "_json", None)
    assert compose_schema.__wrapped__().document == DOCUMENT
