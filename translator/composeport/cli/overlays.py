"""`--overlay NAME=FILE`: the variants of a project that `--format kustomize` writes beside it."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.cli.arguments import Arguments
from composeport.cli.project_options import reader
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING
from composeport.records import replace

if TYPE_CHECKING:
    from composeport.model import Project


def load_with_overlays(arguments: Arguments) -> tuple[Project, dict[str, Project]]:
    """The project, and its variants by name. InputError says of which of them it is."""
    from composeport.writers.kustomize.findings import refused_in  # noqa: PLC0415 - a mistake in the arguments needs none

    named = _files_by_name(arguments)
    read = reader(arguments, [file for files in named.values() for file in files])
    project = read(())
    overlays = {}
    for name, files in named.items():
        with refused_in(name):
            overlays[name] = read(files)
    return project, overlays


def together(project: Project, overlays: Mapping[str, Project]) -> Project:
    """The project with the files of its overlays, and with the texts that findings about them point into."""
    files = dict.fromkeys(file for one in (project, *overlays.values()) for file in one.files)
    texts = {name: text for one in (*overlays.values(), project) for name, text in one.texts.items()}
    return replace(project, files=tuple(files), texts=texts)


def _files_by_name(arguments: Arguments) -> dict[str, list[str]]:
    """The files of each overlay, in the order of the command line. UsageError for what is not NAME=FILE."""
    from composeport.writers.kustomize import check_name  # noqa: PLC0415 - imports the writer

    if (form := arguments.text("format")) != "kustomize":
        raise UsageError(f"`--overlay` is for `--format kustomize`, not `{form}`")
    named: dict[str, list[str]] = {}
    for given in arguments.many("overlay"):
        name, _, file = given.partition("=")
        if not (name and file):
            raise UsageError(f"`--overlay` takes NAME=FILE, as production=compose.production.yaml, not `{given}`")
        check_name(name)
        named.setdefault(name, []).append(file)
    return named
