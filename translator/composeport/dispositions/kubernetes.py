"""What becomes of every attribute of the Compose specification on Kubernetes (SEMANTICS, promise 1).

A row stands for its attribute and all below it, unless rows below it are more precise; then each attribute there has
one. `*` is any name or index. Rows that are reported by the table are those whose fate depends on nothing; for the
others, the function that writes the attribute reports what it cannot express.
"""

from __future__ import annotations

from collections.abc import Mapping

from composeport.diagnostics import Fidelity, Severity
from composeport.dispositions import rules
from composeport.dispositions.table import (
    EXACT,
    Disposition,
    Lookup,
    Pattern,
    approximated,
    dropped,
    lost,
    manual,
    partly,
)

_INFO = rules.NO_COUNTERPART.at(Severity.INFO)


_KERNEL_HELP = "set it on the nodes, or in the application"
_BLKIO = dropped(rules.KERNEL_TUNING, "Kubernetes does not share out block devices", "use a storage class with limits")
_CPU = dropped(rules.KERNEL_TUNING, "Kubernetes shares processors by requests and limits", "use deploy.resources")
_OOM = dropped(rules.KERNEL_TUNING, "the kubelet decides whom the kernel kills, by requests", "use deploy.resources")
_ENGINE_OPTION = dropped(_INFO, "an option of Docker's networks", "nothing; choose a network plug-in that can do it")
_ADDRESS = dropped(
    rules.STATIC_ADDRESS, "a pod gets another address each time it starts", "use the service's name in its place"
)
_WINDOWS = dropped(rules.NO_COUNTERPART, "an option of Windows containers", "set windowsOptions in the manifest")
_SWARM_DRIVER = dropped(rules.NO_COUNTERPART, "only Swarm has such drivers", "use an operator for secrets")
_MODEL = dropped(rules.NO_COUNTERPART, "a cluster runs no models by itself", "run a model server as a service")

