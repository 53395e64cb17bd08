"""What is said of dependencies: a swarm starts everything at once."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.dispositions.rules import ORDERING_LOST
from composeport.model import Service
from composeport.writers.swarm.deployment import restart_condition
from composeport.writers.swarm.scope import Scope

_UNTIL = {
    "service_healthy": "is healthy",
    "service_completed_successfully": "has completed",
}
_ALL_AT_ONCE = "a swarm starts all services at once"
_AGAIN = {"none": "does not start it again where it ends", "on-failure": "starts it again where it fails"}
"""What Swarm does on a condition of restart, where that is not to start a task again in any case."""


def dependencies(scope: Scope, service: Service) -> list[str]:
    """`depends_on` in the form that a stack file has: names, which nothing reads.

    What links and shared namespaces imply is not among them: no file states it. One finding for each service that is
    waited for until it is more than started, and one for all others.
    """
    names = [name for name in service.depends_on if service.source.stated("depends_on", name)]
    waited = [name for name in names if service.depends_on[name].condition in _UNTIL]
    for name in waited:
        _report(scope, service, name, service.depends_on[name].condition)
    started = [name for name in names if name not in waited]
    if started:
        _report_starts(scope, service, started)
    services = scope.project.services
    return [services[name].object_name for name in names if name in services and not services[name].provider]


def _report(scope: Scope, service: Service, name: str, condition: str) -> None:
    scope.drop(
        ORDERING_LOST,
        service.attribute("depends_on", name),
        f"{service.name!r} does not wait until {name!r} {_UNTIL[condition]}: {_ALL_AT_ONCE}",
        _advice(service),
        dependency=name,
        condition=condition,
    )


def _report_starts(scope: Scope, service: Service, names: list[str]) -> None:
    """Compose starts these first, and does not look whether they answer."""
    path = ("depends_on", names[0]) if len(names) == 1 else ("depends_on",)
    shown = f"{', '.join(map(repr, names))} {'has' if len(names) == 1 else 'have'} started"
    scope.drop(
        ORDERING_LOST.at(Severity.INFO),
        service.attribute(*path),
        f"{service.name!r} does not wait until {shown}: {_ALL_AT_ONCE}",
        _advice(service),
        dependencies=names,
    )


def _advice(service: Service) -> str:
    again = _AGAIN.get(restart_condition(service), "starts it again where it ends")
    return f"let the application try again until it gets through; Swarm {again}"
