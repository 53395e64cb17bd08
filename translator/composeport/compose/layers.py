"""From files to one tree: each document is interpolated, extended, included into, merged and put into long form.

The order is Compose's: a later document merges into the long form of the earlier ones, and each result is valid by
itself.
"""

from __future__ import annotations

from collections.abc import Mapping as Variables

from composeport.compose.casts import cast_texts
from composeport.compose.defaults import set_defaults
from composeport.compose.notes import Notes
from composeport.compose.paths import Resolver
from composeport.compose.problems import refuse
from composeport.compose.resets import apply_resets, take_resets
from composeport.compose.session import Session
from composeport.compose.short_forms import ShortForms
from composeport.compose.trees import HELD, is_absent, is_null, put
from composeport.compose.unicity import enforce_unicity
from composeport.compose.validation import check_attributes, check_schema
from composeport.diagnostics import Location
from composeport.errors import InputError
from composeport.records import dataclass
from composeport.source.interpolation import interpolate_tree
from composeport.source.nodes import Mapping, Node, Scalar, Sequence


@dataclass(slots=True)
class Layer:
    """Files that are loaded together, and what they are loaded with.

    `folder` is absolute: relative file names of `include` and `extends` start there. `base` is what relative paths in
    the files are rebased on, relative to the including file's for an included one. `included` is the trail of files
    that lead here, each with the place that names it.
    """

    session: Session
    folder: str
    base: str
    environment: Variables[str, str]
    included: tuple[str, ...] = ()
    resolve_paths: bool = True


def load_files(layer: Layer, files: list[str], needed_at: Location | None = None) -> Mapping:
    """The files of a layer, merged and in long form, with defaults; paths rebased on the layer's base."""
    tree: Mapping | None = None
    for path in files:
        tree = _load_file(layer, path, tree, needed_at)
    if tree is None:
        raise refuse(
            "empty compose file", Location(layer.session.name(files[0]), 1, 1, 1, 1), texts=layer.session.texts
        )
    set_defaults(tree)
    if layer.session.options.validate:
        check_attributes(tree, layer.session.problems)
        _stop(layer)
    if layer.resolve_paths:
        Resolver(layer.base, layer.session.home).resolve(tree)
    if layer.session.options.interpolate:
        _take_from_shell(tree, layer.environment, layer.session.notes)
    return tree


def _load_file(layer: Layer, path: str, tree: Mapping | None, needed_at: Location | None) -> Mapping | None:
    inner = Layer(
        layer.session, layer.folder, layer.base, layer.environment, (*layer.included, path), layer.resolve_paths
    )
    for document in layer.session.documents(path, needed_at):
        tree = _add_document(inner, path, document, tree)
    return tree


def _add_document(layer: Layer, path: str, document: Node, tree: Mapping | None) -> Mapping:
    session = layer.session
    if is_null(document):
        raise session.chained(refuse("empty compose file", document.location, "write at least `services:`"))
    if not isinstance(document, Mapping):
        raise session.chained(
            refuse("the file must be a mapping", document.location, "begin with `services:` at the left margin")
        )
    resets = take_resets(document, session.notes) if session.may_have_tags(path) else []
    prepare(layer, document)
    if _extends(document):
        from composeport.compose.extends import apply_extends  # noqa: PLC0415 - few projects do

        apply_extends(layer, path, document, resets)
    if tree is not None:
        apply_resets(tree, resets)
    if "include" in document.items:
        from composeport.compose.include import apply_includes  # noqa: PLC0415 - few projects do

        apply_includes(layer, document, resets)
    merged = document if tree is None else _merged(tree, document)
    enforce_unicity(merged)
    if session.options.validate:
        check_schema(merged, session)
        _stop(layer)
    version = merged.items.pop("version", None)
    if version is not None:
        session.notes.versions.append(version.location)
    return to_long_form(layer, merged)


def _merged(tree: Mapping, document: Mapping) -> Mapping:
    from composeport.compose.merge import merge  # noqa: PLC0415 - most projects are one document

    merged = merge(tree, document)
    assert isinstance(merged, Mapping)
    return merged


def _extends(document: Mapping) -> bool:
    """Whether a service of the document extends another."""
    services = document.items.get("services")
    found = services.items.values() if isinstance(services, Mapping) else ()
    return any(isinstance(service, Mapping) and "extends" in service.items for service in found)


def prepare(layer: Layer, document: Mapping) -> None:
    """Interpolate a document and give adopted extensions their names. Raises InputError for all bad texts at once."""
    if layer.session.options.interpolate:
        try:
            interpolate_tree(document, layer.environment.get, layer.session.notes.listener(layer.environment))
        except InputError as error:
            raise layer.session.chained(error) from None
        cast_texts(document, layer.session.problems)
    _adopt_extensions(document)


def to_long_form(layer: Layer, tree: Mapping) -> Mapping:
    """Rewrite short forms; what turns out to be stated twice is dropped."""
    forms = ShortForms(layer.session.problems, lenient=not layer.session.options.interpolate)
    rewritten = forms.rewrite(tree)
    assert isinstance(rewritten, Mapping)
    _stop(layer)
    _drop_empty_dns(rewritten)
    enforce_unicity(rewritten)
    return rewritten


def _stop(layer: Layer) -> None:
    try:
        layer.session.problems.stop()
    except InputError as error:
        raise layer.session.chained(error) from None


def _adopt_extensions(document: Mapping) -> None:
    """Attributes that began as extensions: `x-develop`, and `x-initialSync` of a watch."""
    services = document.items.get("services")
    for service in services.items.values() if isinstance(services, Mapping) else []:
        if isinstance(service, Mapping):
            _adopt(service, "x-develop", "develop")
            develop = service.items.get("develop")
            watches = develop.items.get("watch") if isinstance(develop, Mapping) else None
            for watch in watches.items if isinstance(watches, Sequence) else []:
                if isinstance(watch, Mapping):
                    _adopt(watch, "x-initialSync", "initial_sync")


def _adopt(node: Mapping, extension: str, name: str) -> None:
    if extension in node.items and is_absent(node, name):
        node.keys[name] = node.keys.pop(extension, node.location)
        node.items[name] = node.items.pop(extension)


def _drop_empty_dns(tree: Mapping) -> None:
    """An empty `dns` server, left by an unset variable, is none."""
    services = tree.items.get("services")
    for service in services.items.values() if isinstance(services, Mapping) else []:
        dns = service.items.get("dns") if isinstance(service, Mapping) else None
        if isinstance(dns, Sequence):
            dns.items = [item for item in dns.items if not (isinstance(item, Scalar) and item.value in (None, ""))]


def _take_from_shell(tree: Mapping, environment: Variables[str, str], notes: Notes) -> None:
    """The values of variables without one, and of configs and secrets that come from a variable."""
    services = tree.items.get("services")
    for service in services.items.values() if isinstance(services, Mapping) else []:
        pairs = service.items.get("environment") if isinstance(service, Mapping) else None
        for key, value in pairs.items.items() if isinstance(pairs, Mapping) else []:
            if isinstance(value, Scalar) and value.value is None and key in environment:
                value.value = environment[key]
                notes.passed_on(key, value)
    for kind in ("secrets", "configs"):
        section = tree.items.get(kind)
        for node in section.items.values() if isinstance(section, Mapping) else []:
            variable = node.items.get("environment") if isinstance(node, Mapping) else None
            if isinstance(node, Mapping) and isinstance(variable, Scalar) and str(variable.value) in environment:
                put(node, HELD, Scalar(environment[str(variable.value)], variable.location, implied=True))
                notes.passed_on(str(variable.value), variable)
