"""Reads what configs and secrets hold (SEMANTICS 3.8)."""

from __future__ import annotations

import os

from composeport.diagnostics import Findings
from composeport.model import FileObject, MountedFile, Project
from composeport.passes.choices import Choices
from composeport.passes.file_trees import leads_outside, read_file
from composeport.records import replace


def files(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - all passes look alike
    """Set `loaded` of each config and secret that a service uses."""
    configs = {mount.source for service in project.services.values() for mount in service.configs}
    secrets = {mount.source for service in project.services.values() for mount in service.secrets}
    return replace(
        project,
        configs={key: _load(project, item) if key in configs else item for key, item in project.configs.items()},
        secrets={key: _load(project, item) if key in secrets else item for key, item in project.secrets.items()},
    )


def _load(project: Project, item: FileObject) -> FileObject:
    if item.external:
        return item
    if item.content is not None:
        return replace(item, loaded=MountedFile("", 0o444, item.content.encode(errors="surrogateescape")))
    if not item.file or leads_outside(item.file, project.working_dir):
        return item
    return replace(item, loaded=read_file(item.file), is_folder=os.path.isdir(item.file))  # noqa: PTH112 - cheaper
