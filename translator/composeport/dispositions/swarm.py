"""What becomes of every attribute of the Compose specification on Swarm (SEMANTICS, promise 1).

The rules that end in "rejected", "ignored" and "silent loss" say what the stack file's own loader (docker/cli,
`compose/loader`) would have done with the attribute; what composeport does instead is the row.
"""

from __future__ import annotations

from collections.abc import Mapping

from composeport.diagnostics import Fidelity, Severity
from composeport.dispositions import rules
from composeport.dispositions.table import EXACT, Disposition, Lookup, Pattern, dropped, lost, manual, partly

_UNKNOWN = rules.SWARM_REJECTED
_UNKNOWN_WARNING = _UNKNOWN.at(Severity.WARNING)
_UNKNOWN_INFO = _UNKNOWN.at(Severity.INFO)

_KERNEL_HELP = "use deploy.resources where that is enough; else set it in the engine of each node"
_KERNEL = dropped(rules.KERNEL_TUNING, "a service has no such limit", _KERNEL_HELP)
_BLKIO = dropped(rules.KERNEL_TUNING, "a service has no weight on block devices", _KERNEL_HELP)
_SWAP = dropped(rules.KERNEL_TUNING, "a stack file cannot say how a service swaps", _KERNEL_HELP)
_OOM = dropped(rules.KERNEL_TUNING, "the kernel kills whoever uses too much memory", "use oom_score_adj")
_WINDOWS = dropped(
    rules.KERNEL_TUNING, "an option of Windows containers that a service has not", "use deploy.resources"
)
_GPU = dropped(
    rules.DEVICE_OR_GPU,
    "a service asks for GPUs by generic resources, which each node declares",
    "declare node-generic-resources in the engine of the nodes, and ask by reservations.generic_resources",
)
_DEVICE = dropped(
    rules.DEVICE_OR_GPU, "a service gets no devices", "run it by `docker compose` on the node that has the device"
)
_HOOK = dropped(
    rules.LIFECYCLE_HOOKS, "nothing runs it", "run it in the image's entrypoint, or as a job (`mode: replicated-job`)"
)
_ADDRESS = dropped(rules.STATIC_ADDRESS, "tasks get the addresses that the network gives", "use the service's name")
_POOL = dropped(
    rules.STATIC_ADDRESS.at(Severity.INFO), "a stack file gives a network its subnet alone", "nothing: use names"
)
_ATTACHMENT = dropped(_UNKNOWN_WARNING, "a task has all its networks in the order of their names", "nothing")
_MODEL = dropped(_UNKNOWN, "Swarm runs no models by itself", "run a model server as a service")
_PULL = dropped(
    _UNKNOWN_INFO,
    "each node pulls an image that it does not have; `docker stack deploy --resolve-image` looks tags up",
    "name a version, or a digest, in the image",
)
_BY_HAND = "make it by hand (`docker network create -d overlay …`), and say `external: true` and its `name`"
_IPV = dropped(_UNKNOWN_WARNING, "a stack's networks have addresses of version 4", _BY_HAND)

