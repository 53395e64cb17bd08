"""How an image is built and kept in step: `build`, `develop` (Compose Build and Develop specifications)."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.model.mounts import FileMount
from composeport.model.provenance import Extensions
from composeport.model.runtime import Hook, Ulimit
from composeport.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """`services.*.build`. Paths are absolute unless the project was loaded without path resolution; sizes in bytes."""

    context: str = ""
    dockerfile: str = ""
    dockerfile_inline: str = ""
    entitlements: tuple[str, ...] = ()
    args: Mapping[str, str | None] = field(default_factory=dict)
    provenance: str = ""
    sbom: str = ""
    ssh: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    cache_from: tuple[str, ...] = ()
    cache_to: tuple[str, ...] = ()
    no_cache: bool = False
    no_cache_filter: tuple[str, ...] = ()
    additional_contexts: Mapping[str, str] = field(default_factory=dict)
    pull: bool = False
    extra_hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    isolation: str = ""
    network: str = ""
    target: str = ""
    secrets: tuple[FileMount, ...] = ()
    shm_size: int = 0
    tags: tuple[str, ...] = ()
    ulimits: Mapping[str, Ulimit] = field(default_factory=dict)
    platforms: tuple[str, ...] = ()
    privileged: bool = False
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One rule of `services.*.develop.watch`."""

    path: str = ""
    action: str = ""
    target: str = ""
    exec: Hook | None = None
    include: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    initial_sync: bool = False
    extensions: Extensions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Develop:
    """`services.*.develop`."""

    watch: tuple[Watch, ...] = ()
    extensions: Extensions = field(default_factory=dict)
