"""Projects in which one value of a sample is at the end of what it may be, or beyond, for every attribute there is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path as Folder
from typing import Any

import yaml

from attribute_samples import SAMPLES, VARIABLES, path_of, project_with
from composeport import load_project
from composeport.errors import InputError
from composeport.model import Project
from composeport.writers.swarm import StackFiles
from composeport.writers.yaml_text import dump_all
from odd_values import at, paths_below

NUMBERS = (0, 1, -1, 65_536, 1 << 31, 5_000_000_000, (1 << 63) - 1, 1 << 63, 0.0001, 1e9, 1e300)
OTHERS = ([], [""], {}, {"": ""}, True, None)
TEXTS = (
    *("", " ", "a" * 64, "a" * 254, "é", "a\x01", " a", "..", "/..", "-a", "A_b.", "a b", "a:b", "::1", "1::2::3", "/"),
    *("/a/../b", "a/../..", "{{.Node}}", "$$x", "a@b", "%", "0s", "-1s", "1ns", "876000h", "1b", "9000pb", "65536"),
)  # fmt: skip


def extreme_projects(folder: Folder, below: str = "") -> Iterator[Project]:
    """The projects that Compose takes; the files that they name are in `folder`. `below` says of which attributes."""
    for path, project in _places(below):
        for value in (*NUMBERS, *OTHERS, *TEXTS):
            changed = copy.deepcopy(project)
            at(changed, path[:-1])[path[-1]] = value
            text = json.dumps(changed)
            try:
                yield load_project(["-"], stdin=text, project_directory=str(folder), environment=VARIABLES)
            except InputError:
                continue


def _places(below: str) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for attribute, sample in SAMPLES.items():
        if not attribute.startswith(below):
            continue
        project = yaml.safe_load(project_with(attribute, sample.before, sample.beside))
        whole = path_of(attribute)
        for path in (whole, *paths_below(at(project, whole), whole)):
            yield path, project


def taken(projects: Iterator[Project], translate: Callable[[Project], Any]) -> Iterator[Any]:
    """What the projects become that are not refused."""
    for project in projects:
        try:
            yield translate(project)
        except InputError:
            continue


def joined(stacks: Iterable[StackFiles], folder: Folder) -> dict[str, Any]:
    """One stack of what many have under the name `web`, written into a folder, with the files that it needs.

    Where two have another network, volume, config or secret under one key, or publish one port, the later is left out.
    Replicas are few, since a manager makes a task for each.
    """
    whole: dict[str, Any] = {kind: {} for kind in ("services", "networks", "volumes", "configs", "secrets")}
    known: set[str] = set()
    for files in stacks:
        document = files.stack.documents[0]
        text = json.dumps(document["services"].get("web"))
        if "web" not in document["services"] or text in known or not _add(whole, document, f"s{len(known)}"):
            continue
        known.add(text)
        for file in files.contents:
            (folder / file.name).parent.mkdir(exist_ok=True)
            (folder / file.name).write_bytes(file.content)
    (folder / "stack.yml").write_text(dump_all(({kind: of for kind, of in whole.items() if of},)))
    return whole


def _add(whole: dict[str, Any], document: dict[str, Any], name: str) -> bool:
    kinds = [kind for kind in whole if kind != "services" and kind in document]
    published = _published(document["services"]["web"])
    if any(published & _published(service) for service in whole["services"].values()):
        return False
    if any(whole[kind].get(key, item) != item for kind in kinds for key, item in document[kind].items()):
        return False
    for kind in kinds:
        whole[kind] |= document[kind]
    service = {key: value for key, value in document["services"]["web"].items() if key != "depends_on"}
    deploy = dict(service.get("deploy", {}))
    if isinstance(deploy.get("replicas"), int):
        deploy["replicas"] = min(deploy["replicas"], 2)
    whole["services"][name] = service | {"deploy": deploy}
    return True


def _published(service: dict[str, Any]) -> set[tuple[int, str]]:
    return {(port["published"], port["protocol"]) for port in service.get("ports", ()) if "published" in port}