_SERVICE: dict[Pattern, Disposition] = {
    ("annotations",): dropped(_UNKNOWN_WARNING, "containers of a service have labels alone", "use labels"),
    ("attach",): dropped(rules.DEVELOPMENT_ONLY, "only `docker compose up` shows logs", "use docker service logs"),
    ("blkio_config",): _BLKIO,
    ("build",): manual("a swarm builds nothing: the image must be built and pushed"),
    ("cap_add",): EXACT,
    ("cap_drop",): EXACT,
    ("cgroup",): dropped(_UNKNOWN_WARNING, "the engine of each node decides it", "set default-cgroupns-mode there"),
    ("cgroup_parent",): dropped(rules.SWARM_IGNORED, "the engine of each node decides it", "set cgroup-parent there"),
    ("command",): EXACT,
    ("configs",): partly("an empty or too large one cannot be had"),
    ("container_name",): partly("tasks have names of their own; it stays a name on the network"),
    ("cpu_count",): _WINDOWS,
    ("cpu_percent",): _WINDOWS,
    ("cpu_period",): EXACT,
    ("cpu_quota",): EXACT,
    ("cpu_rt_period",): _KERNEL,
    ("cpu_rt_runtime",): _KERNEL,
    ("cpu_shares",): _KERNEL,
    ("cpus",): partly("at least a thousandth"),
    ("cpuset",): _KERNEL,
    ("credential_spec",): partly("its config is asked of the operator"),
    ("depends_on",): partly("nothing waits"),
    ("deploy", "mode"): EXACT,
    ("deploy", "endpoint_mode"): partly("dnsrr cannot publish ports to the whole swarm"),
    ("deploy", "replicas"): partly("a global service has none"),
    ("deploy", "labels"): EXACT,
    ("deploy", "rollback_config"): EXACT,
    ("deploy", "update_config"): partly("a job takes none"),
    ("deploy", "resources", "limits", "cpus"): partly("at least a thousandth"),
    ("deploy", "resources", "limits", "memory"): partly("at least 4 MiB"),
    ("deploy", "resources", "limits", "pids"): EXACT,
    ("deploy", "resources", "reservations", "cpus"): partly("at least a thousandth"),
    ("deploy", "resources", "reservations", "memory"): partly("at least 4 MiB"),
    ("deploy", "resources", "reservations", "devices"): _GPU,
    ("deploy", "resources", "reservations", "generic_resources"): EXACT,
    ("deploy", "restart_policy"): partly("a job that succeeds is not restarted"),
    ("deploy", "placement", "constraints"): partly("labels must be on nodes; what is no constraint is left out"),
    ("deploy", "placement", "preferences"): EXACT,
    ("deploy", "placement", "max_replicas_per_node"): EXACT,
    ("develop",): dropped(rules.DEVELOPMENT_ONLY, "only `docker compose watch` reads it", "nothing"),
    ("device_cgroup_rules",): _DEVICE,
    ("devices",): _DEVICE,
    ("dns",): partly("a server without an address is left out, and one that is a container of the project"),
    ("dns_opt",): dropped(
        _UNKNOWN_WARNING, "a stack file cannot give options to the resolver", "set them in the image"
    ),
    ("dns_search",): EXACT,
    ("domainname",): dropped(rules.SWARM_IGNORED, "a task has a host name alone", "write the full name as hostname"),
    ("entrypoint",): partly("an empty one cannot clear the image's"),
    ("env_file",): partly("credentials stay in plain sight"),
    ("environment",): partly("credentials stay in plain sight"),
    ("expose",): dropped(
        rules.SWARM_IGNORED.at(Severity.INFO), "no engine acts on it, and peers reach every port anyway", "nothing"
    ),
    ("extends",): EXACT,
    ("external_links",): dropped(
        rules.SWARM_IGNORED, "containers outside the stack have no name on its networks", "share an external network"
    ),
    ("extra_hosts",): partly("host-gateway is each node's own"),
    ("gpus",): _GPU,
    ("group_add",): dropped(
        _UNKNOWN, "the process is in the groups of its user alone", "put the user into the group in the image"
    ),
    ("healthcheck",): partly("Swarm replaces a task that is unhealthy"),
    ("hostname",): EXACT,
    ("image",): EXACT,
    ("init",): EXACT,
    ("ipc",): lost("namespaces cannot be shared"),
    ("isolation",): EXACT,
    ("label_file",): EXACT,
    ("labels",): partly("a proxy that watches the swarm reads those of deploy.labels"),
    ("links",): partly("an alias that means several services has no place"),
    ("logging",): partly("every node needs the plug-in of a driver that is no engine's own"),
    ("mac_address",): _ADDRESS,
    ("mem_limit",): partly("at least 4 MiB"),
    ("mem_reservation",): partly("at least 4 MiB"),
    ("mem_swappiness",): _SWAP,
    ("memswap_limit",): _SWAP,
    ("models",): dropped(
        _UNKNOWN,
        "nothing sets the variables that say where a model is",
        "run a model server as a service, and set them by `environment`",
    ),
    ("network_mode",): partly("namespaces cannot be shared"),
    ("networks", "*", "aliases"): EXACT,
    ("networks", "*", "driver_opts"): EXACT,
    ("networks", "*", "gw_priority"): _ATTACHMENT,
    ("networks", "*", "interface_name"): _ATTACHMENT,
    ("networks", "*", "ipv4_address"): _ADDRESS,
    ("networks", "*", "ipv6_address"): _ADDRESS,
    ("networks", "*", "link_local_ips"): _ADDRESS,
    ("networks", "*", "mac_address"): _ADDRESS,
    ("networks", "*", "priority"): _ATTACHMENT,
    ("oom_kill_disable",): _OOM,
    ("oom_score_adj",): EXACT,
    ("pid",): lost("namespaces cannot be shared"),
    ("pids_limit",): EXACT,
    ("platform",): partly("it becomes a constraint"),
    ("ports",): partly("a published port is the whole swarm's"),
    ("post_start",): _HOOK,
    ("pre_start",): _HOOK,
    ("pre_stop",): _HOOK,
    ("privileged",): dropped(
        rules.PRIVILEGED_CONTAINER,
        "a service is never privileged",
        "add the capabilities that it needs (cap_add), or run it by `docker compose` on its node",
    ),
    ("profiles",): partly("a service without an active profile is left out"),
    ("provider",): Disposition(
        Fidelity.MANUAL,
        "something else than the engine provides it: nothing is written for it",
        rules.CLUSTER_PREREQUISITE.at(Severity.WARNING),
        "see to it that it is there, and that its name resolves",
    ),
    ("pull_policy",): _PULL,
    ("pull_refresh_after",): _PULL,
    ("read_only",): EXACT,
    ("restart",): partly("a job that succeeds is not restarted"),
    ("runtime",): lost("tasks run in the engine's default runtime"),
    ("scale",): EXACT,
    ("secrets",): partly("an empty or too large one cannot be had"),
    ("security_opt",): lost("a stack file cannot say it"),
    ("shm_size",): EXACT,
    ("stdin_open",): EXACT,
    ("stop_grace_period",): EXACT,
    ("stop_signal",): EXACT,
    ("storage_opt",): dropped(rules.KERNEL_TUNING, "a service has no such option", "set it in the engine of each node"),
    ("sysctls",): EXACT,
    ("tmpfs",): partly("options other than size"),
    ("tty",): EXACT,
    ("ulimits",): EXACT,
    ("use_api_socket",): dropped(
        rules.CONTAINER_RUNTIME_SOCKET, "only Docker Compose hands its socket on", "mount the socket of a manager"
    ),
    ("user",): EXACT,
    ("userns_mode",): dropped(rules.HOST_NAMESPACE, "the engine of each node decides it", "set userns-remap there"),
    ("uts",): dropped(rules.HOST_NAMESPACE, "a task has a host name of its own", "set hostname"),
    ("volumes",): partly("what a mount becomes depends on what it is for"),
    ("volumes_from",): partly("mounts what the other service mounts"),
    ("working_dir",): EXACT,
}

