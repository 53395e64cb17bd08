"""What stops composeport. Everything it raises on purpose is one of these, so a caller catches one name.

ComposeportError              exit status 2, never a traceback
├── UsageError                the command line asks for what cannot be
├── InputError                the Compose files cannot be read as a project; carries located problems
├── OutputError               the output cannot be written; what was there is as it was
└── ClusterError              the cluster that is asked does not answer, or not to us
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from composeport.diagnostics import Location
from composeport.records import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for refusing an input: where, what is wrong, what to do next, and how the value came to be there.

    `chain` holds the places that led to `location` (an `extends`, an `include`), the nearest first. `code` is that of
    the rule which an audit reports it by, where that is a more precise one than CP100.
    """

    message: str
    location: Location | None = None
    help: str = ""
    chain: tuple[Location, ...] = ()
    code: str = ""


class ComposeportError(Exception):
    """The root of the tree."""


class UsageError(ComposeportError):
    """The command line, or a call of the library, asks for what cannot be."""


class InputError(ComposeportError):
    """The input is refused. `problems` is never empty; `texts` maps the file names in them to the text for excerpts."""

    def __init__(self, problems: Sequence[Problem], texts: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(problems)
        self.texts: dict[str, str] = dict(texts or {})
        super().__init__("\n".join(_headline(problem) for problem in self.problems))


class OutputError(ComposeportError):
    """The output could not be written."""


class ClusterError(ComposeportError):
    """The cluster does not answer, or not to whoever asks."""


def reason_of(error: OSError | ValueError) -> str:
    """Why the system refuses, as the end of a sentence: `permission denied`. (A NUL in a name is a ValueError.)"""
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()


def mistake(error: Exception) -> str:
    """What to say of a mistake of our own. Its message is not in it: it may hold a value from the input, a secret."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""  # noqa: PTH119
    return f"composeport made a mistake ({type(error).__name__}{where}); please report it"


def _headline(problem: Problem) -> str:
    return f"{problem.location}: {problem.message}" if problem.location else problem.message
