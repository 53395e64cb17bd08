"""A project as a tree for Kustomize: `base/`, and `overlays/NAME/` for each variant of it.

    base/kustomization.yaml                          the list of what is beside it
    base/web-deployment.yaml                         an object, as it is written without Kustomize
    overlays/production/kustomization.yaml           the base, and what is beside it
    overlays/production/mailer-service.yaml          an object that the base does not have
    overlays/production/web-deployment.patch.yaml    what is different in one that it has
    overlays/production/debug-service.delete.yaml    one that it has and the overlay does not

An object is the same one while its kind and name are: a Deployment that becomes a StatefulSet goes, and another object
comes; so does a Job, whose name has the hash of its template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from composeport.diagnostics import Findings
from composeport.errors import UsageError
from composeport.hints import Any
from composeport.model import Project
from composeport.records import replace
from composeport.writers.kubernetes import KubernetesOptions, write_manifests
from composeport.writers.output import OutputFile

__all__ = ["check_name", "overlay_files", "write_base"]

_BASE = "base/"
_LIST = "kustomization.yaml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_Patch = tuple[dict[str, Any], OutputFile]
"""What `patches:` says of a file, and the file."""


def write_base(project: Project, findings: Findings, options: KubernetesOptions) -> tuple[OutputFile, ...]:
    """The manifests of a decided project below `base/`, and the file that names them for `kubectl kustomize`."""
    manifests = write_manifests(project, findings, options)
    return _below(_BASE, [_kustomization({"resources": [file.name for file in manifests]}), *manifests])


def check_name(overlay: str) -> None:
    """UsageError for a name that leads out of its place, or that a shell or another system takes for something else."""
    if not _NAME.fullmatch(overlay):
        allowed = "at most 63 letters, digits, `.`, `_` and `-`, and begins with a letter or a digit"
        raise UsageError(f"`{overlay}` cannot be the name of an overlay's folder: it has {allowed}")


def overlay_files(name: str, base: Iterable[OutputFile], merged: Iterable[OutputFile]) -> tuple[OutputFile, ...]:
    """The overlay that turns `base`, the files of `write_base`, into `merged`, the manifests of another project."""
    check_name(name)
    before = {file.name.removeprefix(_BASE): file for file in base if file.name != _BASE + _LIST}
    after = {file.name: file for file in merged}
    arrived = [file for file in after.values() if file.name not in before]
    patches = [
        patch
        for old in before
        for patch in (_change(after[old], before[old]) if old in after else _deletion(old, before[old]))
    ]
    parts: dict[str, Any] = {"resources": ["../../base", *(file.name for file in arrived)]}
    if patches:
        parts["patches"] = [entry for entry, _ in patches]
    return _below(f"overlays/{name}/", [_kustomization(parts), *arrived, *(file for _, file in patches)])


def _change(new: OutputFile, old: OutputFile) -> list[_Patch]:
    """The JSON patch of an object that is different; none for one that is not."""
    from composeport.writers.kustomize.patches import difference  # noqa: PLC0415 - a base needs none

    (before,), (after,) = old.documents, new.documents
    operations = tuple(difference(before, after))
    if not operations:
        return []
    group, _, version = str(after["apiVersion"]).rpartition("/")
    target = {"group": group} if group else {}
    target |= {"version": version, "kind": after["kind"], "name": after["metadata"]["name"]}
    file = OutputFile(_named(new.name, "patch"), (), secret=old.secret, patch=operations)
    return [({"path": file.name, "target": target}, file)]


def _deletion(name: str, old: OutputFile) -> list[_Patch]:
    """The patch that takes an object out."""
    (document,) = old.documents
    identity = {key: value for key, value in document["metadata"].items() if key in {"name", "namespace"}}
    head = {"apiVersion": document["apiVersion"], "kind": document["kind"], "metadata": identity}
    file = OutputFile(_named(name, "delete"), ({**head, "$patch": "delete"},))
    return [({"path": file.name}, file)]


def _named(name: str, what: str) -> str:
    return f"{name.removesuffix('.yaml')}.{what}.yaml"


def _below(folder: str, files: Iterable[OutputFile]) -> tuple[OutputFile, ...]:
    return tuple(sorted((replace(file, name=folder + file.name) for file in files), key=lambda file: file.name))


def _kustomization(parts: Mapping[str, Any]) -> OutputFile:
    """The file that Kustomize begins with (its reference: https://kubectl.docs.kubernetes.io/references/kustomize)."""
    return OutputFile(_LIST, ({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", **parts},))
