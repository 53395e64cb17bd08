"""What a project means without saying so: default values, the default network, dependencies, names of resources."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from collections.abc import Mapping as Variables

from composeport.compose.tables import Table
from composeport.compose.trees import implied, is_absent, is_null, put, text_at, truthy
from composeport.diagnostics import Location
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, copy_of
from composeport.source.scalars import go_text

YES = True
Fill = Callable[[Node], None]


def set_defaults(node: Node, table: Table[Fill] | None = None) -> None:
    """Add what the specification defaults, in place."""
    table = table or DEFAULTS
    if table.rule is not None:
        table.rule(node)
    if isinstance(node, Mapping):
        for key, child in node.items.items():
            below = table.below(key)
            if below is not None:
                set_defaults(child, below)
    elif isinstance(node, Sequence):
        every = table.children.get("*")
        for item in node.items if every is not None else []:
            set_defaults(item, every)


def _default(key: str, value: str | bool) -> Fill:  # noqa: FBT001 - any value
    def fill(node: Node) -> None:
        if isinstance(node, Mapping) and key not in node.items:
            put(node, key, implied(value, node.location))

    return fill


def _port(node: Node) -> None:
    _default("protocol", "tcp")(node)
    _default("mode", "ingress")(node)


def _secret(node: Node) -> None:
    _default("target", f"/run/secrets/{text_at(node, 'source') or ''}")(node)


def _device_request(node: Node) -> None:
    if isinstance(node, Mapping) and "device_ids" not in node.items:
        _default("count", "all")(node)


DEFAULTS: Table[Fill] = Table(
    {
        ("services", "*", "build"): _default("context", "."),
        ("services", "*", "deploy", "resources", "reservations", "devices", "*"): _device_request,
        ("services", "*", "gpus", "*"): _device_request,
        ("services", "*", "ports", "*"): _port,
        ("services", "*", "secrets", "*"): _secret,
        ("services", "*", "volumes", "*", "bind"): _default("create_host_path", YES),
    }
)


INHERITED = frozenset(
    [
        "annotations",
        "blkio_config",
        "cap_add",
        "cap_drop",
        "cgroup",
        "cgroup_parent",
        "command",
        "configs",
        "cpu_count",
        "cpu_percent",
        "cpu_shares",
        "cpu_quota",
        "cpu_period",
        "cpu_rt_period",
        "cpu_rt_runtime",
        "cpus",
        "cpuset",
        "credential_spec",
        "device_cgroup_rules",
        "devices",
        "dns",
        "dns_opt",
        "dns_search",
        "domainname",
        "entrypoint",
        "env_file",
        "label_file",
        "environment",
        "extra_hosts",
        "gpus",
        "group_add",
        "hostname",
        "image",
        "init",
        "ipc",
        "isolation",
        "labels",
        "logging",
        "mac_address",
        "mem_limit",
        "mem_reservation",
        "mem_swappiness",
        "memswap_limit",
        "network_mode",
        "models",
        "networks",
        "oom_kill_disable",
        "oom_score_adj",
        "pid",
        "pids_limit",
        "platform",
        "privileged",
        "pull_policy",
        "pull_refresh_after",
        "read_only",
        "runtime",
        "security_opt",
        "shm_size",
        "secrets",
        "sysctls",
        "stop_grace_period",
        "stop_signal",
        "storage_opt",
        "tmpfs",
        "ulimits",
        "use_api_socket",
        "user",
        "uts",
        "userns_mode",
        "volumes_from",
        "working_dir",
    ]
)
"""What a `pre_start` hook takes over from its service: the schema's `container_spec`, without `volumes`."""


def normalise(root: Mapping, project: str, environment: Variables[str, str]) -> None:
    """Spell out the default network, implied dependencies and the names of resources; take values from the shell."""
    containers = [node for kind in ("services", "jobs") for node in _children(root, kind)]
    _attach_default_network(root, containers)
    for container in containers:
        _normalise_container(container, environment)
    for service in _children(root, "services"):
        _imply_dependencies(service)
        _complete_hooks(service)
    for kind in ("networks", "volumes", "configs", "secrets"):
        _name_resources(root, kind, project)


def resolve_pairs(pairs: Node | None, environment: Variables[str, str], *, keep: bool) -> None:
    """Give variables without a value the shell's; what the shell has not either goes unless `keep`."""
    if not isinstance(pairs, Mapping):
        return
    for key, value in list(pairs.items.items()):
        if is_null(value) and isinstance(value, Scalar):
            if key in environment:
                value.value = environment[key]
            elif not keep:
                del pairs.items[key]


def _children(root: Mapping, kind: str) -> list[Mapping]:
    section = root.items.get(kind)
    return (
        [node for node in section.items.values() if isinstance(node, Mapping)] if isinstance(section, Mapping) else []
    )


