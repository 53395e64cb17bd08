"""Claims: the project's volumes, and the folders of the machine that become volumes (SEMANTICS 3.7)."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Attribute, Rule, Severity
from composeport.dispositions.rules import GUESSED_SIZE, HOST_DATA, REPLICATED_STATE, SHARED_VOLUME
from composeport.model import BindDecision, MountRole, Project, Service, Volume
from composeport.model.decisions import ONE_A_NODE
from composeport.model.names import dns_label, with_suffix
from composeport.model.quantities import parse_size
from composeport.model.volumes import mounts_of
from composeport.records import dataclass, field
from composeport.writers.kubernetes.metadata import annotations_of, object_meta, project_label, project_labels
from composeport.writers.kubernetes.mounting import container_path
from composeport.writers.kubernetes.resources import memory_quantity
from composeport.writers.kubernetes.scope import Manifest, Scope, ordered
from composeport.writers.kubernetes.volume_overrides import (
    binds_from_node,
    claim_class,
    claim_selector,
    claim_size,
    has_own_empty_volumes,
)

DATA = "data"
"""The folder of a disk that is mounted: the disk's own root may hold `lost+found`, which databases refuse."""

_SOCKETS = ("/run/", "/var/run/")
"""Where programs put the sockets that others on the same machine dial."""

_REPLICAS_SHARE = ("every replica", "run one replica, or let the application keep its state elsewhere")
_EACH_NODE_SHARES = ("the pod on each node", "to each node its own: mount a folder of the node, with --bind host-path")
_NFS = frozenset({"nfs", "nfs3", "nfs4"})
_NFS_SKIPPED = frozenset({"rw", "ro", "addr", "bind"})


@dataclass(slots=True)
class _Users:
    """Which pods mount a claim, and whether one of them runs more than once."""

    services: list[Service] = field(default_factory=list)
    pods: set[str] = field(default_factory=set)
    repeated: list[Attribute] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)

    def add(self, service: Service, target: str, attribute: Attribute) -> None:
        self.services.append(service)
        self.targets.add(target)
        self.pods.add(service.pod or service.name)
        known = any(repeated.path[1] == service.name for repeated in self.repeated)
        if not known and (service.replicas > 1 or service.overrides.scales or service.kind in ONE_A_NODE):
            self.repeated.append(attribute)

    @property
    def shared(self) -> bool:
        return len(self.pods) > 1 or bool(self.repeated)


def options_of(volume: Volume) -> dict[str, str]:
    """The mount options of a volume, `driver_opts.o`: `addr=10.0.0.1,rw` as a mapping; flags have the value ""."""
    words = (word.strip() for word in volume.driver_opts.get("o", "").split(","))
    return {key: value for key, _, value in (word.partition("=") for word in words if word)}


def is_nfs(volume: Volume) -> bool:
    """Whether a volume lies on an NFS server that is named."""
    return volume.driver_opts.get("type", "").lower() in _NFS and bool(_server_and_path(volume)[0])


def _server_and_path(volume: Volume) -> tuple[str, str]:
    """Where the files of an NFS volume are: the device is `:/path`, or `server:/path`, and `addr` beats that server."""
    device = volume.driver_opts.get("device", "")
    server, found, path = device.partition(":/")
    server, path = (server, path) if found else ("", device.lstrip(":/"))
    return options_of(volume).get("addr", "") or server.strip("[]"), f"/{path.lstrip('/')}"


def is_memory(volume: Volume) -> bool:
    """Whether a volume is kept in memory."""
    return volume.driver_opts.get("type", "").lower() == "tmpfs"


def host_folder(volume: Volume) -> str:
    """The folder of the machine that a volume stands for (`o: bind`), or ""."""
    device = volume.driver_opts.get("device", "")
    return container_path(device) if "bind" in options_of(volume) and device.startswith("/") else ""


def claim_name(project: Project, volume: Volume) -> str:
    """What a volume's claim is called: its own name where a file states one, else its key."""
    stated = volume.external or project.source.stated("volumes", volume.key, "name")
    return dns_label(volume.name if stated and volume.name else volume.key) or "volume"


def bind_claim_name(decision: BindDecision) -> str:
    """What the claim of a folder of the machine is called."""
    return f"bind-{decision.label}"


