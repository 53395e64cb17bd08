"""How a change is rolled out (SEMANTICS 3.2, 3.3; Compose Deploy specification, `update_config`, `rollback_config`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from composeport.dispositions.rules import NO_COUNTERPART
from composeport.model import Service, UpdateConfig
from composeport.writers.kubernetes.probes import seconds
from composeport.writers.kubernetes.scope import MOST, Manifest, Scope

_DEFAULT_DEADLINE = 600
"""Seconds that Kubernetes gives a rollout; it must be more than `minReadySeconds`."""

_KEPT_REVISIONS = 10
_WHERE = ("deploy", "update_config")


def deployment_rollout(scope: Scope, service: Service, *, exclusive: bool) -> Manifest:
    """`strategy` and what goes with it. `exclusive`: two pods cannot run side by side, for a claim or a host's port."""
    config = _update_config(service)
    fields: Manifest = {}
    if config is not None:
        fields["strategy"] = {"type": "RollingUpdate", "rollingUpdate": _surge(scope, service, config)}
        fields |= _pace(scope, service, config)
    elif exclusive:
        fields["strategy"] = {"type": "Recreate"}
    return fields | _rollback(scope, service)


def daemon_rollout(scope: Scope, service: Service) -> Manifest:
    """`updateStrategy` of a DaemonSet."""
    config = _update_config(service)
    fields: Manifest = {}
    if config is not None:
        fields["updateStrategy"] = {"type": "RollingUpdate", "rollingUpdate": _surge(scope, service, config)}
        fields |= _pace(scope, service, config)
        fields.pop("progressDeadlineSeconds", None)
    return fields | _rollback(scope, service)


def stateful_rollout(scope: Scope, service: Service) -> Manifest:
    """`minReadySeconds` of a StatefulSet, which always replaces its pods one by one."""
    config = _update_config(service)
    fields: Manifest = {}
    if config is not None:
        fields |= _pace(scope, service, config)
        fields.pop("progressDeadlineSeconds", None)
        scope.approximate(
            NO_COUNTERPART,
            service.attribute("deploy", "update_config"),
            "a StatefulSet replaces its pods one by one, the last first",
            "nothing, if the order does not matter",
        )
    return fields | _rollback(scope, service)


def report_no_rollout(scope: Scope, service: Service) -> None:
    """Say that a job is not rolled out: another version of it is another job."""
    for name in ("update_config", "rollback_config"):
        if service.source.stated("deploy", name):
            scope.drop(
                NO_COUNTERPART,
                service.attribute("deploy", name),
                f"{name} of {service.name!r} says nothing to a job, which is not rolled out",
                "leave it out",
                of=name,
            )


def _update_config(service: Service) -> UpdateConfig | None:
    return service.deploy.update_config if service.deploy else None


def _surge(scope: Scope, service: Service, config: UpdateConfig) -> Manifest:
    """`parallelism` pods at a time (1 where nothing is said, all for 0), started before or after the old ones stop."""
    parallelism = 1 if config.parallelism is None else config.parallelism
    step: int | str = scope.counted(service, parallelism, *_WHERE, "parallelism") or "100%"
    if config.order == "start-first":
        return {"maxSurge": step, "maxUnavailable": 0}
    return {"maxSurge": 0, "maxUnavailable": step}


def _pace(scope: Scope, service: Service, config: UpdateConfig) -> Manifest:
    fields: Manifest = {}
    delay = seconds(scope, service, config.delay, *_WHERE, "delay") if config.delay else 0
    if delay:
        delay = scope.counted(service, delay, *_WHERE, "delay", most=MOST - 1)  # the deadline is later
        fields["minReadySeconds"] = delay
    monitor = seconds(scope, service, config.monitor, *_WHERE, "monitor") if config.monitor else 0
    if monitor or delay >= _DEFAULT_DEADLINE:
        fields["progressDeadlineSeconds"] = max(monitor or _DEFAULT_DEADLINE, delay + 1)
    _report_failures(scope, service, config)
    return fields


def _report_failures(scope: Scope, service: Service, config: UpdateConfig) -> None:
    """What is said for the case that a rollout fails: on Kubernetes it stops, as with `failure_action: pause`."""
    report: Mapping[str, tuple[bool, Callable[..., None], str]] = {
        "monitor": (
            bool(config.monitor),
            scope.approximate,
            "it becomes the time in which a rollout must make progress",
        ),
        "failure_action": (
            config.failure_action not in {"", "pause"},
            scope.drop,
            "a rollout that fails stops; Kubernetes never rolls back or goes on by itself",
        ),
        "max_failure_ratio": (
            bool(config.max_failure_ratio),
            scope.drop,
            "Kubernetes tolerates no share of failures",
        ),
    }
    for name, (stated, add, message) in report.items():
        if stated:
            attribute = service.attribute("deploy", "update_config", name)
            advice = "watch it: kubectl rollout status; roll back: kubectl rollout undo"
            add(NO_COUNTERPART, attribute, f"{name} of {service.name!r}: {message}", advice, of=name)


def _rollback(scope: Scope, service: Service) -> Manifest:
    config = service.deploy.rollback_config if service.deploy else None
    if config is None:
        return {}
    scope.approximate(
        NO_COUNTERPART,
        service.attribute("deploy", "rollback_config"),
        f"{_KEPT_REVISIONS} revisions of {service.name!r} are kept to roll back to; a rollback goes as a rollout does",
        "roll back with kubectl rollout undo",
    )
    return {"revisionHistoryLimit": _KEPT_REVISIONS}
