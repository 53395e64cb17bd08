"""What a container sees in its file system: volumes, binds, tmpfs, configs, secrets (Compose specification)."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.model.decisions import MountedFile
from composeport.model.overrides import VolumeOverrides
from composeport.model.provenance import Extensions
from composeport.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class BindOptions:
    """`volumes[].bind`."""

    selinux: str = ""
    propagation: str = ""
    create_host_path: bool = True
    recursive: str = ""
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeOptions:
    """`volumes[].volume`."""

    labels: Mapping[str, str] = field(default_factory=dict)
    nocopy: bool = False
    subpath: str = ""
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TmpfsOptions:
    """`volumes[].tmpfs`: size in bytes (0 is unlimited), mode as a number."""

    size: int = 0
    mode: int = 0
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOptions:
    """`volumes[].image`."""

    subpath: str = ""
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """One of `volumes`, in its long form. `type` is volume, bind, tmpfs, image, npipe or cluster.

    `source` is the key of a volume, an absolute path of the host, or an image; "" for an anonymous volume and tmpfs.
    """

    type: str = ""
    source: str = ""
    target: str = ""
    read_only: bool = False
    consistency: str = ""
    bind: BindOptions | None = None
    volume: VolumeOptions | None = None
    tmpfs: TmpfsOptions | None = None
    image: ImageOptions | None = None
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMount:
    """One of `configs` or `secrets` of a service. `source` is a key of the project's; `target` a path or file name."""

    source: str = ""
    target: str = ""
    uid: str = ""
    gid: str = ""
    mode: int | None = None
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One of the project's `volumes`. `name` is the engine's name for it."""

    key: str
    name: str = ""
    driver: str = ""
    driver_opts: Mapping[str, str] = field(default_factory=dict)
    external: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)

    # Decided by the passes; a reader leaves it alone.
    overrides: VolumeOverrides = field(default_factory=VolumeOverrides)
    """passes.overrides: what its labels and `x-composeport` ask for on the cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileObject:
    """One of the project's `configs` or `secrets`, with exactly one source: file, environment, content or external.

    `content` is the text where the project states it, or the value that the variable `environment` had at load time;
    it may be a secret, so it is never shown.
    """

    key: str
    name: str = ""
    file: str = ""
    environment: str = ""
    content: str | None = field(default=None, repr=False)
    external: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    driver: str = ""
    driver_opts: Mapping[str, str] = field(default_factory=dict)
    template_driver: str = ""
    extensions: Extensions = field(default_factory=dict)

    # Decided by the passes; a reader leaves it alone.
    loaded: MountedFile | None = field(default=None, repr=False)
    """passes.files: what it holds; None where it is external, missing or larger than any object can be."""
    is_folder: bool = False
    """passes.files: whether `file` is a folder, which Compose mounts as one."""
