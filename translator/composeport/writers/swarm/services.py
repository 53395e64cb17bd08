"""A service of the stack, in the order of Compose's own reference."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.dispositions.rules import MISSING_SOURCE, SWARM_REJECTED
from composeport.model import Service
from composeport.model.decisions import ONE_A_NODE
from composeport.records import dataclass, field
from composeport.writers.swarm.binds import label_of
from composeport.writers.swarm.deployment import deployment, report_unknown_restart, restart_condition
from composeport.writers.swarm.file_mounts import file_mounts
from composeport.writers.swarm.images import image
from composeport.writers.swarm.mounts import mounted, stated_targets
from composeport.writers.swarm.networks import Networks, report_container_name, service_networks
from composeport.writers.swarm.objects import Kind, Objects, is_name
from composeport.writers.swarm.ordering import dependencies
from composeport.writers.swarm.ports import Published, ports
from composeport.writers.swarm.processes import (
    command,
    environment,
    extra_hosts,
    healthcheck,
    hostname,
    logging,
    report_first_breaks,
    report_namespaces,
    report_security_options,
    resolvers,
    ulimits,
)
from composeport.writers.swarm.proxies import report_proxy_labels
from composeport.writers.swarm.quantities import duration
from composeport.writers.swarm.scope import Node, Scope, by_name, filled, ordered
from composeport.writers.swarm.targets import Targets

_FIELDS = (
    "image", "entrypoint", "command", "working_dir", "user", "hostname", "environment", "labels",
    "depends_on", "ports", "networks", "dns", "dns_search", "extra_hosts",
    "volumes", "configs", "secrets", "credential_spec",
    "healthcheck", "init", "tty", "stdin_open", "stop_signal", "stop_grace_period", "read_only", "cap_add", "cap_drop",
    "sysctls", "ulimits", "oom_score_adj", "isolation", "logging", "deploy",
)  # fmt: skip
"""The order in which a reader asks."""


@dataclass(slots=True)
class Stack:
    """What the services of a stack share while it is written."""

    objects: Objects
    networks: Networks
    published: Published = field(default_factory=Published)


def service_entry(scope: Scope, stack: Stack, service: Service) -> Node:
    """`services.*`, with what the manager refuses left out and reported."""
    report_namespaces(scope, service)
    report_security_options(scope, service)
    report_first_breaks(scope, service)
    report_container_name(scope, service)
    report_unknown_restart(scope, service)
    report_proxy_labels(scope, service)
    fields: Node = {
        "image": image(scope, service),
        "depends_on": dependencies(scope, service),
        **command(scope, service),
        **_surroundings(scope, service),
        **_storage(scope, stack, service),
        "networks": service_networks(scope, stack.networks, service),
        "ports": ports(scope, stack.published, service),
        "healthcheck": healthcheck(scope, service, restart_condition(service)),
    }
    return ordered(fields, _FIELDS)


def _surroundings(scope: Scope, service: Service) -> Node:
    return {
        "hostname": hostname(scope, service),
        "user": service.user,
        "working_dir": service.working_dir,
        "environment": environment(scope, service),
        "labels": by_name(scope, service, service.labels, "labels"),
        "init": service.init,
        "tty": service.tty or None,
        "stdin_open": service.stdin_open or None,
        "read_only": service.read_only or None,
        "stop_signal": service.stop_signal,
        "stop_grace_period": duration(service.stop_grace_period),
        "cap_add": list(service.cap_add),
        "cap_drop": list(service.cap_drop),
        "sysctls": by_name(scope, service, service.sysctls, "sysctls"),
        "ulimits": ulimits(service),
        "oom_score_adj": service.oom_score_adj or None,
        "isolation": service.isolation,
        "dns": resolvers(scope, service),
        "dns_search": list(service.dns_search),
        "extra_hosts": extra_hosts(scope, service),
        "logging": logging(scope, service),
    }


def _storage(scope: Scope, stack: Stack, service: Service) -> Node:
    """Mounts, configs and secrets, and where the data keeps the service: what it names itself goes first."""
    targets = Targets(stated_targets(service))
    named = {kind: file_mounts(scope, stack.objects, service, kind, targets) for kind in Kind}
    found = mounted(scope, stack.objects, service, targets)
    pinned = found.pinned and scope.options.pin_volumes and service.kind not in ONE_A_NODE
    if pinned:
        scope.demand(f"docker node update --label-add {label_of(scope)}=true NODE    (one node alone)")
    return {
        "volumes": found.volumes,
        **{kind.value: [*named[kind], *found.files[kind]] for kind in Kind},
        "credential_spec": _credential_spec(scope, stack, service),
        "deploy": deployment(scope, service, [f"node.labels.{label_of(scope)} == true"] if pinned else []),
    }


def _credential_spec(scope: Scope, stack: Stack, service: Service) -> Node:
    """`credential_spec`. Compose forgets a config that no service mounts, so the operator makes this one."""
    spec = service.credential_spec
    if spec is None:
        return {}
    if spec.config and not is_name(spec.config):
        scope.drop(
            SWARM_REJECTED,
            service.attribute("credential_spec", "config"),
            f"no config can be called {spec.config!r}",
            "use at most 64 letters, digits and `-_.`, the first and the last no sign",
            name=spec.config,
        )
        return {}
    if spec.config:
        stack.objects.refer(Kind.CONFIG, spec.config, spec.config)
        scope.ask(
            MISSING_SOURCE.at(Severity.WARNING),
            service.attribute("credential_spec", "config"),
            f"config {spec.config!r} must be there: it is not one that a service mounts",
            f"docker config create {spec.config} FILE",
            name=spec.config,
        )
    return filled({"config": spec.config, "file": spec.file, "registry": spec.registry})
