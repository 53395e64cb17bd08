"""Hooks, the stop signal and the grace period (SEMANTICS 3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from composeport.diagnostics import PathPart
from composeport.dispositions.rules import LIFECYCLE_HOOKS, STOP_SIGNAL
from composeport.model import Hook, Service
from composeport.writers.kubernetes.probes import seconds
from composeport.writers.kubernetes.scope import Manifest, Scope

_DEFAULT_SIGNALS = frozenset({"", "SIGTERM", "TERM", "15"})
_SIGNAL_PID_1 = 'kill -s "$1" 1 && while kill -0 1 2>/dev/null; do sleep 1; done'
"""Signals the container's first process and waits for its end: Kubernetes sends SIGTERM when this returns."""


def lifecycle(scope: Scope, service: Service) -> Manifest:
    """The container's `lifecycle`: `post_start`, `pre_stop`, and another signal than SIGTERM."""
    start = _handler(scope, service, "post_start", service.post_start, [])
    stop = _handler(scope, service, "pre_stop", service.pre_stop, _signal(scope, service))
    return {name: handler for name, handler in (("postStart", start), ("preStop", stop)) if handler}


def grace_period(scope: Scope, services: Sequence[Service]) -> int | None:
    """Seconds between SIGTERM and SIGKILL: the longest that a container of the pod asks for."""
    stated = [
        0 if service.stop_grace_period == 0 else seconds(scope, service, service.stop_grace_period, "stop_grace_period")
        for service in services
        if service.stop_grace_period is not None
    ]
    return max(stated, default=None)


def _signal(scope: Scope, service: Service) -> list[list[str]]:
    """A command that stops the container by its own signal: no version takes `stopSignal` by default yet."""
    name = service.stop_signal.upper().removeprefix("SIG")
    if service.stop_signal.upper() in _DEFAULT_SIGNALS or name in _DEFAULT_SIGNALS:
        return []
    if _first_process_is_anothers(scope, service):
        scope.drop(
            STOP_SIGNAL,
            service.attribute("stop_signal"),
            f"{service.stop_signal} is not sent to {service.name!r}: process 1 is not the service's where processes"
            " are shared",
            "set STOPSIGNAL in the image: Kubernetes honours that",
            signal=service.stop_signal,
        )
        return []
    scope.approximate(
        STOP_SIGNAL,
        service.attribute("stop_signal"),
        f"Kubernetes stops {service.name!r} with SIGTERM: a hook sends {service.stop_signal} first, which takes `sh`"
        " in the image",
        "set STOPSIGNAL in the image instead: Kubernetes honours that",
        signal=service.stop_signal,
    )
    return [["sh", "-c", _SIGNAL_PID_1, "stop", name]]


def _first_process_is_anothers(scope: Scope, service: Service) -> bool:
    mates = [mate for mate in scope.project.services.values() if mate.pod == service.pod]
    return any(mate.pid for mate in mates)


def _handler(
    scope: Scope, service: Service, attribute: str, hooks: tuple[Hook, ...], more: list[list[str]]
) -> Manifest | None:
    """One exec handler for all hooks of an event: Kubernetes runs one command, so several become a shell's."""
    commands = []
    for index, hook in enumerate(hooks):
        _report(scope, service, (attribute, index), hook)
        commands.append(_command(hook))
    commands += more
    if not commands:
        return None
    return {"exec": {"command": commands[0] if len(commands) == 1 else _in_turn(commands)}}


def _in_turn(commands: list[list[str]]) -> list[str]:
    from shlex import join  # noqa: PLC0415 - few services have several hooks

    return ["sh", "-c", " && ".join(map(join, commands))]


def _command(hook: Hook) -> list[str]:
    """A hook's command; a working directory or variables of its own are set by a shell."""
    words = list(hook.command or ())
    variables = [f"{name}={value}" for name, value in hook.environment.items() if value is not None]
    if variables:
        words = ["env", *variables, *words]
    if hook.working_dir:
        import shlex  # noqa: PLC0415 - few hooks have one

        words = ["sh", "-c", f"cd {shlex.quote(hook.working_dir)} && exec {shlex.join(words)}"]
    return words


def _report(scope: Scope, service: Service, path: tuple[PathPart, ...], hook: Hook) -> None:
    scope.approximate(
        LIFECYCLE_HOOKS,
        service.attribute(*path),
        "becomes a handler of the container: when it fails, the container is killed and started again",
        "nothing, if it never fails; keep it idempotent",
        event=str(path[0]),
    )
    for lost in ("user", "privileged"):
        if getattr(hook, lost):
            scope.drop(
                LIFECYCLE_HOOKS,
                service.attribute(*path, lost),
                f"a handler runs as the container does: its own {lost!r} is lost",
                "change who the container runs as, or do the work in an init container",
                of=lost,
            )
