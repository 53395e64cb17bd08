"""What a former translation put onto the cluster and this one does not: `kubectl apply` leaves it there (3.10)."""

from __future__ import annotations

from collections.abc import Iterable

from composeport.diagnostics import Attribute, Fidelity, Finding, Findings, Target
from composeport.dispositions.rules import STALE_OBJECT

_KEPT = frozenset({"persistentvolumeclaim", "persistentvolume", "namespace"})
"""Kinds that hold data, or hold what does: deleting them is nobody's routine."""


def report_stale(files: Iterable[str], namespace: str) -> tuple[Finding, ...]:
    """One finding with the command that deletes the objects of `files`, which are named as `web-deployment.yaml`."""
    found = Findings(Target.KUBERNETES)
    objects = [name for name in map(_object_of, sorted(files)) if name.partition("/")[0] not in _KEPT]
    if objects:
        shown = ", ".join(objects)
        message = f"a former run made {shown}, and this one does not: on the cluster they stay until they are deleted"
        scope = f" -n {namespace}" if namespace else ""
        command = f"kubectl delete --ignore-not-found{scope} {' '.join(objects)}"
        found.add(STALE_OBJECT, Fidelity.MANUAL, Attribute((), None), message, command, objects=objects)
    return tuple(found)


def _object_of(file: str) -> str:
    """`kind/name` of the object in a file."""
    name, _, kind = file.rpartition("/")[2].removesuffix(".yaml").rpartition("-")
    return f"{kind}/{name}"
