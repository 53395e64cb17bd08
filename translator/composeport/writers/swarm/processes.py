"""What a task runs, and with what around it: command, environment, health check, hosts, limits of the kernel."""

from __future__ import annotations

from ipaddress import ip_address

from composeport.diagnostics import Fidelity, Severity
from composeport.dispositions.rules import (
    DEVICE_OR_GPU,
    HOST_GATEWAY,
    HOST_NAMESPACE,
    SHARED_NAMESPACE,
    SWARM_IGNORED,
    SWARM_REJECTED,
    SWARM_SILENT_LOSS,
    TEMPLATE_IN_VALUE,
    UNHEALTHY_REPLACED,
)
from composeport.model import Healthcheck, Service
from composeport.writers.swarm.literals import literal
from composeport.writers.swarm.quantities import duration
from composeport.writers.swarm.scope import Node, Scope, filled


def report_first_breaks(scope: Scope, service: Service) -> None:
    """Say where `docker stack config` prints less than is there: its YAML drops a line break at the beginning."""
    words = {
        (attribute, index): word
        for attribute, value in (("entrypoint", service.entrypoint), ("command", service.command))
        for index, word in enumerate(value or ())
    }
    for path, text in (words | {("environment", name): value for name, value in service.variables.items()}).items():
        if text.startswith("\n"):
            scope.findings.add(
                SWARM_SILENT_LOSS.at(Severity.INFO),
                Fidelity.EXACT,
                service.attribute(*path),
                "begins with a line break, which `docker stack config` loses; `docker stack deploy` does not",
                "deploy the stack file itself, not what `docker stack config` prints",
            )


def command(scope: Scope, service: Service) -> Node:
    """`entrypoint` and `command`. One that is empty clears the image's in Compose, and is nothing here."""
    entrypoint, words = service.entrypoint, service.command
    if entrypoint == () and words:
        entrypoint, words = words, None
    for attribute, value in (("entrypoint", entrypoint), ("command", words)):
        if value == () and not entrypoint:
            scope.drop(
                SWARM_SILENT_LOSS,
                service.attribute(attribute),
                f"an empty {attribute} clears the image's; to Swarm it is as if it were not there",
                "write out what is to run",
                empty=attribute,
            )
    return {"entrypoint": list(entrypoint or ()), "command": list(words or ())}


def environment(scope: Scope, service: Service) -> dict[str, str]:
    """All variables, those of `env_file` included: the client reads such a file in a dialect of its own."""
    variables = service.variables
    for name, value in sorted(variables.items()):
        if "{{" in value:
            scope.findings.add(
                TEMPLATE_IN_VALUE,
                Fidelity.EXACT,
                service.attribute("environment", name),
                f"{name} holds `{{{{`, where Swarm begins a template: it is written so that the text stays as it is",
                "nothing; if a template is meant, write it into the stack file by hand",
                variable=name,
            )
    return {name: literal(variables[name]) for name in sorted(variables)}


def hostname(scope: Scope, service: Service) -> str:
    """`hostname`, as the text that it is under Compose."""
    if "{{" in service.hostname:
        scope.findings.add(
            TEMPLATE_IN_VALUE,
            Fidelity.EXACT,
            service.attribute("hostname"),
            "`{{` begins a template in Swarm: it is written so that the text stays as it is",
            "nothing; if a template is meant, write it into the stack file by hand",
        )
    return literal(service.hostname)


def healthcheck(scope: Scope, service: Service, condition: str) -> Node | None:
    """`healthcheck`; `condition` is the service's restart condition."""
    check = service.healthcheck
    if check is None:
        return None
    if check.disabled:
        return {"disable": True}
    dead = condition == "none"
    scope.approximate(
        UNHEALTHY_REPLACED.at(Severity.WARNING) if dead else UNHEALTHY_REPLACED,
        service.attribute("healthcheck"),
        "Swarm kills a task that is unhealthy"
        + (", and it stays dead" if dead else " and starts another")
        + "; Compose leaves it running",
        "let the check fail only where a new container would help",
        condition=condition,
    )
    return _check(check)


def _check(check: Healthcheck) -> Node:
    return filled(
        {
            "test": list(check.test or ()),
            "interval": duration(check.interval),
            "timeout": duration(check.timeout),
            "retries": check.retries,
            "start_period": duration(check.start_period),
            "start_interval": duration(check.start_interval),
        }
    )


def extra_hosts(scope: Scope, service: Service) -> list[str]:
    """`extra_hosts`, in the order of the file."""
    for name, addresses in service.extra_hosts.items():
        if "host-gateway" in addresses:
            scope.approximate(
                HOST_GATEWAY,
                service.attribute("extra_hosts", name),
                f"{name!r} is the gateway of whichever node a task is on",
                "run what it reaches there on every node, or place the service",
                host=name,
            )
    return [f"{name}:{address}" for name, addresses in service.extra_hosts.items() for address in addresses]


def resolvers(scope: Scope, service: Service) -> list[str]:
    """`dns`: the client leaves out, without a word, what is no address."""
    kept = []
    for index, server in enumerate(service.dns):
        try:
            ip_address(server)
        except ValueError:
            scope.drop(
                SWARM_SILENT_LOSS,
                service.attribute("dns", index),
                f"{server!r} is no address, so that nobody asks it",
                "write the server's address",
                server=server,
            )
        else:
            kept.append(server)
    return kept


def ulimits(service: Service) -> Node:
    """`ulimits`, as numbers."""
    return {
        name: limit.single or {"soft": limit.soft, "hard": limit.hard}
        for name, limit in sorted(service.ulimits.items())
    }


def logging(service: Service) -> Node | None:
    """`logging`."""
    if service.logging is None:
        return None
    return filled({"driver": service.logging.driver, "options": dict(sorted(service.logging.options.items()))})


def report_namespaces(scope: Scope, service: Service) -> None:
    """Say what of `pid`, `ipc` and `runtime` a service cannot have; `network_mode` is the networks' affair."""
    for attribute, value in (("pid", service.pid), ("ipc", service.ipc)):
        how = value.partition(":")[0]
        if how in {"", "private"}:
            continue
        rule = {"host": HOST_NAMESPACE, "service": SHARED_NAMESPACE, "container": SHARED_NAMESPACE}.get(
            how, SWARM_IGNORED
        )
        scope.drop(
            rule,
            service.attribute(attribute),
            f"{attribute}: {value!r} is ignored: each task has a namespace of its own",
            "put what belongs together into one container, or run it by `docker compose` on its node",
            value=value,
        )
    if service.runtime not in {"", "runc", "io.containerd.runc.v2"}:
        scope.drop(
            DEVICE_OR_GPU if service.runtime == "nvidia" else SWARM_REJECTED,
            service.attribute("runtime"),
            f"runtime: a stack file cannot name {service.runtime!r}: tasks run in the default one",
            "make it the default runtime of the nodes (default-runtime in daemon.json)",
            runtime=service.runtime,
        )
