"""Refuses what Compose's `config` takes and no engine, cluster or swarm does, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from posixpath import join, normpath

from composeport.diagnostics import Findings, PathPart
from composeport.errors import InputError, Problem
from composeport.hints import Any
from composeport.model import PROTOCOLS, Project, Service
from composeport.model.quantities import natural
from composeport.passes.choices import Choices
from composeport.passes.ports import exposed_ports
from composeport.records import NamedTuple

_PORTS = range(1, 65536)
_PROPAGATIONS = frozenset({"", "private", "rprivate", "shared", "rshared", "slave", "rslave"})
_MILLISECOND = 1_000_000
_NOT_NEGATIVE: dict[tuple[str, ...], tuple[str, ...]] = {
    (): ("cpus", "cpu_period", "shm_size", "stop_grace_period"),
    ("healthcheck",): ("interval", "timeout", "start_period", "start_interval", "retries"),
    ("deploy", "resources", "limits"): ("cpus",),
    ("deploy", "resources", "reservations"): ("cpus",),
    ("deploy", "update_config"): ("delay", "monitor"),
    ("deploy", "rollback_config"): ("delay", "monitor"),
    ("deploy", "restart_policy"): ("delay", "window"),
}
"""The parts of a service, and their numbers and durations that are 0 or more."""


class _Refusal(NamedTuple):
    """What of a service is impossible, and what to write instead."""

    path: tuple[PathPart, ...]
    message: str
    help: str


def impossible(project: Project, findings: Findings, choices: Choices) -> Project:  # noqa: ARG001 - all passes look alike
    """The project as it is. Raises `InputError` for what the Docker engine would refuse, and any target."""
    problems = [
        Problem(refusal.message, service.source.at(*refusal.path), refusal.help)
        for service in project.services.values()
        for check in _CHECKS
        for refusal in check(service)
    ]
    if problems:
        raise InputError(problems, project.texts)
    return project


def _ports(service: Service) -> Iterator[_Refusal]:
    """Compose's `config` takes any number of 32 bits, and any protocol."""
    for index, port in enumerate(service.ports):
        path = ("ports", index)
        published = [natural(number) for number in port.published.split("-")] if port.published else []
        if port.target not in _PORTS:
            yield _Refusal(path, f"no container has a port {port.target}", "write one from 1 to 65535")
        if any(number is None or number > _PORTS[-1] for number in published):
            yield _Refusal(path, f"no port is published as {port.published!r}", "write a number from 1 to 65535")
        if port.protocol and port.protocol.lower() not in PROTOCOLS:
            yield _Refusal(path, f"no port speaks {port.protocol!r}", f"write one of {', '.join(PROTOCOLS)}")
    for index, text in enumerate(service.expose):
        numbers, protocol = exposed_ports(text)
        if numbers and protocol not in PROTOCOLS:
            yield _Refusal(("expose", index), f"no port speaks {protocol!r}", f"write one of {', '.join(PROTOCOLS)}")


def _numbers(service: Service) -> Iterator[_Refusal]:
    """Less than nothing. A negative amount of memory is no limit, to an engine as to us."""
    numbers: list[tuple[tuple[PathPart, ...], float]] = []
    for path, names in _NOT_NEGATIVE.items():
        if (part := _part(service, path)) is not None:
            numbers += [((*path, name), getattr(part, name) or 0) for name in names]
    for kind in ("configs", "secrets"):
        numbers += [((kind, index, "mode"), file.mode or 0) for index, file in enumerate(getattr(service, kind))]
    numbers += [
        (("volumes", index, "tmpfs", "size"), mount.tmpfs.size)
        for index, mount in enumerate(service.volumes)
        if mount.tmpfs is not None
    ]
    for where, number in numbers:
        if number < 0:
            yield _Refusal(where, f"{where[-1]} is less than nothing", "leave it out, or write more")


def _part(service: Service, path: tuple[str, ...]) -> Any:
    """What of a service is at a path; None where nothing is."""
    found: Any = service
    for name in path:
        if found is not None:
            found = getattr(found, name)
    return found


def _images(service: Service) -> Iterator[_Refusal]:
    """Those that stand beside the service's own, which each writer checks."""
    stated: list[tuple[tuple[PathPart, ...], str]] = [
        (("pre_start", index, "image"), hook.image) for index, hook in enumerate(service.pre_start)
    ]
    stated += [
        (("volumes", index, "source"), mount.source or " ")
        for index, mount in enumerate(service.volumes)
        if mount.type == "image"
    ]
    for path, reference in stated:
        if reference and reference.split() != [reference]:
            yield _Refusal(path, f"{reference!r} refers to no image", "write NAME:TAG, without spaces")


def _places(service: Service) -> Iterator[_Refusal]:
    """Folders outside a volume, files without a name, and a spread of mounts that is none."""
    for index, mount in enumerate(service.volumes):
        if mount.bind is not None and mount.bind.propagation not in _PROPAGATIONS:
            message = f"mounts do not spread by {mount.bind.propagation!r}"
            yield _Refusal(("volumes", index, "bind", "propagation"), message, "write rslave or rshared, or nothing")
        for kind, options in (("volume", mount.volume), ("image", mount.image)):
            if options is not None and f"{normpath(options.subpath.lstrip('/'))}/".startswith("../"):
                path = ("volumes", index, kind, "subpath")
                yield _Refusal(path, f"{options.subpath!r} leads out of the volume", "name a folder inside it")
    for kind, folder in (("configs", "/"), ("secrets", "/run/secrets")):
        for index, file in enumerate(getattr(service, kind)):
            target = file.target or file.source
            if normpath(join(folder, target)).strip("/") == "":
                yield _Refusal((kind, index), f"{target!r} is the name of no file", "write the path of a file")


def _checks(service: Service) -> Iterator[_Refusal]:
    check = service.healthcheck
    for name in ("interval", "timeout", "start_period", "start_interval") if check is not None else ():
        if 0 < (getattr(check, name) or 0) < _MILLISECOND:
            yield _Refusal(("healthcheck", name), f"{name} is less than a millisecond", "write 1ms or more")
    if check is not None and check.test == ("CMD",):
        yield _Refusal(("healthcheck", "test"), "the health check runs nothing", "write a command after CMD")


def _hooks(service: Service) -> Iterator[_Refusal]:
    for event, hooks in (("post_start", service.post_start), ("pre_stop", service.pre_stop)):
        for index, hook in enumerate(hooks):
            if not hook.command:
                yield _Refusal((event, index), f"the hook of {event} runs nothing", "write its `command`")


_CHECKS: tuple[Callable[[Service], Iterator[_Refusal]], ...] = (_ports, _numbers, _images, _places, _checks, _hooks)
