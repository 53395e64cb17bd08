"""A service, as the Compose Services specification defines it, in canonical form."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.diagnostics import Attribute, Location, PathPart
from composeport.model.build import Build, Develop
from composeport.model.decisions import BindDecision, ServedPort, Wait, WorkloadKind
from composeport.model.deploy import Deploy
from composeport.model.mounts import FileMount, Mount
from composeport.model.networking import Port, ServiceNetwork
from composeport.model.overrides import Overrides
from composeport.model.provenance import Extensions, Provenance
from composeport.model.routes import Route
from composeport.model.runtime import (
    BlkioConfig,
    CredentialSpec,
    Device,
    DeviceRequest,
    Healthcheck,
    Hook,
    Logging,
    Provider,
    ServiceModel,
    Ulimit,
)
from composeport.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """One of `depends_on`. `condition` is service_started, service_healthy or service_completed_successfully."""

    condition: str = "service_started"
    restart: bool = False
    required: bool = True
    extensions: Extensions = field(default_factory=dict)


def names_host(service: Service, host: str) -> bool:
    """Whether a variable, a word of a command or a health check of `service` holds `host`."""
    check = service.healthcheck.test if service.healthcheck else None
    texts = (*service.variables.values(), *(service.entrypoint or ()), *(service.command or ()), *(check or ()))
    return any(host in text for text in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvFile:
    """One of `env_file`, with what it holds. A value of None leaves the variable unset. The content may be secret."""

    path: str
    required: bool = True
    format: str = ""
    variables: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    present: bool = True
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service. Attributes are named as in the specification; one that is unset is None, 0, "" or empty.

    `command` and `entrypoint` are split into words; None leaves the image's own and an empty tuple clears it.
    `environment` holds what the file states (None: stated without a value, and the shell had none); what `env_files`
    add stands with them. Durations are nanoseconds, sizes bytes.
    """

    name: str
    source: Provenance = field(repr=False)

    annotations: Mapping[str, str] = field(default_factory=dict)
    attach: bool | None = None
    blkio_config: BlkioConfig | None = None
    build: Build | None = None
    cap_add: tuple[str, ...] = ()
    cap_drop: tuple[str, ...] = ()
    cgroup: str = ""
    cgroup_parent: str = ""
    command: tuple[str, ...] | None = None
    configs: tuple[FileMount, ...] = ()
    container_name: str = ""
    cpu_count: int = 0
    cpu_percent: float = 0
    cpu_period: int = 0
    cpu_quota: int = 0
    cpu_rt_period: int = 0
    cpu_rt_runtime: int = 0
    cpu_shares: int = 0
    cpus: float = 0
    cpuset: str = ""
    credential_spec: CredentialSpec | None = None
    depends_on: Mapping[str, Dependency] = field(default_factory=dict)
    deploy: Deploy | None = None
    develop: Develop | None = None
    device_cgroup_rules: tuple[str, ...] = ()
    devices: tuple[Device, ...] = ()
    dns: tuple[str, ...] = ()
    dns_opt: tuple[str, ...] = ()
    dns_search: tuple[str, ...] = ()
    domainname: str = ""
    entrypoint: tuple[str, ...] | None = None
    env_files: tuple[EnvFile, ...] = ()
    environment: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    expose: tuple[str, ...] = ()
    external_links: tuple[str, ...] = ()
    extra_hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gpus: tuple[DeviceRequest, ...] = ()
    group_add: tuple[str, ...] = ()
    healthcheck: Healthcheck | None = None
    hostname: str = ""
    image: str = ""
    init: bool | None = None
    ipc: str = ""
    isolation: str = ""
    label_files: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    logging: Logging | None = None
    mac_address: str = ""
    mem_limit: int = 0
    mem_reservation: int = 0
    mem_swappiness: int = 0
    memswap_limit: int = 0
    models: Mapping[str, ServiceModel | None] = field(default_factory=dict)
    network_mode: str = ""
    networks: Mapping[str, ServiceNetwork | None] = field(default_factory=dict)
    oom_kill_disable: bool = False
    oom_score_adj: int = 0
    pid: str = ""
    pids_limit: int = 0
    platform: str = ""
    ports: tuple[Port, ...] = ()
    post_start: tuple[Hook, ...] = ()
    pre_start: tuple[Hook, ...] = ()
    pre_stop: tuple[Hook, ...] = ()
    privileged: bool = False
    profiles: tuple[str, ...] = ()
    provider: Provider | None = None
    pull_policy: str = ""
    pull_refresh_after: str = ""
    read_only: bool = False
    restart: str = ""
    runtime: str = ""
    scale: int | None = None
    secrets: tuple[FileMount, ...] = ()
    security_opt: tuple[str, ...] = ()
    shm_size: int = 0
    stdin_open: bool = False
    stop_grace_period: int | None = None
    stop_signal: str = ""
    storage_opt: Mapping[str, str] = field(default_factory=dict)
    sysctls: Mapping[str, str] = field(default_factory=dict)
    tmpfs: tuple[str, ...] = ()
    tty: bool = False
    ulimits: Mapping[str, Ulimit] = field(default_factory=dict)
    use_api_socket: bool = False
    user: str = ""
    userns_mode: str = ""
    uts: str = ""
    volumes: tuple[Mount, ...] = ()
    volumes_from: tuple[str, ...] = ()
    working_dir: str = ""
    extensions: Extensions = field(default_factory=dict)

    # Decided by the passes; a reader leaves these alone.
    overrides: Overrides = field(default_factory=Overrides)
    """passes.overrides: what its labels and `x-composeport` ask for on the cluster."""
    object_name: str = ""
    """passes.names: a DNS label, unique among the project's services."""
    pod: str = ""
    """passes.pods: the service whose pod this one's container is in; its own name where it has a pod to itself."""
    kind: WorkloadKind = WorkloadKind.SERVER
    """passes.workloads."""
    waits: tuple[Wait, ...] = ()
    """passes.waits: whom it waits for, where such a wait can end."""
    credentials: frozenset[str] = frozenset()
    """passes.credentials: the variables, of `environment` and `env_files`, whose values are kept as secrets."""
    serves: tuple[ServedPort, ...] = ()
    """passes.ports: every port that it is known to listen on, declared ones first."""
    dialled: bool = False
    """passes.ports: whether a text or a mounted file of another service names it."""
    dialled_unready: bool = False
    """passes.ports: whether somebody looks its names up before it is ready, so that they must resolve by then."""
    checked_as: str = ""
    """passes.ports: the name of its own that its health check dials; empty where that dials none."""
    calls_itself: str = ""
    """passes.ports: the name at which the settings of its one container have it listen, or dial itself."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """passes.aliases: the other names that it answers to, each with the networks on which it does."""
    routes: tuple[Route, ...] = ()
    """passes.routes: the HTTP requests from outside that it gets, where published ports leave that way."""
    binds: Mapping[int, BindDecision] = field(default_factory=dict)
    """passes.binds: what each bind mount is for, by its index in `volumes`."""

    def attribute(self, *path: PathPart) -> Attribute:
        """The attribute at `path` of this service, for a finding."""
        return Attribute(("services", self.name, *path), self.source.at(*path))

    @property
    def variables(self) -> dict[str, str]:
        """The environment that a container gets: `env_file` in order, then `environment`, unset variables left out."""
        merged: dict[str, str | None] = {}
        for env_file in self.env_files:
            merged.update(env_file.variables)
        merged.update(self.environment)
        return {name: value for name, value in merged.items() if value is not None}

    @property
    def replicas(self) -> int:
        """How many containers run: `scale`, else `deploy.replicas`, else 1."""
        if self.scale is not None:
            return self.scale
        if self.deploy is not None and self.deploy.replicas is not None:
            return self.deploy.replicas
        return 1
