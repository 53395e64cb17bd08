"""The environment of a container: variables, ConfigMaps and a Secret (SEMANTICS 3.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from composeport.digests import json_text, sha256
from composeport.dispositions.rules import NO_COUNTERPART
from composeport.model import Service
from composeport.model.names import with_suffix
from composeport.records import dataclass
from composeport.writers.kubernetes.escaping import escape
from composeport.writers.kubernetes.metadata import labels, name_of, object_meta
from composeport.writers.kubernetes.scope import Manifest, Scope

_KEY = re.compile(r"(?!\.\.|\.$)[-._a-zA-Z0-9]{1,253}")
"""A key of a ConfigMap or Secret (Kubernetes API reference, ConfigMap, `data`)."""
_STRICT_NAME = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_RELAXED_NAME = re.compile(r"[ -<>-~]+")
_RELAXED_SINCE = "1.32"
"""Since then any printable ASCII but `=` names a variable; before, letters, digits and `-._`, no digit first."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What a service's variables become: `env` and `envFrom` of its container, and the objects that hold the rest."""

    env: list[Manifest]
    env_from: list[Manifest]
    config_maps: list[Manifest]
    secret: Manifest | None
    digest: str
    """Changes when the content of an object does; empty without one."""


def environment(scope: Scope, service: Service) -> Environment:
    """`environment` beats `env_file`, a later file an earlier one, and a variable without a value takes it away."""
    from_files, own = _winning(scope, service)
    config_maps = [
        _config_map(scope, service, index, variables) for index, variables in _by_file(service, from_files).items()
    ]
    credentials = {name: value for name, value in (from_files | own).items() if _is_secret(service, name)}
    secret = _secret(scope, service, credentials) if credentials else None
    env_from: list[Manifest] = [{"configMapRef": {"name": name_of(config_map)}} for config_map in config_maps]
    if secret is not None and any(_is_secret(service, name) for name in from_files):
        env_from.append({"secretRef": {"name": name_of(secret)}})
    literal = {name: value for name, value in from_files.items() if not _KEY.fullmatch(name)}
    env = [_variable(service, name, value) for name, value in (literal | own).items()]
    return Environment(env, env_from, config_maps, secret, _digest(config_maps, credentials))


def _winning(scope: Scope, service: Service) -> tuple[dict[str, str], dict[str, str]]:
    """What files give and what `environment` gives, each variable once; one without a legal name is reported."""
    legal = _RELAXED_NAME if scope.options.at_least(_RELAXED_SINCE) else _STRICT_NAME
    from_files: dict[str, str] = {}
    own: dict[str, str] = {}
    for name, value in service.variables.items():
        stated = name in service.environment
        if legal.fullmatch(name):
            (own if stated else from_files)[name] = value
            continue
        path = ("environment", name) if stated else ("env_file",)
        scope.drop(
            NO_COUNTERPART,
            service.attribute(*path),
            f"{name!r} is no name for a variable in Kubernetes {scope.options.kube_version}: it is left out",
            "use letters, digits and underscores",
            variable=name,
        )
    return from_files, own


def _by_file(service: Service, variables: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """What goes into the ConfigMap of each env file: the values that no later file or credential takes away."""
    found: dict[int, dict[str, str]] = {}
    for name, value in variables.items():
        if not _is_secret(service, name) and _KEY.fullmatch(name):
            index = max(index for index, env_file in enumerate(service.env_files) if name in env_file.variables)
            found.setdefault(index, {})[name] = value
    return dict(sorted(found.items()))


def _is_secret(service: Service, name: str) -> bool:
    return name in service.credentials and _KEY.fullmatch(name) is not None


def _variable(service: Service, name: str, value: str) -> Manifest:
    if _is_secret(service, name):
        return {"name": name, "valueFrom": {"secretKeyRef": {"name": _secret_name(service), "key": name}}}
    return {"name": name, "value": escape(value)}


def _secret_name(service: Service) -> str:
    return with_suffix(service.object_name, "env")


def _config_map(scope: Scope, service: Service, index: int, variables: Mapping[str, str]) -> Manifest:
    suffix = "env" if index == 0 else f"env-{index + 1}"
    name = with_suffix(service.object_name, suffix)
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": object_meta(name, labels(scope.project, service)),
        "data": dict(sorted(variables.items())),
    }


def _secret(scope: Scope, service: Service, values: Mapping[str, str]) -> Manifest:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": object_meta(_secret_name(service), labels(scope.project, service)),
        "type": "Opaque",
        "stringData": dict(sorted(values.items())),
    }


def _digest(config_maps: list[Manifest], credentials: Mapping[str, str]) -> str:
    if not config_maps and not credentials:
        return ""
    content = json_text([[config_map["data"] for config_map in config_maps], dict(credentials)])
    return sha256(content.encode()).hexdigest()[:16]
