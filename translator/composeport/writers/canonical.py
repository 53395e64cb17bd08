"""A project as `docker compose config` prints it: the canonical long form, as plain data.

One table an object, in the reference's order of attributes. What says nothing is left out, as Go's `omitempty` leaves
it out. The reference's YAML and JSON differ: JSON has neither extensions (but for the project's own) nor `models`, and
writes an unset command as null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from composeport.hints import TYPE_CHECKING, Any, cast
from composeport.records import NamedTuple
from composeport.writers.canonical_values import (
    Encode,
    Form,
    always,
    as_duration,
    as_list,
    as_map,
    command_set,
    full,
    generic,
    given,
    hosts,
    keys,
    lists,
    mode,
    number,
    off,
    preferences,
    rates,
    same,
    size,
    told,
    words,
)

if TYPE_CHECKING:
    from composeport.model import Job, Project, Service, Ulimit


class Row(NamedTuple):
    """One attribute: its name in the output, the model's name for it, how its value is written, and when.

    `written` says whether a value is there to write; most are where they are not empty.
    """

    name: str
    attribute: str
    encode: Encode
    written: Callable[[Any, Form], bool]


def canonical(project: Project, form: Form = Form.JSON) -> dict[str, Any]:
    """The project as plain data, keys in the reference's order, every `$` doubled so that it reads back as it is."""
    document: dict[str, Any] = {
        "name": project.name,
        "services": {name: service_data(service, form) for name, service in project.services.items()},
    }
    if project.jobs:
        document["jobs"] = {name: _job(job, form) for name, job in project.jobs.items()}
    for kind, rows in _RESOURCES.items():
        resources = getattr(project, kind)
        if resources and (kind != "models" or form is Form.YAML):
            document[kind] = {key: _resource(item, rows, form) for key, item in resources.items()}
    return cast("dict[str, Any]", _escaped(document | project.extensions))


def _resource(value: Any, rows: tuple[Row, ...], form: Form) -> dict[str, Any]:
    data = _object(value, rows, form)
    if "environment" in data:
        data.pop("content", None)  # the value of a variable, which is not for showing
    return data


def service_data(service: Service, form: Form) -> dict[str, Any]:
    """One service; what its `env_file` holds is in its environment, below what the service states."""
    written = _object(service, _SERVICE, form)
    merged: dict[str, str | None] = {}
    for env_file in service.env_files:
        merged.update(env_file.variables)
    merged.update(service.environment)
    if merged:
        written["environment"] = dict(sorted(merged.items()))
    else:
        written.pop("environment", None)
    return written | (service.extensions if form is Form.YAML else {})


def _job(job: Job, form: Form) -> dict[str, Any]:
    triggers: dict[str, Any] = {} if job.manual is None else {"manual": job.manual}
    if job.schedule:
        triggers["schedule"] = [
            {"cron": one.cron} | ({"timezone": one.timezone} if one.timezone else {}) for one in job.schedule
        ]
    name = {"name": job.key} if form is Form.YAML else {}
    return {**name, "triggers": triggers, **_object(job.container, _CONTAINER, form)}


def _escaped(value: Any) -> Any:
    match value:
        case str():
            return value.replace("$", "$$") if "$" in value else value
        case dict():
            return {_escaped(key): _escaped(item) for key, item in value.items()}
        case list():
            return [_escaped(item) for item in value]
    return value


def _object(value: Any, rows: tuple[Row, ...], form: Form) -> dict[str, Any]:
    data = {}
    for name, attribute, encode, written in rows:
        item = getattr(value, attribute)
        if written(item, form):
            data[name] = encode(item, form)
    if form is Form.YAML and value.extensions:
        data |= value.extensions
    return data


def _ulimits(value: Mapping[str, Ulimit], form: Form) -> dict[str, Any]:
    return {name: limit.single or _object(limit, _ULIMIT, form) for name, limit in sorted(value.items())}


def _one(rows: tuple[Row, ...]) -> Encode:
    return lambda value, form: _object(value, rows, form)


def _each(rows: tuple[Row, ...]) -> Encode:
    return lambda items, form: [_object(item, rows, form) for item in items]


def _by_key(rows: tuple[Row, ...]) -> Encode:
    return lambda items, form: {
        key: None if item is None else _object(item, rows, form) for key, item in sorted(items.items())
    }