def _attach_default_network(root: Mapping, containers: list[Mapping]) -> None:
    used: Location | None = None
    for container in containers:
        if "provider" in container.items or "network_mode" in container.items:
            continue
        networks = container.items.get("networks")
        if not isinstance(networks, Mapping) or not networks.items:
            default = implied(None, container.location)
            container.items["networks"] = Mapping(
                {"default": default}, container.location, {"default": container.location}, implied=True
            )
            used = used or container.location
        elif "default" in networks.items:
            used = used or networks.keys.get("default", networks.location)
    if used is None:
        return
    declared = root.items.get("networks")
    if not isinstance(declared, Mapping):
        declared = Mapping({}, used, implied=True)
        put(root, "networks", declared)
    if "default" not in declared.items:
        put(declared, "default", Mapping({}, used, implied=True))


def _normalise_container(container: Mapping, environment: Variables[str, str]) -> None:
    policy = container.items.get("pull_policy")
    if isinstance(policy, Scalar) and policy.value == "if_not_present":
        policy.value = "missing"
    build = container.items.get("build")
    if isinstance(build, Mapping):
        if is_absent(build, "context"):
            put(build, "context", implied(".", build.location))
        if is_absent(build, "dockerfile") and is_absent(build, "dockerfile_inline"):
            put(build, "dockerfile", implied("Dockerfile", build.location))
        resolve_pairs(build.items.get("args"), environment, keep=False)
    resolve_pairs(container.items.get("environment"), environment, keep=True)
    volumes = container.items.get("volumes")
    for volume in volumes.items if isinstance(volumes, Sequence) else []:
        target = volume.items.get("target") if isinstance(volume, Mapping) else None
        if isinstance(target, Scalar) and isinstance(target.value, str):
            target.value = clean(target.value)


def clean(path: str) -> str:
    """The shortest equal path, by the rules of Go's `path.Clean`."""
    path = posixpath.normpath(path)
    return path[1:] if path.startswith("//") else path


def _imply_dependencies(service: Mapping) -> None:
    """A service starts after those whose links, namespaces or volumes it uses."""
    implied_by: dict[str, tuple[Location, bool]] = {}
    for item, text in _texts(service.items.get("links")):
        implied_by.setdefault(text.split(":")[0] if text.count(":") == 1 else text, (item.location, True))
    for key in ("network_mode", "ipc", "pid", "uts", "cgroup"):
        text = text_at(service, key) or ""
        if text.startswith("service:"):
            implied_by.setdefault(text.removeprefix("service:"), (service.items[key].location, True))
    for item, text in _texts(service.items.get("volumes_from")):
        if not text.startswith("container:"):
            implied_by.setdefault(text.split(":")[0], (item.location, False))
    if implied_by:
        _add_dependencies(service, implied_by)


def _add_dependencies(service: Mapping, implied_by: dict[str, tuple[Location, bool]]) -> None:
    depends_on = service.items.get("depends_on")
    if not isinstance(depends_on, Mapping):
        depends_on = Mapping({}, service.location, implied=True)
        put(service, "depends_on", depends_on)
    for name, (place, restart) in implied_by.items():
        if name not in depends_on.items:
            items: dict[str, Node] = {
                "condition": implied("service_started", place),
                "restart": implied(restart, place),
                "required": implied(YES, place),
            }
            put(depends_on, name, Mapping(items, place, implied=True))


def _complete_hooks(service: Mapping) -> None:
    """A `pre_start` hook is a container of its own, which has what the service states beside what the hook does."""
    hooks = service.items.get("pre_start")
    for index, hook in enumerate(hooks.items if isinstance(hooks, Sequence) else ()):
        if isinstance(hooks, Sequence) and isinstance(hook, Mapping):
            from composeport.compose.merge import merge, service_rules  # noqa: PLC0415 - few services have such hooks

            inherited = {key: _inherit(node) for key, node in service.items.items() if key in INHERITED}
            base = Mapping(
                inherited, service.location, {key: service.keys[key] for key in inherited if key in service.keys}
            )
            hooks.items[index] = merge(base, hook, ("services", "*"), service_rules())
            hooks.items[index].location = hook.location


def _inherit(node: Node) -> Node:
    """A copy of what the service states; no file states it of the hook."""
    node = copy_of(node)
    node.implied = True
    return node


def _texts(node: Node | None) -> list[tuple[Scalar, str]]:
    items = node.items if isinstance(node, Sequence) else []
    return [(item, go_text(item.value)) for item in items if isinstance(item, Scalar) and item.value is not None]


def _name_resources(root: Mapping, kind: str, project: str) -> None:
    section = root.items.get(kind)
    if not isinstance(section, Mapping):
        return
    for key, node in section.items.items():
        if is_null(node):
            section.items[key] = Mapping({}, section.keys.get(key, node.location), implied=node.implied)
    for key, node in section.items.items():
        if isinstance(node, Mapping) and is_absent(node, "name"):
            name = key if truthy(node.items.get("external")) else f"{project}_{key}"
            put(node, "name", implied(name, section.keys.get(key, node.location)))