def claim_objects(scope: Scope) -> Iterator[Manifest]:
    """Every claim that a pod of the project mounts, and the volumes of NFS servers behind them."""
    named, folders = _users(scope)
    for key in sorted(named):
        volume = scope.project.volumes.get(key) or Volume(key=key)
        if not is_memory(volume) and not _is_host_folder(scope, volume):
            yield from _of_volume(scope, volume, named[key])
    for name in sorted(folders):
        users, attribute = folders[name]
        if claim_size(scope, None, users.services) is None:
            advice = "say `x-composeport: {volume.size: 10Gi}` at the service, or --volume-size for all"
            _report_guess(scope, attribute, f"claim {name!r}", advice, GUESSED_SIZE.at(Severity.INFO))
        _report_sharing(scope, users, attribute, name)
        yield _claim(scope, name, users, None, scope.options.volume_size)


def _is_host_folder(scope: Scope, volume: Volume) -> bool:
    return bool(host_folder(volume)) and scope.options.bind == "host-path"


def _users(scope: Scope) -> tuple[dict[str, _Users], dict[str, tuple[_Users, Attribute]]]:
    """Who mounts each volume, by its key, and each folder of the machine that becomes one, by its claim's name."""
    named: dict[str, _Users] = {}
    folders: dict[str, tuple[_Users, Attribute]] = {}
    for service in scope.project.services.values():
        from_node = binds_from_node(scope, service)
        for entry in () if has_own_empty_volumes(service) else mounts_of(scope.project, service):
            mount = entry.mount
            if mount.type in {"volume", "cluster"} and mount.source:
                named.setdefault(mount.source, _Users()).add(service, mount.target, entry.attribute)
            elif entry.decision is not None and entry.decision.role is MountRole.DATA and not from_node:
                users, _ = folders.setdefault(bind_claim_name(entry.decision), (_Users(), entry.attribute))
                users.add(service, mount.target, entry.attribute)
    return named, folders


def _of_volume(scope: Scope, volume: Volume, users: _Users) -> Iterator[Manifest]:
    attribute = scope.project.attribute("volumes", volume.key)
    name = claim_name(scope.project, volume)
    if volume.external:
        scope.ask(
            HOST_DATA.at(Severity.WARNING),
            attribute,
            f"volume {volume.name or volume.key!r} is made elsewhere: the pods wait until there is a claim {name!r}",
            f"create the claim {name!r} and copy the data into its folder {DATA!r}",
            claim=name,
        )
        return
    if is_nfs(volume):
        yield from _nfs(scope, volume, name)
        return
    _report_driver(scope, volume)
    _report_sharing(scope, users, attribute, name)
    size = volume_size(volume)
    if size is None and claim_size(scope, volume, users.services) is None:
        advice = "say `x-composeport: {volume.size: 10Gi}` at the volume, or --volume-size for all"
        _report_guess(scope, attribute, f"volume {volume.key!r}", advice, GUESSED_SIZE)
    yield _claim(scope, name, users, volume, size or scope.options.volume_size)


def volume_size(volume: Volume) -> str | None:
    """`driver_opts.size`, or the `size=` among its mount options, as a quantity."""
    text = volume.driver_opts.get("size") or options_of(volume).get("size", "")
    size = parse_size(text)
    return memory_quantity(size) if size else None


def _claim(scope: Scope, name: str, users: _Users, volume: Volume | None, size: str) -> Manifest:
    """A claim, of a volume or of a folder of the machine; `size` is what it gets unless overrides say another."""
    spec: Manifest = {
        "accessModes": ["ReadWriteMany" if users.shared else "ReadWriteOnce"],
        "selector": claim_selector(volume),
        "storageClassName": claim_class(scope, volume, users.services),
        "resources": {"requests": {"storage": claim_size(scope, volume, users.services) or size}},
    }
    spec = ordered(spec, spec)
    meta = object_meta(name, project_labels(scope.project), annotations_of(volume.labels) if volume else {})
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": meta, "spec": spec}


