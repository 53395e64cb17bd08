"""Starter projects: cookiecutter templates below `scaffolds/`, made into a directory, all or nothing.

What is made depends on the template and on the answers alone: cookiecutter's own settings in the user's home are not
read, nothing is kept there, and nothing is fetched.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from composeport import resources
from composeport.contexts import contextmanager
from composeport.errors import OutputError, UsageError, reason_of
from composeport.hints import Any
from composeport.records import dataclass
from composeport.source.spelling import nearest

_CONTEXT = "cookiecutter.json"
_SLUG = r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
"""A project's directory: also the name of a Compose project and of a Kubernetes namespace."""

_YES, _NO = ("1", "true", "t", "yes", "y", "on"), ("0", "false", "f", "no", "n", "off")
"""What cookiecutter takes for the answer to a question of yes or no."""


@dataclass(frozen=True, slots=True)
class StackOption:
    """A question of a template. It takes only its `choices`, where it has some; `yes` or `no` if it is a `switch`."""

    name: str
    question: str
    default: str
    choices: tuple[str, ...] = ()
    switch: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """A template: the directory that cookiecutter takes, one line about it, and what it asks."""

    name: str
    folder: Path
    summary: str
    options: tuple[StackOption, ...]


def stack_names() -> list[str]:
    """The names of the stacks. OutputError where this copy of composeport has none."""
    try:
        return sorted(path.parent.name for path in resources.data_dir("scaffolds").glob(f"*/{_CONTEXT}"))
    except LookupError as error:
        raise OutputError(f"{error}; install composeport again") from error


def stack_of(name: str) -> Stack:
    """The stack of this name. UsageError where there is none."""
    known = stack_names()
    if name not in known:
        raise UsageError(_unknown(f"there is no stack `{name}`", name, known))
    folder = resources.data_dir("scaffolds") / name
    context = json.loads((folder / _CONTEXT).read_text(encoding="utf-8"))
    answers = _answers(folder, {}, ask=False)
    options = (_option(key, raw, answers, context) for key, raw in context.items() if not key.startswith("_"))
    return Stack(name, folder, context.get("_summary", ""), tuple(options))


