"""Puts the values of a chart into its manifests: images, replicas, resources, sizes, secrets and Compose variables."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from composeport.hints import Any
from composeport.records import dataclass, field
from composeport.writers.helm.expressions import Form, Text, Value, value_at, values_in
from composeport.writers.helm.images import Image, image_values
from composeport.writers.helm.leaves import Path, derived_policy
from composeport.writers.helm.trials import Parts, Variable
from composeport.writers.kubernetes.containers import CONTAINER_FIELDS
from composeport.writers.kubernetes.scope import ordered

Document = dict[str, Any]

_REPLICATED = ("Deployment", "StatefulSet")
_HOOK = re.compile(r"-before-[0-9]+\Z")
"""How the containers of `pre_start` hooks end."""


@dataclass(slots=True)
class Values:
    """The values of a chart by section, as they are gathered from its documents."""

    chart: str
    services: Collection[str]
    """The names of the containers that are services."""
    texts: Mapping[Path, Parts]
    variables: Mapping[str, str]
    """The Compose variables with their values."""
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    """Those that belong to no service, by reference."""

    def section(self, *path: str) -> dict[str, Any]:
        """The mapping at `path` of the values."""
        found: dict[str, Any] = self.sections
        for part in path:
            found = found.setdefault(part, {})
        return found


def with_values(values: Values, file: str, document: Document) -> Document:
    """A document whose leaves are values of the chart, where they are any."""
    kind, name = document["kind"], document["metadata"]["name"]
    made: Document = _with_texts(values, (file,), document)
    if kind == "Secret":
        _put_secrets(values, name, made)
    elif kind == "PersistentVolumeClaim" and "volumeName" not in made["spec"]:
        made["spec"] = _claim(values, name, made["spec"])
        _put_annotations(values, name, made["metadata"])
    elif kind == "HorizontalPodAutoscaler":
        for key in ("minReplicas", "maxReplicas"):
            made["spec"][key] = _number(values, ("services", name, "autoscaling", key), made["spec"][key])
    pod = pod_of(made)
    if pod is not None:
        if kind in _REPLICATED and "replicas" in made["spec"] and name in values.services:
            made["spec"]["replicas"] = _number(values, ("services", name, "replicas"), made["spec"]["replicas"])
        _put_containers(values, (file, *path_of_pod(kind)), pod)
    return made


def path_of_pod(kind: str) -> tuple[str, ...]:
    """Where the specification of the pods is in an object of a kind."""
    inside = ("spec", "jobTemplate") if kind == "CronJob" else ()
    return (*inside, "spec", "template", "spec")


def pod_of(document: Document) -> Document | None:
    """The specification of the pods that an object makes; None where it makes none."""
    found: Any = document
    for key in path_of_pod(document["kind"]):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def _with_texts(values: Values, path: Path, value: Any) -> Any:
    """A copy in which texts that hold variables are value objects."""
    if path in values.texts:
        names = [part.name for part in values.texts[path] if isinstance(part, Variable)]
        held = tuple(Value(value_at("variables", name), values.variables[name]) for name in dict.fromkeys(names))
        return Text(values.texts[path], value, held)
    if isinstance(value, dict):
        return {key: _with_texts(values, (*path, key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_texts(values, (*path, index), item) for index, item in enumerate(value)]
    return value


def _number(values: Values, path: tuple[str, ...], number: int) -> Value:
    values.section(*path[:-1])[path[-1]] = number
    return Value(value_at(*path), number, Form.NUMBER)


def _put_secrets(values: Values, name: str, secret: Document) -> None:
    """Texts with variables follow from those; every other is a value of its own. What `data` holds is base64."""
    for part in ("data", "stringData"):
        for key, content in secret.get(part, {}).items():
            if isinstance(content, str):
                values.section("secrets", name)[key] = content
                secret[part][key] = Value(value_at("secrets", name, key), content)


def _claim(values: Values, name: str, spec: Document) -> Document:
    """The specification of a claim with its values, but for those that Compose variables give."""
    path = ("volumes", name)
    section = values.section(*path)

    def value(key: str, default: Any, form: Form = Form.TEXT) -> Any:
        if isinstance(default, Text):
            return default
        section[key] = default
        return Value(value_at(*path, key), default, form)

    fields: Document = {
        **spec,
        "resources": {"requests": {"storage": value("size", spec["resources"]["requests"]["storage"])}},
        "storageClassName": value("storageClass", spec.get("storageClassName", ""), Form.OPTIONAL),
        "accessModes": value("accessModes", spec["accessModes"], Form.BLOCK),
    }
    return ordered(fields, ("accessModes", "selector", "storageClassName", "resources"))


def _put_annotations(values: Values, claim: str, metadata: Document) -> None:
    """The annotations of a claim, with which Helm can be told to keep it; not those that hold variables."""
    stated = metadata.get("annotations", {})
    if not any(values_in(stated)):
        values.section("volumes", claim)["annotations"] = stated
        metadata["annotations"] = Value(value_at("volumes", claim, "annotations"), stated, Form.BLOCK)


def _put_containers(values: Values, path: Path, pod: Document) -> None:
    """The containers of a pod: the services', and those that come before them, which may have a service's image."""
    mains = [one for part in ("containers", "initContainers") for one in pod.get(part, ()) if _is_main(values, one)]
    for part in ("containers", "initContainers"):
        for index, container in enumerate(pod.get(part, ())):
            main = next((one for one in mains if _is_of(container, one)), None)
            parts = values.texts.get((*path, part, index, "image"), ())
            pod[part][index] = _container(values, container, main, parts)


def _is_main(values: Values, container: Document) -> bool:
    return container["name"] in values.services


def _is_of(container: Document, main: Document) -> bool:
    """Whether a container is a service's own, or runs before it with the same image: it fills volumes, or is a hook."""
    name, service = container["name"], main["name"]
    if name == service:
        return True
    before = name == f"{service[:56]}-seed" or name.startswith(f"{service[:50].rstrip('-')}-before-")
    return before and all(container.get(key) == main.get(key) for key in ("image", "imagePullPolicy"))


