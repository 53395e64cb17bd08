"""What a task runs, and with what around it: command, environment, health check, hosts, limits of the kernel."""

from __future__ import annotations

import re

from composeport.diagnostics import Attribute, Fidelity, Severity
from composeport.dispositions.rules import (
    CLUSTER_PREREQUISITE,
    DEVICE_OR_GPU,
    HOST_GATEWAY,
    HOST_NAMESPACE,
    SECURITY_OPTION_LOST,
    SHARED_NAMESPACE,
    STATIC_ADDRESS,
    SWARM_IGNORED,
    SWARM_REJECTED,
    SWARM_SILENT_LOSS,
    TEMPLATE_IN_VALUE,
    UNHEALTHY_REPLACED,
)
from composeport.model import Healthcheck, Service, WorkloadKind
from composeport.model.names import LABEL_LIMIT
from composeport.model.service import names_host
from composeport.model.topology import own_name_servers
from composeport.writers.swarm.literals import literal, variable
from composeport.writers.swarm.quantities import duration
from composeport.writers.swarm.scope import Node, Scope, by_name, filled, plug_in


def report_first_breaks(scope: Scope, service: Service) -> None:
    """Say where `docker stack config` prints less than is there: its YAML drops a line break at the beginning."""
    words = {
        (attribute, index): word
        for attribute, value in (("entrypoint", service.entrypoint), ("command", service.command))
        for index, word in enumerate(value or ())
    }
    for path, text in (words | {("environment", name): value for name, value in service.variables.items()}).items():
        if text.startswith("\n"):
            what = path[1] if path[0] == "environment" else path[0]
            scope.findings.add(
                SWARM_SILENT_LOSS.at(Severity.INFO),
                Fidelity.EXACT,
                service.attribute(*path),
                f"{what} of {service.name!r} begins with a line break, which `docker stack config` loses;"
                " `docker stack deploy` does not",
                "deploy the stack file itself, not what `docker stack config` prints",
            )


def command(scope: Scope, service: Service) -> Node:
    """`entrypoint` and `command`. An empty entrypoint clears the image's in Compose, and is nothing here.

    An empty command is none at all, in Compose as well (moby, `daemon/commit.go`, `merge`).
    """
    entrypoint, words = service.entrypoint, service.command
    if entrypoint == () and words:
        return {"entrypoint": list(words)}
    if entrypoint == ():
        scope.drop(
            SWARM_SILENT_LOSS,
            service.attribute("entrypoint"),
            "an empty entrypoint clears the image's; to Swarm it is as if it were not there",
            "write out what is to run",
            empty="entrypoint",
        )
    return {"entrypoint": list(entrypoint or ()), "command": list(words or ())}


def environment(scope: Scope, service: Service) -> dict[str, str]:
    """All variables, those of `env_file` included: the client reads such a file in a dialect of its own."""
    variables = service.variables
    for name, value in sorted(variables.items()):
        if "{{" in value:
            _report_template(scope, service.attribute("environment", name), f"{name} of {service.name!r}", value)
    return {name: variable(value) for name, value in by_name(scope, service, variables, "environment").items()}


def hostname(scope: Scope, service: Service) -> str:
    """`hostname`, as the text that it is under Compose; without one, the name by which its check or it dials itself.

    A task has no name on its networks before it is healthy, and its host name from the start (swarmkit's executor adds
    it to the service when its check has passed). Nor can a task listen at its service's name, which is a virtual
    address; the engine writes the task's own for a host name into /etc/hosts.
    """
    name, check = service.checked_as, service.healthcheck
    if name and check and not check.disabled and not service.network_mode and name != service.hostname:
        _report_own_name(scope, service, name)
        return literal(service.hostname or name)
    if not service.hostname and service.kind is WorkloadKind.SERVER and len(service.calls_itself) <= LABEL_LIMIT:
        return service.calls_itself
    if "{{" in service.hostname:
        _report_template(scope, service.attribute("hostname"), f"the hostname of {service.name!r}", service.hostname)
    return literal(service.hostname)


def _report_own_name(scope: Scope, service: Service, name: str) -> None:
    when = f"the health check of {service.name!r} dials {name!r}, a name that a task has when it is healthy:"
    taken = bool(service.hostname)
    scope.approximate(
        UNHEALTHY_REPLACED.at(Severity.ERROR) if taken else UNHEALTHY_REPLACED,
        service.attribute("healthcheck", "test"),
        f"{when} it never is" if taken else f"{when} {name!r} becomes its host name, too",
        "let the check dial localhost",
        name=name,
    )


_TEMPLATE = re.compile(r"\{\{-?\s*\.(?:Node|Service|Task)\.")
"""The beginning of what Swarm would fill in: `{{.Node.Hostname}}`."""


def _report_template(scope: Scope, attribute: Attribute, what: str, text: str) -> None:
    if _TEMPLATE.search(text):
        message = f"{what} holds a template of Swarm's, which is plain text to Compose, and so stays plain text"
        advice = "if Swarm is to fill it in, write it into the stack file after the translation"
    else:
        message = f"{what} holds `{{{{`, where Swarm begins a template: it is written so that the text stays as it is"
        advice = "nothing"
    scope.findings.add(TEMPLATE_IN_VALUE, Fidelity.EXACT, attribute, message, advice)


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
        f"Swarm kills a task of {service.name!r} that is unhealthy"
        + (", and it stays dead" if dead else " and starts another")
        + "; Compose leaves it running",
        "let the check fail only where a new container would help",
        condition=condition,
    )
    return _check(check, _retries(scope, service, check))