_SERVICE: dict[Pattern, Disposition] = {
    ("annotations",): EXACT,
    ("attach",): dropped(rules.DEVELOPMENT_ONLY, "only `docker compose up` shows logs", "use kubectl logs"),
    ("blkio_config",): _BLKIO,
    ("build",): manual("a cluster builds nothing: the image must be built and pushed"),
    ("cap_add",): EXACT,
    ("cap_drop",): EXACT,
    ("cgroup",): dropped(rules.KERNEL_TUNING, "the kubelet places control groups", "nothing"),
    ("cgroup_parent",): dropped(rules.KERNEL_TUNING, "the kubelet places control groups", "nothing"),
    ("command",): EXACT,
    ("configs",): partly("owners are not kept"),
    ("container_name",): partly("pods have names of their own; it stays a name on the network"),
    ("cpu_count",): _CPU,
    ("cpu_percent",): _CPU,
    ("cpu_period",): approximated(rules.KERNEL_TUNING, "with cpu_quota it becomes a limit", "use deploy.resources"),
    ("cpu_quota",): approximated(rules.KERNEL_TUNING, "it becomes a limit of processors", "use deploy.resources"),
    ("cpu_rt_period",): _CPU,
    ("cpu_rt_runtime",): _CPU,
    ("cpu_shares",): _CPU,
    ("cpus",): partly("a limit without a reservation gets the request 0"),
    ("cpuset",): dropped(rules.KERNEL_TUNING, "the kubelet's CPU manager pins processors", "use its static policy"),
    ("credential_spec",): _WINDOWS,
    ("depends_on",): partly("a condition is waited for when a pod starts"),
    ("deploy", "mode"): partly("a job runs once, not on each node"),
    ("deploy", "endpoint_mode"): lost("a name leads to one address that stands for all pods"),
    ("deploy", "replicas"): partly("a global service has one a node"),
    ("deploy", "labels"): EXACT,
    ("deploy", "rollback_config"): partly("a rollback goes as a rollout does"),
    ("deploy", "update_config", "parallelism"): partly("a job is not rolled out"),
    ("deploy", "update_config", "delay"): partly("whole seconds"),
    ("deploy", "update_config", "order"): EXACT,
    ("deploy", "update_config", "failure_action"): lost("a failed rollout stops"),
    ("deploy", "update_config", "monitor"): partly("becomes a deadline"),
    ("deploy", "update_config", "max_failure_ratio"): lost("no failures are tolerated"),
    ("deploy", "resources", "limits", "cpus"): partly("a limit without a reservation gets the request 0"),
    ("deploy", "resources", "limits", "memory"): partly("a limit without a reservation gets the request 0"),
    ("deploy", "resources", "limits", "pids"): dropped(
        rules.KERNEL_TUNING, "the kubelet limits processes, for all pods alike", "set podPidsLimit of the kubelet"
    ),
    ("deploy", "resources", "reservations", "cpus"): partly("thousandths"),
    ("deploy", "resources", "reservations", "memory"): EXACT,
    ("deploy", "resources", "reservations", "devices"): partly("GPUs are counted by a plug-in"),
    ("deploy", "resources", "reservations", "generic_resources"): dropped(
        rules.DEVICE_OR_GPU,
        "nodes count such resources by extended resources",
        "kubectl patch node --subresource=status",
    ),
    ("deploy", "restart_policy", "condition"): partly("servers are always restarted"),
    ("deploy", "restart_policy", "delay"): dropped(
        rules.RESTART_NARROWED, "Kubernetes waits longer after each failure, up to five minutes", "nothing"
    ),
    ("deploy", "restart_policy", "max_attempts"): partly("servers are restarted for ever"),
    ("deploy", "restart_policy", "window"): dropped(
        rules.RESTART_NARROWED, "readiness says whether a restart has worked", "write a health check"
    ),
    ("deploy", "placement", "constraints"): partly("what has no node label is left out"),
    ("deploy", "placement", "preferences"): partly("what has no node label is left out"),
    ("deploy", "placement", "max_replicas_per_node"): partly("limits the difference between nodes"),
    ("develop",): dropped(rules.DEVELOPMENT_ONLY, "only `docker compose watch` reads it", "nothing"),
    ("device_cgroup_rules",): dropped(
        rules.DEVICE_OR_GPU, "containers get devices from device plug-ins alone", "install a device plug-in"
    ),
    ("devices",): lost("they come by a device plug-in, or to privileged containers"),
    ("dns",): partly("the cluster's own server is asked first"),
    ("dns_opt",): EXACT,
    ("dns_search",): EXACT,
    ("domainname",): lost("a pod's domain is the cluster's"),
    ("entrypoint",): partly("an empty one cannot clear the image's"),
    ("env_file",): partly("some names are no names of variables in old versions"),
    ("environment",): partly("credentials are kept in a Secret"),
    ("expose",): EXACT,
    ("extends",): EXACT,
    ("external_links",): lost("names of another project do not resolve"),
    ("extra_hosts",): partly("host-gateway has no address"),
    ("gpus",): partly("GPUs are counted by a plug-in"),
    ("group_add",): partly("names are known to the image alone"),
    ("healthcheck", "disable"): EXACT,
    ("healthcheck", "interval"): partly("whole seconds"),
    ("healthcheck", "retries"): EXACT,
    ("healthcheck", "start_interval"): partly("whole seconds"),
    ("healthcheck", "start_period"): partly("matters to a liveness probe alone"),
    ("healthcheck", "test"): EXACT,
    ("healthcheck", "timeout"): partly("whole seconds"),
    ("hostname",): partly("dots need a newer version"),
    ("image",): EXACT,
    ("init",): partly("the pod's own process takes tini's part"),
    ("ipc",): partly("`none` has no counterpart"),
    ("isolation",): _WINDOWS,
    ("label_file",): EXACT,
    ("labels",): EXACT,
    ("links",): partly("an alias is a name for all peers"),
    ("logging",): lost("nodes collect what containers print, in one way for all"),
    ("mac_address",): dropped(rules.STATIC_ADDRESS, "a pod's address is the network's to give", "nothing"),
    ("mem_limit",): partly("a limit without a reservation gets the request 0"),
    ("mem_reservation",): EXACT,
    ("mem_swappiness",): dropped(rules.KERNEL_TUNING, "the kubelet decides about swap", _KERNEL_HELP),
    ("memswap_limit",): dropped(rules.KERNEL_TUNING, "the kubelet decides about swap", _KERNEL_HELP),
    ("models",): dropped(
        rules.NO_COUNTERPART,
        "nothing sets the variables that say where a model is",
        "run a model server as a service, and set them by `environment`",
    ),
    ("network_mode",): partly("sharing is by pod"),
    ("networks", "*", "aliases"): partly("an alias is a Service"),
    ("networks", "*", "driver_opts"): _ENGINE_OPTION,
    ("networks", "*", "gw_priority"): _ENGINE_OPTION,
    ("networks", "*", "interface_name"): _ENGINE_OPTION,
    ("networks", "*", "ipv4_address"): _ADDRESS,
    ("networks", "*", "ipv6_address"): _ADDRESS,
    ("networks", "*", "link_local_ips"): _ADDRESS,
    ("networks", "*", "mac_address"): _ADDRESS,
    ("networks", "*", "priority"): _ENGINE_OPTION,
    ("oom_kill_disable",): _OOM,
    ("oom_score_adj",): _OOM,
    ("pid",): partly("sharing is by pod"),
    ("pids_limit",): dropped(
        rules.KERNEL_TUNING, "the kubelet limits processes, for all pods alike", "set podPidsLimit of the kubelet"
    ),
    ("platform",): partly("nodes have no label for a variant"),
    ("ports",): partly("published ports stay in the cluster unless asked"),
    ("post_start",): partly("a failure restarts the container"),
    ("pre_start",): partly("runs in each pod"),
    ("pre_stop",): partly("a failure is an event"),
    ("privileged",): partly("no-new-privileges is dropped beside it"),
    ("profiles",): partly("a service without an active profile is left out"),
    ("provider",): Disposition(
        Fidelity.MANUAL,
        "something else than the cluster provides it: nothing is written for it",
        rules.CLUSTER_PREREQUISITE,
        "see to it that it is there, and that its name resolves",
    ),
    ("pull_policy",): partly("intervals are not known"),
    ("pull_refresh_after",): dropped(_INFO, "the cluster knows no interval of pulling", "name a version in the tag"),
    ("read_only",): EXACT,
    ("restart",): partly("servers are always restarted"),
    ("runtime",): manual("the cluster needs a RuntimeClass of that name"),
    ("scale",): partly("a global service has one a node"),
    ("secrets",): partly("owners are not kept"),
    ("security_opt",): partly("profiles must be on the nodes"),
    ("shm_size",): EXACT,
    ("stdin_open",): EXACT,
    ("stop_grace_period",): partly("whole seconds"),
    ("stop_signal",): partly("a hook sends it"),
    ("storage_opt",): dropped(
        rules.KERNEL_TUNING, "the size of a container's layer is limited by ephemeral-storage", "set that limit"
    ),
    ("sysctls",): partly("only safe ones"),
    ("tmpfs",): partly("options other than size"),
    ("tty",): EXACT,
    ("ulimits",): dropped(
        rules.KERNEL_TUNING,
        "Kubernetes sets no ulimits: the container runtime's own apply",
        "set them in the container runtime of the nodes, or with `ulimit` in the entrypoint",
    ),
    ("use_api_socket",): dropped(
        rules.CONTAINER_RUNTIME_SOCKET, "nodes have no engine to talk to", "use the Kubernetes API instead"
    ),
    ("user",): partly("names are known to the image alone"),
    ("userns_mode",): partly("only `host` is known"),
    ("uts",): dropped(rules.HOST_NAMESPACE, "a pod has a host name of its own", "use network_mode: host"),
    ("volumes",): partly("what a mount becomes depends on what it is for"),
    ("volumes_from",): partly("mounts what the other service mounts"),
    ("working_dir",): EXACT,
}

