"""HorizontalPodAutoscalers, which overrides alone ask for (SEMANTICS 3.9; Kompose's user guide, `kompose.hpa.*`)."""

from __future__ import annotations

from composeport.dispositions.rules import CLUSTER_PREREQUISITE
from composeport.model import Service
from composeport.writers.kubernetes.metadata import labels, object_meta
from composeport.writers.kubernetes.overridden import not_honoured
from composeport.writers.kubernetes.resources import is_requested
from composeport.writers.kubernetes.scope import Manifest, Scope

_MINIMUM, _MAXIMUM, _CPU, _MEMORY = 1, 3, 50, "70%"
"""Kompose's, for what is not said: replicas, and percent of what is requested."""


def autoscaler(scope: Scope, owner: Service, workload: Manifest) -> Manifest:
    """What scales `workload`, the Deployment or StatefulSet of `owner`, whose overrides ask for it."""
    overrides = owner.overrides
    minimum = overrides.scale_minimum or _MINIMUM
    maximum = overrides.scale_maximum or max(_MAXIMUM, minimum)
    if maximum < minimum:
        not_honoured(scope, owner, "scale_maximum", f"it is less than the minimum, {minimum}", "write a larger one")
    _report(scope, owner)
    metadata = workload["metadata"]
    assert isinstance(metadata, dict)
    spec: Manifest = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": workload["kind"], "name": metadata["name"]},
        "minReplicas": minimum,
        "maxReplicas": max(minimum, maximum),
        "metrics": [
            _metric("cpu", f"{overrides.scale_cpu or _CPU}%"),
            _metric("memory", overrides.scale_memory or _MEMORY),
        ],
    }
    meta = object_meta(owner.object_name, labels(scope.project, owner))
    return {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": meta, "spec": spec}


def _metric(name: str, target: str) -> Manifest:
    if target.endswith("%"):
        wanted: Manifest = {"type": "Utilization", "averageUtilization": int(target[:-1])}
    else:
        wanted = {"type": "AverageValue", "averageValue": target}
    return {"type": "Resource", "resource": {"name": name, "target": wanted}}


def _report(scope: Scope, owner: Service) -> None:
    by_amount = "%" not in (owner.overrides.scale_memory or _MEMORY)
    measured = ("cpu",) if by_amount else ("cpu", "memory")
    missing = [name for name in measured if not is_requested(owner, name)]
    field = next(name for name in owner.overrides.stated if name.startswith("scale_"))
    message = "the cluster must have a metrics server, and the number of replicas is the autoscaler's to say"
    advice = "kubectl get apiservice v1beta1.metrics.k8s.io"
    if missing:
        message += f"; it has no request of {' and '.join(missing)} to measure by"
        advice = f"reserve {' and '.join(missing)} (deploy.resources.reservations), and " + advice
    attribute = owner.attribute(*owner.overrides.stated[field])
    scope.ask(CLUSTER_PREREQUISITE, attribute, message, advice, missing=missing)
