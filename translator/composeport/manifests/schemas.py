"""Objects held against the strict schemas of a version of Kubernetes, which `kubernetes-validate` has of each.

They are the API's own OpenAPI documents, closed so that no unknown field passes. Where the API server is milder (a null
is no value, some required fields have defaults) or more exact (whole numbers have a size, quantities and base64 a
form), so is this.
"""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Iterator
from itertools import islice

from composeport.diagnostics import PathPart
from composeport.errors import UsageError
from composeport.hints import Any
from composeport.manifests.documents import Flaw, Manifest
from composeport.manifests.quantities import QUANTITY
from composeport.source.spelling import nearest

_OBJECT = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_MANY = 100
"""How many mistakes of one object are worth reporting together."""
_SIZES = {"int32": 1 << 31, "int64": 1 << 63}
_DEFAULTED = {
    frozenset(("apiGroup", "kind", "name")): "apiGroup",  # of a RoleRef: there is but one
    frozenset(("name", "value")): "value",  # of a header, and of a sysctl: empty
    frozenset(("selector", "serviceName", "template")): "serviceName",  # of a StatefulSet before 1.33: none
}
"""Fields that the schema of an object with these required ones wants, and the API server does not."""

_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}


class Schemas:
    """The schemas of one version, `1.MINOR`. UsageError where they are not installed, or do not know the version."""

    def __init__(self, kube_version: str) -> None:
        try:
            from kubernetes_validate import utils  # noqa: PLC0415 - nothing else needs it
        except ImportError:
            raise UsageError("`verify` needs the schemas of Kubernetes: `pip install 'composeport[verify]'`") from None
        versions = [full for full in utils.all_versions() if utils.major_minor(full) == kube_version]
        if not versions:
            raise UsageError(
                f"this kubernetes-validate has no schemas of Kubernetes {kube_version}: install a newer one"
            )
        folder = f"kubernetes-json-schema/v{versions[0]}-local-strict"
        self._version = kube_version
        self._definitions = utils.schema_contents(f"{folder}/_definitions.json", kube_version)
        self._kinds = dict(_kinds(self._definitions["$defs"]))
        self._groups = {group for group, _, _ in self._kinds}
        self._validator = _strict(self._definitions)

    def check(self, manifest: Manifest) -> Iterator[Flaw]:
        """What is wrong with the shape of an object, or why it cannot be told."""
        if not (manifest.api_version and manifest.kind):
            missing = "`kind`" if manifest.api_version else "`apiVersion`"
            yield manifest.error((), f"{missing} is missing: this is no object", "say what it is")._replace(
                misshapen=True
            )
            return
        group, _, version = manifest.api_version.rpartition("/")
        definition = self._kinds.get((group, version, manifest.kind))
        if definition is None:
            yield self._unknown(manifest, group)
            return
        for error in islice(self._validator(definition).iter_errors(manifest.sent), _MANY):
            yield _flaw(manifest, error)

    def _unknown(self, manifest: Manifest, group: str) -> Flaw:
        """Of a kind that is not Kubernetes' own: a mistake in a group that is, else a custom resource."""
        what = f"`{manifest.kind}` of {manifest.api_version}"
        if group not in self._groups and "." in group:
            message = f"not checked: {what} is no kind of Kubernetes itself"
            note = manifest.note(("kind",), message, "`--server` asks a cluster that knows it")
            return note._replace(unchecked=True)
        message = f"Kubernetes {self._version} has no {what}"
        return manifest.error(("kind",), message, self._advice(manifest))._replace(misshapen=True)

    def _advice(self, manifest: Manifest) -> str:
        """Where a kind of this name is, or what it may have been meant to be."""
        homes = sorted(f"{g}/{v}".lstrip("/") for g, v, kind in self._kinds if kind == manifest.kind)
        if homes:
            return f"its apiVersion is {' or '.join(homes)}"
        kinds = {kind for g, v, kind in self._kinds if f"{g}/{v}".lstrip("/") == manifest.api_version}
        return nearest(manifest.kind, kinds)


