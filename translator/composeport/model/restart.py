"""When a container that ends is started again (Compose Services specification, `restart`; Deploy, `restart_policy`)."""

from __future__ import annotations

from composeport.diagnostics import PathPart
from composeport.model.quantities import natural
from composeport.model.service import Service
from composeport.records import NamedTuple

_CONDITIONS = {"no": "none", "on-failure": "on-failure", "always": "any", "unless-stopped": "any"}


class Restart(NamedTuple):
    """`condition` is none, on-failure or any, or "" where nothing is written; `attempts` limits on-failure.

    `path` is the attribute that says so.
    """

    condition: str = ""
    attempts: int | None = None
    path: tuple[PathPart, ...] = ()


def restart_of(service: Service) -> Restart:
    """What restarts a service's containers: `deploy.restart_policy` beats `restart`, as in Compose."""
    policy = service.deploy.restart_policy if service.deploy else None
    if policy is not None and policy.condition:
        return Restart(policy.condition, policy.max_attempts, ("deploy", "restart_policy", "condition"))
    if not service.restart:
        return Restart()
    condition, _, attempts = service.restart.partition(":")
    return Restart(_CONDITIONS.get(condition, ""), natural(attempts), ("restart",))