def _rows(*groups: tuple[Any, ...], **renamed: tuple[str, Encode]) -> tuple[Row, ...]:
    """Rows from `(encode, "names")` or `(encode, "names", written)`; what the model calls otherwise is a keyword."""
    rows = []
    for encode, names, *written in groups:
        rows += [Row(name, renamed.get(name, (name,))[0], encode, *(written or [full])) for name in names.split()]
    return tuple(rows)


_ULIMIT = _rows((same, "single soft hard"))
_FILE_MOUNT = _rows((same, "source target uid gid"), (mode, "mode", given))
_HOOK = _rows((words, "command", command_set), (same, "user privileged working_dir"), (as_map, "environment"))
_DEVICE_REQUEST = _rows((as_list, "capabilities"), (same, "driver count"), (as_list, "device_ids"), (as_map, "options"))
_UPDATE = _rows(
    (same, "parallelism", given),
    (as_duration, "delay"),
    (same, "failure_action"),
    (as_duration, "monitor"),
    (number, "max_failure_ratio"),
    (same, "order"),
)
_RESOURCE = _rows(
    (number, "cpus"),
    (size, "memory"),
    (same, "pids"),
    (_each(_DEVICE_REQUEST), "devices"),
    (generic, "generic_resources"),
)
_RESTART = _rows(
    (same, "condition"), (as_duration, "delay", given), (same, "max_attempts", given), (as_duration, "window", given)
)
_PLACEMENT = _rows((as_list, "constraints"), (preferences, "preferences"), (same, "max_replicas_per_node"))
_DEPLOY = _rows(
    (same, "mode"),
    (same, "replicas", given),
    (as_map, "labels"),
    (_one(_UPDATE), "update_config rollback_config", given),
    (_one(_rows((_one(_RESOURCE), "limits reservations", given))), "resources", told),
    (_one(_RESTART), "restart_policy", given),
    (_one(_PLACEMENT), "placement", told),
    (same, "endpoint_mode"),
)
_BUILD = _rows(
    (same, "context dockerfile dockerfile_inline"),
    (as_list, "entitlements"),
    (as_map, "args"),
    (same, "provenance sbom"),
    (keys, "ssh"),
    (as_map, "labels"),
    (as_list, "cache_from cache_to"),
    (same, "no_cache"),
    (as_list, "no_cache_filter"),
    (as_map, "additional_contexts"),
    (same, "pull"),
    (hosts, "extra_hosts"),
    (same, "isolation network target"),
    (_each(_FILE_MOUNT), "secrets"),
    (size, "shm_size"),
    (as_list, "tags"),
    (_ulimits, "ulimits"),
    (as_list, "platforms"),
    (same, "privileged"),
)


def _exec(value: Any, form: Form) -> dict[str, Any]:
    return {"command": None} if value is None else _object(value, _HOOK, form)


