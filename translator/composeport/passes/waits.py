"""Decides who waits for whom, and only where the wait can end (SEMANTICS 3.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from composeport.diagnostics import Fidelity, Findings, Rule, Severity
from composeport.dispositions.rules import DEPENDENCY_CONDITION, WAIT_IMPOSSIBLE
from composeport.model import Dependency, Project, Service, Wait, WorkloadKind
from composeport.model.decisions import COMPLETED, HEALTHY, JOBS
from composeport.model.topology import only_internal, without_network
from composeport.passes.choices import Choices
from composeport.passes.rings import rings
from composeport.records import NamedTuple, dataclass, field, replace


class _Obstacle(NamedTuple):
    """Why a wait is not made."""

    rule: Rule
    reason: str
    help: str


@dataclass(slots=True)
class _Case:
    """One dependency with a condition, the waits between pods that stand already, the rings of all together, and how
    many services each pod has.
    """

    project: Project
    choices: Choices
    service: Service
    dependency: Service
    pods_waiting: dict[str, set[str]] = field(default_factory=dict)
    ring: Mapping[str, str] = field(default_factory=dict)
    pod_sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def in_one_pod(self) -> bool:
        return self.service.pod == self.dependency.pod


def waits(project: Project, findings: Findings, choices: Choices) -> Project:
    """Set `waits` of each service."""
    pods_waiting: dict[str, set[str]] = {}
    ring = rings(_pods_in_order(project))
    pod_sizes = Counter(service.pod for service in project.services.values())
    services = {}
    for key, service in project.services.items():
        made = []
        for name, dependency in service.depends_on.items():
            _report_restart(service, name, dependency, findings)
            other = project.services.get(name)
            if other is None or dependency.condition not in _OBSTACLES:
                continue
            case = _Case(project, choices, service, other, pods_waiting, ring, pod_sizes)
            if _decide(case, dependency.condition, findings):
                where = service.source.at("depends_on", name)
                made.append(Wait(name, dependency.condition, where, dependency.required))
                if not case.in_one_pod:
                    pods_waiting.setdefault(service.pod, set()).add(other.pod)
        services[key] = replace(service, waits=tuple(made))
    return replace(project, services=services)


def _pods_in_order(project: Project) -> dict[str, set[str]]:
    """For each pod, those that some service in it depends on."""
    pods: dict[str, set[str]] = {service.pod: set() for service in project.services.values()}
    for service in project.services.values():
        needed = {project.services[name].pod for name in service.depends_on if name in project.services}
        pods[service.pod] |= needed - {service.pod}
    return pods


def _decide(case: _Case, condition: str, findings: Findings) -> bool:
    """Whether the wait is made; says why not, or what becomes of it."""
    attribute = case.service.attribute("depends_on", case.dependency.name, "condition")
    evidence: dict[str, object] = {"dependency": case.dependency.name, "condition": condition}
    for obstacle_of in _OBSTACLES[condition]:
        if obstacle := obstacle_of(case):
            message = f"{case.service.name!r} does not wait for {case.dependency.name!r}: {obstacle.reason}"
            findings.add(obstacle.rule, Fidelity.DROPPED, attribute, message, obstacle.help, **evidence)
            return False
    awaited = f"until {case.dependency.name!r} {_end(case, condition)}"
    findings.add(
        DEPENDENCY_CONDITION,
        Fidelity.APPROXIMATED,
        attribute,
        f"each pod of {case.service.name!r} waits, when it starts, {awaited}",
        "an application that retries by itself does not need it: `--wait none` leaves it out",
        **evidence,
    )
    return True


def _end(case: _Case, condition: str) -> str:
    """What a wait waits for, and where Compose would not wait for it: a dependency that is not required may fail."""
    end = "is ready" if condition == HEALTHY else "has completed"
    if case.service.depends_on[case.dependency.name].required:
        return end
    if condition == COMPLETED and not case.in_one_pod:
        return "has ended, well or not"
    return f"{end}; Compose goes on without it when it fails"


def _not_wanted(case: _Case) -> _Obstacle | None:
    if case.choices.waits:
        return None
    return _Obstacle(DEPENDENCY_CONDITION, "waiting is turned off", "let the application retry until it gets through")


def _supplied_elsewhere(case: _Case) -> _Obstacle | None:
    if case.dependency.provider is None:
        return None
    return _Obstacle(WAIT_IMPOSSIBLE, "no container of this project runs it", "see to it that it is there beforehand")


def _no_replicas(case: _Case) -> _Obstacle | None:
    """A dependency of which nothing runs: Compose does not wait for it either (`up`, of Docker Compose 2 and later)."""
    if case.dependency.replicas:
        return None
    reason = "it has no replicas, and then Compose does not wait either"
    return _Obstacle(WAIT_IMPOSSIBLE.at(Severity.INFO), reason, "give it a replica, if it is to run first")


def _no_check(case: _Case) -> _Obstacle | None:
    check = case.dependency.healthcheck
    if case.dependency.overrides.readiness.has_check and not case.in_one_pod:
        return None
    if check is not None and check.disabled:
        return _Obstacle(WAIT_IMPOSSIBLE, "its health check is switched off", "switch it on, or drop the condition")
    if check is None or not check.test:
        advice = f"write the image's own check out, as `healthcheck:` of {case.dependency.name!r}"
        return _Obstacle(DEPENDENCY_CONDITION, "it has no health check that the cluster could see", advice)
    return None


def _ends_too_soon(case: _Case) -> _Obstacle | None:
    if case.dependency.kind not in JOBS:
        return None
    return _Obstacle(
        WAIT_IMPOSSIBLE,
        "it runs to completion, and may have ended before it was seen healthy",
        "wait for `service_completed_successfully` instead",
    )


def _never_completes(case: _Case) -> _Obstacle | None:
    alone = case.pod_sizes[case.dependency.pod] == 1
    if case.dependency.kind is WorkloadKind.CRON:
        return _Obstacle(WAIT_IMPOSSIBLE, "it completes again and again, on a schedule", "drop the condition")
    if case.dependency.kind in JOBS and (alone or case.in_one_pod):
        return None
    reason = "it runs for ever" if case.dependency.kind not in JOBS else "it is a part of another service's pod"
    return _Obstacle(WAIT_IMPOSSIBLE, reason, "let it run to completion in a pod of its own, as `mode: replicated-job`")


def _cut_off(case: _Case) -> _Obstacle | None:
    cut_off = without_network(case.project, case.project.services[case.service.pod])
    if case.in_one_pod or case.choices.isolated_waits_end or not cut_off:
        return None
    return _Obstacle(WAIT_IMPOSSIBLE, "it has no network to ask through", "let it look for what it needs by itself")


def _only_peers(case: _Case) -> _Obstacle | None:
    """Completion is asked of the API server, which is not among the peers of a service on internal networks."""
    isolated = only_internal(case.project, case.project.services[case.service.pod])
    if case.in_one_pod or case.choices.isolated_waits_end or not isolated:
        return None
    return _Obstacle(
        WAIT_IMPOSSIBLE,
        "on internal networks alone it cannot reach the API server, which knows",
        "let it retry by itself, or put it on a network that is not internal",
    )


def _circle(case: _Case) -> _Obstacle | None:
    """Pods wait as a whole, so services in one pod can make a circle where Compose has none."""
    if case.in_one_pod or case.ring[case.service.pod] != case.ring[case.dependency.pod]:
        return None
    reached, frontier = set[str](), {case.dependency.pod}
    while frontier:
        reached |= frontier
        frontier = set().union(*(case.pods_waiting.get(pod, set()) for pod in frontier)) - reached
    if case.service.pod not in reached:
        return None
    return _Obstacle(WAIT_IMPOSSIBLE, "its pod waits for this one already", "do not let them share namespaces")


_Test = Callable[[_Case], _Obstacle | None]
_OBSTACLES: dict[str, tuple[_Test, ...]] = {
    HEALTHY: (_not_wanted, _supplied_elsewhere, _no_replicas, _no_check, _ends_too_soon, _cut_off, _circle),
    COMPLETED: (_not_wanted, _supplied_elsewhere, _no_replicas, _never_completes, _cut_off, _only_peers, _circle),
}
"""Why a wait could not end, the plainest reason first."""


def _report_restart(service: Service, name: str, dependency: Dependency, findings: Findings) -> None:
    if dependency.restart and service.source.stated("depends_on", name, "restart"):
        findings.add(
            DEPENDENCY_CONDITION,
            Fidelity.DROPPED,
            service.attribute("depends_on", name, "restart"),
            f"{service.name!r} is not restarted when {name!r} is",
            f"restart it by hand after {name!r}: kubectl rollout restart",
            dependency=name,
        )
