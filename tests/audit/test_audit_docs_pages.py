"""The rules' pages in the documentation are the rules' own."""

from __future__ import annotations

import re
from pathlib import Path

from composeport.audit.docs_pages import pages, rules_page
from composeport.dispositions.rules import RULES

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pages_are_made_from_the_rules() -> None:
    written = [DOCS / "rules.md", *(DOCS / "rules").glob("*")]
    assert {str(file.relative_to(DOCS)): file.read_text() for file in written} == pages(), "run `make docs`"


def test_the_index_has_each_rule_once_in_order() -> None:
    assert re.findall(r"^\| \[(CP\d+) ", rules_page(), re.MULTILINE) == [rule.code for rule in RULES]


def test_a_row_says_what_a_rule_finds_and_how_grave_that_is() -> None:
    row = (
        "| [CP103 dotenv-not-read](rules/CP103-dotenv-not-read.md) |  | warning |"
        " Values come from an env file of the project, which `docker stack deploy` does not read. |\n"
    )
    assert row in rules_page()
