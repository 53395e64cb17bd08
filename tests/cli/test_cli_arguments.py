"""A command line means the same whether it is read by `parse` or by typer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from composeport import cli
from composeport.cli.app import app
from composeport.cli.arguments import Arguments, Command, Option, Value, parse
from composeport.errors import UsageError

ALL = [cli.command_of(name) for name in cli.COMMANDS]
WORDS = st.lists(
    st.sampled_from(
        [flag for command in ALL for option in command.options for flag in option.flags]
        + [
            "--",
            "-",
            "--nope",
            "-z",
            "a.yaml",
            "",
            "--output=k8s",
            "--file=",
            "-ok8s",
            "-qq",
            "-qo",
            "--quiet=1",
            "--out",
        ]
        + ["--help", "-h", "x=y", "-o=k8s", "--env-file=a=b"],
    ),
    max_size=8,
)


@pytest.mark.parametrize("name", cli.COMMANDS)
@settings(max_examples=300, deadline=None)
@given(words=WORDS)
def test_what_parse_reads_typer_reads_the_same(name: str, words: list[str]) -> None:
    command = cli.command_of(name)
    read = parse(command.options, words)
    if read is None:
        return
    executed: list[dict[str, Any]] = []
    patch = pytest.MonkeyPatch()
    patch.setattr("composeport.cli.app.execute", lambda _, given: executed.append(given))
    result = CliRunner().invoke(app, [name, *words])
    patch.undo()
    assert (result.exit_code, result.output) == (0, "")
    assert executed == [{option.name: read.get(option.name, option.absent) for option in command.options}]


OPTIONS = (
    Option("files", (), "Files.", "FILE", many=True),
    Option("output", ("-o", "--output"), "Where.", "DIR"),
    Option("level", ("--level",), "How much.", "LEVEL", "low", choices=("low", "mid", "high")),
    Option("quiet", ("-q", "--quiet"), "Less."),
)


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ([], {}),
        (["a", "b"], {"files": ["a", "b"]}),
        (["a", "-q", "b"], {"files": ["a", "b"], "quiet": True}),
        (["-o", "-"], {"output": "-"}),
        (["-o", "-q"], {"output": "-q"}),
        (["--output=a=b"], {"output": "a=b"}),
        (["-o", "a", "-o", "b"], {"output": "b"}),
        (["-q", "--", "-o"], {"quiet": True, "files": ["-o"]}),
        (["-"], {"files": ["-"]}),
        (["--nope"], None),
        (["-o"], None),
        (["-oa"], None),
        (["--quiet=1"], None),
        (["--help"], None),
    ],
)
def test_parse_reads_a_plain_command_line(words: list[str], given: dict[str, Value] | None) -> None:
    assert parse(OPTIONS, words) == given


def test_arguments_have_their_defaults() -> None:
    arguments = Arguments(OPTIONS, {})
    assert arguments.many("files") == []
    assert arguments.text("output") == ""
    assert arguments.text("level") == "low"
    assert arguments.flag("quiet") is False


def test_an_option_takes_only_its_choices() -> None:
    with pytest.raises(UsageError, match=r"^`--level` takes low, mid or high, not `none`$"):
        Arguments(OPTIONS, {"level": "none"})


def test_every_command_takes_arguments_and_has_options_of_different_names() -> None:
    for command in ALL:
        names = [option.name for option in command.options]
        flags = [flag for option in command.options for flag in option.flags]
        assert len(set(names)) == len(names)
        assert len(set(flags)) == len(flags)
        assert len([option for option in command.options if not option.flags]) == 1


@pytest.mark.parametrize("command", ALL, ids=cli.COMMANDS)
def test_a_help_page_says_everything_that_a_command_line_may_say(command: Command) -> None:
    name = cli.COMMANDS[ALL.index(command)]
    page = CliRunner().invoke(app, [name, "--help"]).output
    words = " ".join(page.split())
    for option in command.options:
        assert set(option.flags) <= set(re.findall(r"--?[a-z-]+", page))
        assert option.help[:40] in words
        assert option.metavar in words
    assert "list[" not in page
    assert ("--fail-on" in page) == ("Exit status: 0 where all is done;" in words)


def test_a_command_is_a_summary_options_and_a_function() -> None:
    assert all(isinstance(command, Command) and command.summary.endswith(".") for command in ALL)
