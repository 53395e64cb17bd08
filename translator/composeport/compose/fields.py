"""Which attributes the model has and how each is read: one table an object of the specification."""

from __future__ import annotations

from composeport import model
from composeport.compose.problems import Problems
from composeport.compose.readers import (
    addresses,
    any_text,
    attributes,
    boolean,
    command,
    contexts,
    count,
    duration,
    fields,
    health_test,
    integer,
    keyed,
    list_of,
    map_of,
    mode,
    number,
    options,
    processors,
    record,
    size,
    strict_integer,
    text,
    text_lists,
    text_map,
    texts,
    unsigned,
    variables,
)
from composeport.compose.trees import HELD
from composeport.hints import Any
from composeport.source.nodes import Mapping, Node, Scalar


def _discrete(node: Node, problems: Problems) -> Any:
    spec = node.items.get("discrete_resource_spec") if isinstance(node, Mapping) else None
    return model.GenericResource(**attributes(spec, _GENERIC, problems)) if spec else model.GenericResource()


def _spread(node: Node, problems: Problems) -> str:
    spread = node.items.get("spread") if isinstance(node, Mapping) else None
    return text(spread, problems) if spread else ""


def _ulimit(node: Node, problems: Problems) -> Any:
    if isinstance(node, Scalar):
        return model.Ulimit(single=strict_integer(node, problems))
    return model.Ulimit(**attributes(node, _LIMITS, problems))


_LIMITS = fields((strict_integer, "soft hard"))
HOOK = fields(
    (command, "command"),
    (text, "user working_dir image"),
    (boolean, "privileged per_replica"),
    (variables, "environment"),
)
_HOOK = record(model.Hook, HOOK)
_DEVICE_REQUEST = record(
    model.DeviceRequest,
    fields((texts, "capabilities device_ids"), (text, "driver"), (count, "count"), (text_map, "options")),
)
_FILE_MOUNT = record(model.FileMount, fields((text, "source target uid gid"), (mode, "mode")))
_WEIGHT = unsigned(16, of_text=False)
_DEVICE_WEIGHT = record(model.DeviceRate, fields((text, "path"), weight=("value", _WEIGHT)))
_RATE = record(model.DeviceRate, fields((text, "path"), rate=("value", size)))
_BLKIO = record(
    model.BlkioConfig,
    fields(
        (_WEIGHT, "weight"),
        (list_of(_DEVICE_WEIGHT), "weight_device"),
        (list_of(_RATE), "device_read_bps device_read_iops device_write_bps device_write_iops"),
    ),
)
_BUILD = record(
    model.Build,
    fields(
        (text, "context dockerfile dockerfile_inline isolation network target"),
        (any_text, "provenance sbom"),
        (texts, "entitlements cache_from cache_to no_cache_filter tags platforms"),
        (variables, "args"),
        (text_map, "ssh labels"),
        (contexts, "additional_contexts"),
        (boolean, "no_cache pull privileged"),
        (addresses, "extra_hosts"),
        (list_of(_FILE_MOUNT), "secrets"),
        (size, "shm_size"),
        (map_of(_ulimit), "ulimits"),
    ),
)
_WATCH = record(
    model.Watch,
    fields((text, "path action target"), (_HOOK, "exec"), (texts, "include ignore"), (boolean, "initial_sync")),
)
_DEVELOP = record(model.Develop, fields((list_of(_WATCH), "watch")))
_GENERIC = fields((text, "kind"), (integer, "value"))
_COUNT = unsigned(64)
_UPDATE = record(
    model.UpdateConfig,
    fields(
        (_COUNT, "parallelism"),
        (duration, "delay monitor"),
        (text, "failure_action order"),
        (number, "max_failure_ratio"),
    ),
)
_RESOURCE_SET = record(
    model.ResourceSet,
    fields(
        (processors, "cpus"),
        (size, "memory"),
        (integer, "pids"),
        (list_of(_DEVICE_REQUEST), "devices"),
        (list_of(_discrete), "generic_resources"),
    ),
)
_DEPLOY = record(
    model.Deploy,
    fields(
        (text, "mode endpoint_mode"),
        (integer, "replicas"),
        (text_map, "labels"),
        (_UPDATE, "update_config rollback_config"),
        (record(model.Resources, fields((_RESOURCE_SET, "limits reservations"))), "resources"),
        (
            record(
                model.RestartPolicy, fields((text, "condition"), (duration, "delay window"), (_COUNT, "max_attempts"))
            ),
            "restart_policy",
        ),
        (
            record(
                model.Placement,
                fields((texts, "constraints"), (list_of(_spread), "preferences"), (_COUNT, "max_replicas_per_node")),
            ),
            "placement",
        ),
    ),
)
_HEALTHCHECK = record(
    model.Healthcheck,
    fields(
        (health_test, "test"),
        (duration, "timeout interval start_period start_interval"),
        (_COUNT, "retries"),
        (boolean, "disable"),
    ),
)
_MOUNT = record(
    model.Mount,
    fields(
        (text, "type source target consistency"),
        (boolean, "read_only"),
        (
            record(model.BindOptions, fields((text, "selinux propagation recursive"), (boolean, "create_host_path"))),
            "bind",
        ),
        (record(model.VolumeOptions, fields((text_map, "labels"), (boolean, "nocopy"), (text, "subpath"))), "volume"),
        (record(model.TmpfsOptions, fields((size, "size"), (unsigned(32, of_text=False), "mode"))), "tmpfs"),
        (record(model.ImageOptions, fields((text, "subpath"))), "image"),
    ),
)
_PORT = record(
    model.Port, fields((text, "name mode host_ip published protocol app_protocol"), (unsigned(32), "target"))
)
_SERVICE_NETWORK = record(
    model.ServiceNetwork,
    fields(
        (texts, "aliases link_local_ips"),
        (text_map, "driver_opts"),
        (integer, "gw_priority priority"),
        (text, "interface_name ipv4_address ipv6_address mac_address"),
    ),
)
_DEPENDENCY = record(model.Dependency, fields((text, "condition"), (boolean, "restart required")))