_MOST_RETRIES = (1 << 31) - 1


def _retries(scope: Scope, service: Service, check: Healthcheck) -> int | None:
    if check.retries is None or check.retries <= _MOST_RETRIES:
        return check.retries
    scope.approximate(
        SWARM_REJECTED.at(Severity.WARNING),
        service.attribute("healthcheck", "retries"),
        f"{check.retries} becomes {_MOST_RETRIES}: a manager counts no further",
        "write a smaller number",
        retries=check.retries,
    )
    return _MOST_RETRIES


def _check(check: Healthcheck, retries: int | None) -> Node:
    return filled(
        {
            "test": list(check.test or ()),
            "interval": duration(check.interval),
            "timeout": duration(check.timeout),
            "retries": retries,
            "start_period": duration(check.start_period),
            "start_interval": duration(check.start_interval),
        }
    )


def extra_hosts(scope: Scope, service: Service) -> list[str]:
    """`extra_hosts`, in the order of the file."""
    for name, addresses in service.extra_hosts.items():
        if "host-gateway" in addresses:
            scope.approximate(
                HOST_GATEWAY if names_host(service, name) else HOST_GATEWAY.at(Severity.INFO),
                service.attribute("extra_hosts", name),
                f"{name!r} is the gateway of whichever node a task is on",
                "run what it reaches there on every node, or place the service",
                host=name,
            )
    return [f"{name}:{address}" for name, addresses in service.extra_hosts.items() for address in addresses]


def resolvers(scope: Scope, service: Service) -> list[str]:
    """`dns`: the client leaves out, without a word, what is no address; a peer's address is another in a swarm."""
    kept, inside = [], set()
    for index, server, owner in own_name_servers(scope.project, service):
        inside.add(index)
        scope.drop(
            STATIC_ADDRESS,
            service.attribute("dns", index),
            f"{service.name!r} asks its node's server: {owner!r} has {server} under Compose alone",
            "nothing, if it only looks up what everybody knows",
            server=server,
        )
    for index, server in enumerate(service.dns):
        if index in inside:
            continue
        from ipaddress import ip_address  # noqa: PLC0415 - few services name servers

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


_LOG_DRIVERS = frozenset(
    {
        "",
        "none",
        "local",
        "json-file",
        "syslog",
        "journald",
        "gelf",
        "fluentd",
        "awslogs",
        "splunk",
        "etwlogs",
        "gcplogs",
    }
)
"""What an engine has without a plug-in (Docker documentation, "Configure logging drivers")."""


def logging(scope: Scope, service: Service) -> Node | None:
    """`logging`."""
    if service.logging is None:
        return None
    driver, options = service.logging.driver, dict(sorted(service.logging.options.items()))
    if driver not in _LOG_DRIVERS:
        scope.ask(
            CLUSTER_PREREQUISITE.at(Severity.WARNING),
            service.attribute("logging", "driver"),
            f"every node needs the logging driver {driver!r}: tasks on a node without it do not start",
            plug_in(driver),
            driver=driver,
        )
    return filled({"driver": driver, "options": options})


_LOOSENED = {
    ("seccomp", "unconfined"): "add the capability that it needs (cap_add), or set seccomp-profile in daemon.json",
    ("apparmor", "unconfined"): "see whether it works confined; else run it by `docker compose` on its node",
    ("systempaths", "unconfined"): "see whether it works confined; else run it by `docker compose` on its node",
    ("label", "disable"): "nothing, where the nodes have no SELinux; else label what it mounts",
}
"""Options that take a confinement away, and what to do where the engine's own stays."""


def report_security_options(scope: Scope, service: Service) -> None:
    """Say what of `security_opt` is lost: a protection is an error, a freedom less is a warning."""
    for index, option in enumerate(service.security_opt):
        name, _, value = option.replace("=", ":", 1).partition(":")
        if (name, value) == ("no-new-privileges", "false"):
            continue
        loosened = _LOOSENED.get((name, value))
        if loosened:
            rule, advice = SECURITY_OPTION_LOST.at(Severity.WARNING), loosened
            message = f"{option!r} of {service.name!r} is lost: the engine confines it as any other container"
        elif name == "no-new-privileges":
            rule, advice = SECURITY_OPTION_LOST, 'set "no-new-privileges": true in daemon.json of every node'
            message = f"{option!r} of {service.name!r} is lost: its processes may gain privileges"
        else:
            rule, advice = SECURITY_OPTION_LOST, "make the profile the default of every node's engine (daemon.json)"
            message = f"{option!r} of {service.name!r} is lost: the engine's own profile confines it"
        scope.drop(rule, service.attribute("security_opt", index), message, advice, option=option)


_OWN_NAMESPACE = "put what belongs together into one container, or run it by `docker compose` on its node"
_WITHOUT_NAMESPACE = {
    ("ipc", "host"): "set shm_size where it needs more shared memory; else run it by `docker compose` on its node",
    ("pid", "host"): "run it by `docker compose` on each node, or as a service of the host",
}


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
            f"{attribute} {value!r} of {service.name!r} is ignored: each task has a namespace of its own",
            _WITHOUT_NAMESPACE.get((attribute, value), _OWN_NAMESPACE),
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
