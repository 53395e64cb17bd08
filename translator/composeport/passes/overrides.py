"""Takes what a user decides for the cluster: `x-composeport`, `composeport.*`, `kompose.*` labels (SEMANTICS 3.9)."""

from __future__ import annotations

from composeport.diagnostics import Findings
from composeport.model import Project, Service, Volume
from composeport.passes.choices import Choices

EXTENSION = "x-composeport"
PREFIXES = ("kompose.", "composeport.")
"""Of labels, the weaker first; the extension beats both."""


def overrides(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - all passes look alike
    """Set `overrides` of each service and volume, and take their labels away, which would only say them again.

    Raises `InputError` for an `x-composeport` with a key that is unknown or a value of another kind.
    """
    owners: list[Service | Volume] = [*project.services.values(), *project.volumes.values()]
    if not any(map(_decides, owners)):
        return project
    from composeport.passes.override_keys import read_overrides  # noqa: PLC0415 - most projects decide nothing

    return read_overrides(project, findings)


def _decides(owner: Service | Volume) -> bool:
    """Whether a service or a volume has a label or the extension that may say something."""
    labels = [*owner.labels]
    if isinstance(owner, Service) and owner.deploy is not None:
        labels += owner.deploy.labels
    return EXTENSION in owner.extensions or any(label.startswith(PREFIXES) for label in labels)
