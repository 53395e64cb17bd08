"""How a later file changes an earlier one: the merge rules (Compose specification, "Merge Compose files").

Mappings merge key by key, lists append what they do not hold yet, scalars are replaced, null leaves what is there. What
deviates is in `RULES`. Trees are changed in place; a merged value keeps the place of the file that won.
"""

from __future__ import annotations

from collections.abc import Callable

from composeport.compose.pairs import as_pairs
from composeport.compose.problems import dotted, refuse
from composeport.compose.tables import Table
from composeport.compose.trees import PAIRS, attached, identity, is_null, put, started
from composeport.diagnostics import Location
from composeport.source.nodes import Mapping, Node, Scalar, Sequence
from composeport.source.scalars import go_text

Path = tuple[str, ...]
Merger = Callable[[Node, Node, Path, "Table[Merger] | None"], Node]


def merge(base: Node, over: Node, path: Path = (), table: Table[Merger] | None = None) -> Node:
    """`base` as `over` changes it. Raises InputError where a mapping meets something else.

    `path` and `table` say where in a project the two stand; the default is its root.
    """
    return _merge(base, over, path, table or RULES)


def service_rules() -> Table[Merger] | None:
    """The rules at a service, for `extends`."""
    services = RULES.below("services")
    return services.below("*") if services else None


def _merge(base: Node, over: Node, path: Path, table: Table[Merger] | None) -> Node:
    if table is not None and table.rule is not None:
        return table.rule(base, over, path, table)
    if is_null(over):
        return base
    if is_null(base) and not isinstance(over, Scalar):
        return over
    match base, over:
        case Mapping(), Mapping():
            return _mappings(base, over, path, table)
        case Sequence(), Sequence():
            return _append(base, over, path, table)
        case Scalar(), _:
            return over
    raise refuse(
        f"{dotted(path)}: cannot override {_kind(base)} with {_kind(over)}",
        over.location,
        f"write it as {_kind(base)}, as at {base.location}",
    )


def _mappings(base: Node, over: Node, path: Path, table: Table[Merger] | None) -> Mapping:
    assert isinstance(base, Mapping)
    assert isinstance(over, Mapping)
    for key, child in over.items.items():
        before = base.items.get(key)
        if before is None:
            base.items[key] = child
        else:
            below = table.below(key) if table is not None else None
            base.items[key] = _merge(before, child, (*path, key), below)
        if before is None or base.items[key] is child:
            base.keys[key] = over.keys.get(key, child.location)
    base.implied = base.implied and over.implied
    return base


def _append(base: Node, over: Node, _path: Path, _table: Table[Merger] | None) -> Sequence:
    """Both lists' elements, those of `over` only where `base` has no equal one."""
    first, second = _as_list(base), _as_list(over)
    seen = {identity(item) for item in first.items}
    items = [*first.items, *(item for item in second.items if identity(item) not in seen)]
    return Sequence(items, second.location if second.items else first.location)


def _replace(_base: Node, over: Node, _path: Path, _table: Table[Merger] | None) -> Node:
    return over


def _pairs(base: Node, over: Node, _path: Path, _table: Table[Merger] | None) -> Node:
    """Lists of `KEY=VALUE` and mappings merge by key, whichever way either is written."""
    if is_null(over):
        return base
    first, second = as_pairs(base), as_pairs(over)
    first.items.update(second.items)
    first.keys.update(second.keys)
    first.tag = PAIRS
    return first


def _named(default: Callable[[Location], Node]) -> Merger:
    """Merges lists of names as the mappings that they are short for; `default` makes a name's value."""

    def rule(base: Node, over: Node, path: Path, table: Table[Merger] | None) -> Node:
        return _mappings(_by_name(base, default), _by_name(over, default), path, table)

    return rule


def _by_name(node: Node, default: Callable[[Location], Node]) -> Mapping:
    if isinstance(node, Mapping):
        return node
    mapping = Mapping({}, node.location)
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                put(mapping, str(item.value), default(item.location))
    return mapping


def _build(base: Node, over: Node, path: Path, table: Table[Merger] | None) -> Node:
    if is_null(over):
        return base
    return _mappings(_long_build(base), _long_build(over), path, table)


