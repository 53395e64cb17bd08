"""Image references and when they are pulled (SEMANTICS 3.3; Compose `image`, `build`, `pull_policy`)."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.dispositions.rules import NO_COUNTERPART, UNRESOLVED_VARIABLE
from composeport.model import Service
from composeport.writers.built_images import image_of_build, report_unbuilt, stand_in
from composeport.writers.kubernetes.scope import Scope

_POLICIES = {
    "always": "Always",
    "never": "Never",
    "missing": "IfNotPresent",
    "if_not_present": "IfNotPresent",
    "build": "IfNotPresent",
}


def image(scope: Scope, service: Service) -> str:
    """The image's reference. A service that is only built has the one that `docker compose build` makes."""
    reference = image_of_build(scope.project, service, scope.options.registry)
    if service.build is not None:
        report_unbuilt(scope.ask, scope.project, service, reference)
    return _trimmed(scope, service, reference)


def _trimmed(scope: Scope, service: Service, reference: str) -> str:
    """`reference`, without the spaces around it that no server takes; blank ones leave nothing to pull."""
    trimmed = reference.strip()
    if trimmed == reference and reference:
        return reference
    scope.drop(
        UNRESOLVED_VARIABLE.at(Severity.ERROR),
        service.attribute("image"),
        f"{reference!r} is no reference of an image: {trimmed or 'one that nobody has'} stands in its place",
        "write NAME:TAG, and set the variables that it is made of",
        image=reference,
    )
    return trimmed or stand_in(service)


def pull_policy(scope: Scope, service: Service, reference: str) -> str | None:
    """`imagePullPolicy`. By default Compose pulls what is missing; Kubernetes would always pull `latest`."""
    if service.overrides.image_pull_policy:
        return service.overrides.image_pull_policy
    if not service.pull_policy:
        return "IfNotPresent" if is_latest(reference) else None
    if service.pull_policy in _POLICIES:
        return _POLICIES[service.pull_policy]
    scope.approximate(
        NO_COUNTERPART,
        service.attribute("pull_policy"),
        f"{service.pull_policy!r} of {service.name!r} becomes Always: the cluster knows no interval",
        "name a version in the tag, which makes pulling again pointless",
        pull_policy=service.pull_policy,
    )
    return "Always"


def is_latest(reference: str) -> bool:
    """Whether a reference has the tag `latest`, or neither a tag nor a digest."""
    if "@" in reference:
        return False
    _, _, tag = reference.rpartition("/")[2].partition(":")
    return tag in {"", "latest"}
