"""Images that Compose builds: what they are called, and how they come to where containers run.

No cluster builds: an image is built by `docker compose build`, which calls it `<project>-<service>`, and pushed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from composeport.diagnostics import Severity
from composeport.dispositions.rules import UNBUILT_IMAGE
from composeport.errors import UsageError
from composeport.model import Project, Service
from composeport.model.names import dns_label

_REGISTRY = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\])(?::[0-9]+)?"
    r"(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*/?"
)
"""The form of what goes before the images that are built: a host, with a port or without, and a path."""

_NOWHERE = "unset.invalid"
"""A registry that cannot be (RFC 2606, section 2)."""


def check_registry(text: str) -> None:
    """Raise UsageError for what cannot go before the name of an image."""
    if text and not _REGISTRY.fullmatch(text):
        raise UsageError(f"`--registry` takes a host and a path in small letters, as example.com/team, not `{text}`")


def built_name(project: Project, service: Service) -> str:
    """What `docker compose build` calls the image of a service without `image`."""
    return f"{project.name}-{service.name}".lower()


def image_of_build(project: Project, service: Service, registry: str) -> str:
    """The reference under which a built image is to be found, below `registry` if there is one."""
    name = built_name(project, service)
    return service.image or (f"{registry.rstrip('/')}/{name}" if registry else name)


def report_unbuilt(ask: Callable[..., None], project: Project, service: Service, reference: str) -> None:
    """Say that an image must be built, by the `ask` of a writer's scope.

    One that names a registry or an account may be there already: that it is built too is a warning.
    """
    ask(
        UNBUILT_IMAGE.at(Severity.WARNING) if "/" in service.image else UNBUILT_IMAGE,
        service.attribute("build"),
        f"the image {reference} of {service.name!r} must be built and pushed: a cluster builds nothing",
        _how_to_provide(project, service, reference),
        image=reference,
    )


def _how_to_provide(project: Project, service: Service, reference: str) -> str:
    """The commands that build the image, so that every node can pull it."""
    build = f"docker compose build {service.name}"
    if service.image and "/" not in service.image:
        return f"name a registry in `image`, then {build} && docker compose push {service.name}"
    if service.image:
        return f"{build} && docker push {reference}"
    built = built_name(project, service)
    if reference == built:
        return f"{build}, and say where to push it: --registry HOST/PATH"
    return f"{build} && docker tag {built} {reference} && docker push {reference}"


def stand_in(service: Service) -> str:
    """What stands in the place of an image that is none, so that the other services can run: nobody has it."""
    return f"{_NOWHERE}/{dns_label(service.name) or 'image'}"


def is_stand_in(reference: str) -> bool:
    """Whether a reference is such a one."""
    return reference.startswith(_NOWHERE)
