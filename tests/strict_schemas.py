"""The strict schemas of each version of Kubernetes, kept once they are read: `kubernetes_validate` does not."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import jsonschema
import referencing
from kubernetes_validate.utils import all_versions, major_minor, schema_contents

_GROUP = re.compile(r"^([^./]*)(?:\.[^/]*)?/")
"""`networking.k8s.io/v1` is called `networking-v1` there."""


def violations(document: dict[str, Any], version: str) -> list[str]:
    """What a version's schema says against an object: unknown fields, wrong types, missing ones."""
    where = f"{version} {document['kind']} {document['metadata']['name']}"
    errors = _validator(document["kind"], document["apiVersion"], version).iter_errors(document)
    return [f"{where}: {error.json_path} {error.message}" for error in errors]


@cache
def _validator(kind: str, api_version: str, version: str) -> jsonschema.Draft202012Validator:
    [full] = {known for known in all_versions() if major_minor(known) == version}
    folder = f"kubernetes-json-schema/v{full}-local-strict"
    group = _GROUP.sub(r"\1-", api_version)
    schema = schema_contents(f"{folder}/{kind.lower()}-{group}.json", version)
    return jsonschema.Draft202012Validator(schema, registry=_definitions(folder, version))


@cache
def _definitions(folder: str, version: str) -> Any:
    contents = schema_contents(f"{folder}/_definitions.json", version)
    return referencing.Resource.from_contents(contents) @ referencing.Registry()
