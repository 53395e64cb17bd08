"""A health check needs a shell or a download program that the image may not have.

## What it does

Finds a `test` that runs `curl`, `wget`, `nc` or `bash`, where nothing shows that the image has it: no other service
waits until this one is healthy (with `condition: service_healthy`, `docker compose up` would not have started). It also
finds a `CMD-SHELL` without one of these, as a note: it needs `sh`, which images made `FROM scratch` or of distroless
bases lack. Programs that an image is known to bring are not reported: `wget` and `nc` in images based on Alpine, `curl`
in nginx and Elasticsearch, and the clients of databases (`pg_isready`, `redis-cli`, `mysqladmin`…).

A `CMD` runs without a shell: one that is written for a shell is found too. In `[CMD, curl, …, "||", exit, "1"]` the
last three are addresses that `curl` tries, in vain; `[CMD, "curl …"]` runs a program of that whole name.

## Why it matters

Compose marks a container whose check cannot run as unhealthy, and leaves it at that. On Kubernetes the check becomes
the readiness probe: a pod whose probe fails never gets a request, and a rolling update never ends. Slim images have
often neither `curl` nor `wget`. What fails unnoticed under Compose is an outage after the move.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    ports: ["8000:8000"]
    healthcheck:
      test: [CMD, curl, --fail, "http://localhost:8000/health"]
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    ports: ["8000:8000"]
    healthcheck:
      test: [CMD, curl, --fail, "http://localhost:8000/health"]
    labels:
      composeport.service.healthcheck.readiness.http_get_path: /health
      composeport.service.healthcheck.readiness.http_get_port: "8000"
```

## What composeport does

It runs the test as it is, as an `exec` probe; `CMD-SHELL` becomes `sh -c`. With the labels above it writes an
`httpGet` probe, which the kubelet makes itself and which needs nothing in the image. It asks at the pod's address:
what listens on 127.0.0.1 alone does not answer there.

## What to do

See whether the image has the program, as `docker compose exec api curl --version` does, and what the check says today:
`docker compose ps` shows `(healthy)`. If so, `# composeport: ignore[CP206]` on the line says so. Else use the
labels, or a check in the application's own language. Write `CMD-SHELL` before a line for a shell.

## References

- [Compose specification, healthcheck](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#healthcheck)
- [Kubernetes, configure probes](https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/)
"""

from __future__ import annotations

import re

from composeport.diagnostics import Fidelity, Findings, Severity
from composeport.dispositions.rules import SHELL_PROBE as RULE
from composeport.model import Project, Service
from composeport.model.decisions import HEALTHY
from composeport.model.topology import waited_for

_WORD = re.compile(r"[\w.+-]+")
_URL = re.compile(r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(/[^\s'\"`|;&$?]*)?")
_PROGRAMS = ("curl", "wget", "nc", "netcat", "bash")
"""Programs of the kind that an image has or has not, whatever it is for."""
_CLIENTS = frozenset(
    {
        "clickhouse-client",
        "cqlsh",
        "etcdctl",
        "healthcheck.sh",
        "influx",
        "keydb-cli",
        "mariadb",
        "mariadb-admin",
        "mongo",
        "mongosh",
        "mysql",
        "mysqladmin",
        "nodetool",
        "pg_isready",
        "psql",
        "rabbitmq-diagnostics",
        "rabbitmqctl",
        "redis-cli",
        "sqlcmd",
        "valkey-cli",
        "zkServer.sh",
    }
)
"""Programs of the servers that they ask, so that they and a shell are in the image."""
_BROUGHT = {"nginx": {"curl"}, "elasticsearch": {"curl"}, "kibana": {"curl"}, "registry": {"wget", "nc"}}
_OF_BUSYBOX = {"wget", "nc"}
_OPERATOR = re.compile(r"(\|\||&&|\||;)(?:\s|$)")
_LINE = re.compile(r"[\w.-]+\s|\S+\s+(?:-|\S+://)")
"""The beginning of a line for a shell; a path with a blank in it is none."""


def check(project: Project, findings: Findings) -> None:
    """One finding for each check that nothing shows to work, at its test."""
    proven = waited_for(project, HEALTHY)
    for name, service in project.services.items():
        test = service.healthcheck.test if service.healthcheck and not service.healthcheck.disabled else None
        if test and name not in proven and service.replicas and not service.overrides.readiness.has_check:
            _report(service, test, findings)


def _report(service: Service, test: tuple[str, ...], findings: Findings) -> None:
    misread = _misread(test)
    if misread:
        findings.add(
            RULE,
            Fidelity.MANUAL,
            service.attribute("healthcheck", "test"),
            f"no shell runs the check of {service.name!r}, so {misread}: a pod whose check fails never gets a request,"
            " where Compose only shows it as unhealthy",
            "write it as one line: `test: [CMD-SHELL, …]`; or without what only a shell understands",
        )
        return
    words = _WORD.findall(" ".join(test))
    program = next((program for program in _PROGRAMS if program in words), "")
    if program in _brought(service) or (not program and (test[0] != "CMD-SHELL" or _CLIENTS & set(words))):
        return
    needed = program or "sh"
    findings.add(
        RULE if program else RULE.at(Severity.INFO),
        Fidelity.MANUAL,
        service.attribute("healthcheck", "test"),
        f"the check of {service.name!r} needs `{needed}` in its image: a pod whose check cannot run never gets a"
        " request, where Compose only shows it as unhealthy",
        _advice(service, " ".join(test), needed),
        program=needed,
    )


def _misread(test: tuple[str, ...]) -> str:
    """What becomes of the words of an exec check that are meant for a shell, "" if there are none."""
    if test[0] != "CMD" or len(test) == 1:
        return ""
    program = test[1].partition(" ")[0]
    if _LINE.match(test[1]):
        return f"the whole line that begins with `{program}` is taken for the name of a program"
    operator = next(filter(None, map(_OPERATOR.match, test[2:])), None)
    return f"`{operator[1]}` and what follows are arguments of `{program}`" if operator else ""


def _brought(service: Service) -> set[str]:
    """What of `_PROGRAMS` the image is known to have."""
    base, _, tag = service.image.partition("@")[0].rpartition("/")[2].partition(":")
    return (_OF_BUSYBOX if "alpine" in tag or base in {"alpine", "busybox"} else set()) | _BROUGHT.get(base, set())


def _advice(service: Service, test: str, needed: str) -> str:
    see = f"see that it is there (docker compose exec {service.name} {needed} --help)"
    url = _URL.search(test) if needed in {"curl", "wget"} and "https" not in test else None
    if url is None or test[url.end() :][:1] in {"$", "&", "?"}:
        return see
    prefix = "composeport.service.healthcheck.readiness.http_get"
    port = f' and `{prefix}_port: "{url[1]}"`' if url[1] else ""
    return f"{see}, or let the kubelet ask: label it `{prefix}_path: {url[2] or '/'}`{port}"
