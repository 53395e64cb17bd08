"""What people ask besides the project itself: its tree before values are read, its variables, its images."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.compose.discovery import discover
from composeport.compose.load import resolve
from composeport.compose.pairs import as_list
from composeport.compose.session import LoadOptions, Session
from composeport.compose.trees import HELD, PAIRS
from composeport.hints import TYPE_CHECKING
from composeport.records import NamedTuple, replace
from composeport.source.interpolation import Substitution, TemplateError, parse, templates
from composeport.source.nodes import Node, Scalar, Sequence
from composeport.source.scalars import Timestamp

if TYPE_CHECKING:
    from composeport.model import Project, Service


def merged_tree(options: LoadOptions) -> dict[str, object]:
    """The merged files as plain data in long form, keys sorted, values as written. Raises InputError."""
    _, tree, _, _ = resolve(Session(options))
    data = _data(tree)
    assert isinstance(data, dict)
    return data


def _data(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value.rfc3339 if isinstance(node.value, Timestamp) else node.value
    if isinstance(node, Sequence):
        return [_data(item) for item in node.items]
    if node.tag == PAIRS:
        return as_list(node)
    return {key: _data(child) for key, child in sorted(node.items.items()) if key != HELD}


def environment(options: LoadOptions) -> dict[str, str]:
    """The variables that interpolation sees. Raises InputError."""
    return discover(Session(options)).environment


class Use(NamedTuple):
    """How the project's files use a variable; texts are as written, "" where there is none."""

    default: str = ""
    alternate: str = ""
    required: bool = False


def variables(options: LoadOptions) -> dict[str, Use]:
    """The variables that the project's files use, by name, all uses of one together. Raises InputError."""
    _, tree, _, _ = resolve(Session(replace(options, interpolate=False, validate=False)))
    found: dict[str, Use] = {}
    for _, text in templates(tree):
        for part in _substitutions(text):
            known, kind = found.get(part.name, Use()), part.operator[-1:]
            found[part.name] = Use(
                known.default or (part.operand if kind == "-" else ""),
                known.alternate or (part.operand if kind == "+" else ""),
                known.required or kind == "?",
            )
    return dict(sorted(found.items()))


def _substitutions(text: str) -> Iterator[Substitution]:
    """The variables of a text, those in defaults of others too; none where it is malformed."""
    try:
        parts = [part for part in parse(text) if isinstance(part, Substitution)]
    except TemplateError:
        return
    for part in parts:
        yield part
        if "$" in part.operand:
            yield from _substitutions(part.operand)


def profiles(project: Project) -> list[str]:
    """Every profile that a service names."""
    services: list[Service] = [*project.services.values(), *project.disabled_services.values()]
    return sorted({profile for service in services for profile in service.profiles})


def images(project: Project) -> list[str]:
    """The images of the active services: as stated, or as Compose names what it builds."""
    services = project.services.values()
    return [service.image or f"{project.name}-{service.name}" for service in services if service.image or service.build]
