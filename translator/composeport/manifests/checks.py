"""The rules that no schema has: of one object, and of a set."""

from __future__ import annotations

from composeport.manifests.contents import check_contents
from composeport.manifests.fields import check_fields
from composeport.manifests.names import check_metadata, check_name
from composeport.manifests.pods import check_pods
from composeport.manifests.references import check_references, check_twice
from composeport.manifests.services import check_ingress, check_service
from composeport.manifests.workloads import check_workload

CHECKS = (
    check_name,
    check_metadata,
    check_fields,
    check_pods,
    check_workload,
    check_service,
    check_ingress,
    check_contents,
)
"""Of one object whose shape is right. What it says is what the API server refuses."""

SET_CHECKS = (check_twice, check_references)
"""Of all objects together."""
