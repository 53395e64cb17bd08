"""How a service is deployed: `deploy` (Compose Deploy specification). Durations are nanoseconds, memory bytes."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.model.provenance import Extensions
from composeport.model.runtime import DeviceRequest
from composeport.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateConfig:
    """`update_config` or `rollback_config`."""

    parallelism: int | None = None
    delay: int | None = None
    failure_action: str = ""
    monitor: int | None = None
    max_failure_ratio: float = 0
    order: str = ""
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericResource:
    """One of `generic_resources`: a kind that the operator counts on its nodes."""

    kind: str = ""
    value: int = 0
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSet:
    """`resources.limits` or `resources.reservations`. `cpus` is a number of processors; 0 is unset."""

    cpus: float = 0
    memory: int = 0
    pids: int = 0
    devices: tuple[DeviceRequest, ...] = ()
    generic_resources: tuple[GenericResource, ...] = ()
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """`deploy.resources`."""

    limits: ResourceSet | None = None
    reservations: ResourceSet | None = None
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartPolicy:
    """`deploy.restart_policy`. `condition` is none, on-failure or any."""

    condition: str = ""
    delay: int | None = None
    max_attempts: int | None = None
    window: int | None = None
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """`deploy.placement`. `preferences` holds the node attributes to spread over."""

    constraints: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()
    max_replicas_per_node: int = 0
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deploy:
    """`services.*.deploy`."""

    mode: str = ""
    replicas: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    update_config: UpdateConfig | None = None
    rollback_config: UpdateConfig | None = None
    resources: Resources = field(default_factory=Resources)
    restart_policy: RestartPolicy | None = None
    placement: Placement = field(default_factory=Placement)
    endpoint_mode: str = ""
    extensions: Extensions = field(default_factory=dict)
