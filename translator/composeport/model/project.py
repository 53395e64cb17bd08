"""A project: what a set of Compose files means, in canonical form (Compose specification, "application model")."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.diagnostics import Attribute, PathPart
from composeport.hints import TYPE_CHECKING
from composeport.model.mounts import FileObject, Volume
from composeport.model.networking import Network
from composeport.model.provenance import Extensions, Provenance
from composeport.model.service import Service
from composeport.records import dataclass, field

if TYPE_CHECKING:
    from composeport.model.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """One of the project's `models`."""

    key: str
    name: str = ""
    model: str = ""
    context_size: int = 0
    runtime_flags: tuple[str, ...] = ()
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One of `jobs.*.triggers.schedule`: when a job runs."""

    cron: str
    timezone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One of the project's `jobs`: a container that runs on a trigger. `manual` is None where nothing says."""

    key: str
    container: Service
    manual: bool | None = None
    schedule: tuple[Schedule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A resolved project. Mappings are ordered by key. `services` are the active ones, `disabled_services` those that
    no active profile selects.

    `source` answers for the whole project: `("services", "web", "image")`. `texts` maps each file's name, as locations
    spell it, to its text, for excerpts: that of an env file without its values. `environment` holds the variables that
    interpolation could see; they may be secret. `name_from_folder` is true where no file, variable or flag gives the
    name. `reading` says what else is worth knowing of how the files were read; None for nothing.
    """

    name: str
    working_dir: str
    files: tuple[str, ...]
    source: Provenance = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    services: Mapping[str, Service]
    disabled_services: Mapping[str, Service] = field(default_factory=dict)
    networks: Mapping[str, Network] = field(default_factory=dict)
    volumes: Mapping[str, Volume] = field(default_factory=dict)
    configs: Mapping[str, FileObject] = field(default_factory=dict)
    secrets: Mapping[str, FileObject] = field(default_factory=dict)
    models: Mapping[str, LanguageModel] = field(default_factory=dict)
    jobs: Mapping[str, Job] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    name_from_folder: bool = False
    extensions: Extensions = field(default_factory=dict)
    reading: Reading | None = None

    def attribute(self, *path: PathPart) -> Attribute:
        """The attribute at `path` of the project, for a finding."""
        return Attribute(path, self.source.at(*path))

    def at_key(self, *path: PathPart) -> Attribute:
        """The same, at the place of its key: for a finding about what it has not."""
        return Attribute(path, self.source.key(*path))
