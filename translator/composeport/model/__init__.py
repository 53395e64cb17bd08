"""The intermediate model: a Compose project as frozen values in canonical form. It knows no format and no target.

`decisions` are what the passes add, `reading` is what the values no longer show, `calls` who addresses whom. What
follows from a project, and is written nowhere in it, is asked of `topology`, `resolution`, `volumes`, `restart` and
`images`; `names`, `quantities` and `order` are for all.
"""

from __future__ import annotations

from composeport.model.build import Build, Develop, Watch
from composeport.model.decisions import BindDecision, MountedFile, MountRole, ServedPort, Wait, WorkloadKind
from composeport.model.deploy import (
    Deploy,
    GenericResource,
    Placement,
    Resources,
    ResourceSet,
    RestartPolicy,
    UpdateConfig,
)
from composeport.model.mounts import (
    BindOptions,
    FileMount,
    FileObject,
    ImageOptions,
    Mount,
    TmpfsOptions,
    Volume,
    VolumeOptions,
)
from composeport.model.networking import PROTOCOLS, Ipam, IpamPool, Network, Port, ServiceNetwork
from composeport.model.overrides import Overrides, ProbeOverride, VolumeOverrides
from composeport.model.project import Job, LanguageModel, Project, Schedule
from composeport.model.provenance import Extensions, Provenance
from composeport.model.routes import Route, RouteMatch
from composeport.model.runtime import (
    BlkioConfig,
    CredentialSpec,
    Device,
    DeviceRate,
    DeviceRequest,
    Healthcheck,
    Hook,
    Logging,
    Provider,
    ServiceModel,
    Ulimit,
)
from composeport.model.service import Dependency, EnvFile, Service

__all__ = [
    "PROTOCOLS",
    "BindDecision",
    "BindOptions",
    "BlkioConfig",
    "Build",
    "CredentialSpec",
    "Dependency",
    "Deploy",
    "Develop",
    "Device",
    "DeviceRate",
    "DeviceRequest",
    "EnvFile",
    "Extensions",
    "FileMount",
    "FileObject",
    "GenericResource",
    "Healthcheck",
    "Hook",
    "ImageOptions",
    "Ipam",
    "IpamPool",
    "Job",
    "LanguageModel",
    "Logging",
    "Mount",
    "MountRole",
    "MountedFile",
    "Network",
    "Overrides",
    "Placement",
    "Port",
    "ProbeOverride",
    "Project",
    "Provenance",
    "Provider",
    "ResourceSet",
    "Resources",
    "RestartPolicy",
    "Route",
    "RouteMatch",
    "Schedule",
    "ServedPort",
    "Service",
    "ServiceModel",
    "ServiceNetwork",
    "TmpfsOptions",
    "Ulimit",
    "UpdateConfig",
    "Volume",
    "VolumeOptions",
    "VolumeOverrides",
    "Wait",
    "Watch",
    "WorkloadKind",
]
