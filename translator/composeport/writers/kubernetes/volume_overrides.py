"""What overrides say about claims and mounts (SEMANTICS 3.9; Kompose's user guide, `kompose.volume.*`)."""

from __future__ import annotations

from collections.abc import Iterable

from composeport.model import BindDecision, Service, Volume
from composeport.writers.kubernetes.overridden import not_honoured
from composeport.writers.kubernetes.scope import Manifest, Scope

_SELECTED_BY = "io.kompose.service"
"""The label of the volumes that `volume.selector` chooses among; the label's value is what it says."""


def has_own_empty_volumes(service: Service) -> bool:
    """Whether a service's volumes are folders that go with its pod."""
    return service.overrides.volume_type == "emptyDir"


def binds_from_node(scope: Scope, service: Service) -> bool:
    """Whether a service's bind mounts are folders of the node: of all by `--bind`, of one by an override."""
    return scope.options.bind == "host-path" or service.overrides.volume_type == "hostPath"


def claim_size(scope: Scope, volume: Volume | None, services: Iterable[Service]) -> str | None:
    """The size that a claim gets by overrides: the volume's own, else that of the first service that mounts it."""
    return (volume.overrides.size if volume else "") or _agreed(scope, services, "volume_size") or None


def claim_class(scope: Scope, volume: Volume | None, services: Iterable[Service]) -> str:
    """The storage class of a claim: by overrides, else the one that was chosen for all."""
    own = volume.overrides.storage_class if volume else ""
    return own or _agreed(scope, services, "volume_class") or scope.options.storage_class


def claim_selector(volume: Volume | None) -> Manifest | None:
    """The `selector` of a claim, among volumes that Kompose's users label so."""
    if volume is None or not volume.overrides.selector:
        return None
    return {"matchLabels": {_SELECTED_BY: volume.overrides.selector}}


def _agreed(scope: Scope, services: Iterable[Service], field: str) -> str:
    """What the services that mount one claim say about it: the first decides, others that differ are told."""
    agreed = ""
    for service in services:
        said = str(getattr(service.overrides, field))
        agreed = agreed or said
        if said and said != agreed:
            reason = f"another service that mounts the volume says {agreed!r}"
            not_honoured(scope, service, field, reason, "say it at the volume itself")
    return agreed


def report_volume_type(scope: Scope, service: Service) -> None:
    """A type of volume that the service's mounts cannot become."""
    kind = service.overrides.volume_type
    if kind in {"configMap", "hostPath"} and not any(mount.type == "bind" for mount in service.volumes):
        reason = "a volume has a name, and no folder of this machine or of a node"
        not_honoured(scope, service, "volume_type", reason, "mount a folder, or leave it out")
    if kind == "persistentVolumeClaim" and any(_is_file(decision) for decision in service.binds.values()):
        reason = "one of the mounts is a single file, which a claim cannot be: it travels with the manifests"
        not_honoured(scope, service, "volume_type", reason, "mount the folder around the file")


def _is_file(decision: BindDecision) -> bool:
    """Whether a bind mount brings one file, and no folder."""
    return any(not file.path for file in decision.files)