_SECRET_DRIVER = dropped(
    _UNKNOWN_WARNING,
    "a secret of a stack has a driver or a file: it has what its file says, as in Compose",
    "leave the driver out, or make the secret by hand and write `external: true`",
)

_PROJECT: dict[Pattern, Disposition] = {
    ("name",): partly("a long one leaves no room for names after it"),
    ("version",): Disposition(Fidelity.EXACT, "Compose ignores it as well"),
    ("include",): EXACT,
    ("jobs",): dropped(_UNKNOWN, "jobs with triggers are not translated", "deploy a replicated-job by a timer"),
    ("models",): _MODEL,
    ("networks", "*", "name"): partly("letters, digits, hyphens and underscores"),
    ("networks", "*", "driver"): partly("networks of a swarm are overlays"),
    ("networks", "*", "driver_opts"): partly("options of a bridge mean nothing to an overlay"),
    ("networks", "*", "ipam", "driver"): partly("every node needs the plug-in of a driver that is not the default"),
    ("networks", "*", "ipam", "options"): dropped(_UNKNOWN_WARNING, "a stack file cannot say it", "nothing"),
    ("networks", "*", "ipam", "config", "*", "subnet"): partly("only what is one"),
    ("networks", "*", "ipam", "config", "*", "gateway"): _POOL,
    ("networks", "*", "ipam", "config", "*", "ip_range"): _POOL,
    ("networks", "*", "ipam", "config", "*", "aux_addresses"): _POOL,
    ("networks", "*", "external"): partly("it must be there, and be the swarm's"),
    ("networks", "*", "internal"): EXACT,
    ("networks", "*", "enable_ipv4"): _IPV,
    ("networks", "*", "enable_ipv6"): _IPV,
    ("networks", "*", "attachable"): EXACT,
    ("networks", "*", "labels"): EXACT,
    ("volumes", "*", "name"): EXACT,
    ("volumes", "*", "driver"): partly("every node needs the plug-in of a driver that is not local"),
    ("volumes", "*", "driver_opts"): EXACT,
    ("volumes", "*", "external"): EXACT,
    ("volumes", "*", "labels"): EXACT,
    ("configs", "*"): partly("names carry a hash of the content, unless a name is given"),
    ("secrets", "*", "driver"): _SECRET_DRIVER,
    ("secrets", "*", "driver_opts"): _SECRET_DRIVER,
    **{
        ("secrets", "*", attribute): partly("names carry a hash of the content, unless a name is given")
        for attribute in ("environment", "external", "file", "name", "template_driver")
    },
    ("secrets", "*", "labels"): EXACT,
}

TABLE: Mapping[Pattern, Disposition] = {
    **_PROJECT,
    **{("services", "*", *path): disposition for path, disposition in _SERVICE.items()},
}
"""Every attribute, and what becomes of it."""

disposition_of = Lookup(TABLE)
