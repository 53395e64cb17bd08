"""Probes as overrides ask for them (SEMANTICS 3.9; Kompose's user guide, `kompose.service.healthcheck.*`)."""

from __future__ import annotations

from composeport.diagnostics import PathPart
from composeport.model import ProbeOverride, Service
from composeport.writers.kubernetes.escaping import escape_all
from composeport.writers.kubernetes.overridden import not_honoured
from composeport.writers.kubernetes.probes import command_of, seconds
from composeport.writers.kubernetes.scope import Manifest, Scope, ordered

_FIELDS = (
    "exec", "httpGet", "tcpSocket", "initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold",
)  # fmt: skip
_CHECKS = frozenset({"exec", "httpGet", "tcpSocket"})
_TIMES = {"start_period": "initialDelaySeconds", "interval": "periodSeconds", "timeout": "timeoutSeconds"}


def override_probes(scope: Scope, service: Service, found: Manifest) -> Manifest:
    """The probes that a container has, changed as its service's overrides ask."""
    found = dict(found)
    for name, wanted in (("readiness", service.overrides.readiness), ("liveness", service.overrides.liveness)):
        if not any(field.startswith(f"{name}.") for field in service.overrides.stated):
            continue
        probe = _probe(scope, service, name, wanted, found.pop(f"{name}Probe", None))
        if probe is not None:
            found[f"{name}Probe"] = probe
    return found


def _probe(scope: Scope, service: Service, name: str, wanted: ProbeOverride, known: object) -> Manifest | None:
    """The probe; None where it is disabled, or where nothing says what to check."""
    if wanted.disable:
        return None
    probe: Manifest = dict(known) if isinstance(known, dict) else {}
    if wanted.has_check:
        check = _check(scope, service, name, wanted)
        if check is None:
            return probe or None
        timing = probe or _timing(scope, service)
        probe = {key: value for key, value in timing.items() if key not in _CHECKS} | check
    elif not probe:
        field = next(field for field in service.overrides.stated if field.startswith(f"{name}."))
        advice = "write a test, a port or a path beside it"
        not_honoured(scope, service, field, f"nothing says what the {name} probe is to check", advice)
        return None
    for attribute, key in _TIMES.items():
        if (duration := getattr(wanted, attribute)) is not None:
            path = service.overrides.stated[f"{name}.{attribute}"]
            whole = seconds(scope, service, duration, *path) if duration else 0
            probe[key] = whole if attribute == "start_period" else max(1, whole)
    if wanted.retries is not None:
        probe["failureThreshold"] = wanted.retries
    return ordered(probe, _FIELDS)


def _check(scope: Scope, service: Service, name: str, wanted: ProbeOverride) -> Manifest | None:
    """What is checked: HTTP before a connection, a connection before a command, as in Kompose."""
    if wanted.http_get_path or wanted.http_get_port:
        port = wanted.http_get_port or next((served.target for served in service.serves), None)
        if port is None:
            advice = f"write service.healthcheck.{name}.http_get_port too"
            not_honoured(scope, service, f"{name}.http_get_path", "no port of the service is known", advice)
            return None
        return {"httpGet": {"path": wanted.http_get_path or "/", "port": port}}
    if wanted.tcp_port:
        return {"tcpSocket": {"port": wanted.tcp_port}}
    return {"exec": {"command": escape_all(command_of(wanted.test or ()))}}


def _timing(scope: Scope, service: Service) -> Manifest:
    """What `healthcheck` says about times, for a probe that it has no test for; else Kubernetes' own defaults."""
    check = service.healthcheck
    if check is None:
        return {}
    times: Manifest = {}
    for attribute, key in _TIMES.items():
        path: tuple[PathPart, ...] = ("healthcheck", attribute)
        if duration := getattr(check, attribute):
            times[key] = seconds(scope, service, duration, *path)
    if check.retries:
        times["failureThreshold"] = scope.counted(service, check.retries, "healthcheck", "retries")
    return times
