"""How a container runs: health check, hooks, devices, kernel limits, logging (Compose Services specification).

Durations are nanoseconds, sizes bytes, as in Go's reading of the specification.
"""

from __future__ import annotations

from collections.abc import Mapping

from composeport.hints import TYPE_CHECKING
from composeport.model.provenance import Extensions
from composeport.records import dataclass, field

if TYPE_CHECKING:
    from composeport.model.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Healthcheck:
    """`healthcheck`. `test` is in list form: `CMD …`, `CMD-SHELL command`, or `NONE`; None leaves the image's own."""

    test: tuple[str, ...] | None = None
    timeout: int | None = None
    interval: int | None = None
    retries: int | None = None
    start_period: int | None = None
    start_interval: int | None = None
    disable: bool = False
    extensions: Extensions = field(default_factory=dict)

    @property
    def disabled(self) -> bool:
        """Whether this switches the image's own check off."""
        return self.disable or (bool(self.test) and self.test is not None and self.test[0] == "NONE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A command of `post_start`, `pre_stop` or `pre_start`. A `pre_start` hook may run in an image of its own.

    `container` is the whole container of a `pre_start` hook: what the hook states, completed from the service.
    """

    command: tuple[str, ...] | None = None
    user: str = ""
    privileged: bool = False
    working_dir: str = ""
    environment: Mapping[str, str | None] = field(default_factory=dict)
    image: str = ""
    per_replica: bool | None = None
    container: Service | None = field(default=None, repr=False)
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logging:
    """`logging`."""

    driver: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ulimit:
    """One of `ulimits`: a single value, or a soft and a hard one."""

    single: int = 0
    soft: int = 0
    hard: int = 0
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One of `devices`: a path of the host at a path of the container, with cgroup permissions such as `rwm`."""

    source: str = ""
    target: str = ""
    permissions: str = ""
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRequest:
    """One of `gpus` or `deploy.resources.reservations.devices`. A `count` of -1 means all."""

    capabilities: tuple[str, ...] = ()
    driver: str = ""
    count: int | None = None
    device_ids: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRate:
    """A weight, or a rate in bytes or operations a second, for one block device."""

    path: str = ""
    value: int = 0
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlkioConfig:
    """`blkio_config`."""

    weight: int = 0
    weight_device: tuple[DeviceRate, ...] = ()
    device_read_bps: tuple[DeviceRate, ...] = ()
    device_read_iops: tuple[DeviceRate, ...] = ()
    device_write_bps: tuple[DeviceRate, ...] = ()
    device_write_iops: tuple[DeviceRate, ...] = ()
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSpec:
    """`credential_spec` (Windows containers)."""

    config: str = ""
    file: str = ""
    registry: str = ""
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`provider`: a service that something else than the engine supplies. `options` maps a name to its values."""

    type: str = ""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceModel:
    """A service's use of one of the project's `models`: the variables that tell it where and which."""

    endpoint_var: str = ""
    model_var: str = ""
    extensions: Extensions = field(default_factory=dict)
