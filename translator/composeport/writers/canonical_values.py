"""How single values are written in the canonical form, and when: each as the reference's types print themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from composeport.hints import TYPE_CHECKING, Any
from composeport.records import Enum

if TYPE_CHECKING:
    from composeport.model import DeviceRate, GenericResource


class Form(Enum):
    """The format that the data is for."""

    JSON = "json"
    YAML = "yaml"


_EXPONENT = 1e21
"""From here on, Go's JSON writes a number with one."""
Encode = Callable[[Any, Form], Any]


# When an attribute is written.


def full(value: Any, _: Form) -> bool:
    """What is not empty."""
    return bool(value)


def given(value: Any, _: Form) -> bool:
    """Even zero, false or empty, as long as something is set."""
    return value is not None


def command_set(value: Any, form: Form) -> bool:
    """In JSON also null, which leaves the image its own."""
    return value is not None or form is Form.JSON


def told(value: Any, form: Form) -> bool:
    """A part that is always there; YAML leaves it out where nothing in it is set."""
    return form is Form.JSON or value != type(value)()


def off(value: Any, _: Form) -> bool:
    """A switch that is on by default."""
    return not value


def always(_value: Any, _: Form) -> bool:
    """Whatever it is."""
    return True


# How a value is written.


def same(value: Any, _: Form) -> Any:
    """As it is."""
    return value


def as_list(value: Any, _: Form) -> list[Any]:
    """A list."""
    return list(value)


def words(value: tuple[str, ...] | None, _: Form) -> list[str] | None:
    """A command line; None leaves the image its own."""
    return None if value is None else list(value)


def as_map(value: Mapping[str, Any], _: Form) -> dict[str, Any]:
    """A mapping in the order of its keys."""
    return dict(sorted(value.items()))


def lists(value: Mapping[str, tuple[str, ...]], _: Form) -> dict[str, list[str]]:
    """A mapping of lists, in the order of its keys."""
    return {key: list(items) for key, items in sorted(value.items())}


def size(value: int, _: Form) -> str:
    """Bytes, as text."""
    return str(value)


def number(value: float, _form: Form) -> float | int:
    """A number without a point where Go prints none: it has no fraction, and no exponent in JSON either.

    It has no more digits than tell it from its neighbours.
    """
    if value != int(value) or abs(value) >= _EXPONENT:
        return value
    digits, _, power = repr(value).partition("e")
    whole, _, fraction = digits.partition(".")
    return int(whole + fraction) * 10 ** (int(power) - len(fraction)) if power else int(value)


def hosts(value: Mapping[str, tuple[str, ...]], _: Form) -> list[str]:
    """`host=address`, sorted."""
    return sorted(f"{host}={address}" for host, addresses in value.items() for address in addresses)


def keys(value: Mapping[str, str], _: Form) -> list[str]:
    """SSH keys, each with its path where it has one."""
    return [f"{name}: {path}" if path else name for name, path in sorted(value.items())]


def mode(value: int, _: Form) -> str:
    """Permissions in octal."""
    return f"0{value:o}"


def as_duration(value: int, _: Form) -> str:
    """A duration as text."""
    return duration(value)


def duration(nanoseconds: int) -> str:
    """A duration as Go prints it: `1m30s`, `1.5s`, `100ms`, `0s`."""
    if nanoseconds == 0:
        return "0s"
    sign, rest = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    for unit, scale in (("ns", 1), ("µs", 1_000), ("ms", 1_000_000)):
        if rest < scale * 1_000:
            return f"{sign}{_decimal(rest, scale)}{unit}"
    minutes, seconds = divmod(rest, 60_000_000_000)
    text = f"{_decimal(seconds, 1_000_000_000)}s"
    if minutes:
        hours, minutes = divmod(minutes, 60)
        text = f"{minutes}m{text}"
        text = f"{hours}h{text}" if hours else text
    return sign + text


def _decimal(value: int, scale: int) -> str:
    whole, fraction = divmod(value, scale)
    digits = str(fraction).rjust(len(str(scale)) - 1, "0").rstrip("0") if fraction else ""
    return f"{whole}.{digits}" if digits else str(whole)


def generic(value: tuple[GenericResource, ...], _: Form) -> list[dict[str, Any]]:
    """Resources that the operator counts."""
    return [{"discrete_resource_spec": {"kind": item.kind, "value": item.value}} for item in value]


def preferences(value: tuple[str, ...], _: Form) -> list[dict[str, str]]:
    """Node attributes to spread over."""
    return [{"spread": item} if item else {} for item in value]


def rates(key: str, encode: Encode) -> Encode:
    """Devices with a number each. The reference's JSON has these attributes with a capital."""

    def write(value: tuple[DeviceRate, ...], form: Form) -> list[dict[str, Any]]:
        path, name = ("Path", key.capitalize()) if form is Form.JSON else ("path", key)
        return [{path: item.path, name: encode(item.value, form)} for item in value]

    return write
