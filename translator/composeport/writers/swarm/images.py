"""Image references: of what Compose would build, and of what a manager takes for one."""

from __future__ import annotations

import re

from composeport.diagnostics import Severity
from composeport.dispositions.rules import UNRESOLVED_VARIABLE
from composeport.model import Service
from composeport.writers.built_images import image_of_build, is_stand_in, report_unbuilt, stand_in
from composeport.writers.swarm.scope import Scope

_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?/)?"
    rf"{_PART}(?:/{_PART})*)(?::\w[\w.-]{{0,127}})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z0-9]+)*:[0-9a-fA-F]{{32,}})?",
    re.ASCII,
)
"""The grammar of distribution/reference."""

_IDENTIFIER = re.compile("[0-9a-f]{64}")
"""What names an image of one engine, and so none of a registry."""

_LONGEST = 255
"""Characters of a repository's name, with its registry."""


def image(scope: Scope, service: Service) -> str:
    """The image's reference. A service that is only built has the one that `docker compose build` makes."""
    if service.build is None:
        return _checked(scope, service, service.image)
    reference = _checked(scope, service, image_of_build(scope.project, service, scope.options.registry))
    if not is_stand_in(reference):
        report_unbuilt(scope.ask, scope.project, service, reference)
    return reference


def _checked(scope: Scope, service: Service, reference: str) -> str:
    """`reference`, unless it is none: a manager refuses a stack for that, so another stands for it, and is nowhere."""
    found = _REFERENCE.fullmatch(reference)
    if found and len(_in_full(found[1])) <= _LONGEST and not _IDENTIFIER.fullmatch(reference):
        return reference
    scope.drop(
        UNRESOLVED_VARIABLE.at(Severity.ERROR),
        service.attribute("image"),
        f"{reference!r} is no reference of an image; so that the other services can be deployed, one that nobody has"
        " stands in its place",
        "set the variables that it is made of, and run again",
        image=reference,
    )
    return stand_in(service)


def _in_full(repository: str) -> str:
    """A repository with the registry and the account that stand for none (distribution/reference, `normalize.go`)."""
    host, slash, _ = repository.partition("/")
    if slash and ("." in host or ":" in host or host == "localhost" or host != host.lower()):
        return repository
    return f"docker.io/{repository}" if slash else f"docker.io/library/{repository}"