def _nfs(scope: Scope, volume: Volume, name: str) -> Iterator[Manifest]:
    """A volume of an NFS server and the claim that is bound to it (Kubernetes, "Persistent Volumes", static)."""
    size = volume.overrides.size or volume_size(volume) or scope.options.volume_size
    global_name = with_suffix(project_label(scope.project), name)
    labels, annotations = project_labels(scope.project), annotations_of(volume.labels)
    yield {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": object_meta(global_name, labels, annotations),
        "spec": _nfs_spec(volume, size),
    }
    bound: Manifest = {
        "accessModes": ["ReadWriteMany"],
        "storageClassName": "",
        "volumeName": global_name,
        "resources": {"requests": {"storage": size}},
    }
    meta = object_meta(name, labels, annotations)
    yield {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": meta, "spec": bound}


def _nfs_spec(volume: Volume, size: str) -> Manifest:
    options = options_of(volume)
    server, path = _server_and_path(volume)
    nfs: Manifest = {"server": server, "path": path}
    if "ro" in options:
        nfs["readOnly"] = True
    words = [f"{key}={value}" if value else key for key, value in options.items() if key not in _NFS_SKIPPED]
    return {
        "capacity": {"storage": size},
        "accessModes": ["ReadWriteMany"],
        "persistentVolumeReclaimPolicy": "Retain",
        "storageClassName": "",
        **({"mountOptions": words} if words else {}),
        "nfs": nfs,
    }


def _report_driver(scope: Scope, volume: Volume) -> None:
    """Data that lies elsewhere than in a folder of the engine's does not come along."""
    folder = host_folder(volume)
    kind = volume.driver_opts.get("type", "")
    attribute = scope.project.attribute("volumes", volume.key, "driver_opts")
    if folder:
        message = (
            f"the files in {folder} of this machine do not come along: volume {volume.key!r} becomes an empty claim"
        )
        advice = "copy them into the claim, make a local PersistentVolume of that folder, or use --bind host-path"
        scope.ask(HOST_DATA, attribute, message, advice, folder=folder)
    elif kind not in {"", "none"} or volume.driver_opts.get("device"):
        place = volume.driver_opts.get("device") or kind
        message = f"the data on {place} does not come along: volume {volume.key!r} becomes an empty claim"
        advice = "choose a storage class that reaches it with --storage-class, or copy the data into the claim"
        scope.ask(HOST_DATA, attribute, message, advice, type=kind)
    elif set(volume.driver_opts) - {"size", "type", "o", "device"}:
        message = (
            f"the driver's options of volume {volume.key!r} have no meaning on a cluster: its storage class decides"
        )
        scope.drop(HOST_DATA.at(Severity.WARNING), attribute, message, "choose a storage class with --storage-class")
    if volume.driver not in {"", "local"}:
        attribute = scope.project.attribute("volumes", volume.key, "driver")
        message = (
            f"driver {volume.driver!r} is a plug-in of the Docker engine: volume {volume.key!r} becomes an empty claim"
        )
        advice = "choose a storage class with --storage-class, and copy the data into the claim"
        scope.ask(HOST_DATA.at(Severity.WARNING), attribute, message, advice, driver=volume.driver)


def _report_sharing(scope: Scope, users: _Users, attribute: Attribute, name: str) -> None:
    if len(users.pods) > 1:
        what, advice = _shared_for(users)
        message = f"claim {name!r} is mounted by several pods ({', '.join(sorted(users.pods))}): {what}"
        scope.approximate(SHARED_VOLUME, attribute, message, advice, pods=sorted(users.pods))
    for repeated in users.repeated:
        name_of = repeated.path[1]
        each_node = scope.project.services[str(name_of)].kind in ONE_A_NODE
        who, advice = _EACH_NODE_SHARES if each_node else _REPLICAS_SHARE
        scope.approximate(
            REPLICATED_STATE,
            repeated,
            f"{who} of {name_of!r} has the one claim {name!r}, wherever it runs: it asks for ReadWriteMany, and nothing"
            " keeps them from writing at once",
            advice,
            claim=name,
        )


def _shared_for(users: _Users) -> tuple[str, str]:
    """What becomes of a volume that several pods mount, and the next step."""
    if any(target.startswith(_SOCKETS) for target in users.targets):
        return (
            "a socket in it connects programs on one node alone, whatever the storage",
            "put them into one pod (`x-composeport: {service.group: NAME}` at each), or let them talk by TCP",
        )
    return (
        "it asks for ReadWriteMany, which not every storage class gives",
        "name a storage class that does with --storage-class, or let one service own the data",
    )


def _report_guess(scope: Scope, attribute: Attribute, shown: str, advice: str, rule: Rule) -> None:
    """`rule` is milder for a folder of the machine: another finding there asks for somebody's hand already."""
    scope.approximate(
        rule,
        attribute,
        f"{shown} says no size: {scope.options.volume_size} is asked for",
        advice,
        size=scope.options.volume_size,
    )
