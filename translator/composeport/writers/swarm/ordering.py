"""What is said of dependencies: a swarm starts everything at once."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.dispositions.rules import ORDERING_LOST
from composeport.model import Service
from composeport.writers.swarm.scope import Scope

_UNTIL = {
    "service_healthy": "is healthy",
    "service_completed_successfully": "has completed",
}


def dependencies(scope: Scope, service: Service) -> list[str]:
    """`depends_on` in the form that a stack file has: names, which nothing reads. One finding for each.

    What links and shared namespaces imply is not among them: no file states it.
    """
    names = [name for name in service.depends_on if service.source.stated("depends_on", name)]
    for name in names:
        _report(scope, service, name, service.depends_on[name].condition)
    services = scope.project.services
    return [services[name].object_name for name in names if name in services and not services[name].provider]


def _report(scope: Scope, service: Service, name: str, condition: str) -> None:
    until = _UNTIL.get(condition)
    scope.drop(
        ORDERING_LOST if until else ORDERING_LOST.at(Severity.INFO),
        service.attribute("depends_on", name),
        f"{service.name!r} does not wait until {name!r} {until or 'has started'}: a swarm starts all services at once",
        "let the application try again until it gets through; Swarm starts it again where it ends",
        dependency=name,
        condition=condition,
    )
