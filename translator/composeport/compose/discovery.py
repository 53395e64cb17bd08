"""Which files make a project, what it is called and what its variables are: Compose's own discovery.

Compose CLI environment variables (`COMPOSE_FILE`, `COMPOSE_PROFILES`…), the default file names and their override
files, the `.env` file next to the project, and the project's name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from composeport.compose.environment import read_env_files
from composeport.compose.problems import refuse
from composeport.compose.session import STDIN, Session
from composeport.errors import InputError
from composeport.records import dataclass
from composeport.source.interpolation import interpolate
from composeport.source.nodes import Mapping, Scalar

FILES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a project stands: its files and folder as absolute paths, its variables, its profiles."""

    files: tuple[str, ...]
    working_dir: str
    environment: dict[str, str]
    profiles: tuple[str, ...]


def discover(session: Session) -> Setting:
    """Find a project's files and variables. Raises InputError where there is no file."""
    options = session.options
    folder = session.absolute(options.project_directory) if options.project_directory else ""
    files = _paths(session, options.files)
    environment = {**options.environment, "PWD": session.here}
    assumed = _working_dir(session, folder, files)
    _add_env_files(session, environment, assumed)
    if not files and (listed := environment.get("COMPOSE_FILE")) is not None:
        separator = environment.get("COMPOSE_PATH_SEPARATOR") or os.pathsep
        files = _paths(session, listed.split(separator))
    if not files:
        files = _default_files(folder or session.here)
    working_dir = _working_dir(session, folder, files)
    if not files:
        hint = f"name a file, or run composeport where there is a {FILES[0]}"
        raise refuse(f"there is no Compose file in {session.name(working_dir)} or above", None, hint)
    if working_dir != assumed:
        _add_env_files(session, environment, working_dir)
    profiles = options.profiles or tuple(name.strip() for name in environment.get("COMPOSE_PROFILES", "").split(","))
    files += _paths(session, options.overlay)
    return Setting(files=tuple(files), working_dir=working_dir, environment=environment, profiles=profiles)


def _paths(session: Session, files: Iterable[str]) -> list[str]:
    """Files as absolute paths, but for the one that is standard input."""
    return [STDIN if file == STDIN else session.absolute(file) for file in files]


def _working_dir(session: Session, folder: str, files: list[str]) -> str:
    """The project's folder: as given, or that of the first file on disk, or the current one."""
    first = next((file for file in files if file != STDIN), None)
    return folder or (os.path.dirname(first) if first else session.here)


def _default_files(folder: str) -> list[str]:
    """The Compose file of the folder or of the nearest one above, with its override file."""
    while True:
        base = _first_of(FILES, folder)
        if base:
            override = _first_of(OVERRIDES, folder)
            return [base, override] if override else [base]
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        folder = parent


def _first_of(names: tuple[str, ...], folder: str) -> str | None:
    return next((path for name in names if os.path.isfile(path := os.path.join(folder, name))), None)


def _add_env_files(session: Session, environment: dict[str, str], working_dir: str) -> None:
    """Add what env files set, where the environment does not. Relative names of them start in the current directory."""
    session.working_dir = working_dir  # a file that cannot be read is judged by where the project is
    named = session.options.env_files
    if not named and (listed := session.options.environment.get("COMPOSE_ENV_FILES")):
        named = tuple(listed.split(","))
    if named:
        files = [session.absolute(file) for file in named]
    else:
        default = os.path.join(working_dir, ".env")
        disabled = session.options.environment.get("COMPOSE_DISABLE_ENV_FILE", "").lower() in ("1", "t", "true")
        files = [default] if not disabled and os.path.isfile(default) else []
    for name, value in read_env_files(session, [(file, None) for file in files], environment).items():
        environment.setdefault(name, value)


def project_name(session: Session, setting: Setting) -> tuple[str, bool]:
    """The project's name, and whether it only comes from its folder.

    In order: the option, COMPOSE_PROJECT_NAME, the last `name:` of the files, the folder. Raises InputError for a name
    that Compose refuses.
    """
    given = session.options.project_name or setting.environment.get("COMPOSE_PROJECT_NAME")
    if given:
        if given != normalise_name(given):
            hint = "use lower-case letters, digits, `-` and `_`, beginning with a letter or a digit"
            place = None if session.options.project_name else session.notes.given.get("COMPOSE_PROJECT_NAME")
            raise session.chained(refuse(f"invalid project name `{given}`", place, hint))
        return given, False
    stated = _stated_name(session, setting)
    if stated is not None:
        text = str(stated.value)
        if session.options.interpolate:
            try:
                text = interpolate(text, setting.environment.get, stated.location)
            except InputError as error:
                raise session.chained(error) from None
        if name := normalise_name(text):
            return name, False
    name = normalise_name(os.path.basename(setting.working_dir))
    if not name:
        raise refuse("the folder's name gives no project name", None, "give the project a `name:`, or use `-p NAME`")
    return name, True


def normalise_name(name: str) -> str:
    """The name without what Compose does not allow in one."""
    return "".join(character for character in name.lower() if character in _NAME).lstrip("_-")


def _stated_name(session: Session, setting: Setting) -> Scalar | None:
    """The last `name` that a file states."""
    found: Scalar | None = None
    for file in setting.files:
        text = session.read(file)
        if "name" not in text:
            continue
        for document in session.look_ahead(file):
            name = document.items.get("name") if isinstance(document, Mapping) else None
            if isinstance(name, Scalar) and isinstance(name.value, str) and name.value:
                found = name
    return found
