"""A service that serves others has no health check.

## What it does

Finds services that listen on a port which the project knows of, or that another service dials, and that have no
`healthcheck`. Jobs, services with `scale: 0` and those whose check is switched off on purpose (`disable: true`) are
left alone. On Kubernetes it also finds a `healthcheck` without a `test`, which means the image's own `HEALTHCHECK`:
Kubernetes does not read that. Where another service waits for the health of one without a check, CP201 says so
instead.

## Why it matters

A rolling update goes on to the next replica as soon as the new one is ready, and a Service sends requests to what is
ready. Without a check, "ready" is "its process has started": requests reach an application that still loads, and an
update that cannot work replaces all replicas before anybody notices. Under `docker compose up` there is one replica and
no update that could show this. Swarm runs the image's own `HEALTHCHECK`, where it has one; Kubernetes never does.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
    healthcheck:
      test: [CMD, curl, --fail, --silent, --output, /dev/null, "http://localhost/"]
      interval: 10s
      timeout: 3s
```

## What composeport does

It writes no probe: a guessed one could keep a working service from getting traffic.

## What to do

Write a `healthcheck` that asks the service itself, as shallow as possible: that it answers, not that all of its peers
do. `docker image inspect --format '{{json .Config.Healthcheck}}' IMAGE` shows whether the image has one to write out.
For Kubernetes alone, a label makes a probe that needs no program in the image:

    labels:
      composeport.service.healthcheck.readiness.http_get_path: /
      composeport.service.healthcheck.readiness.http_get_port: "80"

## References

- [Compose specification, healthcheck](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#healthcheck)
- [Kubernetes, configure probes](https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/)
- [Docker, HEALTHCHECK](https://docs.docker.com/reference/dockerfile/#healthcheck)
"""

from __future__ import annotations

from composeport.diagnostics import Fidelity, Findings, Target
from composeport.dispositions.rules import NO_HEALTHCHECK as RULE
from composeport.model import Project, Service
from composeport.model.decisions import HEALTHY, JOBS
from composeport.model.images import image_name
from composeport.model.topology import waited_for

_CONSEQUENCE = {
    Target.KUBERNETES: "gets requests, and counts as updated, as soon as its process runs",
    Target.SWARM: "counts as updated as soon as its process runs, unless the image has a check of its own",
}


def check(project: Project, findings: Findings) -> None:
    """One finding for each server without a check, at its name."""
    told = waited_for(project, HEALTHY) if findings.target is Target.KUBERNETES else frozenset[str]()
    for name, service in project.services.items():
        if _serves(service) and name not in told and not _is_checked(service):
            findings.add(
                RULE,
                Fidelity.MANUAL,
                project.at_key("services", name),
                f"{name!r} has no health check: it {_CONSEQUENCE[findings.target]}",
                _advice(service, findings.target),
            )


_PG_ISREADY = "[CMD, pg_isready, -U, postgres]"
_TESTS = {
    "postgres": _PG_ISREADY,
    "pgvector": _PG_ISREADY,
    "postgis": _PG_ISREADY,
    "timescaledb": _PG_ISREADY,
    "mysql": "[CMD, mysqladmin, ping, -h, 127.0.0.1]",
    "mariadb": "[CMD, healthcheck.sh, --connect, --innodb_initialized]",
    "redis": "[CMD, redis-cli, ping]",
    "valkey": "[CMD, valkey-cli, ping]",
    "mongo": "[CMD, mongosh, --quiet, --eval, \"db.adminCommand('ping')\"]",
    "rabbitmq": "[CMD, rabbitmq-diagnostics, -q, ping]",
    "nginx": '[CMD, curl, -fsSo, /dev/null, "http://localhost/"]',
    "minio": "[CMD, mc, ready, local]",
    "prometheus": '[CMD, wget, -q, --spider, "http://localhost:9090/-/healthy"]',
    "alertmanager": '[CMD, wget, -q, --spider, "http://localhost:9093/-/healthy"]',
    "clickhouse-server": '[CMD, wget, -q, --spider, "http://127.0.0.1:8123/ping"]',
    "etcd": "[CMD, etcdctl, endpoint, health]",
    "kong": "[CMD, kong, health]",
    "mailpit": "[CMD, /mailpit, readyz]",
    "ollama": "[CMD, ollama, list]",
}
"""What asks the servers of well-known images, with programs that these have."""


def _advice(service: Service, target: Target) -> str:
    """The check of an image that is known; else what asks a port, since nobody knows what is in the image."""
    test = _TESTS.get(image_name(service.image))
    if test is not None:
        return f"write a `healthcheck` that asks it, as `test: {test}`"
    port = next((port.target for port in service.serves if port.protocol == "tcp"), None)
    if port is None:
        return "write a `healthcheck` that asks it, with a program that the image has"
    if target is Target.KUBERNETES:
        label = f'composeport.service.healthcheck.readiness.tcp_port: "{port}"'
        return f"write a `healthcheck` that asks it; if its image has no program for that, the label `{label}`"
    return f"write a `healthcheck` that asks port {port}, with a program that the image has (curl, wget, its own)"


def _serves(service: Service) -> bool:
    runs = service.kind not in JOBS and service.provider is None and bool(service.replicas)
    return runs and (service.dialled or bool(service.serves))


def _is_checked(service: Service) -> bool:
    return service.healthcheck is not None or service.overrides.readiness.has_check
