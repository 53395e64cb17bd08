"""Compose files → Project: the whole of Compose's reading, in its order."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from composeport.compose.defaults import normalise
from composeport.compose.discovery import discover, project_name
from composeport.compose.layers import Layer, load_files
from composeport.compose.project import ProjectReader
from composeport.compose.session import LoadOptions, Session
from composeport.compose.trees import implied, put
from composeport.errors import InputError
from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from composeport.compose.discovery import Setting
    from composeport.diagnostics import Location
    from composeport.model import Project
    from composeport.source import nodes


def load_project(  # noqa: PLR0913 - each is an option of `docker compose` of its own
    files: Sequence[str] = (),
    *,
    project_name: str | None = None,
    project_directory: str | None = None,
    profiles: Sequence[str] = (),
    env_files: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    stdin: str | None = None,
    overlay: Sequence[str] = (),
) -> Project:
    """Read Compose files as `docker compose` does.

    Without `files`, Compose's own discovery finds them. `environment` stands for the shell's variables (the process's,
    if None); `stdin` is what the file `-` holds. The files of `overlay` merge into those, wherever they were found.
    Raises InputError with every problem that was found, at its place.
    """
    options = LoadOptions(
        files=tuple(files),
        project_name=project_name,
        project_directory=project_directory,
        profiles=tuple(profiles),
        env_files=tuple(env_files),
        environment=os.environ if environment is None else environment,
        stdin=stdin,
        overlay=tuple(overlay),
    )
    return load(options)


def load(options: LoadOptions) -> Project:
    """Read a project by any options. Raises InputError."""
    session = Session(options)
    try:
        setting, tree, name, from_folder = resolve(session)
        return ProjectReader(session, setting, tree).read(name, from_folder=from_folder)
    except InputError as error:
        from composeport.compose.strangers import concealed  # noqa: PLC0415 - good input does not come here

        raise concealed(session, error) from None


def resolve(session: Session) -> tuple[Setting, nodes.Mapping, str, bool]:
    """The resolved tree of a project, where the project stands, its name, and whether its folder gives the name."""
    setting = discover(session)
    session.working_dir, session.variables = setting.working_dir, setting.environment
    name, from_folder = project_name(session, setting)
    setting.environment["COMPOSE_PROJECT_NAME"] = name
    layer = Layer(
        session,
        setting.working_dir,
        setting.working_dir,
        setting.environment,
        resolve_paths=session.options.resolve_paths,
    )
    try:
        tree = load_files(layer, list(setting.files))
    except InputError as error:
        raise error if error.texts else session.chained(error) from None  # a merge knows trees, and no texts
    if session.options.normalise:
        put(tree, "name", implied(name, _place_of_name(tree)))
        normalise(tree, name, setting.environment if session.options.interpolate else {})
    return setting, tree, name, from_folder


def _place_of_name(tree: nodes.Mapping) -> Location:
    """The place of the project's name; of the first thing that the files say, where they do not give it."""
    stated = tree.items.get("name")
    return stated.location if stated else next(iter(tree.keys.values()), tree.location)