def _kinds(definitions: dict[str, Any]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Each kind of object that can be applied, by group, version and name, and its definition."""
    for name, definition in definitions.items():
        metadata = definition.get("properties", {}).get("metadata", {})
        if metadata.get("$ref", "").endswith(_OBJECT):
            for kind in definition.get("x-kubernetes-group-version-kind", ()):
                yield (kind["group"], kind["version"], kind["kind"]), name


def _strict(definitions: dict[str, Any]) -> Callable[[str], Any]:
    """From the name of a definition to what validates an object by it."""
    import jsonschema  # noqa: PLC0415 - comes with kubernetes-validate
    import referencing  # noqa: PLC0415

    rules = {
        "additionalProperties": _additional_properties,
        "required": _required,
        "type": _type,
        "format": _format,
        "oneOf": _one_of,
        "enum": lambda *_: None,  # `apiVersion` and `kind` alone have one, by which the schema was found
    }
    strict = jsonschema.validators.extend(jsonschema.Draft202012Validator, rules)
    registry = referencing.Resource.from_contents(definitions) @ referencing.Registry()
    return lambda name: strict({"$ref": f"{definitions['$id']}#/$defs/{name}"}, registry=registry)


def _error(message: str, help: str = "", path: tuple[PathPart, ...] = (), **known: Any) -> Any:
    """A jsonschema error; `validator_value` carries the advice."""
    from jsonschema import ValidationError  # noqa: PLC0415

    return ValidationError(message, path=path, validator_value=help, **known)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """An error for each unknown field, with the nearest one that there is."""
    if not isinstance(instance, dict):
        return
    for key in instance.keys() - schema.get("properties", {}).keys():
        if allowed is False:
            yield _error("unknown field {}", nearest(key, schema.get("properties", ())), (key,), validator="unknown")
        elif isinstance(allowed, dict):
            yield from validator.descend(instance[key], allowed, path=key)


def _required(_: Any, required: list[str], instance: Any, __: Any) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    defaulted = _DEFAULTED.get(frozenset(required))
    for name in required:
        if name not in instance and name != defaulted:
            yield _error(f"{{}} lacks `{name}`", validator="required")


def _type(validator: Any, types: list[str] | str, instance: Any, _: Any) -> Iterator[Any]:
    wanted = [types] if isinstance(types, str) else types
    if not any(validator.is_type(instance, one) for one in wanted):
        yield _mismatch([one for one in wanted if one != "null"], instance)


def _one_of(validator: Any, choices: list[dict[str, Any]], instance: Any, _: Any) -> Iterator[Any]:
    """A quantity, or a number or text: the only choices there are. A null is both."""
    types = [one for choice in choices for one in choice["type"]]
    if not any(validator.is_type(instance, one) for one in types):
        yield _mismatch([one for one in types if one != "null"], instance)
    elif "integer" in types:
        yield from _format(validator, "int32", instance, None)
    elif "number" in types and isinstance(instance, str) and not QUANTITY.fullmatch(instance):
        yield _error("{} is no quantity", "write it as 500m, 1.5 or 2Gi")


def _format(_: Any, name: str, instance: Any, __: Any) -> Iterator[Any]:
    limit = _SIZES.get(name)
    if limit and isinstance(instance, int) and not -limit <= instance < limit:
        yield _error(f"{{}} is a number beyond {name.removeprefix('int')} bits")
    elif name == "byte" and isinstance(instance, str):
        try:
            a2b_base64(instance.replace("\n", "").replace("\r", ""), strict_mode=True)
        except (Base64Error, ValueError):
            yield _error("{} is not base64", "encode it, or give it as text in `stringData`")


def _mismatch(wanted: list[str], instance: object) -> Any:
    advice = ""
    if wanted == ["string"] and isinstance(instance, bool | int | float):
        advice = "put quotes around it"
    elif isinstance(instance, str) and "string" not in wanted and {"integer", "number", "boolean"} & set(wanted):
        advice = "remove the quotes, if it is one"
    return _error(f"{{}} must be {' or '.join(_WORDS[one] for one in wanted)}, not {_given(instance)}", advice)


def _given(instance: object) -> str:
    """What a value is, without the value: it may be a secret."""
    match instance:
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return "null"


def _flaw(manifest: Manifest, error: Any) -> Flaw:
    """An error of the schema at its place in the file."""
    path = tuple(error.absolute_path)
    message = error.message.format(f"`{dotted(path)}`" if path else f"the {manifest.kind}")
    if error.validator == "unknown":
        return manifest.key_error(path, message, error.validator_value)
    flaw = manifest.error(path, message, error.validator_value)
    return flaw._replace(misshapen=error.validator != "required")


def dotted(path: tuple[PathPart, ...]) -> str:
    """`spec.ports[0].name`, `metadata.labels[app.kubernetes.io/name]`."""
    parts = (f"[{part}]" if isinstance(part, int) or not part.isidentifier() else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")