def _container(values: Values, container: Document, main: Document | None, parts: Parts) -> Document:
    """A container with the values of the service that it belongs to, or of an image that is no service's."""
    if main is None and _HOOK.search(container["name"]):
        return container  # a hook with an image of its own, and with the pull policy of the service's
    if main is None:
        return _ordered({**container, **_image_fields(_other_image(values, container, parts))})
    name = main["name"]
    image = Image(values.chart, ("services", name, "image"), _reference(container), container.get("imagePullPolicy"))
    fields = {**container, **_image_fields(image)}
    own = container["name"] == name
    if own:
        section = values.section("services", name)
        section["image"] = image_values(image.reference, parts, image.policy)
        section["resources"] = container.get("resources", {})
    if own or _HOOK.search(container["name"]):
        fields["resources"] = Value(value_at("services", name, "resources"), container.get("resources", {}), Form.BLOCK)
    return _ordered(fields)


def _image_fields(image: Image) -> Document:
    """The fields of an image's values. Where no policy is written for `latest`, none follows from the tag."""
    silent = image.policy is None and derived_policy(image.reference)
    return {"image": image.value, **({} if silent else {"imagePullPolicy": image.policy_value})}


def _reference(container: Document) -> str:
    image = container["image"]
    return image.default if isinstance(image, Text) else str(image)


def _other_image(values: Values, container: Document, parts: Parts) -> Image:
    """An image of the chart that is no service's: of what waits, say. Containers of one reference share it."""
    reference, policy = _reference(container), container.get("imagePullPolicy")
    wanted = image_values(reference, parts, policy)
    for known, image in values.images.items():
        if image.policy == policy and values.sections["images"][known] == wanted:
            return image
    name = base = reference.partition("@")[0].rpartition("/")[2].partition(":")[0] or "image"
    number = 2
    while name in values.images:
        name, number = f"{base}-{number}", number + 1
    values.images[name] = Image(values.chart, ("images", name), reference, policy)
    values.section("images")[name] = wanted
    return values.images[name]


def _ordered(container: Document) -> Document:
    return ordered(container, CONTAINER_FIELDS)
