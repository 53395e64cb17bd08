"""What a user decides for the cluster beside what Compose says: `x-composeport`, `composeport.*`, `kompose.*`."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.diagnostics import PathPart
from composeport.model.decisions import WorkloadKind
from composeport.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeOverride:
    """A probe as it is asked for; what is None is left as `healthcheck` has it. Durations are nanoseconds."""

    disable: bool = False
    test: tuple[str, ...] | None = None
    """In list form, as `healthcheck.test`."""
    interval: int | None = None
    timeout: int | None = None
    retries: int | None = None
    start_period: int | None = None
    http_get_path: str = ""
    http_get_port: int | None = None
    tcp_port: int | None = None

    @property
    def has_check(self) -> bool:
        """Whether it says what to check, rather than how often."""
        return bool(self.test or self.http_get_path or self.http_get_port or self.tcp_port)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Decisions about one service; "" and None leave them to the translation. Values are as Kubernetes spells them.

    `stated` has, for each field that something sets, the attribute that does, for findings.
    """

    name: str = ""
    service_type: str = ""
    """ClusterIP, NodePort, LoadBalancer or Headless."""
    node_port: int | None = None
    external_traffic_policy: str = ""
    expose: tuple[str, ...] = ()
    """Host names, each with a path where one is given; `true` where the host is anybody's choice."""
    expose_tls_secret: str = ""
    expose_ingress_class: str = ""
    service_account: str = ""
    controller: WorkloadKind | None = None
    host_ports: bool = False
    image_pull_policy: str = ""
    image_pull_secret: str = ""
    readiness: ProbeOverride = ProbeOverride()
    liveness: ProbeOverride = ProbeOverride()
    schedule: str = ""
    concurrency_policy: str = ""
    backoff_limit: int | None = None
    scale_minimum: int | None = None
    scale_maximum: int | None = None
    scale_cpu: int | None = None
    """Percent of what is requested."""
    scale_memory: str = ""
    """Percent of what is requested, or a quantity."""
    init_name: str = ""
    init_image: str = ""
    init_command: tuple[str, ...] = ()
    fs_group: int | None = None
    volume_type: str = ""
    volume_size: str = ""
    volume_class: str = ""
    volume_subpath: str = ""
    group: str = ""
    ephemeral_request: str = ""
    ephemeral_limit: str = ""
    stated: Mapping[str, tuple[PathPart, ...]] = field(default_factory=dict)

    @property
    def scales(self) -> bool:
        """Whether a number of replicas is left to an autoscaler."""
        return any(name.startswith("scale_") for name in self.stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeOverrides:
    """Decisions about one of the project's volumes."""

    size: str = ""
    storage_class: str = ""
    selector: str = ""
    stated: Mapping[str, tuple[PathPart, ...]] = field(default_factory=dict)
