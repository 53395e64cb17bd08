"""Short forms → long forms (Compose specification, "short syntax" of each attribute), in located trees, in place.

What a short form leaves out and the specification defaults is `implied`; what it says has the place of the whole.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from composeport.compose.pairs import as_pairs
from composeport.compose.ports import ShortPort, parse_port
from composeport.compose.problems import Problems
from composeport.compose.tables import Table
from composeport.compose.trees import attached, implied, is_null, put, split_off, started, text_at
from composeport.compose.values import shown
from composeport.compose.volumes import PROPAGATIONS, SELINUX, ShortVolume, parse_volume
from composeport.source.nodes import Mapping, Node, Scalar, Sequence
from composeport.source.scalars import Timestamp, go_text

YES = True
Rewrite = Callable[[Node, "ShortForms"], Node]


_BLANKS = [bytes([byte]) for byte in b"\t\n\v\f\r \x85\xa0"]
_PORTS = 66_000
"""How many ports the ranges of one project may stand for."""


class ShortForms:
    """Rewrites one tree; `lenient` leaves what cannot be read as it is (texts may still hold variables)."""

    def __init__(self, problems: Problems, *, lenient: bool = False) -> None:
        self.problems = problems
        self.lenient = lenient
        self.ports_left = _PORTS

    def rewrite(self, node: Node, table: Table[Rewrite] | None = None) -> Node:
        """The tree in long form."""
        table = table or RULES
        if table.rule is not None:
            node = table.rule(node, self)
        if table.children:
            if isinstance(node, Mapping):
                for key, child in node.items.items():
                    below = table.below(key)
                    if below is not None:
                        node.items[key] = self.rewrite(child, below)
            elif isinstance(node, Sequence):
                every = table.children.get("*")
                if every is not None:
                    node.items = [self.rewrite(item, every) for item in node.items]
        return node

    def unreadable(self, message: str, node: Node) -> Node:
        """Note that a short form cannot be read, unless variables may yet make sense of it."""
        if not self.lenient:
            self.problems.add(message, node.location)
        return node


def _mapping(node: Node, **items: Node) -> Mapping:
    return Mapping(dict(items), node.location, dict.fromkeys(items, node.location))


def _pairs(node: Node, forms: ShortForms) -> Node:
    if not isinstance(node, Sequence):
        return node
    for item in node.items:
        if isinstance(item, Scalar) and isinstance(item.value, Timestamp):
            forms.unreadable(f"expected a text, not {item.value}; quote it", item)
    return as_pairs(node)


def _is_date(node: Node) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, Timestamp)


def _variables(node: Node, forms: ShortForms) -> Node:
    """As `_pairs`, for variables: Compose refuses a name in a list of them whose last byte is a blank of Latin-1."""
    for item in node.items if isinstance(node, Sequence) else []:
        name = go_text(item.value).partition("=")[0] if isinstance(item, Scalar) else ""
        if name.encode(errors="surrogateescape")[-1:] in _BLANKS:
            forms.unreadable(f"the name of the variable `{name}` ends in a blank", item)
    return _pairs(node, forms)


def _mapped_pairs(node: Node, forms: ShortForms) -> Node:
    """As `_pairs`, where Compose itself makes a mapping of the list."""
    pairs = _pairs(node, forms)
    pairs.tag = ""
    return pairs


def _text_list(node: Node, _: ShortForms) -> Node:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return Sequence([node], node.location)
    return node


def _named(default: Callable[..., Node]) -> Rewrite:
    def rewrite(node: Node, _: ShortForms) -> Node:
        if not isinstance(node, Sequence):
            return node
        mapping = Mapping({}, node.location)
        for item in node.items:
            if isinstance(item, Scalar):
                put(mapping, go_text(item.value), default(item.location))
        return mapping

    return rewrite


def _depends_on(node: Node, forms: ShortForms) -> Node:
    node = _named(started)(node, forms)
    if isinstance(node, Mapping):
        for child in node.items.values():
            if isinstance(child, Mapping) and "required" not in child.items:
                put(child, "required", implied(YES, child.location))
    return node


def _ports(node: Node, forms: ShortForms) -> Node:
    if not isinstance(node, Sequence):
        return node
    long = [_port(item, forms) for item in node.items]
    if forms.lenient and None in long:
        return node
    node.items = [port for item, ports in zip(node.items, long, strict=True) for port in (ports or [item])]
    return node


def _port(node: Node, forms: ShortForms) -> list[Node] | None:
    """The ports that an entry stands for, in long form; None where it cannot be read."""
    if not isinstance(node, Scalar):
        return [node]
    if forms.ports_left < 0:  # which is a problem already
        return None
    try:
        ports = parse_port(repr(node.value) if isinstance(node.value, float) else go_text(node.value))
    except ValueError as error:
        forms.unreadable(f"invalid port: {error}", node)
        return None
    if isinstance(node.value, int):
        return [_mapping(node, target=node)]
    forms.ports_left -= len(ports)
    if forms.ports_left < 0:
        forms.unreadable(f"the project's ranges hold more than {_PORTS:,} ports", node)
        return None
    return [_long_port(port, node) for port in ports]


def _long_port(port: ShortPort, node: Scalar) -> Mapping:
    long = _mapping(node, mode=implied("ingress", node.location))
    if port.host_ip:
        put(long, "host_ip", split_off(port.host_ip, node))
    put(long, "target", split_off(port.target, node))
    if port.published:
        put(long, "published", split_off(port.published, node))
    stated = "/" in go_text(node.value)
    put(long, "protocol", split_off(port.protocol, node) if stated else implied(port.protocol, node.location))
    return long


_NO_OPTIONS = 2
"""A short form of so few characters is taken for a target, whatever they are, and gets no options."""


def _volume(node: Node, forms: ShortForms) -> Node:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return node
    try:
        return _long_volume(parse_volume(node.value), node)
    except ValueError as error:
        return forms.unreadable(f"invalid volume: {error}", node)


def _long_volume(short: ShortVolume, node: Scalar) -> Mapping:
    kind = "bind" if short.is_bind else "volume"
    long = _mapping(node, type=split_off(kind, node) if short.source else implied(kind, node.location))
    if short.source:
        put(long, "source", split_off(short.source, node))
    put(long, "target", split_off(posixpath.normpath(short.target) if short.target else "", node))
    if [option for option in short.options if option in ("ro", "rw")][-1:] == ["ro"]:
        put(long, "read_only", split_off(YES, node))
    if _needs_bind(short):
        put(long, "bind", _bind_options(short, node))
    if (kind == "volume" and len(go_text(node.value)) > _NO_OPTIONS) or "nocopy" in short.options:
        put(long, "volume", _volume_options(short, node))
    return long


def _needs_bind(short: ShortVolume) -> bool:
    return short.is_bind or any(option in PROPAGATIONS or option in SELINUX for option in short.options)


def _bind_options(short: ShortVolume, node: Scalar) -> Mapping:
    options = Mapping({}, node.location, implied=True)
    for option in short.options:
        if option in PROPAGATIONS:
            put(options, "propagation", split_off(option, node))
        elif option in SELINUX:
            put(options, "selinux", split_off(option, node))
    options.implied = not options.items
    if short.is_bind:
        put(options, "create_host_path", implied(YES, node.location))
    return options


def _volume_options(short: ShortVolume, node: Scalar) -> Mapping:
    options = Mapping({}, node.location, implied="nocopy" not in short.options)
    if "nocopy" in short.options:
        put(options, "nocopy", split_off(YES, node))
    return options


def _file_mount(node: Node, _: ShortForms) -> Node:
    return _mapping(node, source=node) if isinstance(node, Scalar) and isinstance(node.value, str) else node


def _device(node: Node, forms: ShortForms) -> Node:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return node
    parts = node.value.split(":")
    if len(parts) > 3:
        return forms.unreadable(f"invalid device: {shown(node.value)} is not HOST[:CONTAINER[:PERMISSIONS]]", node)
    source, target, permissions = [*parts, "", "rwm"][:3] if len(parts) == 1 else (*parts, "rwm")[:3]
    long = _mapping(node, source=split_off(source, node), target=split_off(target or source, node))
    put(long, "permissions", split_off(permissions, node) if len(parts) == 3 else implied(permissions, node.location))
    return long


def _env_file(node: Node, _: ShortForms) -> Node:
    entries = [node] if isinstance(node, Scalar) else node.items if isinstance(node, Sequence) else None
    if entries is None or is_null(node):
        return node
    named = [entry for entry in entries if entry is node or not _is_date(entry)]  # Compose overlooks a date in a list
    return Sequence([_long_env_file(entry) for entry in named], node.location)


def _long_env_file(node: Node) -> Node:
    if isinstance(node, Scalar):
        node = _mapping(node, path=node)
    if isinstance(node, Mapping) and "required" not in node.items:
        put(node, "required", implied(YES, node.location))
    return node


def _extends(node: Node, _: ShortForms) -> Node:
    return _mapping(node, service=node) if isinstance(node, Scalar) and isinstance(node.value, str) else node


def _gpus(node: Node, forms: ShortForms) -> Node:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        if node.value == "all":
            return Sequence([_mapping(node, count=node)], node.location)
        return forms.unreadable(f"invalid gpus: {shown(node.value)}; `all` or a list of devices", node)
    return node


def _build(node: Node, _: ShortForms) -> Node:
    return _mapping(node, context=node) if isinstance(node, Scalar) and isinstance(node.value, str) else node


def _ssh(node: Node, forms: ShortForms) -> Node:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        node = Sequence([node], node.location)
    return _mapped_pairs(node, forms)


def _external(node: Node, forms: ShortForms) -> Node:
    """The older `external: {name: x}` is `external: true` and `name: x`."""
    external = node.items.get("external") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(external, Mapping):
        return node
    put(node, "external", implied(YES, external.location))
    name, own = external.items.get("name"), text_at(node, "name")
    if name is not None:
        if own is not None and own != text_at(external, "name"):
            forms.problems.add("`name` and `external.name` differ; `external.name` is deprecated", name.location)
        put(node, "name", name)
    return node


def _schedule(node: Node, _: ShortForms) -> Node:
    return _mapping(node, cron=node) if isinstance(node, Scalar) and isinstance(node.value, str) else node


_CONTAINER: dict[tuple[str, ...], Rewrite] = {
    ("annotations",): _pairs,
    ("build",): _build,
    ("build", "additional_contexts"): _mapped_pairs,
    ("build", "args"): _variables,
    ("build", "labels"): _pairs,
    ("build", "secrets", "*"): _file_mount,
    ("build", "ssh"): _ssh,
    ("configs", "*"): _file_mount,
    ("depends_on",): _depends_on,
    ("deploy", "labels"): _pairs,
    ("devices", "*"): _device,
    ("dns",): _text_list,
    ("env_file",): _env_file,
    ("environment",): _variables,
    ("extends",): _extends,
    ("deploy", "resources", "reservations", "devices", "*", "options"): _pairs,
    ("develop", "watch", "*", "exec", "environment"): _variables,
    ("gpus",): _gpus,
    ("gpus", "*", "options"): _pairs,
    ("label_file",): _text_list,
    ("labels",): _pairs,
    ("models",): _named(attached),
    ("networks",): _named(attached),
    ("ports",): _ports,
    ("post_start", "*", "environment"): _variables,
    ("pre_stop", "*", "environment"): _variables,
    ("secrets", "*"): _file_mount,
    ("sysctls",): _pairs,
    ("triggers", "schedule", "*"): _schedule,
    ("volumes", "*"): _volume,
    ("volumes", "*", "volume", "labels"): _pairs,
}

RULES: Table[Rewrite] = Table(
    {
        (*prefix, *path): rule
        for prefix in (("services", "*"), ("jobs", "*"), ("services", "*", "pre_start", "*"))
        for path, rule in _CONTAINER.items()
    }
    | {(kind, "*"): _external for kind in ("volumes", "networks", "secrets", "configs")}
    | {(kind, "*", "labels"): _pairs for kind in ("volumes", "networks", "secrets", "configs")}
)
