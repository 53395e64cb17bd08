"""What a pod's containers see in their file systems, and the objects behind it (SEMANTICS 3.7, 3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from composeport.diagnostics import Rule, Severity
from composeport.digests import sha256
from composeport.dispositions.rules import FILE_MOUNT, VOLUME_NOT_SEEDED, VOLUME_OWNERSHIP
from composeport.errors import InputError, Problem
from composeport.model import Service
from composeport.model.images import DATA_FOLDERS, OWNERS_ALONE, image_name, image_user, needs_no_files
from composeport.model.names import with_suffix
from composeport.records import dataclass, field
from composeport.writers.kubernetes.claims import claim_objects
from composeport.writers.kubernetes.files import file_objects
from composeport.writers.kubernetes.metadata import name_of
from composeport.writers.kubernetes.mounting import Mounting, nested, volume_name
from composeport.writers.kubernetes.mounts import mountings
from composeport.writers.kubernetes.pod_overrides import fs_group
from composeport.writers.kubernetes.scope import Manifest, Scope
from composeport.writers.kubernetes.security import numeric_user

FILES_HASH = "composeport.dev/files-hash"
"""The annotation on a pod that changes with the files that it mounts."""


@dataclass(frozen=True, slots=True)
class PodStorage:
    """The storage of one pod: its volumes, each container's mounts by service, and what else follows from them.

    `init_containers` copy an image's files into empty volumes; they lack what every container of the service has.
    """

    volumes: list[Manifest] = field(default_factory=list)
    mounts: dict[str, list[Manifest]] = field(default_factory=dict)
    init_containers: list[Manifest] = field(default_factory=list)
    annotations: dict[str, str] = field(default_factory=dict)
    fs_group: int | None = None


def pod_storage(scope: Scope, services: Sequence[Service]) -> PodStorage:
    """The storage of the pod in which `services` run."""
    by_service = {service.name: list(nested(mountings(scope, service))) for service in services}
    volumes: dict[str, Manifest] = {}
    mounts = {
        name: [mounting.manifest(_volume(volumes, mounting)) for mounting in found]
        for name, found in by_service.items()
    }
    every = [mounting for found in by_service.values() for mounting in found]
    for mounting in every:
        if mounting.opened and not mounting.private:
            _report_opened(scope, mounting)
    return PodStorage(
        volumes=[{"name": name, **volume} for name, volume in volumes.items()],
        mounts=mounts,
        init_containers=list(_seeds(scope, services, by_service, mounts)),
        annotations=_annotations(every),
        fs_group=_fs_group(scope, services, by_service),
    )


def storage_objects(scope: Scope) -> list[Manifest]:
    """The claims, volumes, ConfigMaps and Secrets of a project. Raises `InputError` where two would have one name."""
    objects = [*claim_objects(scope), *file_objects(scope)]
    seen: set[tuple[object, str]] = set()
    for item in objects:
        key = (item["kind"], name_of(item))
        if key in seen:
            message = f"two things would be the {key[0]} {key[1]!r}"
            raise InputError([Problem(message, None, "rename one of them")], scope.project.texts)
        seen.add(key)
    return objects


def _report_opened(scope: Scope, mounting: Mounting) -> None:
    message = f"{mounting.path} is writable here: something is mounted inside it, and the place for that must be made"
    advice = "mount that elsewhere, or leave `:ro` away"
    scope.approximate(FILE_MOUNT.at(Severity.WARNING), mounting.attribute, message, advice, target=mounting.path)


def _volume(volumes: dict[str, Manifest], mounting: Mounting) -> str:
    """The name of the pod's volume for a mount: one that is there already, or a new one."""
    wanted = mounting.volume_manifest()
    base = volume_name(mounting.name)
    number, name = 2, base
    while volumes.setdefault(name, wanted) != wanted or (mounting.private and volumes[name] is not wanted):
        name, number = f"{base[:58]}-{number}", number + 1
    return name


def _annotations(every: Iterable[Mounting]) -> dict[str, str]:
    digests = sorted({mounting.digest for mounting in every if mounting.digest})
    return {FILES_HASH: sha256("".join(digests).encode()).hexdigest()[:16]} if digests else {}


