"""Requests and limits (SEMANTICS 3.3; Compose Deploy specification, `resources`, and its older spellings)."""

from __future__ import annotations

import math

from composeport.diagnostics import PathPart
from composeport.dispositions.rules import DEVICE_OR_GPU, GUARANTEED_QUANTITIES, REQUEST_NOT_RESERVED
from composeport.errors import InputError, Problem
from composeport.model import DeviceRequest, ResourceSet, Service
from composeport.records import NamedTuple
from composeport.writers.kubernetes.overridden import ephemeral_request
from composeport.writers.kubernetes.scope import Manifest, Scope

_BINARY = ((1 << 60, "Ei"), (1 << 50, "Pi"), (1 << 40, "Ti"), (1 << 30, "Gi"), (1 << 20, "Mi"), (1 << 10, "Ki"))
_KIBI = 1 << 10
_DECIMAL = ((10**18, "E"), (10**15, "P"), (10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "k"))
_GPU_RESOURCES = {"": "nvidia.com/gpu", "nvidia": "nvidia.com/gpu", "amd": "amd.com/gpu"}
_NOTHING = ResourceSet()


class _Amount(NamedTuple):
    """A number of processors or bytes, and the attribute that states it. 0 or less of memory is no amount at all."""

    value: float
    path: tuple[PathPart, ...]


def memory_quantity(size: int) -> str:
    """Bytes in canonical form: the largest unit that leaves a whole number, a binary one before a decimal one.

    An API server writes them so (API conventions, `Quantity`), and `kubectl apply` takes what it writes otherwise for
    a change.
    """
    units = _BINARY if size % _KIBI == 0 else _DECIMAL
    unit, suffix = next(((unit, suffix) for unit, suffix in units if size and size % unit == 0), (1, ""))
    return f"{size // unit}{suffix}"


