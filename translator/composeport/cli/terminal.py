"""The one place that prints for people, and that turns what stopped a command into an exit status.

Exit status: 0 done; 1 findings at or above the threshold, or a difference found by `--check`; 2 bad usage or bad input.
Results go to standard output, everything that is said about them to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from composeport.cli.arguments import Arguments, Option
from composeport.contexts import contextmanager, suppress
from composeport.errors import ComposeportError, InputError, UsageError, mistake, reason_of
from composeport.hints import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from composeport.diagnostics import Finding, Target
    from composeport.manifests import Flaw
    from composeport.model import Project
    from composeport.pipeline import StackTranslation, Translation
    from composeport.render import Renderer
    from composeport.writers.output import Difference

    Report = Callable[[Project, Translation | StackTranslation], None]

STREAM = "-"
"""Standard output, where a file or a folder could be named."""

FINDINGS = 1
BAD_INPUT = 2
INTERRUPTED = 130
"""What a shell reports of a program that was stopped from the keyboard."""

_FAIL_ON = ("error", "warning", "info", "never")


def threshold_options(default: str) -> tuple[Option, ...]:
    """The options that say from which severity on findings set the exit status, and whether they are printed."""
    meaning = "Exit 1 on findings this grave: " + ", ".join(_FAIL_ON) + "."
    return (
        Option("fail_on", ("--fail-on",), meaning, "SEVERITY", default, choices=_FAIL_ON),
        Option("strict", ("--strict",), "The same as `--fail-on warning`."),
        Option("quiet", ("-q", "--quiet"), "Print no findings."),
    )


FINDING_OPTIONS = (
    *threshold_options("never"),
    Option("report", ("--report",), "Write the findings to FILE as well: .json, .sarif, .md, .html.", "FILE"),
)
"""The options about findings, the same in every translation."""


def say(text: str) -> None:
    """Print a line about what was done. Where nobody can read it, the work goes on all the same."""
    with suppress(OSError):
        print(text, file=sys.stderr)  # noqa: T201


def say_hidden(place: str) -> None:
    """Say that a screen does not get what `place`, an option that names a file, does."""
    say(f"credentials are hidden on a terminal; `{place}` or a pipe gets them")


def say_differences(folder: str, differences: Iterable[Difference]) -> bool:
    """Print how the files of a folder differ from those that would be written; whether any does."""
    found = [f"{folder.rstrip('/')}/{difference.name}: {difference.condition.value}" for difference in differences]
    for line in found:
        say(line)
    return bool(found)


def progress(what: str) -> Callable[[int, int], None]:
    """Shows on a terminal how many of how many are done, in one line that goes away at the end."""
    shown = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if shown:
            line = "" if done == total else f"{done} of {total} {what}"
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)  # noqa: T201

    return show


def print_findings(findings: Sequence[Finding], texts: Mapping[str, str], arguments: Arguments) -> None:
    """Print findings, each with its place, and how many there are."""
    if arguments.flag("quiet") or not findings:
        return
    from composeport.render import summary  # noqa: PLC0415 - a translation without findings prints none

    renderer = _renderer(texts)
    shown = [renderer.finding(finding) for finding in findings]
    say("\n".join((*shown, summary(finding.severity for finding in findings))))


def reporter(target: Target, arguments: Arguments) -> Report:
    """What writes the findings where `--report` says, all or nothing. UsageError for an ending that is no format."""
    name = arguments.text("report")
    if not name:
        return lambda _project, _translation: None
    from composeport.audit.reports import ENDINGS, FORMATS  # noqa: PLC0415 - few translations are reported

    form = ENDINGS.get(os.path.splitext(name)[1])  # noqa: PTH122 - pathlib is not loaded on this way
    if form is None:
        raise UsageError(f"`--report {name}`: the ending is none of {', '.join(ENDINGS)}")

    def report(project: Project, translation: Translation | StackTranslation) -> None:
        from composeport.audit.report import Audit  # noqa: PLC0415
        from composeport.pipeline import report_of  # noqa: PLC0415
        from composeport.writers.single_file import replace_file  # noqa: PLC0415

        found = report_of(project, translation.findings, translation.suppressed, (target,), picture=form == "html")
        replace_file(name, FORMATS[form](Audit((found,))).encode(errors="surrogateescape"))

    return report


def reaches(findings: Sequence[Finding] | Sequence[Flaw], arguments: Arguments) -> bool:
    """Whether a finding is as grave as `--fail-on` says, or graver."""
    threshold = "warning" if arguments.flag("strict") else arguments.text("fail_on")
    return threshold != "never" and any(finding.severity.rank <= _FAIL_ON.index(threshold) for finding in findings)


@contextmanager
def reported() -> Iterator[None]:
    """Run a command; say what stops it the way a compiler does, never as a traceback, and exit."""
    try:
        yield
        sys.stdout.flush()
    except InputError as error:
        _print_problems(error)
        sys.exit(BAD_INPUT)
    except ComposeportError as error:
        from composeport.render import in_one_line  # noqa: PLC0415 - good usage does not come here

        say(f"error: {in_one_line(str(error))}")
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader has seen enough; nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FINDINGS)
    except OSError as error:
        if error.filename is not None or os.environ.get("COMPOSEPORT_TRACEBACK"):
            _print_mistake(error)
        else:  # files have names: this is standard output, on a full disk or closed
            say(f"error: cannot write to standard output: {reason_of(error)}")
        sys.exit(BAD_INPUT)
    except Exception as error:  # noqa: BLE001 - the end of the process: it is said, and ends in a status
        _print_mistake(error)
        sys.exit(BAD_INPUT)


def _print_mistake(error: Exception) -> None:
    """Say that we made a mistake, without the values that its message may hold; raise it where somebody asks for it."""
    if os.environ.get("COMPOSEPORT_TRACEBACK"):
        raise error
    say(f"error: {mistake(error)}")
    say("  = help: COMPOSEPORT_TRACEBACK=1 shows where it happened; the output may hold values from your files")


def _print_problems(error: InputError) -> None:
    from composeport.diagnostics import Severity  # noqa: PLC0415 - good input does not come here
    from composeport.render import summary  # noqa: PLC0415

    renderer = _renderer(error.texts)
    for problem in error.problems:
        say(renderer.problem(problem))
    say(summary(Severity.ERROR for _ in error.problems))


def has_colour(stream: TextIO) -> bool:
    """Whether what is written to `stream` may have colours."""
    from composeport.render import wants_colour  # noqa: PLC0415

    return wants_colour(stream, os.environ)


def _renderer(texts: Mapping[str, str]) -> Renderer:
    from composeport.render import Renderer  # noqa: PLC0415

    return Renderer(texts, colour=has_colour(sys.stderr))
