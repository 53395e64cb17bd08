"""What stops a command is said in a few words, and ends in a status."""

from __future__ import annotations

import pytest

from composeport import cli
from composeport.cli.arguments import Arguments, Command, Option
from composeport.diagnostics import Location
from composeport.errors import ComposeportError, InputError, OutputError, Problem, UsageError

TWO_PROBLEMS = """\
error: no image
 --> a.yaml:1:1
  |
1 | web: {}
  | ^^^
  = help: give one

error: no name

2 errors
"""
OPTIONS = (Option("files", (), "Files.", "FILE", many=True),)


def stopped_by(error: BaseException) -> int:
    """The exit status of a command that `error` stops."""

    def fail(_: Arguments) -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        cli.execute(Command("Fail.", OPTIONS, fail), {})
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize("error", [UsageError("no"), OutputError("no"), ComposeportError("no")])
def test_an_error_of_ours_is_a_line(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped_by(error) == 2
    assert capsys.readouterr() == ("", "error: no\n")


def test_a_refused_input_shows_every_problem(capsys: pytest.CaptureFixture[str]) -> None:
    first = Problem("no image", Location("a.yaml", 1, 1, 1, 4), "give one")
    assert stopped_by(InputError([first, Problem("no name")], {"a.yaml": "web: {}\n"})) == 2
    assert capsys.readouterr() == ("", TWO_PROBLEMS)


def test_an_interruption_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped_by(KeyboardInterrupt()) == 130
    assert capsys.readouterr() == ("", "")


def test_a_mistake_of_ours_is_no_traceback_and_shows_no_value(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMPOSEPORT_TRACEBACK", raising=False)
    assert stopped_by(ValueError("hunter2")) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: composeport made a mistake (ValueError in test_cli_terminal.py:")
    assert "hunter2" not in said


def test_a_mistake_of_ours_is_a_traceback_where_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOSEPORT_TRACEBACK", "1")

    def fail(_: Arguments) -> None:
        raise ValueError("hunter2")

    with pytest.raises(ValueError, match="hunter2"):
        cli.execute(Command("Fail.", OPTIONS, fail), {})
