"""`extends`: a service that begins as a copy of another one (Compose specification, services, "extends")."""

from __future__ import annotations

import os

from composeport.compose.merge import merge, service_rules
from composeport.compose.paths import Resolver
from composeport.compose.problems import refuse
from composeport.compose.resets import Path, apply_resets, resets_below, take_resets
from composeport.compose.trees import is_null, size_of, text_at
from composeport.errors import InputError
from composeport.hints import TYPE_CHECKING
from composeport.records import NamedTuple
from composeport.source.nodes import Mapping, Node, Scalar, copy_of
from composeport.source.spelling import nearest

if TYPE_CHECKING:
    from composeport.compose.layers import Layer
    from composeport.diagnostics import Location


class _Scope(NamedTuple):
    """The services among which a name is looked up: those of one file."""

    file: str
    folder: str
    services: Mapping
    resets: list[Path]


class _Step(NamedTuple):
    """A service on the way from one that extends to the one that no other stands behind."""

    scope: _Scope
    name: str
    service: Mapping
    extends: Node


def apply_extends(layer: Layer, path: str, document: Mapping, resets: list[Path]) -> None:
    """Resolve the `extends` of the services of a document that has some, in place. Raises InputError for a bad one."""
    services = document.items["services"]
    assert isinstance(services, Mapping)
    scope = _Scope(path, layer.folder, services, resets)
    extender = _Extender(layer)
    for name in list(services.items):
        extender.resolve(scope, name)


def _extends(node: Node | None) -> Node | None:
    return node.items.get("extends") if isinstance(node, Mapping) else None


class _Extender:
    """Resolves the services of one document; files that they extend from are read once."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.scopes: dict[str, _Scope] = {}

    def resolve(self, scope: _Scope, name: str) -> None:
        """Follow a service's chain to its end and merge back; each service on the way is then resolved too."""
        steps: list[_Step] = []
        seen: dict[tuple[str, str], Location] = {}
        service = scope.services.items[name]
        while isinstance(service, Mapping) and (extends := _extends(service)) is not None and not is_null(extends):
            if (scope.file, name) in seen:
                raise self._circle(steps, scope, name)
            seen[scope.file, name] = extends.location
            steps.append(_Step(scope, name, service, extends))
            scope, name = self._target(steps[-1])
            service = scope.services.items[name]
        base: Node = service
        for step in reversed(steps):
            base = self._merge(base, step)
            step.scope.services.items[step.name] = base

    def _merge(self, base: Node, step: _Step) -> Node:
        del step.service.items["extends"]
        step.service.keys.pop("extends", None)
        if not isinstance(base, Mapping):
            return step.service
        self.layer.session.charge(size_of(base), step.extends.location)
        source = copy_of(base)
        assert isinstance(source, Mapping)
        apply_resets(source, resets_below(step.scope.resets, ("services", step.name)))
        try:
            merged = merge(source, step.service, ("services", step.name), service_rules())
        except InputError as error:
            raise self.layer.session.chained(error) from None
        assert isinstance(merged, Mapping)
        merged.via = (step.extends.location, *source.via)
        merged.location = step.service.location
        return merged

    def _target(self, step: _Step) -> tuple[_Scope, str]:
        """The service that a step extends."""
        extends = step.extends
        if isinstance(extends, Scalar):
            reference, file = extends.value, None
        else:
            reference, file = text_at(extends, "service"), text_at(extends, "file")
        if not isinstance(reference, str):
            raise self._refused("`extends` needs a `service`", extends.location, "name the service to start from")
        scope = step.scope if file is None else self._file(step.scope, file, extends)
        if reference not in scope.services.items:
            where = "" if file is None else f" in {self.layer.session.name(scope.file)}"
            place = extends.items["service"].location if isinstance(extends, Mapping) else extends.location
            raise self._refused(
                f"service `{step.name}` extends `{reference}`, which is not there{where}",
                place,
                nearest(reference, scope.services.items),
            )
        return scope, reference

    def _file(self, scope: _Scope, file: str, extends: Node) -> _Scope:
        """The services of another file, in long form, with their paths rebased on this one's folder."""
        place = extends.items["file"].location if isinstance(extends, Mapping) else extends.location
        path = os.path.normpath(os.path.join(scope.folder, self._expand(file)))
        if path == scope.file:
            return scope
        known = self.scopes.get(f"{scope.folder}:{path}")
        if known is None:
            known = self.scopes[f"{scope.folder}:{path}"] = self._read(path, place)
        return known

    def _expand(self, file: str) -> str:
        return Resolver("", self.layer.session.home).expand(file)

    def _read(self, path: str, place: Location) -> _Scope:
        from composeport.compose.layers import prepare, to_long_form  # noqa: PLC0415 - they need this module

        resets: list[Path] = []
        tree: Mapping | None = None
        for document in self.layer.session.documents(path, place):
            services = document.items.get("services") if isinstance(document, Mapping) else None
            if isinstance(document, Mapping) and isinstance(services, Mapping):
                only = Mapping({"services": services}, document.location, {"services": document.keys["services"]})
                resets += take_resets(only, self.layer.session.notes)
                prepare(self.layer, only)
                merged = only if tree is None else merge(tree, only)
                assert isinstance(merged, Mapping)
                tree = to_long_form(self.layer, merged)
        if tree is None:
            raise self._refused(f"{self.layer.session.name(path)} has no services to extend", place)
        folder = os.path.dirname(path)
        Resolver(os.path.relpath(folder, self.layer.folder), self.layer.session.home).resolve(tree)
        long = tree.items["services"]
        assert isinstance(long, Mapping)
        return _Scope(path, folder, long, resets)

    def _circle(self, steps: list[_Step], scope: _Scope, name: str) -> InputError:
        names = [f"{step.name} ({self.layer.session.name(step.scope.file)})" for step in steps]
        start = next(i for i, step in enumerate(steps) if (step.scope.file, step.name) == (scope.file, name))
        circle = " → ".join([*names[start:], names[start]])
        return self._refused(f"`extends` runs in a circle: {circle}", steps[-1].extends.location, "break the circle")

    def _refused(self, message: str, place: Location, help: str = "") -> InputError:
        return self.layer.session.chained(refuse(message, place, help))
