"""Decides what each bind mount is for, and reads the files that travel with it (SEMANTICS 3.7)."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from posixpath import dirname, normpath

from composeport.diagnostics import Findings
from composeport.digests import sha256
from composeport.model import BindDecision, Mount, MountRole, Project, Service
from composeport.model.names import dns_label
from composeport.model.volumes import relative_to_project
from composeport.passes.choices import Choices
from composeport.passes.credential_files import holds_credentials
from composeport.passes.file_trees import OBJECT_LIMIT, Tree, leads_outside, read_file, read_tree
from composeport.records import dataclass, replace

_SYSTEM = ("bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "run", "sbin", "sys", "usr", "var/lib/docker",
           "var/lib/containers", "var/lib/kubelet", "var/log", "var/run", "tmp/.X11-unix")  # fmt: skip
"""Folders that belong to the machine, unless the project itself lives below one of them."""

_SOURCE = re.compile(
    r"\.(?:py|js|jsx|ts|tsx|mjs|go|rs|rb|java|kt|php|cs|c|cc|cpp|h|swift|scala|ex|exs|vue|svelte|erl|clj)$|(?:^|/)(?:package\.json|go\.mod"
    r"|Cargo\.toml|pom\.xml|build\.gradle|pyproject\.toml|requirements\.txt|Gemfile|composer\.json|manage\.py)$"
)
_LABEL = 50
"""Characters of a source's name; a kind of object and a hyphen go before it."""
_DATA = re.compile(r"\.(?:log|db|sqlite3?|mdb|ibd|wal|rdb|aof|pid|lock)$")
_FILE_NAME = re.compile(
    r"[^/]\.[A-Za-z][A-Za-z0-9]{0,9}$|^(?:[A-Z][a-z]+file|id_[a-z0-9]+|known_hosts|authorized_keys|crontab)$"
)
_NOT_FILES = re.compile(r"\.(?:d|data|db|local|config|cache|ssh|aws|kube|gnupg)$")
"""Endings of a path that is missing and was more likely a folder."""