SERVICE = fields(
    (text_map, "annotations labels sysctls"),
    (options, "storage_opt"),
    (boolean, "attach init oom_kill_disable privileged read_only stdin_open tty use_api_socket"),
    (_BLKIO, "blkio_config"),
    (_BUILD, "build"),
    (
        texts,
        "cap_add cap_drop device_cgroup_rules dns dns_opt dns_search external_links group_add",
    ),
    (
        texts,
        "expose links profiles security_opt tmpfs volumes_from",
    ),
    (
        text,
        "cgroup cgroup_parent container_name cpuset domainname hostname image ipc isolation mac_address network_mode",
    ),
    (
        text,
        "pid platform pull_policy pull_refresh_after restart runtime stop_signal user userns_mode uts working_dir",
    ),
    (command, "command entrypoint"),
    (list_of(_FILE_MOUNT), "configs secrets"),
    (integer, "cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares oom_score_adj pids_limit scale"),
    (number, "cpu_percent cpus"),
    (record(model.CredentialSpec, fields((text, "config file registry"))), "credential_spec"),
    (map_of(_DEPENDENCY), "depends_on"),
    (_DEPLOY, "deploy"),
    (_DEVELOP, "develop"),
    (list_of(record(model.Device, fields((text, "source target permissions")))), "devices"),
    (variables, "environment"),
    (addresses, "extra_hosts"),
    (list_of(_DEVICE_REQUEST), "gpus"),
    (_HEALTHCHECK, "healthcheck"),
    (record(model.Logging, fields((text, "driver"), (text_map, "options"))), "logging"),
    (size, "mem_limit mem_reservation mem_swappiness memswap_limit shm_size"),
    (map_of(record(model.ServiceModel, fields((text, "endpoint_var model_var"))), null=True), "models"),
    (map_of(_SERVICE_NETWORK, null=True), "networks"),
    (list_of(_PORT), "ports"),
    (list_of(_HOOK), "post_start pre_stop"),
    (record(model.Provider, fields((text, "type"), (text_lists, "options"))), "provider"),
    (duration, "stop_grace_period"),
    (map_of(_ulimit), "ulimits"),
    (list_of(_MOUNT), "volumes"),
    label_file=("label_files", texts),
)

TRIGGERS = fields((boolean, "manual"))
ENV_FILE = fields((text, "path format"), (boolean, "required"))
_POOL = record(model.IpamPool, fields((text, "subnet gateway ip_range"), (text_map, "aux_addresses")))
_FILE_OBJECT = fields(
    (text, "name file environment content driver template_driver"),
    (boolean, "external"),
    (text_map, "labels"),
    (options, "driver_opts"),
) | {HELD: ("content", text)}
PROJECT = fields(
    (
        keyed(
            model.Network,
            fields(
                (text, "name driver"),
                (text_map, "driver_opts labels"),
                (
                    record(model.Ipam, fields((text, "driver"), (list_of(_POOL), "config"), (text_map, "options"))),
                    "ipam",
                ),
                (boolean, "external internal attachable enable_ipv4 enable_ipv6"),
            ),
        ),
        "networks",
    ),
    (
        keyed(model.Volume, fields((text, "name driver"), (text_map, "driver_opts labels"), (boolean, "external"))),
        "volumes",
    ),
    (keyed(model.FileObject, _FILE_OBJECT), "configs secrets"),
    (
        keyed(model.LanguageModel, fields((text, "name model"), (integer, "context_size"), (texts, "runtime_flags"))),
        "models",
    ),
)
"""The project's resources; its services need more than their node (`project`)."""
