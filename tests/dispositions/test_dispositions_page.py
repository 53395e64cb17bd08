"""The support matrix in the documentation is the tables' own."""

from __future__ import annotations

from pathlib import Path

from composeport.dispositions.page import attributes_page

PAGE = Path(__file__).parents[2] / "docs" / "attributes.md"


def test_the_page_is_made_from_the_tables() -> None:
    assert PAGE.read_text() == attributes_page(), "run `make docs`"


def test_a_row_says_what_happens_on_each_target_and_by_which_rule() -> None:
    row = "| `services.*.cap_add` | **exact** | **exact** |\n"
    assert row in attributes_page()
    assert (
        "| `services.*.cpu_shares` | **dropped** (CP703): Kubernetes shares processors by requests" in attributes_page()
    )