_PROJECT: dict[Pattern, Disposition] = {
    ("name",): EXACT,
    ("version",): Disposition(Fidelity.EXACT, "Compose ignores it as well"),
    ("include",): EXACT,
    ("jobs",): dropped(rules.NO_COUNTERPART, "jobs with triggers are not translated", "write a CronJob"),
    ("models",): _MODEL,
    ("networks", "*", "name"): lost("no other project joins a network by its name"),
    ("networks", "*", "driver"): lost("the cluster's network is one for all"),
    ("networks", "*", "driver_opts"): lost("the cluster's network is one for all"),
    ("networks", "*", "ipam"): lost("addresses are the network's to give"),
    ("networks", "*", "external"): partly("its members may be elsewhere"),
    ("networks", "*", "internal"): partly("services on internal networks alone reach their peers and DNS"),
    ("networks", "*", "enable_ipv4"): lost("the cluster's addresses are of its own family"),
    ("networks", "*", "enable_ipv6"): lost("the cluster's addresses are of its own family"),
    ("networks", "*", "attachable"): lost("pods of others join by a label"),
    ("networks", "*", "labels"): EXACT,
    ("volumes", "*", "name"): EXACT,
    ("volumes", "*", "driver"): manual("a storage class says who provides it; the data of a plug-in must be brought"),
    ("volumes", "*", "driver_opts"): partly("a storage class says who provides it"),
    ("volumes", "*", "external"): EXACT,
    ("volumes", "*", "labels"): EXACT,
    **{(kind, "*", attribute): EXACT for kind in ("configs", "secrets") for attribute in ("name", "labels")},
    **{
        (kind, "*", attribute): partly("where it is missing, the object must be made by hand")
        for kind in ("configs", "secrets")
        for attribute in ("environment", "file")
    },
    ("configs", "*", "external"): manual("the object must be made by hand"),
    ("secrets", "*", "external"): manual("the object must be made by hand"),
    ("configs", "*", "content"): EXACT,
    ("configs", "*", "template_driver"): _SWARM_DRIVER,
    ("secrets", "*", "driver"): _SWARM_DRIVER,
    ("secrets", "*", "driver_opts"): _SWARM_DRIVER,
    ("secrets", "*", "template_driver"): _SWARM_DRIVER,
}

TABLE: Mapping[Pattern, Disposition] = {
    **_PROJECT,
    **{("services", "*", *path): disposition for path, disposition in _SERVICE.items()},
}
"""Every attribute, and what becomes of it."""

disposition_of = Lookup(TABLE)