_WATCH = _rows(
    (same, "path action target"), (_exec, "exec", command_set), (as_list, "include ignore"), (same, "initial_sync")
)
_BLKIO = _rows(
    (same, "weight"),
    (rates("weight", same), "weight_device"),
    (rates("rate", size), "device_read_bps device_read_iops device_write_bps device_write_iops"),
)
_HEALTH = _rows(
    (as_list, "test"),
    (as_duration, "timeout interval", given),
    (same, "retries", given),
    (as_duration, "start_period start_interval", given),
    (same, "disable"),
)
_MOUNT = _rows(
    (same, "type source target read_only consistency"),
    (
        _one(_rows((same, "selinux propagation"), (same, "create_host_path", off), (same, "recursive"))),
        "bind",
        given,
    ),
    (_one(_rows((as_map, "labels"), (same, "nocopy subpath"))), "volume", given),
    (_one(_rows((size, "size"), (same, "mode"))), "tmpfs", given),
    (_one(_rows((same, "subpath"))), "image", given),
)
_NETWORK_OF_SERVICE = _rows(
    (as_list, "aliases"),
    (as_map, "driver_opts"),
    (same, "gw_priority interface_name ipv4_address ipv6_address"),
    (as_list, "link_local_ips"),
    (same, "mac_address priority"),
)
_ENV_FILE = _rows((same, "path"), (same, "required", off), (same, "format"))
_CONTAINER = _rows(
    (as_map, "annotations"),
    (_one(_BLKIO), "blkio_config", given),
    (as_list, "cap_add cap_drop"),
    (same, "cgroup_parent cgroup cpu_count"),
    (number, "cpu_percent"),
    (same, "cpu_period cpu_quota cpu_rt_period cpu_rt_runtime"),
    (number, "cpus"),
    (same, "cpuset cpu_shares"),
    (words, "command", command_set),
    (_each(_FILE_MOUNT), "configs"),
    (_one(_rows((same, "config file registry"))), "credential_spec", given),
    (as_list, "device_cgroup_rules"),
    (_each(_rows((same, "source target permissions"))), "devices"),
    (as_list, "dns dns_opt dns_search"),
    (same, "domainname"),
    (words, "entrypoint", command_set),
    (as_map, "environment"),
    (lambda items, form: [_env_file(item, form) for item in items], "env_file"),
    (hosts, "extra_hosts"),
    (as_list, "group_add"),
    (_each(_DEVICE_REQUEST), "gpus"),
    (same, "hostname image"),
    (same, "init", given),
    (same, "ipc isolation"),
    (as_map, "labels"),
    (as_list, "label_file"),
    (_one(_rows((same, "driver"), (as_map, "options"))), "logging", given),
    (size, "mem_limit mem_reservation memswap_limit mem_swappiness"),
    (same, "mac_address"),
    (_by_key(_rows((same, "endpoint_var model_var"))), "models"),
    (same, "network_mode"),
    (_by_key(_NETWORK_OF_SERVICE), "networks"),
    (same, "oom_kill_disable oom_score_adj pid pids_limit platform privileged pull_policy pull_refresh_after"),
    (same, "read_only runtime"),
    (_each(_FILE_MOUNT), "secrets"),
    (as_list, "security_opt"),
    (size, "shm_size"),
    (as_duration, "stop_grace_period", given),
    (same, "stop_signal"),
    (as_map, "storage_opt sysctls"),
    (as_list, "tmpfs"),
    (_ulimits, "ulimits"),
    (same, "use_api_socket user userns_mode uts"),
    (_each(_MOUNT), "volumes"),
    (as_list, "volumes_from"),
    (same, "working_dir"),
    env_file=("env_files", same),
    label_file=("label_files", same),
)


def _env_file(value: Any, form: Form) -> dict[str, Any]:
    return {
        name: encode(getattr(value, key), form)
        for name, key, encode, when in _ENV_FILE
        if when(getattr(value, key), form)
    }


def _pre_start(hooks: Any, form: Form) -> list[dict[str, Any]]:
    """A `pre_start` hook is a whole container; its environment stays as stated."""
    return [
        _object(hook.container, _CONTAINER, form) | ({"per_replica": True} if hook.per_replica else {})
        for hook in hooks
    ]


_SERVICE = (
    *_rows(
        (as_list, "profiles"),
        (_one(_DEPLOY), "deploy", given),
        (_one(_rows((_each(_WATCH), "watch"))), "develop", given),
        (same, "restart"),
        (same, "scale attach", given),
        (same, "container_name"),
        (_one(_rows((same, "type"), (lists, "options"))), "provider", given),
        (as_list, "external_links links"),
        (_pre_start, "pre_start"),
        (_each(_HOOK), "post_start pre_stop"),
    ),
    *(row for row in _CONTAINER if row.name != "env_file"),  # it is in the environment already
    *_rows(
        (_one(_BUILD), "build", given),
        (_by_key(_rows((same, "condition restart"), (same, "required", always))), "depends_on"),
        (as_list, "expose"),
        (_one(_HEALTH), "healthcheck", given),
        (_each(_rows((same, "name mode host_ip target published protocol app_protocol"))), "ports"),
        (same, "stdin_open tty"),
    ),
)
_POOL = _rows((same, "subnet gateway ip_range"), (as_map, "aux_addresses"))
_FILE_OBJECT = _rows(
    (same, "name file environment content external"),
    (as_map, "labels"),
    (same, "driver"),
    (as_map, "driver_opts"),
    (same, "template_driver"),
)
_RESOURCES: dict[str, tuple[Row, ...]] = {
    "networks": _rows(
        (same, "name driver"),
        (as_map, "driver_opts"),
        (_one(_rows((same, "driver"), (_each(_POOL), "config"), (as_map, "options"))), "ipam", told),
        (same, "external internal attachable"),
        (as_map, "labels"),
        (same, "enable_ipv4 enable_ipv6", given),
    ),
    "volumes": _rows((same, "name driver"), (as_map, "driver_opts"), (same, "external"), (as_map, "labels")),
    "secrets": _FILE_OBJECT,
    "configs": _FILE_OBJECT,
    "models": _rows((same, "name model context_size"), (as_list, "runtime_flags")),
}