def cpu_quantity(cpus: float) -> str:
    """Processors in canonical form: whole ones, else thousandths, rounded up to one."""
    millis = _millis(cpus)
    return f"{millis}m" if millis % 1000 else str(millis // 1000)


def _millis(cpus: float) -> int:
    return math.ceil(round(cpus * 1000, 6))


def resources(scope: Scope, service: Service) -> Manifest:
    """The container's `resources`. Raises `InputError` where more is reserved than may be used."""
    limits = {"cpu": _limit_cpu(service), "memory": _limit_memory(service)}
    reserved = {"cpu": _reserved_cpu(service), "memory": _reserved_memory(service)}
    _refuse_above_limit(scope, service, limits, reserved)
    requests = {name: _quantity(scope, service, name, amount) for name, amount in reserved.items() if amount.value > 0}
    capped = {name: _quantity(scope, service, name, amount) for name, amount in limits.items() if amount.value > 0}
    for name in capped.keys() - requests.keys():
        requests[name] = "0"
        _report_not_reserved(scope, service, name, limits[name])
    gpus = _gpus(scope, service)
    _report_devices(scope, service)
    if service.overrides.ephemeral_limit:
        capped["ephemeral-storage"] = service.overrides.ephemeral_limit
    if asked := ephemeral_request(scope, service):
        requests["ephemeral-storage"] = asked
    return {
        key: dict(sorted(amounts.items()))
        for key, amounts in (("limits", capped | gpus), ("requests", requests))
        if amounts
    }


def is_requested(service: Service, name: str) -> bool:
    """Whether a service asks for processors (`cpu`) or `memory`, so that its use of them is a part of something."""
    return (_reserved_cpu if name == "cpu" else _reserved_memory)(service).value > 0


def _sets(service: Service) -> tuple[ResourceSet, ResourceSet]:
    if service.deploy is None:
        return _NOTHING, _NOTHING
    return service.deploy.resources.limits or _NOTHING, service.deploy.resources.reservations or _NOTHING


def _limit_cpu(service: Service) -> _Amount:
    limits, _ = _sets(service)
    if limits.cpus:
        return _Amount(limits.cpus, ("deploy", "resources", "limits", "cpus"))
    if not service.cpus and service.cpu_quota > 0:
        return _Amount(service.cpu_quota / (service.cpu_period or 100_000), ("cpu_quota",))
    return _Amount(service.cpus, ("cpus",))


def _limit_memory(service: Service) -> _Amount:
    limits, _ = _sets(service)
    if limits.memory:
        return _Amount(limits.memory, ("deploy", "resources", "limits", "memory"))
    return _Amount(service.mem_limit, ("mem_limit",))


def _reserved_cpu(service: Service) -> _Amount:
    return _Amount(_sets(service)[1].cpus, ("deploy", "resources", "reservations", "cpus"))


def _reserved_memory(service: Service) -> _Amount:
    _, reservations = _sets(service)
    if reservations.memory:
        return _Amount(reservations.memory, ("deploy", "resources", "reservations", "memory"))
    return _Amount(service.mem_reservation, ("mem_reservation",))


def _quantity(scope: Scope, service: Service, name: str, amount: _Amount) -> str:
    if name == "memory":
        return memory_quantity(int(amount.value))
    if not math.isclose(_millis(amount.value) / 1000, amount.value, abs_tol=1e-9):
        scope.approximate(
            GUARANTEED_QUANTITIES,
            service.attribute(*amount.path),
            f"{amount.value:g} processors become {cpu_quantity(amount.value)}: Kubernetes counts thousandths",
            "write at most three decimals",
            cpus=amount.value,
        )
    return cpu_quantity(amount.value)


def _refuse_above_limit(
    scope: Scope, service: Service, limits: dict[str, _Amount], reserved: dict[str, _Amount]
) -> None:
    problems = [
        Problem(
            f"service {service.name!r} reserves more {name} than its limit allows it to use",
            service.source.at(*reserved[name].path),
            "lower the reservation, or raise the limit",
        )
        for name, limit in limits.items()
        if 0 < limit.value < reserved[name].value
    ]
    if problems:
        raise InputError(problems, scope.project.texts)


def _report_not_reserved(scope: Scope, service: Service, name: str, limit: _Amount) -> None:
    scope.approximate(
        REQUEST_NOT_RESERVED,
        service.attribute(*limit.path),
        f"{service.name!r} limits {name} without a reservation: the request is 0, so that the pod is scheduled as"
        " Compose runs it",
        f"reserve what it needs: deploy.resources.reservations.{'cpus' if name == 'cpu' else name}",
        resource=name,
    )


def _report_devices(scope: Scope, service: Service) -> None:
    """A privileged container has all devices of its node, at their own paths; any other has those of a plug-in."""
    privileged = service.privileged and not scope.options.harden
    if all(privileged and device.source == device.target for device in service.devices):
        return
    devices = [device.source for device in service.devices]
    message = (
        f"{service.name!r} has the devices of its node at their own paths: privileged containers have all"
        if privileged
        else f"{', '.join(devices)} of the node reaches {service.name!r} by a device plug-in alone"
    )
    advice = (
        "let the program open them at those paths"
        if privileged
        else "install a plug-in that offers it (squat/generic-device-plugin), and add its resource to the limits"
    )
    scope.drop(DEVICE_OR_GPU, service.attribute("devices"), message, advice, devices=devices)


def _gpus(scope: Scope, service: Service) -> dict[str, str]:
    """Devices that a plug-in counts, from `gpus` and `deploy.resources.reservations.devices`."""
    found: dict[str, str] = {}
    for path, request in _device_requests(service):
        resource = _GPU_RESOURCES.get(request.driver) if _is_gpu(request) else None
        if resource is None:
            what = ", ".join(request.capabilities) or request.driver
            message = f"{service.name!r} wants a device ({what}) that no known plug-in offers"
            advice = "install its device plug-in, and ask for it by a limit"
            scope.drop(DEVICE_OR_GPU, service.attribute(*path), message, advice)
            continue
        count = len(request.device_ids) or (request.count if request.count and request.count > 0 else 1)
        found[resource] = str(int(found.get(resource, "0")) + count)
        _report_gpu(scope, service, path, request, count)
    return found


def _device_requests(service: Service) -> list[tuple[tuple[PathPart, ...], DeviceRequest]]:
    paths: list[tuple[tuple[PathPart, ...], DeviceRequest]] = [
        (("gpus", index), request) for index, request in enumerate(service.gpus)
    ]
    where = ("deploy", "resources", "reservations", "devices")
    return paths + [((*where, index), request) for index, request in enumerate(_sets(service)[1].devices)]


def _is_gpu(request: DeviceRequest) -> bool:
    return not request.capabilities or "gpu" in request.capabilities or "nvidia" in request.capabilities


def _report_gpu(scope: Scope, service: Service, path: tuple[PathPart, ...], request: DeviceRequest, count: int) -> None:
    if request.device_ids:
        message = f"{service.name!r} gets {count} of any GPUs: Kubernetes does not let one choose which"
    elif request.count is None or request.count < 0:
        message = f"all GPUs of the machine become one for {service.name!r}: Kubernetes counts them"
    else:
        message = (
            f"{service.name!r} gets {count} GPU{'s' if count > 1 else ''}, counted by the cluster's device plug-in"
        )
    scope.approximate(
        DEVICE_OR_GPU,
        service.attribute(*path),
        message,
        "the nodes need the vendor's device plug-in",
        count=count,
    )
