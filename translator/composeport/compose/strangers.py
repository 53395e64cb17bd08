"""What is left out of the reasons for refusing an input: what strangers' files hold, and what secret variables do.

`include: /etc/shadow` makes somebody else's file part of the project. It is refused, and the message, the excerpt and
every report of it would show a line of that file, were it read out like a file of the project's own.
"""

from __future__ import annotations

import re

from composeport.boundary import lies_outside, tree_of
from composeport.errors import InputError, Problem
from composeport.hints import TYPE_CHECKING
from composeport.records import replace
from composeport.secrecy import secrets_of, veiled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composeport.compose.session import Session

_COMPOSE = re.compile(r"""(?:^|[{,])\s*["']?(?:services|include|networks|volumes)["']?\s*:""", re.MULTILINE)


def concealed(session: Session, error: InputError) -> InputError:
    """The same problems, fit for every eye.

    Those about a stranger's file are one that only names it, at the place that leads there.
    """
    error = without_secrets(error, session.variables)
    strange = {file for file in error.texts if _is_strange(session, file, error.texts[file])}
    if not strange:
        return error
    problems = dict.fromkeys(_about(session, problem, strange) for problem in error.problems)
    return InputError(list(problems), {file: text for file, text in error.texts.items() if file not in strange})


def without_secrets(error: InputError, variables: Mapping[str, str]) -> InputError:
    """The same problems without the values of those variables that are credentials."""
    secrets = secrets_of(variables)
    if not any(secret in problem.message + problem.help for secret in secrets for problem in error.problems):
        return error
    problems = [
        replace(problem, message=veiled(problem.message, secrets), help=veiled(problem.help, secrets))
        for problem in error.problems
    ]
    return InputError(problems, error.texts)


def _is_strange(session: Session, file: str, text: str) -> bool:
    """Whether a file that nobody named on the command line is outside the project's tree, and is no Compose file."""
    named = {session.name(session.absolute(name)) for name in (*session.options.files, *session.options.env_files)}
    home = session.absolute(session.working_dir)
    if file in named or session.is_env_file(file) or _COMPOSE.search(text):
        return False
    return lies_outside(session.absolute(file), tree_of(home))


def _about(session: Session, problem: Problem, strange: set[str]) -> Problem:
    if problem.location is None or problem.location.file not in strange:
        return problem
    file = problem.location.file
    message = f"{file} is outside the project, and cannot be read as its file"
    return Problem(message, session.led_to.get(file), "name a Compose file, or an env file")
