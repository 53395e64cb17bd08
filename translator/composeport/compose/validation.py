"""What a tree must be before it becomes a project: valid by the specification's schema, and a few rules beyond it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

from composeport.compose.ports import is_address
from composeport.compose.problems import Problems, dotted
from composeport.compose.session import Session
from composeport.compose.tables import Table
from composeport.compose.trees import PAIRS, text_at, truthy
from composeport.hints import TYPE_CHECKING, Any
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, find
from composeport.source.schema import Schema

if TYPE_CHECKING:
    from composeport.diagnostics import PathPart

Path = tuple["PathPart", ...]
Check = Callable[[Node, Path, Problems], None]


@cache
def compose_schema() -> Schema:
    """The schema of the Compose Specification that the reference uses."""
    path = os.path.join(os.path.dirname(__file__), "compose-spec.json")
    with open(path, encoding="utf-8") as file:
        return Schema(_json_object(file.read()))


def _json_object(text: str) -> dict[str, Any]:
    """The object that a JSON text is; where the interpreter has its scanner, without the `json` package around it.

    To import that takes five times as long as to read the schema.
    """
    try:
        from _json import make_scanner  # noqa: PLC0415 - see above
    except ImportError:
        import json  # noqa: PLC0415

        found: dict[str, Any] = json.loads(text)
    else:
        found, _ = make_scanner(_Plain)(text, 0)  # type: ignore[arg-type]
    return found


class _Plain:
    """How the scanner makes values: as `json.loads` does without options."""

    strict = True
    object_hook = object_pairs_hook = parse_constant = None
    parse_float = float
    parse_int = int


def check_schema(tree: Mapping, session: Session) -> None:
    """Collect everything that the schema refuses."""
    for violation in compose_schema().problems(tree):
        if violation.path[-1:] == ("",) and _is_list_of_pairs(find(tree, violation.path[:-1])):
            continue  # an entry of the list that has no name, as `=x`
        problem = violation.problem
        chain = session.chain(problem.location)
        session.problems.add(problem.message, problem.location, problem.help, chain, code=problem.code)


def _is_list_of_pairs(node: Node | None) -> bool:
    """Whether a file states the mapping as a list, of which the schema wants less."""
    return isinstance(node, Mapping) and node.tag == PAIRS


def check_attributes(tree: Mapping, problems: Problems) -> None:
    """Collect what the schema cannot express, of a tree in long form."""
    _check(tree, (), CHECKS, problems)


def _check(node: Node, path: Path, table: Table[Check], problems: Problems) -> None:
    if table.rule is not None:
        table.rule(node, path, problems)
        return
    if isinstance(node, Mapping):
        for key, child in node.items.items():
            below = table.below(key)
            if below is not None:
                _check(child, (*path, key), below, problems)
    elif isinstance(node, Sequence):
        every = table.children.get("*")
        for index, child in enumerate(node.items) if every is not None else ():
            _check(child, (*path, index), every, problems)  # type: ignore[arg-type]


def _volume(node: Node, path: Path, problems: Problems) -> None:
    if not isinstance(node, Mapping) or not truthy(node.items.get("external")):
        return
    for key in node.items:
        if key not in ("name", "external") and not key.startswith("x-"):
            problems.add(
                f"{dotted(path)} is external, so `{key}` cannot be given",
                node.keys.get(key, node.location),
                "remove it, or `external`",
            )


def _file_object(*sources: str) -> Check:
    def check(node: Node, path: Path, problems: Problems) -> None:
        if not isinstance(node, Mapping):
            return
        given = [source for source in sources if source in node.items]
        choices = ", ".join(f"`{source}`" for source in sources)
        if len(given) > 1:
            place = node.keys.get(given[1], node.location)
            problems.add(f"{dotted(path)} has several of {choices}", place, "keep one of them")
        if not given and "driver" not in node.items and "external" not in node.items:
            problems.add(f"{dotted(path)} needs one of {choices}, or `external`", node.location)

    return check


def _port(node: Node, path: Path, problems: Problems) -> None:
    _needs("port", "target")(node, path, problems)
    address = text_at(node, "host_ip")
    if isinstance(node, Mapping) and address is not None and not is_address(address):
        problems.add(f"{dotted(path)}: {address!r} is not an IP address", node.items["host_ip"].location)


def _watched_path(node: Node, path: Path, problems: Problems) -> None:
    if isinstance(node, Scalar) and node.value == "":
        problems.add(f"{dotted(path)} cannot be empty", node.location, "name the folder or file to watch")


def _device_request(node: Node, path: Path, problems: Problems) -> None:
    if isinstance(node, Mapping) and "count" in node.items and "device_ids" in node.items:
        place = node.keys.get("device_ids", node.location)
        problems.add(f"{dotted(path)} has both `count` and `device_ids`", place, "keep one of them")


def _needs(what: str, key: str) -> Check:
    def check(node: Node, path: Path, problems: Problems) -> None:
        if isinstance(node, Mapping) and key not in node.items:
            problems.add(f"{dotted(path)}: the {what} needs a `{key}`", node.location)

    return check


def _mount(node: Node, path: Path, problems: Problems) -> None:
    _needs("volume", "target")(node, path, problems)
    if text_at(node, "type") == "bind":
        _needs("bind mount", "source")(node, path, problems)


CHECKS: Table[Check] = Table(
    {
        ("volumes", "*"): _volume,
        ("configs", "*"): _file_object("file", "environment", "content"),
        ("secrets", "*"): _file_object("file", "environment"),
        ("services", "*", "ports", "*"): _port,
        ("services", "*", "develop", "watch", "*", "path"): _watched_path,
        ("services", "*", "deploy", "resources", "reservations", "devices", "*"): _device_request,
        ("services", "*", "devices", "*"): _needs("device", "target"),
        ("services", "*", "gpus", "*"): _device_request,
        ("services", "*", "volumes", "*"): _mount,
    }
)
