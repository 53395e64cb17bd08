"""Something here serves development alone.

## What it does

Finds `develop` (the rules of `docker compose watch`) and `attach` (whose logs `docker compose up` shows), which nothing
reads on a cluster; and debuggers that listen: `--inspect` of Node, the agent `jdwp` of Java, `debugpy`, `dlv`.

## Why it matters

`develop` and `attach` do no harm. A debugger that listens does: whoever reaches its port runs any code in the
container. On a laptop that is you; on a cluster it is every peer that the network policy lets through.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    command: node --inspect=0.0.0.0:9229 server.js
    ports: ["8000:8000", "9229:9229"]
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    command: node server.js
    ports: ["8000:8000"]
```

```yaml compose.override.yaml
services:
  api:
    command: node --inspect=0.0.0.0:9229 server.js
    ports: ["9229:9229"]
    develop:
      watch:
        - {path: ./src, action: sync, target: /app/src}
```

```console
$ composeport audit -f compose.yaml
```

## What composeport does

It leaves `develop` and `attach` out. A command is kept as it is written, debugger included.

## What to do

Keep what only developers need in `compose.override.yaml`, which `docker compose up` merges by itself, and translate
with `-f compose.yaml`. To debug in a cluster, attach from inside: `kubectl debug` or `kubectl port-forward` to a
debugger that listens on 127.0.0.1.

## References

- [Compose specification, develop](https://github.com/compose-spec/compose-spec/blob/main/develop.md)
- [Docker, merge Compose files](https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/)
- [Kubernetes, debug running pods](https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.diagnostics import Attribute, Fidelity, Findings
from composeport.dispositions.rules import DEVELOPMENT_ONLY as RULE
from composeport.model import Project, Service

_DEBUGGERS = {
    "Node's inspector": ("--inspect", re.compile(r"(?:^|\s)--inspect(?:-brk|-wait)?(?=[=\s]|$)")),
    "Java's debugger": ("jdwp", re.compile(r"-agentlib:jdwp=|-Xrunjdwp:")),
    "debugpy": ("debugpy", re.compile(r"\bdebugpy\b.*--listen")),
    "Delve": ("dlv", re.compile(r"\bdlv\b.*--(?:headless|listen)")),
}
"""By what it is called: a text without which it is not started, and how it is."""


def check(project: Project, findings: Findings) -> None:
    """One finding for each debugger that a command or a variable starts, at that value."""
    for service in project.services.values():
        for debugger, attribute in _debuggers(service):
            findings.add(
                RULE,
                Fidelity.MANUAL,
                attribute,
                f"{service.name!r} starts {debugger}: who reaches its port runs any code there",
                "move it to compose.override.yaml, and translate with `-f` and the other files",
                debugger=debugger,
            )


def _debuggers(service: Service) -> Iterator[tuple[str, Attribute]]:
    texts: dict[tuple[str, ...], str] = {
        ("entrypoint",): " ".join(service.entrypoint or ()),
        ("command",): " ".join(service.command or ()),
        **{("environment", name): value for name, value in service.environment.items() if value},
    }
    for path, text in texts.items():
        for debugger, (sign, pattern) in _DEBUGGERS.items():
            if sign in text and pattern.search(text):
                yield debugger, service.attribute(*path)
