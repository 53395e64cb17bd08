"""What the API server asks of objects that run pods: that they select their own, and restart them as their kind can.

https://kubernetes.io/docs/concepts/workloads/controllers/
"""

from __future__ import annotations

from collections.abc import Iterator

from composeport.hints import Any
from composeport.manifests.documents import Flaw, Manifest
from composeport.manifests.names import check_labels
from composeport.manifests.pods import pods_of

_SELECTING = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
_JOB = ("OnFailure", "Never")


def check_workload(manifest: Manifest) -> Iterator[Flaw]:
    """Everything about an object that runs pods."""
    if manifest.group == "apps" and manifest.kind in _SELECTING:
        yield from _selector(manifest)
    yield from _restarts(manifest)
    yield from _strategy(manifest)


def _selector(manifest: Manifest) -> Iterator[Flaw]:
    """A selector selects something, and the pods that are made among it."""
    selector = manifest.spec.get("selector")
    for pod in pods_of(manifest):
        if selector is None:
            continue
        path = ("spec", "selector")
        yield from check_labels(manifest, (*path, "matchLabels"), selector.get("matchLabels"))
        if not selector.get("matchLabels") and not selector.get("matchExpressions"):
            yield manifest.error(path, "this selector selects nothing", "name a label of the pods in `matchLabels`")
        elif not selects(selector, pod.labels):
            message = f"{manifest} does not select the pods that it makes: their labels are others"
            also = ((*pod.path, "metadata", "labels"),)
            yield manifest.error(path, message, "give the template the labels of the selector", also=also)


def _restarts(manifest: Manifest) -> Iterator[Flaw]:
    for pod in pods_of(manifest):
        given = pod.spec.get("restartPolicy")
        path = (*pod.path, "spec", "restartPolicy")
        if manifest.group == "batch" and given not in _JOB:
            place = path if given else (*pod.path, "spec")
            yield manifest.error(place, "a job's pods have `restartPolicy: OnFailure` or `Never`")
        elif manifest.group == "apps" and given in _JOB:
            message = f"the pods of a {manifest.kind} are always restarted: `restartPolicy: Always`"
            yield manifest.error(path, message, "leave it out, or make it a Job")


def _strategy(manifest: Manifest) -> Iterator[Flaw]:
    strategy = manifest.spec.get("strategy") if manifest.kind == "Deployment" else None
    rolling = strategy.get("rollingUpdate") if isinstance(strategy, dict) else None
    if not isinstance(strategy, dict) or rolling is None:
        return
    path = ("spec", "strategy", "rollingUpdate")
    if strategy.get("type") == "Recreate":
        yield manifest.error(path, "`rollingUpdate` is not for `type: Recreate`", "remove it")
    elif rolling.get("maxSurge", 1) in (0, "0%") and rolling.get("maxUnavailable", 1) in (0, "0%"):
        message = "nothing can be updated with `maxSurge` and `maxUnavailable` both 0"
        yield manifest.error(path, message, "let one of them be at least 1")


def selects(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    """Whether a label selector takes these labels."""
    wanted = selector.get("matchLabels", {})
    return wanted.items() <= labels.items() and all(
        _expressed(expression, labels) for expression in selector.get("matchExpressions", ())
    )


def _expressed(expression: dict[str, Any], labels: dict[str, str]) -> bool:
    there, value = expression.get("key") in labels, labels.get(expression.get("key", ""))
    match expression.get("operator"):
        case "In":
            return there and value in expression.get("values", ())
        case "NotIn":
            return not there or value not in expression.get("values", ())
        case "Exists":
            return there
        case "DoesNotExist":
            return not there
    return True  # the API server says that there is no such operator
