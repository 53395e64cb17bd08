"""What overrides say about pods: accounts, pull secrets, a container that runs first (SEMANTICS 3.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from composeport.dispositions.rules import CLUSTER_PREREQUISITE
from composeport.model import Service
from composeport.writers.kubernetes.escaping import escape_all
from composeport.writers.kubernetes.images import is_latest
from composeport.writers.kubernetes.overridden import not_honoured, report_unscaled
from composeport.writers.kubernetes.scope import Manifest, Scope

_INIT_NAME = "init-service"
"""Kompose's, for an init container without a name."""


def service_account(scope: Scope, services: Sequence[Service]) -> str:
    """The account that the pod's services ask for, that of the first that does; "" where none does."""
    asked = [service for service in services if service.overrides.service_account]
    if not asked:
        return ""
    name = asked[0].overrides.service_account
    _ask(scope, asked[0], "service_account", f"the namespace must have a ServiceAccount {name!r}", "serviceaccount")
    for other in asked[1:]:
        if other.overrides.service_account != name:
            reason = f"its pod has one account, {name!r}, which {asked[0].name!r} asks for"
            not_honoured(scope, other, "service_account", reason, "ask for the same one")
    return name


def pull_secrets(scope: Scope, services: Sequence[Service]) -> list[Manifest]:
    """`imagePullSecrets` of the pod."""
    asked: dict[str, Service] = {}
    for service in services:
        if service.overrides.image_pull_secret:
            asked.setdefault(service.overrides.image_pull_secret, service)
    for name, service in asked.items():
        _ask(scope, service, "image_pull_secret", f"the namespace must have a Secret {name!r} to pull with", "secret")
    return [{"name": name} for name in asked]


def fs_group(services: Sequence[Service]) -> int | None:
    """The group of the pod's volumes that an override asks for, the owner's first."""
    return next((service.overrides.fs_group for service in services if service.overrides.fs_group is not None), None)


def init_containers(scope: Scope, services: Sequence[Service], built: Mapping[str, Manifest]) -> list[Manifest]:
    """The containers that overrides let run before the services' own."""
    found = []
    for service in services:
        overrides = service.overrides
        if overrides.init_image:
            made: Manifest = {"name": overrides.init_name or _INIT_NAME, "image": overrides.init_image}
            if is_latest(overrides.init_image):
                made["imagePullPolicy"] = "IfNotPresent"
            if overrides.init_command:
                made["command"] = escape_all(overrides.init_command)
            if scope.options.harden:
                made["securityContext"] = built[service.name]["securityContext"]
            found.append(made)
        elif said := [name for name in ("init_name", "init_command") if name in overrides.stated]:
            advice = "write init.containers.image beside it"
            not_honoured(scope, service, said[0], "an init container needs an image", advice)
    return found


def name_apart(made: Iterable[Manifest], taken: set[str]) -> None:
    """Number the containers of a pod whose names others have; `taken` are those of its services."""
    for container in made:
        base, number = str(container["name"]), 2
        while container["name"] in taken:
            container["name"], number = f"{base[:58]}-{number}", number + 1
        taken.add(str(container["name"]))


def report_guest_overrides(scope: Scope, owner: Service, guest: Service) -> None:
    """What overrides of a service say about its workload is lost where the pod is another's."""
    reason = f"it runs in the pod of {owner.name!r}"
    report_unscaled(scope, guest, reason)
    for name in ("controller", "schedule", "concurrency_policy", "backoff_limit"):
        if name in guest.overrides.stated:
            not_honoured(scope, guest, name, reason, f"write it at {owner.name!r}")


def _ask(scope: Scope, service: Service, field: str, message: str, kind: str) -> None:
    attribute = service.attribute(*service.overrides.stated[field])
    scope.ask(CLUSTER_PREREQUISITE, attribute, message, f"kubectl get {kind}", override=field)