def binds(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - all passes look alike
    """Set `binds` of each service. What cannot be had is said by the writer, which knows what it does about it."""
    sources = _Sources.of(project)
    labels = _labels(project)
    decided: dict[tuple[str, bool, bool, str], BindDecision] = {}

    def decide(service: Service, mount: Mount) -> BindDecision:
        key = (mount.source, mount.read_only, service.build is not None, service.overrides.volume_type)
        if key not in decided:
            decided[key] = replace(_decide(project, service, mount, sources), label=labels[mount.source])
        return decided[key]

    services = {
        name: replace(service, binds={index: decide(service, mount) for index, mount in _bind_mounts(service)})
        for name, service in project.services.items()
    }
    return replace(project, services=services)


def _bind_mounts(service: Service) -> Iterator[tuple[int, Mount]]:
    return ((index, mount) for index, mount in enumerate(service.volumes) if mount.type == "bind")


def _labels(project: Project) -> dict[str, str]:
    """A name for each source: its path in the project, with a digest where it is long or where two are alike."""
    sources = {mount.source for service in project.services.values() for _, mount in _bind_mounts(service)}
    paths = {source: relative_to_project(project, source) for source in sources}
    labels = {source: dns_label(path, len(path)) or "project" for source, path in paths.items()}
    counts = Counter(labels[source] for source in {normpath(source): source for source in sources}.values())
    for source, label in labels.items():
        if len(label) > _LABEL or counts[label] > 1:
            digest = sha256(normpath(paths[source]).encode()).hexdigest()[:8]
            labels[source] = f"{digest}-{label[len(digest) + 1 - _LABEL :].strip('-')}"
    return labels


@dataclass(frozen=True)
class _Sources:
    """Where source code is: the build contexts on this machine, and every folder that holds one or the project."""

    contexts: frozenset[str]
    holders: frozenset[str]

    @classmethod
    def of(cls, project: Project) -> _Sources:
        """Those of a project, whose own folder is no context by itself."""
        home = normpath(project.working_dir)
        built = {service.build.context for service in project.services.values() if service.build is not None}
        contexts = {normpath(context) for context in built if context.startswith("/")} | {home}
        return cls(frozenset(contexts - {home}), frozenset(folder for path in contexts for folder in _upwards(path)))

    def below(self, folder: str) -> bool:
        """Whether a folder is part of a build context, so that an image has it too."""
        return any(parent in self.contexts for parent in _upwards(dirname(folder)))


def _upwards(folder: str) -> Iterator[str]:
    """A folder and all that it is in, but for the root."""
    while folder.strip("/"):
        yield folder
        folder = dirname(folder)


def _decide(project: Project, service: Service, mount: Mount, sources: _Sources) -> BindDecision:
    source = normpath(mount.source.replace("\\", "/"))
    if _is_system(source, project.working_dir) or not source.startswith("/"):
        return BindDecision(MountRole.SYSTEM)
    if leads_outside(source, project.working_dir):
        return BindDecision(MountRole.MISSING)
    try:
        mode = os.stat(source).st_mode  # noqa: PTH116 - a Path for each mount costs more than all else here
    except (OSError, ValueError):
        return BindDecision(_role_of_missing(source, mount))
    if stat.S_ISDIR(mode):
        if source in sources.holders:
            return BindDecision(MountRole.SOURCE_TREE)
        return _decide_folder(service, mount, read_tree(source), below=sources.below(source))
    return _decide_file(source) if stat.S_ISREG(mode) else BindDecision(MountRole.SYSTEM)


def _is_system(source: str, home: str) -> bool:
    """Whether a path is the machine's own, not read whatever is there."""
    if source == "/" or source.endswith(".sock"):
        return True
    if source.startswith(f"{normpath(home)}/"):
        return False
    return any(source == f"/{folder}" or source.startswith(f"/{folder}/") for folder in _SYSTEM)


def _role_of_missing(source: str, mount: Mount) -> MountRole:
    """Compose makes an empty folder of what is missing; a folder that is written to is a place for data."""
    name = source.rpartition("/")[2]
    looks_like_file = bool(_FILE_NAME.search(name)) and not _NOT_FILES.search(name)
    same_ending = mount.target.rpartition("/")[2] == name and "." in name[1:]
    return MountRole.MISSING if mount.read_only or looks_like_file or same_ending else MountRole.DATA


def _decide_folder(service: Service, mount: Mount, tree: Tree, *, below: bool) -> BindDecision:
    """What a folder is for: what an override says, or what is in it."""
    asked = service.overrides.volume_type
    if asked == "persistentVolumeClaim":
        return BindDecision(MountRole.DATA)
    if asked == "configMap":
        return _files(tree) if tree.complete else BindDecision(MountRole.TOO_LARGE)
    source_code = any(_SOURCE.search(file.path) for file in tree.files)
    if source_code and (below or service.build is not None) and not mount.read_only:
        return BindDecision(MountRole.SOURCE_TREE)
    if mount.read_only:
        return _files(tree) if tree.complete else BindDecision(MountRole.TOO_LARGE)
    text = all(is_text(file.content) and not _DATA.search(file.path) for file in tree.files)
    if tree.empty or not tree.complete or not text:
        return BindDecision(MountRole.DATA)
    return _files(tree)


def _decide_file(source: str) -> BindDecision:
    file = read_file(source)
    if file is None:
        return BindDecision(MountRole.MISSING)
    if len(file.content) > OBJECT_LIMIT:
        return BindDecision(MountRole.TOO_LARGE)
    return BindDecision(MountRole.FILES, (file,), holds_credentials(source, file.content))


def _files(tree: Tree) -> BindDecision:
    secret = any(holds_credentials(file.path, file.content) for file in tree.files)
    return BindDecision(
        MountRole.FILES, tuple(tree.files), secret, hollow=tuple(tree.hollow), outside=tuple(tree.outside)
    )


def is_text(content: bytes) -> bool:
    """Whether bytes are text that a manifest can hold as it is."""
    if b"\0" in content:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