def create(stack: Stack, directory: str, given: Mapping[str, str], *, ask: bool) -> Path:
    """Make a project of `stack` in `directory`, or in one named after the project where that is "".

    `given` are answers by the option's name. The other questions are asked on the terminal with `ask`, else they have
    their defaults. Returns the directory. UsageError for an answer that is not taken; OutputError where the directory
    holds something, or cannot be written: then it is as it was.
    """
    _check(stack, given)
    with _scratch() as scratch:
        template = scratch / stack.name
        # pip compiles the .py files of an installed scaffold, and cookiecutter would copy what it or a linter made.
        shutil.copytree(stack.folder, template, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
        answers = _answers(template, given, ask=ask)
        target = Path(directory or answers["project_slug"])
        try:
            _refuse_occupied(target)
            with _beside(target) as workshop:
                _install(_generate(template, answers, workshop), target)
        except OSError as error:
            raise OutputError(f"cannot write {target}: {reason_of(error)}") from error
    return target


def _option(name: str, raw: object, answers: Mapping[str, Any], context: Mapping[str, Any]) -> StackOption:
    prompt = context.get("__prompts__", {}).get(name, name)
    question = prompt.get("__prompt__", name) if isinstance(prompt, dict) else prompt
    if isinstance(raw, bool):
        return StackOption(name, question, "yes" if raw else "no", switch=True)
    choices = tuple(map(str, raw)) if isinstance(raw, list) else ()
    return StackOption(name, question, str(answers[name]), choices)


def _check(stack: Stack, given: Mapping[str, str]) -> None:
    """UsageError for an option that the stack does not have, and for a value that the option does not take."""
    options = {option.name: option for option in stack.options}
    for name, value in given.items():
        option = options.get(name)
        if option is None:
            raise UsageError(_unknown(f"{stack.name} has no option `{name}`", name, options))
        if option.switch and value.lower() not in (*_YES, *_NO):
            raise UsageError(f"`{name}` takes yes or no, not `{value}`")
        if option.choices and value not in option.choices:
            raise UsageError(_unknown(f"`{name}` does not take `{value}`", value, option.choices))
        if re.search(r"\{[{%#]", value):
            raise UsageError(f"`{name}` cannot hold `{{{{`, `{{%` or `{{#`: a template would take it for its own")


def _unknown(message: str, name: str, known: Iterable[str]) -> str:
    """`message`, the known name that is most like the wrong one, and all of them."""
    return f"{'; '.join(filter(None, (message, nearest(name, known))))} (known: {', '.join(known)})"


def _answers(template: Path, given: Mapping[str, str], *, ask: bool) -> dict[str, Any]:
    """All values that the template is rendered with, the derived ones too. UsageError where there are none."""
    from cookiecutter.generate import generate_context  # noqa: PLC0415 - 0.3 s, and only here is it needed
    from cookiecutter.prompt import prompt_for_config  # noqa: PLC0415

    context = generate_context(str(template / _CONTEXT), extra_context=dict(given))
    questions = context["cookiecutter"]
    try:
        answers = {**questions, **prompt_for_config(context, no_input=not ask)}
    except EOFError as error:
        raise UsageError("the questions have no answers: `--no-input` takes the defaults") from error
    slug = answers["project_slug"]
    if not re.fullmatch(_SLUG, slug):
        raise UsageError(f"`project_slug` takes small letters, digits and hyphens, 63 at most, not `{slug}`")
    return answers


@contextmanager
def _scratch() -> Iterator[Path]:
    """A directory that is gone afterwards, and the place of temporary files: cookiecutter leaves its hooks there."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="composeport-") as name:
        tempfile.tempdir = name
        try:
            yield Path(name)
        finally:
            tempfile.tempdir = before


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A directory on the same file system as `target`, in it if it is there, that is gone afterwards."""
    place = target if target.is_dir() else target.parent
    with tempfile.TemporaryDirectory(prefix=".composeport-", dir=place) as name:
        yield Path(name)


def _refuse_occupied(target: Path) -> None:
    """OutputError where `target` is there and no empty directory."""
    if target.is_dir() and any(target.iterdir()):
        raise OutputError(f"{target} is not empty: name a directory that is, or a new one")
    if not target.is_dir() and os.path.lexists(target):
        raise OutputError(f"{target} is there already, and no directory: name another one")


def _generate(template: Path, answers: dict[str, Any], workshop: Path) -> Path:
    """The project, made in `workshop`. UsageError where the template's own check refuses the answers."""
    import logging  # noqa: PLC0415

    from cookiecutter.exceptions import FailedHookException  # noqa: PLC0415
    from cookiecutter.generate import generate_files  # noqa: PLC0415

    # The hook has said what is wrong; cookiecutter would add its own traceback.
    logging.getLogger("cookiecutter").addHandler(logging.NullHandler())
    try:
        with _importable():
            return Path(generate_files(template, {"cookiecutter": answers}, workshop.resolve()))
    except FailedHookException as error:
        raise UsageError(f"nothing was made; `composeport new {template.name} --list` shows what it takes") from error


@contextmanager
def _importable() -> Iterator[None]:
    """Let the hooks, which are processes of their own, import this composeport, wherever it runs from."""
    before = os.environ.get("PYTHONPATH")
    here = str(Path(__file__).resolve().parent.parent)
    os.environ["PYTHONPATH"] = here if before is None else f"{here}{os.pathsep}{before}"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def _install(project: Path, target: Path) -> None:
    """Put the finished project where it belongs. A directory that is there stays: a shell may be in it."""
    if not target.is_dir():
        project.rename(target)
        return
    for path in project.iterdir():
        path.rename(target / path.name)
