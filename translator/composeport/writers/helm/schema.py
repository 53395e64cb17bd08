"""The JSON schema of a chart's values, with which Helm refuses what the templates could not take."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.hints import Any
from composeport.writers.helm.domains import NAMES, Domain

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_QUANTITY: Schema = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?([EPTGMk]|[EPTGMK]i)?$"}
_COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 2147483647}
_QUANTITIES: Schema = {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
_MODES = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]


def _object(properties: Mapping[str, Schema]) -> Schema:
    """An object that has all of those properties, and no other."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": dict(properties),
    }


_DEFINITIONS = {
    "image": _object(
        {
            "repository": {"type": "string", "minLength": 1},
            "tag": _TEXT,
            "digest": {"type": "string", "pattern": "^$|:|{{"},
            "pullPolicy": {"enum": ["", "Always", "IfNotPresent", "Never"]},
        }
    ),
    "resources": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"limits": _QUANTITIES, "requests": _QUANTITIES, "claims": {"type": "array"}},
    },
}


def _defined(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_SERVICE = {
    "replicas": _COUNT,
    "image": _defined("image"),
    "resources": _defined("resources"),
    "autoscaling": _object({"minReplicas": _COUNT, "maxReplicas": _COUNT}),
}


_CLAIM = {
    "size": _QUANTITY,
    "storageClass": _TEXT,
    "accessModes": {"type": "array", "minItems": 1, "items": {"enum": _MODES}},
    "annotations": {"type": "object", "additionalProperties": _TEXT},
}


def values_schema(sections: Mapping[str, Mapping[str, Any]], domains: Mapping[str, Domain], names: str) -> Schema:
    """The schema of the values in `sections`. `names` is the pattern of a text that names a service."""
    made: dict[str, Schema] = {}
    for section, values in sections.items():
        if section == "variables":
            made[section] = _object({name: domains[name].schema(default, names) for name, default in values.items()})
        elif section in ("services", "volumes"):
            known = _SERVICE if section == "services" else _CLAIM
            made[section] = _object({name: _object({key: known[key] for key in one}) for name, one in values.items()})
        elif section == "secrets":
            made[section] = _object({name: _object(dict.fromkeys(secret, _TEXT)) for name, secret in values.items()})
        else:
            made[section] = _object(dict.fromkeys(values, _defined("image")))
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", **_object(made)}
    schema["properties"]["global"] = {"type": "object"}  # what a chart that this one is part of gives to all
    text = str(schema)
    definitions = {**_DEFINITIONS, NAMES: {"pattern": names}}
    return schema | {"$defs": {name: one for name, one in definitions.items() if f"#/$defs/{name}" in text}}
