"""`composeport audit`: what does not survive a move, why, and what to do about it."""

from __future__ import annotations

import os
import sys

from composeport.audit.reports import FORMATS
from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option, choice
from composeport.cli.project_options import PROJECT_OPTIONS, load
from composeport.diagnostics import Target
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from composeport.audit.baseline import Baseline
    from composeport.audit.report import Audit, Report
    from composeport.audit.reports.text_report import TextReport
    from composeport.audit.selection import Selection
    from composeport.tree import Revision

_TARGETS = {"all": tuple(Target), "k8s": (Target.KUBERNETES,), "swarm": (Target.SWARM,)}
_OF_ONE_PROJECT = tuple(option for option in PROJECT_OPTIONS if option.name != "files")

OPTIONS = (
    PROJECT_OPTIONS[0]._replace(help="Compose files, each merged into those before it; or a folder of projects."),
    *_OF_ONE_PROJECT,
    choice("target", "Where the project goes", tuple(_TARGETS)),
    choice("format", "Form of the report", tuple(FORMATS)),
    Option("output", ("-o", "--output"), "Write the report to FILE.", "FILE"),
    Option("select", ("--select",), "Only rules whose codes begin so, as `CP3,CP401`.", "CODES", many=True),
    Option("ignore", ("--ignore",), "All but rules whose codes begin so.", "CODES", many=True),
    Option("baseline", ("--baseline",), "Leave out the findings that FILE knows.", "FILE"),
    Option("write_baseline", ("--write-baseline",), "Write all findings to the baseline."),
    Option("prune_baseline", ("--prune-baseline",), "Take out of the baseline what is no longer found."),
    Option("jobs", ("--jobs",), "Projects of a folder to audit at a time; 0 is one a processor.", "N", "0"),
    *terminal.threshold_options("error"),
)


def run(arguments: Arguments) -> None:
    """Audit, write the report, and set the status."""
    folder, chosen, baseline = _folder(arguments), _selection(arguments), _baseline(arguments)
    if arguments.flag("write_baseline") or arguments.flag("prune_baseline"):
        _keep(_audit(arguments, folder, chosen.of), baseline, arguments)
        return
    text = _text(arguments, folder)

    def revised(report: Report) -> Report:
        report = chosen.of(report) if baseline is None else baseline.without_known(chosen.of(report))
        if text:
            text.add(report)
        return report

    audit = _audit(arguments, folder, revised)
    _write(audit, text, arguments)
    if terminal.reaches([finding for report in audit.reports for finding in report.findings], arguments):
        sys.exit(terminal.FINDINGS)


COMMAND = Command("Say what will not survive the move, why, and what to do.", OPTIONS, run)


def _selection(arguments: Arguments) -> Selection:
    from composeport.audit.selection import selection  # noqa: PLC0415 - `--help` and mistakes need nothing of this

    return selection(arguments.many("select"), arguments.many("ignore"))


def _baseline(arguments: Arguments) -> Baseline | None:
    """What is known, where a file says so. UsageError where the options about baselines do not fit together."""
    name, writes, prunes = (
        arguments.text("baseline"),
        arguments.flag("write_baseline"),
        arguments.flag("prune_baseline"),
    )
    if (writes or prunes) and not name:
        raise UsageError("say which file: `--baseline FILE`")
    if writes and prunes:
        raise UsageError("`--write-baseline` and `--prune-baseline` are two things")
    if not name or writes:
        return None
    from composeport.audit.baseline import read_baseline  # noqa: PLC0415

    return read_baseline(name)


def _text(arguments: Arguments, folder: str) -> TextReport | None:
    """The text for people, if somebody asked for it: colours are for a terminal."""
    written = arguments.text("output")
    if arguments.text("format") != "text" or (arguments.flag("quiet") and not written):
        return None
    from composeport.audit.reports.text_report import TextReport  # noqa: PLC0415

    return TextReport(folder, colour=not written and terminal.has_colour(sys.stdout))


def _folder(arguments: Arguments) -> str:
    """The folder of projects that the command line names; "" where it is about one project."""
    names = [*arguments.many("files"), *arguments.many("file")]
    folder = next((name for name in names if os.path.isdir(name)), "")  # noqa: PTH112 - no pathlib on this way
    if folder and len(names) > 1:
        raise UsageError("a folder stands alone: its projects are found below it")
    return folder


def _audit(arguments: Arguments, folder: str, revised: Revision) -> Audit:
    """The audit of all projects of a folder, or of the one that the command line names."""
    targets, jobs = _TARGETS[arguments.text("target")], _jobs(arguments)
    if folder:
        return _tree(folder, targets, jobs, arguments, revised)
    from composeport.audit.report import Audit  # noqa: PLC0415
    from composeport.pipeline import audit  # noqa: PLC0415

    return Audit((revised(audit(load(arguments), targets, picture=arguments.text("format") == "html")),))


def _tree(folder: str, targets: tuple[Target, ...], jobs: int, arguments: Arguments, revised: Revision) -> Audit:
    from pathlib import Path  # noqa: PLC0415 - slow to import

    from composeport.tree import audit_tree  # noqa: PLC0415

    for option in _OF_ONE_PROJECT:
        if option.name != "file" and (arguments.many(option.name) if option.many else arguments.text(option.name)):
            raise UsageError(f"`{option.flags[-1]}` is of one project, and {folder} is a folder of projects")
    progress = terminal.progress("projects")
    return audit_tree(Path(folder), targets, jobs=jobs, each=revised, progress=progress)


def _jobs(arguments: Arguments) -> int:
    given = arguments.text("jobs")
    if not (given.isascii() and given.isdecimal() and len(given) < 5):
        raise UsageError(f"`--jobs` takes a whole number, not `{given}`")
    return int(given)


def _keep(audit: Audit, former: Baseline | None, arguments: Arguments) -> None:
    """Write the baseline anew: all that was found, or what `former` had of it."""
    from composeport.audit.baseline import baseline_text  # noqa: PLC0415
    from composeport.writers.single_file import replace_file  # noqa: PLC0415

    name = arguments.text("baseline")
    replace_file(name, baseline_text(audit, name, former).encode(errors="surrogateescape"))
    if not arguments.flag("quiet"):
        terminal.say(f"{name}: written")


def _write(audit: Audit, text: TextReport | None, arguments: Arguments) -> None:
    """The report, to where it was asked for: all or nothing in a file."""
    name = arguments.text("output")
    if arguments.flag("quiet") and not name:
        return
    report = text.of(audit) if text else FORMATS[arguments.text("format")](audit)
    if not name:
        sys.stdout.write(report)
        return
    from composeport.writers.single_file import replace_file  # noqa: PLC0415

    replace_file(name, report.encode(errors="surrogateescape"))
