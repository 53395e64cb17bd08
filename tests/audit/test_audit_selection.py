"""Which findings are asked for: beginnings of codes, of which the longer one wins."""

from __future__ import annotations

import pytest

from composeport.audit.selection import selection
from composeport.errors import UsageError


@pytest.mark.parametrize(
    ("select", "ignore", "taken"),
    [
        ([], [], {"CP101", "CP302", "CP402"}),
        (["CP3"], [], {"CP302"}),
        (["CP3,cp402"], [], {"CP302", "CP402"}),
        (["CP3", "CP402"], [], {"CP302", "CP402"}),
        ([], ["CP3"], {"CP101", "CP402"}),
        (["CP302"], ["CP3"], {"CP302"}),
        (["CP3"], ["CP302"], set()),
        (["CP302"], ["CP302"], {"CP302"}),
    ],
)
def test_codes_are_taken_by_their_beginnings(select: list[str], ignore: list[str], taken: set[str]) -> None:
    chosen = selection(select, ignore)
    assert {code for code in ("CP101", "CP302", "CP402") if chosen.takes(code)} == taken


def test_what_begins_no_code_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match=r"`--ignore CP77`: no rule begins so; `composeport rules` lists them"):
        selection([], ["CP3,CP77"])
