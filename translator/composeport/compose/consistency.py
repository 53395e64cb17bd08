"""Whether the parts of a project fit together: references, exclusive attributes, cycles (compose-go's consistency)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from composeport.compose.problems import Problems
from composeport.compose.trees import implied, put
from composeport.diagnostics import Location
from composeport.model import Project, Service
from composeport.source.nodes import Mapping, Scalar


def check_consistency(project: Project, problems: Problems) -> None:
    """Collect everything that does not fit, of the services that are active."""
    for service in project.services.values():
        for check in _CHECKS:
            check(project, service, problems)
    _check_secrets(project, problems)
    _check_container_names(project, problems)
    _check_cycles(project, problems)


def share_scale(service: Mapping) -> None:
    """`scale` is also `deploy.replicas`, where there is a `deploy`."""
    scale, deploy = service.items.get("scale"), service.items.get("deploy")
    if not isinstance(scale, Scalar) or scale.value is None or not isinstance(deploy, Mapping):
        return
    if "replicas" not in deploy.items:
        put(deploy, "replicas", implied(scale.value, scale.location))


def _has_image(_: Project, service: Service, problems: Problems) -> None:
    if service.build is None and not service.image and service.provider is None:
        problems.add(
            f"service `{service.name}` has neither `image` nor `build`",
            service.source.key(),
            "name an image to run, or a `build` context to make one from",
        )


def _check_build(project: Project, service: Service, problems: Problems) -> None:
    build = service.build
    if build is None:
        return
    if build.dockerfile and build.dockerfile_inline:
        place = service.source.key("build", "dockerfile_inline")
        problems.add(f"service `{service.name}` has both `dockerfile` and `dockerfile_inline`", place, "keep one")
    for name, context in build.additional_contexts.items():
        if context.startswith("service:"):
            _check_context(project, service, name, context.removeprefix("service:"), problems)
    if build.platforms and service.platform and service.platform not in build.platforms:
        place = service.source.at("platform")
        problems.add(f"`build.platforms` of service `{service.name}` lacks its platform {service.platform}", place)


def _check_context(project: Project, service: Service, name: str, target: str, problems: Problems) -> None:
    place = service.source.at("build", "additional_contexts", name)
    if target not in project.services:
        problems.add(
            f"service `{service.name}` builds with service `{target}`, which is not defined",
            place,
            _nearest(target, project.services),
        )
    elif project.services[target].build is None:
        problems.add(f"service `{service.name}` builds with service `{target}`, which has no `build`", place)


def _check_networks(project: Project, service: Service, problems: Problems) -> None:
    if service.network_mode and service.networks:
        place = service.source.key("network_mode")
        problems.add(f"service `{service.name}` has both `network_mode` and `networks`", place, "keep one of them")
        return
    for name in service.networks:
        _known(service, "network", name, project.networks, service.source.key("networks", name), problems)


def _check_references(project: Project, service: Service, problems: Problems) -> None:
    for index, mount in enumerate(service.volumes):
        if mount.type == "volume" and mount.source:
            _known(
                service,
                "volume",
                mount.source,
                project.volumes,
                service.source.at("volumes", index, "source"),
                problems,
            )
    for index, secret in enumerate(service.build.secrets if service.build else ()):
        place = service.source.at("build", "secrets", index, "source")
        _known(service, "secret", secret.source, project.secrets, place, problems)
    for index, config in enumerate(service.configs):
        _known(
            service, "config", config.source, project.configs, service.source.at("configs", index, "source"), problems
        )
    for index, secret in enumerate(service.secrets):
        _known(
            service, "secret", secret.source, project.secrets, service.source.at("secrets", index, "source"), problems
        )
    for name in service.models:
        _known(service, "model", name, project.models, service.source.key("models", name), problems)


def _known(  # noqa: PLR0913, PLR0917 - a reference, what it is to, and where
    service: Service, kind: str, name: str, defined: Iterable[str], place: Location, problems: Problems
) -> None:
    """A reference must be to a top-level entry."""
    if name not in defined:
        hint = _nearest(name, defined) or f"define `{name}` below the top-level `{kind}s`"
        problems.add(f"service `{service.name}` uses the {kind} `{name}`, which is not defined", place, hint)


def _check_health(_: Project, service: Service, problems: Problems) -> None:
    test = service.healthcheck.test if service.healthcheck else None
    if test and test[0] not in ("CMD", "CMD-SHELL", "NONE"):
        place = service.source.at("healthcheck", "test")
        problems.add("`healthcheck.test` must begin with CMD, CMD-SHELL or NONE", place)


def _check_dependencies(project: Project, service: Service, problems: Problems) -> None:
    for name, dependency in service.depends_on.items():
        if name in project.services or (name in project.disabled_services and not dependency.required):
            continue
        place = service.source.key("depends_on", name)
        if name in project.disabled_services:
            profiles = ", ".join(project.disabled_services[name].profiles)
            hint = f"enable one of its profiles ({profiles}), or say `required: false`"
            problems.add(f"service `{service.name}` depends on `{name}`, which no active profile enables", place, hint)
        else:
            hint = _nearest(name, project.services)
            problems.add(f"service `{service.name}` depends on `{name}`, which is not defined", place, hint)


def _check_numbers(_: Project, service: Service, problems: Problems) -> None:
    for left, right, first, second in _doubled(service):
        if first != second:
            problems.add(
                f"service `{service.name}` gives `{'.'.join(left)}` and `{'.'.join(right)}` different values",
                service.source.at(*left),
                f"the other is at {service.source.at(*right)}; keep one",
            )
    for path in (("scale",), ("deploy", "replicas")):
        value = service.scale if path == ("scale",) else service.deploy.replicas if service.deploy else None
        if value is not None and value < 0:
            problems.add(f"`{'.'.join(path)}` of service `{service.name}` is negative", service.source.at(*path))
    if service.container_name and service.replicas > 1:
        hint = "remove `container_name`: Compose then names each container"
        problems.add(
            f"service `{service.name}` has one `container_name` for {service.replicas} replicas",
            service.source.at("container_name"),
            hint,
        )


def _doubled(service: Service) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], float, float]]:
    """Older attributes beside those of `deploy` that say the same."""
    resources = service.deploy.resources if service.deploy else None
    limits = resources.limits if resources else None
    reservations = resources.reservations if resources else None
    base = ("deploy", "resources")
    if service.deploy is not None and service.scale is not None and service.deploy.replicas is not None:
        yield ("scale",), ("deploy", "replicas"), service.scale, service.deploy.replicas
    if limits and service.cpus:
        yield ("cpus",), (*base, "limits", "cpus"), service.cpus, limits.cpus
    if limits and service.mem_limit:
        yield ("mem_limit",), (*base, "limits", "memory"), service.mem_limit, limits.memory
    if limits and service.pids_limit:
        yield ("pids_limit",), (*base, "limits", "pids"), service.pids_limit, limits.pids
    if reservations and service.mem_reservation:
        yield ("mem_reservation",), (*base, "reservations", "memory"), service.mem_reservation, reservations.memory


def _check_watches(_: Project, service: Service, problems: Problems) -> None:
    for index, watch in enumerate(service.develop.watch if service.develop else ()):
        if not watch.target and watch.action not in ("rebuild", "restart"):
            place = service.source.at("develop", "watch", index)
            problems.add(f"a watch of service `{service.name}` with action {watch.action} needs a `target`", place)


def _check_targets(_: Project, service: Service, problems: Problems) -> None:
    """Two mounts cannot share a place in the container."""
    taken: dict[str, Location] = {}
    mounts = [(("tmpfs", index), entry.partition(":")[0]) for index, entry in enumerate(service.tmpfs)]
    mounts += [(("volumes", index), mount.target) for index, mount in enumerate(service.volumes)]
    for path, target in mounts:
        place = service.source.at(*path)
        if target in taken:
            problems.add(f"service `{service.name}` mounts `{target}` twice", place, f"first at {taken[target]}")
        taken.setdefault(target, place)


def _check_secrets(project: Project, problems: Problems) -> None:
    """Even of a secret that no service has, and of one whose driver is named."""
    for key, secret in project.secrets.items():
        if not (secret.external or secret.file or secret.environment):
            place = project.source.key("secrets", key)
            problems.add(f"the secret `{key}` has neither `file` nor `environment`", place, "say where it comes from")


def _check_container_names(project: Project, problems: Problems) -> None:
    names: dict[str, str] = {}
    for service in project.services.values():
        if service.container_name:
            other = names.setdefault(service.container_name, service.name)
            if other != service.name:
                place = service.source.at("container_name")
                problems.add(
                    f"services `{other}` and `{service.name}` share the container name `{service.container_name}`",
                    place,
                )


def _check_cycles(project: Project, problems: Problems) -> None:
    """Report one circle of dependencies, with its path."""
    done: set[str] = set()
    for start in project.services:
        trail: list[str] = []
        stack = [(start, iter(project.services[start].depends_on))]
        while stack:
            name, rest = stack[-1]
            if len(trail) < len(stack):
                trail.append(name)
            following = next((n for n in rest if n in project.services and n not in done), None)
            if following is None:
                done.add(stack.pop()[0])
                trail.pop()
            elif following in trail:
                circle = " → ".join([*trail[trail.index(following) :], following])
                place = project.services[name].source.key("depends_on", following)
                problems.add(f"services depend on each other in a circle: {circle}", place, "break the circle")
                return
            else:
                stack.append((following, iter(project.services[following].depends_on)))


_CHECKS = (
    _has_image,
    _check_build,
    _check_networks,
    _check_health,
    _check_dependencies,
    _check_references,
    _check_numbers,
    _check_watches,
    _check_targets,
)


def _nearest(name: str, known: Iterable[str]) -> str:
    from composeport.source.spelling import nearest  # noqa: PLC0415 - good input does not come here

    return nearest(name, known)
