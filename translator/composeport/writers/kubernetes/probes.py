"""Health checks as probes (SEMANTICS 3.3; Compose `healthcheck`, Docker's HEALTHCHECK defaults)."""

from __future__ import annotations

from composeport.diagnostics import PathPart, Severity
from composeport.dispositions.rules import GUARANTEED_QUANTITIES, NO_COUNTERPART, NO_HEALTHCHECK
from composeport.model import Healthcheck, Service
from composeport.writers.kubernetes.escaping import escape_all
from composeport.writers.kubernetes.scope import MOST, Manifest, Scope

SECOND = 1_000_000_000
"""Nanoseconds."""

_INTERVAL = 30 * SECOND
_TIMEOUT = 30 * SECOND
_RETRIES = 3
_EVER = MOST
"""Failures that a probe forgives when it must never kill."""


def probes(scope: Scope, service: Service) -> Manifest:
    """The container's probes: readiness, with `start_interval` a startup probe, on request a liveness probe."""
    check = service.healthcheck
    if check is None or check.disabled:
        return {}
    if not check.test:
        _report_unknown_test(scope, service)
        return {}
    found: Manifest = {"readinessProbe": _probe(scope, service, check)}
    if scope.options.liveness:
        found["livenessProbe"] = _liveness(scope, service, check)
    elif check.start_period:
        _report_start_period(scope, service)
    if check.start_interval:
        found["startupProbe"] = _startup(scope, service, check, check.start_interval)
    return found


def startup_of_sidecar(scope: Scope, service: Service) -> Manifest:
    """The probe that holds back what starts after a sidecar, until the sidecar is healthy."""
    check = service.healthcheck
    assert check is not None
    return _startup(scope, service, check, check.start_interval or check.interval or _INTERVAL)


def command_of(test: tuple[str, ...]) -> list[str]:
    """What a probe runs, for a `test` in list form: `CMD-SHELL` runs in a shell, as Docker does it."""
    return ["sh", "-c", *test[1:]] if test[0] == "CMD-SHELL" else list(test[1:])


def _probe(scope: Scope, service: Service, check: Healthcheck) -> Manifest:
    return {
        "exec": {"command": escape_all(command_of(check.test or ()))},
        "periodSeconds": seconds(scope, service, check.interval or _INTERVAL, "healthcheck", "interval"),
        "timeoutSeconds": seconds(scope, service, check.timeout or _TIMEOUT, "healthcheck", "timeout"),
        "failureThreshold": scope.counted(service, check.retries or _RETRIES, "healthcheck", "retries"),
    }


def _liveness(scope: Scope, service: Service, check: Healthcheck) -> Manifest:
    """Kills what stays unhealthy, but not before `start_period` is over."""
    probe = _probe(scope, service, check)
    if not check.start_period:
        return probe
    delay = seconds(scope, service, check.start_period, "healthcheck", "start_period")
    return {"exec": probe.pop("exec"), "initialDelaySeconds": delay, **probe}


def _startup(scope: Scope, service: Service, check: Healthcheck, interval: int) -> Manifest:
    probe = _probe(scope, service, check)
    path = "start_interval" if check.start_interval else "interval"
    return probe | {"periodSeconds": seconds(scope, service, interval, "healthcheck", path), "failureThreshold": _EVER}


def seconds(scope: Scope, service: Service, nanoseconds: int, *path: PathPart) -> int:
    """A duration in whole seconds, from 1 to what Kubernetes can hold; rounding is reported."""
    whole = max(1, -(-nanoseconds // SECOND))
    if whole * SECOND != nanoseconds:
        scope.approximate(
            GUARANTEED_QUANTITIES,
            service.attribute(*path),
            f"{nanoseconds / SECOND:g} s becomes {whole} s: Kubernetes counts whole seconds",
            "write whole seconds",
            seconds=whole,
        )
    return scope.counted(service, whole, *path)


def _report_start_period(scope: Scope, service: Service) -> None:
    scope.approximate(
        NO_COUNTERPART.at(Severity.INFO),
        service.attribute("healthcheck", "start_period"),
        f"no failure of {service.name!r} counts before the first success, however long that takes: a pod that is not"
        " ready is left alone",
        "nothing; with --liveness it delays the probe that kills",
    )


def _report_unknown_test(scope: Scope, service: Service) -> None:
    scope.drop(
        NO_HEALTHCHECK,
        service.attribute("healthcheck"),
        f"{service.name!r} means its image's own check, which Kubernetes ignores: there is no probe",
        "write its command out as `test`",
    )