def _fs_group(scope: Scope, services: Sequence[Service], by_service: dict[str, list[Mounting]]) -> int | None:
    """The group that may write to the pod's disks: that of the first user who is a number and not root."""
    if (asked := fs_group(services)) is not None:
        return asked
    for service in services:
        if not any(mounting.owned for mounting in by_service[service.name]):
            continue
        if not service.user:
            _report_image_user(scope, service, by_service[service.name])
        elif (group := _group_of(scope, service)) is not None:
            return group
    return None


def _group_of(scope: Scope, service: Service) -> int | None:
    """The group by which a service's user may write to its disks; None for root, and for a name without a number."""
    name = service.user.partition(":")[0]
    user, group = numeric_user(service)
    if user is None and name:
        message = f"user {name!r} of {service.name!r} is known to the image alone: its disks belong to root"
        advice = f"write the number: `docker run --rm --entrypoint id {service.image or 'IMAGE'} {name}`"
        _report_ownership(scope, service, message, advice, VOLUME_OWNERSHIP)
    if not user:
        return None
    group = group or user
    insists = image_name(service.image) in OWNERS_ALONE
    message = f"the disks of {service.name!r} are root's and of group {group}, in which user {service.user!r} is"
    advice = (
        "leave `user` out: the image starts as root, takes its folder over and goes on as its own user"
        if insists
        else "nothing, unless the program insists on owning its files"
    )
    rule = VOLUME_OWNERSHIP if insists else VOLUME_OWNERSHIP.at(Severity.INFO)
    _report_ownership(scope, service, message, advice, rule)
    return group


def _report_ownership(scope: Scope, service: Service, message: str, advice: str, rule: Rule) -> None:
    scope.approximate(rule, service.attribute("user"), message, advice, user=service.user)


def _report_image_user(scope: Scope, service: Service, mountings: Iterable[Mounting]) -> None:
    """An image that is known to run as another user than root: it cannot write to a disk of root's."""
    user = image_user(service.image)
    folders = DATA_FOLDERS.get(image_name(service.image), ())
    written = (mounting for mounting in mountings if mounting.owned and not mounting.read_only)
    mounting = next((mounting for mounting in written if mounting.path in folders or not folders), None)
    if user is not None and mounting is not None:
        message = f"{service.image} runs as user {user}, and the disk at {mounting.path} belongs to root"
        advice = f"""write `user: "{user}"` at {service.name!r}: the disk is then of that group"""
        scope.approximate(VOLUME_OWNERSHIP, mounting.attribute, message, advice, image_user=user)


def _seeds(
    scope: Scope, services: Sequence[Service], by_service: dict[str, list[Mounting]], mounts: dict[str, list[Manifest]]
) -> Iterator[Manifest]:
    """An init container for each service whose empty volumes Docker would fill; a finding where none is asked for."""
    for service in services:
        seeded = [
            (mounting, mount)
            for mounting, mount in zip(by_service[service.name], mounts[service.name], strict=True)
            if mounting.seed
        ]
        if not scope.options.seed_volumes:
            for mounting, _ in seeded:
                if not needs_no_files(service.image, mounting.path):
                    _report_not_seeded(scope, mounting)
        elif seeded:
            yield _seed(service, seeded)


def _seed(service: Service, seeded: list[tuple[Mounting, Manifest]]) -> Manifest:
    """Copies what the image has at each path into the volume that will be mounted there, once, while it is empty."""
    places = [(mounting.path, f"/composeport/{number}", mount) for number, (mounting, mount) in enumerate(seeded)]
    script = (
        'while [ $# -gt 0 ]; do if [ -d "$1" ] && [ -z "$(ls -A "$2")" ]; then cp -a "$1/." "$2/"; fi; shift 2; done'
    )
    return {
        "name": with_suffix(service.object_name, "seed"),
        "command": ["sh", "-c", script, "seed", *(word for path, place, _ in places for word in (path, place))],
        "volumeMounts": [
            {key: value for key, value in mount.items() if key != "readOnly"} | {"mountPath": place}
            for _, place, mount in places
        ],
    }


def _report_not_seeded(scope: Scope, mounting: Mounting) -> None:
    scope.approximate(
        VOLUME_NOT_SEEDED,
        mounting.attribute,
        f"Docker fills the empty volume {mounting.name!r} with what the image has at {mounting.path}; here it stays"
        " empty and hides that",
        "translate with --seed-volumes, or write `nocopy: true` if the image has nothing there",
        target=mounting.path,
    )
