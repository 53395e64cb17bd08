"""What a former translation put onto the cluster and this one does not: `kubectl apply` leaves it there (3.10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from composeport.diagnostics import Attribute, Fidelity, Finding, Findings, Target
from composeport.dispositions.rules import STALE_OBJECT

_KEPT = frozenset({"persistentvolumeclaim", "persistentvolume", "namespace"})
"""Kinds that hold data, or hold what does: deleting them is nobody's routine."""

_OVERLAYS = "overlays/"


def report_stale(former: Sequence[str], made: Iterable[str], namespace: str) -> tuple[Finding, ...]:
    """Findings with the commands that delete what is no longer made: of the manifests or the base, of each overlay.

    `former` and `made` name the files of two runs, as `web-deployment.yaml` or `base/web-deployment.yaml`; of `former`
    those that are still made may be left out where no overlay is made.
    """
    if not former:
        return ()
    found = Findings(Target.KUBERNETES)
    before, after = _applied(former), _applied(made)
    anywhere = [name for objects in after.values() for name in objects]
    stale = {overlay: _gone(objects, after.get(overlay, anywhere)) for overlay, objects in before.items()}
    for overlay, gone in stale.items():
        objects = [name for name in gone if name not in stale[""]] if overlay else gone
        if objects:
            _report(found, overlay, objects, namespace)
    return tuple(found)


def _gone(objects: Iterable[str], still: Iterable[str]) -> list[str]:
    there = set(still)
    return [name for name in objects if name not in there and name.partition("/")[0] not in _KEPT]


def _report(found: Findings, overlay: str, objects: Sequence[str], namespace: str) -> None:
    made = ", ".join(objects) + (f" in overlay {overlay}" if overlay else "")
    message = f"a former run made {made}, and this one does not: on the cluster they stay until they are deleted"
    scope = f" -n {namespace}" if namespace else ""
    command = f"kubectl delete --ignore-not-found{scope} {' '.join(objects)}"
    about = {"overlay": overlay} if overlay else {}
    found.add(STALE_OBJECT, Fidelity.MANUAL, Attribute((), None), message, command, objects=objects, **about)


def _applied(files: Iterable[str]) -> dict[str, list[str]]:
    """What is applied to a cluster: the manifests or the base, under "", and each overlay, under its name."""
    folders: dict[str, list[str]] = {}
    for file in sorted(files):
        folder, _, name = file.removesuffix(".yaml").rpartition("/")
        folders.setdefault(folder, []).append(name)
    base = _objects([*folders.get("base", ()), *folders.get("", ())])
    overlays = {folder.removeprefix(_OVERLAYS): names for folder, names in folders.items() if _OVERLAYS in folder}
    return {"": base} | {name: _overlaid(base, names) for name, names in overlays.items()}


def _overlaid(base: Iterable[str], names: Iterable[str]) -> list[str]:
    """The objects of an overlay, by what the files in its folder are called."""
    deleted = {_object_of(name.removesuffix(".delete")) for name in names if name.endswith(".delete")}
    return [name for name in base if name not in deleted] + _objects(names)


def _objects(names: Iterable[str]) -> list[str]:
    """The objects in files: no object's name has a dot, as those of patches have."""
    return [_object_of(name) for name in names if "." not in name and name != "kustomization"]


def _object_of(name: str) -> str:
    """`kind/name` of the object in a file that is called `name-kind`."""
    name, _, kind = name.rpartition("-")
    return f"{kind}/{name}"
