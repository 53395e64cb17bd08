"""Trees for Kustomize, built twice: by `kubectl kustomize`, and by as much of it as ours need.

The second is written from Kustomize's reference and RFC 6902, with the `jsonpatch` library: it knows nothing of how the
trees are made.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import jsonpatch
import yaml

from composeport.writers.output import OutputFile

Object = dict[str, Any]
Identity = tuple[str, str, str, str]

_PLACES = [os.environ[name] for name in ("KUBEBUILDER_ASSETS", "PATH") if os.environ.get(name)]
KUBECTL = shutil.which("kubectl", path=os.pathsep.join(_PLACES))
"""Where it is: beside the programs of `envtest`, else on the path; None where it is not installed."""

MISSING = "there is no kubectl, in KUBEBUILDER_ASSETS or on the path"


def by_identity(objects: Iterable[Object]) -> dict[Identity, Object]:
    """Objects by what a cluster knows them by; each there once."""
    found: dict[Identity, Object] = {}
    for one in objects:
        identity = _identity(one)
        assert identity not in found
        found[identity] = one
    return found


def _identity(one: Object) -> Identity:
    return one["apiVersion"], one["kind"], one["metadata"].get("namespace", ""), one["metadata"]["name"]


def plain(files: Iterable[OutputFile]) -> dict[Identity, Object]:
    """The objects of a translation that is written without Kustomize, as their files say."""
    return by_texts(file.text for file in files)


def by_texts(texts: Iterable[str]) -> dict[Identity, Object]:
    """The objects in the texts of files."""
    return by_identity(document for text in texts for document in yaml.load_all(text, yaml.CSafeLoader))


def by_kubectl(folder: Path) -> dict[Identity, Object]:
    """What `kubectl kustomize` makes of a folder. It must have nothing to say."""
    done = subprocess.run([str(KUBECTL), "kustomize", folder], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return by_identity(yaml.load_all(done.stdout, yaml.CSafeLoader))


def write(folder: Path, files: Iterable[OutputFile]) -> None:
    """The files of a translation, in a folder that was empty."""
    for file in files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def built(files: Iterable[OutputFile], folder: str) -> dict[Identity, Object]:
    """What Kustomize makes of a folder of the files."""
    return _built({file.name: file.text for file in files}, PurePosixPath(folder))


def _built(texts: Mapping[str, str], folder: PurePosixPath) -> dict[Identity, Object]:
    kustomization = yaml.safe_load(texts[str(folder / "kustomization.yaml")])
    assert kustomization.keys() <= {"apiVersion", "kind", "resources", "patches"}
    objects: dict[Identity, Object] = {}
    for name in kustomization["resources"]:
        place = PurePosixPath(os.path.normpath(folder / name))
        found = (
            by_identity([yaml.load(texts[str(place)], yaml.CSafeLoader)])
            if str(place) in texts
            else _built(texts, place)
        )
        assert found.keys().isdisjoint(objects)
        objects |= found
    for patch in kustomization.get("patches", ()):
        _apply(objects, yaml.load(texts[str(folder / patch["path"])], yaml.CSafeLoader), patch.get("target"))
    return objects


def _apply(objects: dict[Identity, Object], patch: Any, target: Mapping[str, str] | None) -> None:
    """A JSON patch of the object that `target` selects, or the removal of the one that the patch names."""
    if target is None:
        assert patch.pop("$patch") == "delete"
        del objects[_identity(patch)]
        return
    assert target.keys() <= {"group", "version", "kind", "name"}
    (identity,) = [one for one in objects if _selects(target, one)]
    objects[identity] = jsonpatch.apply_patch(objects[identity], patch)


def _selects(target: Mapping[str, str], identity: Identity) -> bool:
    version, kind, _, name = identity
    api = f"{target['group']}/{target['version']}" if "group" in target else target["version"]
    return (api, target["kind"], target["name"]) == (version, kind, name)


def exact(objects: Mapping[Identity, Object]) -> dict[Identity, str]:
    """Objects as texts that are equal where the objects are, and the types of their values: 1 is not true."""
    return {identity: json.dumps(one, sort_keys=True) for identity, one in objects.items()}
