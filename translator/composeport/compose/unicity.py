"""Lists in which two entries for one thing make one: the later replaces the earlier, at the earlier's position."""

from __future__ import annotations

from collections.abc import Callable

from composeport.compose.tables import Table
from composeport.compose.trees import identity, text_at
from composeport.compose.volumes import parse_volume
from composeport.source.nodes import Mapping, Node, Scalar, Sequence
from composeport.source.scalars import go_text

Indexer = Callable[[Node], object]


def enforce_unicity(node: Node, table: Table[Indexer] | None = None) -> None:
    """Drop what a later entry redefines, in every list of `UNIQUE`, in place."""
    table = table or UNIQUE
    if isinstance(node, Sequence):
        if table.rule is not None and len(node.items) > 1:
            indexed: dict[object, Node] = {}
            for item in node.items:
                indexed[table.rule(item)] = item
            node.items = list(indexed.values())
        return
    if isinstance(node, Mapping) and table.children:
        for key, child in node.items.items():
            if not isinstance(child, Scalar) and (below := table.below(key)):
                enforce_unicity(child, below)


def _text(node: Node | None) -> str:
    return go_text(node.value) if isinstance(node, Scalar) and node.value is not None else ""


def _whole(node: Node) -> object:
    return _text(node) if isinstance(node, Scalar) else id(node)


def _key(node: Node) -> object:
    return _text(node).partition("=")[0] if isinstance(node, Scalar) else id(node)


def _volume(node: Node) -> object:
    if isinstance(node, Mapping):
        return text_at(node, "target") or id(node)
    try:
        return parse_volume(_text(node)).target
    except ValueError:
        return id(node)


def _file_at(folder: str) -> Indexer:
    def index(node: Node) -> object:
        if isinstance(node, Mapping):
            target = text_at(node, "target")
            return f"{folder}/{text_at(node, 'source') or ''}" if target is None else target
        return f"{folder}/{_text(node)}"

    return index


def _port(node: Node) -> object:
    if not isinstance(node, Mapping):
        return _text(node)
    published, target = node.get("published"), _text(node.get("target"))
    host, protocol = text_at(node, "host_ip") or "0.0.0.0", text_at(node, "protocol") or "tcp"  # noqa: S104 - a key
    # A number and the same number as a text are two ports to Compose.
    return host, identity(published) if published is not None else "", target, protocol


def _env_file(node: Node) -> object:
    return text_at(node, "path") if isinstance(node, Mapping) else _text(node)


def _device(node: Node) -> object:
    if isinstance(node, Mapping):
        return text_at(node, "target") or id(node)
    return (_text(node).split(":") * 2)[1]


UNIQUE: Table[Indexer] = Table(
    {
        ("networks", "*", "labels"): _key,
        ("networks", "*", "ipam", "options"): _key,
        **{
            ("services", "*", *path): rule
            for path, rule in {
                ("annotations",): _key,
                ("build", "args"): _key,
                ("build", "additional_contexts"): _key,
                ("build", "platform"): _key,
                ("build", "tags"): _key,
                ("build", "labels"): _key,
                ("cap_add",): _key,
                ("cap_drop",): _key,
                ("configs",): _file_at(""),
                ("deploy", "labels"): _key,
                ("devices",): _device,
                ("dns",): _key,
                ("dns_opt",): _key,
                ("dns_search",): _key,
                ("environment",): _key,
                ("env_file",): _env_file,
                ("expose",): _whole,
                ("labels",): _key,
                ("links",): _key,
                ("networks", "*", "aliases"): _key,
                ("networks", "*", "link_local_ips"): _key,
                ("ports",): _port,
                ("profiles",): _key,
                ("secrets",): _file_at("/run/secrets"),
                ("sysctls",): _key,
                ("tmpfs",): _key,
                ("volumes",): _volume,
            }.items()
        },
    }
)
