"""A service's container (SEMANTICS 3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from composeport.dispositions.rules import LIFECYCLE_HOOKS, NO_COUNTERPART
from composeport.model import Hook, Service
from composeport.model.names import with_suffix
from composeport.writers.kubernetes.environment import Environment
from composeport.writers.kubernetes.escaping import escape, escape_all
from composeport.writers.kubernetes.images import image, pull_policy
from composeport.writers.kubernetes.lifecycle import lifecycle
from composeport.writers.kubernetes.overridden import overridden
from composeport.writers.kubernetes.probes import probes
from composeport.writers.kubernetes.publishing import container_ports
from composeport.writers.kubernetes.resources import resources
from composeport.writers.kubernetes.scope import Manifest, Scope, ordered
from composeport.writers.kubernetes.security import container_context, numeric_user

CONTAINER_FIELDS = (
    "name", "image", "imagePullPolicy", "restartPolicy", "command", "args", "workingDir", "ports", "envFrom",
    "env", "resources", "volumeMounts", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
    "securityContext", "stdin", "tty",
)  # fmt: skip
_HOOK = frozenset({"command", "user", "privileged", "working_dir", "environment", "image", "per_replica"})
_FOR_EVER_ONLY = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")
"""What an init container that ends may not have."""


_PROBES = ("readiness.", "liveness.")
"""How the names of overrides that are about a probe begin."""


def container(scope: Scope, service: Service, variables: Environment, mounts: Sequence[Manifest]) -> Manifest:
    """The service's container, of a pod that runs for ever or to completion."""
    reference = image(scope, service)
    command, args = _command(scope, service)
    fields: Manifest = {
        "name": service.object_name,
        "image": reference,
        "imagePullPolicy": pull_policy(scope, service, reference),
        "command": command,
        "args": args,
        "workingDir": service.working_dir,
        "ports": container_ports(scope.project, service, overridden(scope, service).options),
        "envFrom": variables.env_from,
        "env": variables.env,
        "resources": resources(scope, service),
        "volumeMounts": list(mounts),
        **_probes(scope, service),
        "lifecycle": lifecycle(scope, service),
        "securityContext": container_context(scope, service),
        "stdin": service.stdin_open or None,
        "tty": service.tty or None,
    }
    return ordered(fields, CONTAINER_FIELDS)


def _probes(scope: Scope, service: Service) -> Manifest:
    """The probes of the health check, as overrides of them ask."""
    found = probes(scope, service)
    if not any(field.startswith(_PROBES) for field in service.overrides.stated):
        return found
    from composeport.writers.kubernetes.probe_overrides import override_probes  # noqa: PLC0415 - few services ask

    return override_probes(scope, service, found)


def ending(built: Manifest) -> Manifest:
    """A container as an init container that must end before the next starts."""
    return {name: value for name, value in built.items() if name not in _FOR_EVER_ONLY}


def before_start(service: Service, built: Manifest, index: int, hook: Hook) -> Manifest:
    """A `pre_start` hook as an init container: the service's own, with the hook's command and what it overrides."""
    own = ending(built)
    context = own.get("securityContext")
    context = dict(context) if isinstance(context, dict) else {}
    user, group = numeric_user(Service(name=service.name, source=service.source, user=hook.user))
    context |= {key: number for key, number in (("runAsUser", user), ("runAsGroup", group)) if number is not None}
    if hook.privileged and "runAsNonRoot" not in context:
        context |= {"privileged": True}
        context.pop("allowPrivilegeEscalation", None)
    known = own.get("env")
    variables = [entry for entry in known if entry["name"] not in hook.environment] if isinstance(known, list) else []
    stated = {name: value for name, value in hook.environment.items() if value is not None}
    variables += [{"name": name, "value": escape(value)} for name, value in stated.items()]
    own |= {
        "name": with_suffix(service.object_name, f"before-{index + 1}"),
        "image": hook.image or own["image"],
        "command": escape_all(hook.command or ()),
        "args": None,
        "ports": None,
        "workingDir": hook.working_dir or own.get("workingDir"),
        "env": variables,
        "securityContext": context,
    }
    return ordered(own, CONTAINER_FIELDS)


def report_hooks(scope: Scope, service: Service) -> None:
    """What a `pre_start` hook says beyond what its init container takes from it."""
    if not service.pre_start:
        return
    for index, hook in enumerate(service.pre_start):
        for key in map(str, service.source.parts("pre_start", index)):
            if not key.startswith("x-") and key not in _HOOK:
                scope.drop(
                    LIFECYCLE_HOOKS,
                    service.attribute("pre_start", index, key),
                    f"an init container is made as the service's own: its {key!r} is lost",
                    "let the service have it too, or do the work in a service that runs to completion",
                    of=key,
                )
        if hook.per_replica is False:
            scope.approximate(
                LIFECYCLE_HOOKS,
                service.attribute("pre_start", index, "per_replica"),
                "runs before the start of each pod, not once for all",
                "keep it idempotent, or make it a service that runs to completion",
            )


def _command(scope: Scope, service: Service) -> tuple[list[str], list[str]]:
    """`command` and `args`. An empty entrypoint clears the image's, which Kubernetes can only replace.

    One blank word is an empty entrypoint, and an empty command is none at all (moby, `daemon/commit.go`, `merge`).
    """
    entrypoint, command = service.entrypoint, service.command
    if entrypoint in {(), ("",)}:
        if command:
            return escape_all(command), []
        scope.drop(
            NO_COUNTERPART,
            service.attribute("entrypoint"),
            "an empty entrypoint clears the image's; Kubernetes can only replace it",
            "write out what is to run",
            of="entrypoint",
        )
        return [], []
    return escape_all(entrypoint or ()), escape_all(command or ())