def _long_build(node: Node) -> Node:
    """A `build` that is a plain path, as the mapping that it is short for."""
    if isinstance(node, Mapping):
        return node
    built = Mapping({}, node.location)
    if not is_null(node):
        put(built, "context", node)
    return built


def _logging(base: Node, over: Node, path: Path, table: Table[Merger] | None) -> Node:
    """Options of another driver mean nothing, so they go with it."""
    if not isinstance(base, Mapping) or not isinstance(over, Mapping):
        return base if is_null(over) else over
    drivers = [identity(node) for node in (base.get("driver"), over.get("driver")) if node is not None]
    return over if len(drivers) == 2 and drivers[0] != drivers[1] else _mappings(base, over, path, table)


def _ulimit(base: Node, over: Node, path: Path, table: Table[Merger] | None) -> Node:
    both = isinstance(base, Mapping) and isinstance(over, Mapping)
    return _mappings(base, over, path, table) if both else over


def _pools(base: Node, over: Node, path: Path, table: Table[Merger] | None) -> Node:
    """Address pools merge by subnet. What Compose makes of several pools a side is no plain rule; this is its way.

    Each pool of `base` meets each of `over`: one with another subnet is added once, and any further time merged as if
    it had the same. Pools of `base` that `over` does not mention go.
    """
    if not isinstance(base, Sequence) or not isinstance(over, Sequence):
        return base if is_null(over) else over
    pools: list[Node] = []
    for mine in base.items:
        for theirs in over.items:
            known = [_subnet(pool) for pool in pools]
            if _subnet(theirs) != _subnet(mine) and _subnet(theirs) not in known:
                pools.append(theirs)
                continue
            merged = _mappings(mine, theirs, path, table)
            known = [_subnet(pool) for pool in pools]
            if _subnet(merged) in known:
                pools[known.index(_subnet(merged))] = merged
            else:
                pools.append(merged)
    return Sequence(pools, over.location)


def _subnet(pool: Node) -> object:
    subnet = pool.items.get("subnet") if isinstance(pool, Mapping) else None
    return None if subnet is None else identity(subnet)


def _as_list(node: Node) -> Sequence:
    """A list; a scalar as the list of itself, a mapping as the list of its `KEY=VALUE`, null as the empty list."""
    if isinstance(node, Sequence):
        return node
    if isinstance(node, Mapping):
        return Sequence([item for key, value in node.items.items() for item in _flat(key, value)], node.location)
    return Sequence([] if node.value is None else [node], node.location)


def _flat(key: str, value: Node) -> list[Node]:
    values = value.items if isinstance(value, Sequence) else [value]
    return [
        Scalar(f"{key}={go_text(one.value)}" if one.value is not None else key, one.location)
        for one in values
        if isinstance(one, Scalar)
    ]


def _kind(node: Node) -> str:
    return {Mapping: "a mapping", Sequence: "a list"}.get(type(node), "a single value")


RULES: Table[Merger] = Table(
    {
        ("networks", "*", "ipam", "config"): _pools,
        ("networks", "*", "labels"): _pairs,
        ("volumes", "*", "labels"): _pairs,
        ("configs", "*", "labels"): _pairs,
        ("secrets", "*", "labels"): _pairs,
        **{
            (kind, "*", *path): rule
            for kind in ("services", "jobs")
            for path, rule in {
                ("annotations",): _pairs,
                ("build",): _build,
                ("build", "additional_contexts"): _pairs,
                ("build", "args"): _pairs,
                ("build", "extra_hosts"): _append,
                ("build", "labels"): _pairs,
                ("command",): _replace,
                ("depends_on",): _named(started),
                ("deploy", "labels"): _pairs,
                ("dns",): _append,
                ("dns_opt",): _append,
                ("dns_search",): _append,
                ("entrypoint",): _replace,
                ("env_file",): _append,
                ("environment",): _pairs,
                ("extra_hosts",): _append,
                ("healthcheck", "test"): _replace,
                ("label_file",): _append,
                ("labels",): _pairs,
                ("logging",): _logging,
                ("models",): _named(attached),
                ("networks",): _named(attached),
                ("sysctls",): _pairs,
                ("tmpfs",): _append,
                ("ulimits", "*"): _ulimit,
                ("volumes", "*", "volume", "labels"): _pairs,
            }.items()
        },
    }
)
