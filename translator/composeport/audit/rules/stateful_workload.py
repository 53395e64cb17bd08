"""A service that keeps data becomes a Deployment, which is made for services that keep none.

## What it does

Finds databases, brokers and object stores by their images: a warning, also where no volume is mounted, so that the
data goes with the pod. Any other server with a writable volume of its own is a note. One finding a service; jobs, and
services that become StatefulSets or DaemonSets, are left out.

## Why it matters

When a node is lost, a Deployment starts another pod while the first may still run, and two processes on one data
directory can destroy it. A StatefulSet starts the next pod only when the former is known to be gone, and gives each
replica a name and a claim that stay its own. For one replica on a disk that one node can mount, a Deployment does
work.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    expose: ["5432"]
    volumes: ["data:/var/lib/postgresql"]
volumes:
  data: {}
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    expose: ["5432"]
    volumes: ["data:/var/lib/postgresql"]
    x-composeport:
      controller.type: statefulset
volumes:
  data: {}
```

## What composeport does

It writes a Deployment with `strategy: Recreate` where a writable claim is mounted: the former pod ends before the
next starts, so that an update is a short outage. With the override it writes a StatefulSet and its headless Service.
Swarm has services alone; there CP402 says what happens to the data.

## What to do

Say `controller.type: statefulset` at the service, or `--controller statefulset` for all. For a database that matters,
use an operator (CloudNativePG, Percona, Strimzi, …) or a managed service: backups, failover and upgrades come with
it. Decide before the first deployment, since a claim's content does not move by itself.

## References

- [Kubernetes, StatefulSets](https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/)
- [Kubernetes, run a single-instance stateful application](https://kubernetes.io/docs/tasks/run-application/run-single-instance-stateful-application/)
"""

from __future__ import annotations

from composeport.diagnostics import Attribute, Fidelity, Findings, Severity
from composeport.dispositions.rules import STATEFUL_WORKLOAD as RULE
from composeport.model import MountRole, Project, Service, WorkloadKind
from composeport.model.images import DATA_FOLDERS, DATABASES, image_name
from composeport.model.volumes import OwnedMount, mounts_of

_CLIENTS = ("sh", "bash", "ash", "/bin/", "pg_", "psql", "mysqldump", "mongosh", "mongodump", "mc", "etcdctl")
"""How a command begins that does not start the image's own program."""

_STATEFULSET = "`x-composeport: {controller.type: statefulset}`"


def check(project: Project, findings: Findings) -> None:
    """One finding for each database, and for each other server with a claim of its own, that is a Deployment."""
    shared = _shared(project)
    for service in project.services.values():
        if service.kind is not WorkloadKind.SERVER:
            continue
        written = [entry for entry in mounts_of(project, service) if _is_written(entry)]
        if _is_database(service):
            _report_database(service, written, findings)
        elif own := [entry for entry in written if entry.mount.source not in shared]:
            _report_claim(service, own[0].attribute, findings)


def _shared(project: Project) -> set[str]:
    """The sources of mounts that several services have."""
    users: dict[str, set[str]] = {}
    for service in project.services.values():
        for entry in mounts_of(project, service):
            users.setdefault(entry.mount.source, set()).add(service.name)
    return {source for source, names in users.items() if len(names) > 1}


def _is_written(entry: OwnedMount) -> bool:
    """Whether a mount becomes a claim that its service writes to."""
    folder = entry.decision is not None and entry.decision.role is MountRole.DATA
    return bool(entry.mount.source) and not entry.mount.read_only and (entry.mount.type == "volume" or folder)


def _is_database(service: Service) -> bool:
    if image_name(service.image) not in DATABASES or service.entrypoint:
        return False
    return not (service.command and service.command[0].startswith(_CLIENTS))


def _report_database(service: Service, written: list[OwnedMount], findings: Findings) -> None:
    name = image_name(service.image)
    folders = DATA_FOLDERS.get(name, ())
    places = {*(mount.target.rstrip("/") for mount in service.volumes), *service.tmpfs}
    if written or places.intersection(folders):
        message = (
            f"{service.name!r} keeps state ({name}) and is a Deployment: when a node is lost, a second pod may start"
            " beside the first"
        )
        advice = f"say {_STATEFULSET} at the service, or hand the data to an operator"
    else:
        where = f"at {folders[0]}" if folders else "where its data is"
        message = f"{service.name!r} keeps state ({name}) and has no volume: each new pod starts empty"
        advice = f"mount a named volume {where}, and say {_STATEFULSET}"
    findings.add(
        RULE, Fidelity.APPROXIMATED, service.attribute("image"), message, advice, image=name, volume=bool(written)
    )


def _report_claim(service: Service, attribute: Attribute, findings: Findings) -> None:
    findings.add(
        RULE.at(Severity.INFO),
        Fidelity.APPROXIMATED,
        attribute,
        f"{service.name!r} keeps data of its own as a Deployment: its pod ends before a new one starts",
        f"nothing, if it may pause and runs once; else say {_STATEFULSET} at the service",
        volume=True,
    )
