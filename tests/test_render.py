"""What people read: problems and findings with their place, excerpt and help, to the letter."""

from __future__ import annotations

import re
from io import StringIO

import pytest

from composeport.diagnostics import Fidelity, Finding, Location, Rule, Severity, Target
from composeport.errors import Problem
from composeport.render import Renderer, summary, wants_colour

TEXT = """\
services:
  web:
    image: nginx
    image: caddy
    environment:
      DB_PASSWORD: hunter2
\tports:\t["80:80"]
    command: echo 日本語 done
"""
RENDERER = Renderer({"compose.yaml": TEXT})
RULE = Rule("CP402", "node-local-volume", kubernetes=Severity.WARNING)


def place(line: int, column: int, end_column: int, end_line: int = 0) -> Location:
    return Location("compose.yaml", line, column, end_line or line, end_column)


def finding(severity: Severity, location: Location | None) -> Finding:
    return Finding(
        rule=RULE,
        severity=severity,
        target=Target.KUBERNETES,
        disposition=Fidelity.APPROXIMATED,
        path=("services", "web"),
        location=location,
        message="the data stays on one node",
        help="name a storage class",
    )


def test_a_problem_shows_its_line_and_what_to_do() -> None:
    problem = Problem("the key `image` is given twice", place(4, 5, 10), "remove one of the two")
    assert RENDERER.problem(problem) == (
        "error: the key `image` is given twice\n"
        " --> compose.yaml:4:5\n"
        "  |\n"
        "4 |     image: caddy\n"
        "  |     ^^^^^\n"
        "  = help: remove one of the two\n"
    )


def test_a_problem_names_the_places_that_led_to_it() -> None:
    problem = Problem("no such service", place(3, 12, 17), chain=(place(2, 3, 6), Location("base.yaml", 9, 1, 9, 4)))
    assert RENDERER.problem(problem) == (
        "error: no such service\n"
        " --> compose.yaml:3:12\n"
        "  |\n"
        "3 |     image: nginx\n"
        "  |            ^^^^^\n"
        "  = note: see compose.yaml:2:3\n"
        "  = note: see base.yaml:9:1\n"
    )


def test_a_problem_without_a_place_is_a_line() -> None:
    assert RENDERER.problem(Problem("no Compose file was found")) == "error: no Compose file was found\n"


@pytest.mark.parametrize("location", [Location("other.yaml", 1, 1, 1, 2), place(99, 1, 2)])
def test_a_line_that_is_not_known_is_not_shown(location: Location) -> None:
    margin = " " * len(str(location.line))
    assert RENDERER.problem(Problem("wrong", location)) == f"error: wrong\n{margin}--> {location}\n"


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    renderer = Renderer({"compose.yaml": "\n" * 11 + "name: x\n"})
    assert renderer.problem(Problem("wrong", place(12, 7, 8), "a\nb")) == (
        "error: wrong\n  --> compose.yaml:12:7\n   |\n12 | name: x\n   |       ^\n   = help: a\n     b\n"
    )


def test_a_span_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    shown = RENDERER.problem(Problem("wrong", place(2, 3, 1, end_line=5)))
    assert shown.splitlines()[3:] == ["2 |   web:", "  |   ^^^^"]


def test_an_empty_span_gets_one_caret() -> None:
    assert RENDERER.problem(Problem("wrong", place(2, 7, 7))).splitlines()[3:] == ["2 |   web:", "  |       ^"]


def test_carets_stand_under_the_text_after_tabs() -> None:
    shown = RENDERER.problem(Problem("wrong", place(7, 9, 16)))
    assert shown.splitlines()[3:] == ['7 |     ports:    ["80:80"]', "  |               ^^^^^^^"]


def test_carets_are_as_wide_as_wide_characters() -> None:
    shown = RENDERER.problem(Problem("wrong", place(8, 19, 22)))
    assert shown.splitlines()[3:] == ["8 |     command: echo 日本語 done", "  |                   ^^^^^^"]


def test_a_long_line_is_cut_around_the_carets() -> None:
    renderer = Renderer({"compose.yaml": "a " * 200 + "HERE" + " b" * 200})
    shown = renderer.problem(Problem("wrong", place(1, 401, 405))).splitlines()
    assert shown[3] == "1 | …" + " a" * 23 + " HERE" + " b" * 23 + " …"
    assert shown[4] == "  | " + " " * 48 + "^^^^"


def test_a_finding_names_its_rule() -> None:
    assert RENDERER.finding(finding(Severity.WARNING, place(3, 5, 10))) == (
        "warning CP402[node-local-volume]: the data stays on one node\n"
        " --> compose.yaml:3:5\n"
        "  |\n"
        "3 |     image: nginx\n"
        "  |     ^^^^^\n"
        "  = help: name a storage class\n"
    )


def test_a_finding_of_several_targets_names_them() -> None:
    text = RENDERER.finding(finding(Severity.ERROR, None), tuple(Target))
    assert text.splitlines()[-1] == " = on: kubernetes, swarm"


@pytest.mark.parametrize(
    ("severity", "word"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")]
)
def test_a_finding_begins_with_its_severity(severity: Severity, word: str) -> None:
    headline = RENDERER.finding(finding(severity, None)).splitlines()[0]
    assert headline == f"{word} CP402[node-local-volume]: the data stays on one node"


def test_the_value_of_a_credential_is_not_shown() -> None:
    shown = RENDERER.problem(Problem("wrong", place(6, 20, 27))).splitlines()
    assert shown[3:] == ["6 |       DB_PASSWORD: ••••", "  |                    ^^^^"]


def test_a_message_does_not_command_the_terminal() -> None:
    shown = RENDERER.problem(Problem("no \x1b[2Jservice", Location("a\x07.yaml", 1, 1, 1, 1)))
    assert shown == "error: no \ufffd[2Jservice\n --> a\ufffd.yaml:1:1\n"


def test_colour_changes_nothing_but_colour() -> None:
    problem = Problem("the key `image` is given twice", place(4, 5, 10), "remove one of the two", (place(2, 3, 6),))
    coloured = Renderer({"compose.yaml": TEXT}, colour=True).problem(problem)
    assert coloured.startswith("\x1b[1;31merror\x1b[0m\x1b[1m: the key")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == RENDERER.problem(problem)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "colour"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(stream: StringIO, environment: dict[str, str], *, colour: bool) -> None:
    assert wants_colour(stream, environment) is colour


def test_the_summary_counts_by_severity() -> None:
    error, warning, note = Severity.ERROR, Severity.WARNING, Severity.INFO
    assert summary([note, error, warning, error, note]) == "2 errors, 1 warning, 2 notes"
    assert summary([warning, warning]) == "2 warnings"
    assert summary([]) == ""
