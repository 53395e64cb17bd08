"""Nothing limits the memory of a service.

## What it does

Finds services that stay running and have no limit of memory: neither `deploy.resources.limits.memory` nor `mem_limit`.
One finding for each service. Jobs, services with `scale: 0` and those of a `provider` are left alone.

## Why it matters

On one machine a service that leaks memory hurts the project that it belongs to. On a node of a cluster it hurts
whatever else runs there: the kernel runs out of memory and kills some process, the kubelet evicts pods, and the first
to go on Kubernetes are those that reserve nothing (quality of service `BestEffort`). A scheduler that knows no
numbers also puts too much on one node. Namespaces with a `ResourceQuota` for memory refuse pods without them.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
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
        reservations:
          memory: 64M
```

## What composeport does

It writes no limit and no request, as Compose sets none, rather than guess.

## What to do

Let the application run under load, read what it uses with `docker stats --no-stream`, and write twice that as the
limit and the usual amount as the reservation. Keep a limit of processors (`cpus`) for batch work: it slows a server
down where it has none to spare.

## References

- [Compose Deploy specification, resources](https://github.com/compose-spec/compose-spec/blob/main/deploy.md#resources)
- [Kubernetes, resource management](https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/)
- [Kubernetes, quality of service](https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/)
- [Docker, resource constraints](https://docs.docker.com/engine/containers/resource_constraints/)
"""

from __future__ import annotations

from composeport.diagnostics import Fidelity, Findings
from composeport.dispositions.rules import NO_RESOURCE_LIMITS as RULE
from composeport.model import Project, Service
from composeport.model.decisions import JOBS


def check(project: Project, findings: Findings) -> None:
    """One finding for each service that runs for ever with as much memory as it likes, at its name."""
    for name, service in project.services.items():
        if service.kind not in JOBS and service.provider is None and service.replicas and not _limited(service):
            findings.add(
                RULE,
                Fidelity.MANUAL,
                project.at_key("services", name),
                f"{name!r} may use all memory of its node: it has no limit",
                "see what it uses (docker stats), and write deploy.resources.limits.memory",
                resource="memory",
            )


def _limited(service: Service) -> bool:
    limits = service.deploy.resources.limits if service.deploy else None
    return bool(service.mem_limit or (limits and limits.memory))
