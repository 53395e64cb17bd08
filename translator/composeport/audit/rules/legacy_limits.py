"""Limits are written as attributes of the service, which a stack file does not have.

## What it does

Finds `cpus`, `cpu_quota`, `cpu_period`, `mem_limit`, `mem_reservation` and `pids_limit`: one finding for each
service, a note where composeport moves them. It is an error where a limit is too small for a manager and is left out:
less than 4 MiB, or than a thousandth of a processor.

## Why it matters

`docker stack deploy` refuses the whole file: *Additional property cpus is not allowed*, or, for `mem_limit`,
*Configuration contains forbidden properties*. A limit that is left out leaves the service without one.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    mem_limit: 256m
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    deploy:
      resources:
        limits:
          memory: 256M
```

## What composeport does

It writes them below `deploy.resources`, where they mean the same on a swarm: `mem_limit` and `cpus` as limits,
`mem_reservation` as a reservation, `cpu_quota` for each `cpu_period` as a number of processors.

## What to do

Nothing, where the stack file that `composeport swarm` writes is what is deployed. Else write `deploy.resources`, which
Compose, Swarm and Kubernetes all read.

## References

- [Compose Deploy specification, resources](https://github.com/compose-spec/compose-spec/blob/main/deploy.md#resources)
- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
- [Compose, mem_limit](https://docs.docker.com/reference/compose-file/services/#mem_limit)
"""

from __future__ import annotations

from composeport.diagnostics import Fidelity, Findings, Severity
from composeport.dispositions.rules import LEGACY_LIMITS as RULE
from composeport.model import Project

_LEGACY = ("cpus", "cpu_quota", "cpu_period", "mem_limit", "mem_reservation", "pids_limit")


def check(project: Project, findings: Findings) -> None:
    """One finding for each service that has some, at the first; those that are left out have theirs by now."""
    limits = {name: list(filter(service.source.stated, _LEGACY)) for name, service in project.services.items()}
    told = {finding.path for finding in findings if finding.rule.code == RULE.code} if any(limits.values()) else ()
    for name, service in project.services.items():
        stated = [attribute for attribute in limits[name] if ("services", name, attribute) not in told]
        if stated:
            findings.add(
                RULE.at(Severity.INFO),
                Fidelity.EXACT,
                service.attribute(stated[0]),
                f"`docker stack deploy` refuses {', '.join(stated)} of {name!r}: the stack file has deploy.resources",
                "nothing; deploy what `composeport swarm` writes",
                attributes=stated,
            )
