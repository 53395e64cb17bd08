"""`composeport audit`: what does not survive a move, why, and what to do about it."""

from __future__ import annotations

import os
import sys

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option, choice
from composeport.cli.project_options import PROJECT_OPTIONS, load
from composeport.diagnostics import Target
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from composeport.audit.baseline import Baseline
    from composeport.audit.report import Audit
    from composeport.audit.selection import Selection

_TARGETS = {"all": tuple(Target), "k8s": (Target.KUBERNETES,), "swarm": (Target.SWARM,)}
_FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html")
_OF_ONE_PROJECT = tuple(option for option in PROJECT_OPTIONS if option.name != "files")

OPTIONS = (
    PROJECT_OPTIONS[0]._replace(help="Compose files, each merged into those before it; or a folder of projects."),
    *_OF_ONE_PROJECT,
    choice("target", "Where the project goes", tuple(_TARGETS)),
    choice("format", "Form of the report", _FORMATS),
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
    chosen, baseline = _selection(arguments), _baseline(arguments)
    audit = _selected(_audit(arguments), chosen)
    if arguments.flag("write_baseline") or arguments.flag("prune_baseline"):
        _keep(audit, baseline, arguments)
        return
    if baseline is not None:
        from composeport.audit.baseline import without_known  # noqa: PLC0415

        audit = without_known(audit, baseline)
    _write(audit, arguments)
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


def _audit(arguments: Arguments) -> Audit:
    """The audit of what the command line names: one project, or all of a folder."""
    targets = _TARGETS[arguments.text("target")]
    names = [*arguments.many("files"), *arguments.many("file")]
    if any(os.path.isdir(name) for name in names):  # noqa: PTH112 - pathlib is not loaded on this way
        return _tree(names, targets, arguments)
    from composeport.audit.report import Audit  # noqa: PLC0415
    from composeport.pipeline import audit  # noqa: PLC0415

    return Audit((audit(load(arguments), targets, picture=arguments.text("format") == "html"),))


def _tree(names: list[str], targets: tuple[Target, ...], arguments: Arguments) -> Audit:
    from pathlib import Path  # noqa: PLC0415 - slow to import

    from composeport.tree import audit_tree  # noqa: PLC0415

    if len(names) > 1:
        raise UsageError("a folder stands alone: its projects are found below it")
    for option in _OF_ONE_PROJECT:
        if option.name != "file" and (arguments.many(option.name) if option.many else arguments.text(option.name)):
            raise UsageError(f"`{option.flags[-1]}` is of one project, and {names[0]} is a folder of projects")
    return audit_tree(Path(names[0]), targets, jobs=_jobs(arguments), progress=terminal.progress("projects"))


def _jobs(arguments: Arguments) -> int:
    given = arguments.text("jobs")
    if not (given.isascii() and given.isdecimal() and len(given) < 5):
        raise UsageError(f"`--jobs` takes a whole number, not `{given}`")
    return int(given)


def _selected(audit: Audit, chosen: Selection) -> Audit:
    """The audit with the findings that were asked for."""
    from composeport.records import replace  # noqa: PLC0415

    return replace(
        audit,
        reports=tuple(
            replace(report, findings=tuple(one for one in report.findings if chosen.takes(one.rule.code)))
            for report in audit.reports
        ),
    )


def _keep(audit: Audit, former: Baseline | None, arguments: Arguments) -> None:
    """Write the baseline anew: all that was found, or what `former` had of it."""
    from composeport.audit.baseline import baseline_text  # noqa: PLC0415
    from composeport.writers.single_file import replace_file  # noqa: PLC0415

    name = arguments.text("baseline")
    replace_file(name, baseline_text(audit, name, former).encode(errors="surrogateescape"))
    if not arguments.flag("quiet"):
        terminal.say(f"{name}: written")


def _write(audit: Audit, arguments: Arguments) -> None:
    """The report, to where it was asked for: all or nothing in a file."""
    from composeport.writers.single_file import replace_file  # noqa: PLC0415

    if name := arguments.text("output"):
        replace_file(name, _report(audit, arguments, colour=False).encode(errors="surrogateescape"))
    elif not arguments.flag("quiet"):
        sys.stdout.write(_report(audit, arguments, colour=terminal.has_colour(sys.stdout)))


def _report(audit: Audit, arguments: Arguments, *, colour: bool) -> str:
    """The report in the form that was asked for; the text for people has colours on a terminal."""
    from composeport.audit.reports import FORMATS  # noqa: PLC0415

    form = arguments.text("format")
    if form == "text" and colour:
        from composeport.audit.reports.text_report import text_report  # noqa: PLC0415

        return text_report(audit, colour=True)
    return FORMATS[form](audit)
