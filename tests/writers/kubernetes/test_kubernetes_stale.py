"""What a former run put onto the cluster, and nobody makes any more."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.writers.kubernetes.stale import report_stale


def test_the_command_deletes_what_is_no_longer_made() -> None:
    (finding,) = report_stale(["migrate-1f2e-job.yaml", "base/api-service.yaml"], "blue")
    assert (finding.rule.code, finding.severity, finding.path) == ("CP809", Severity.INFO, ())
    assert finding.message.startswith("a former run made service/api, job/migrate-1f2e, and this one does not")
    assert finding.help == "kubectl delete --ignore-not-found -n blue service/api job/migrate-1f2e"


def test_without_a_namespace_the_current_one_is_meant() -> None:
    (finding,) = report_stale(["web-deployment.yaml"], "")
    assert finding.help == "kubectl delete --ignore-not-found deployment/web"


def test_claims_and_what_holds_them_are_never_among_them() -> None:
    held = ["data-persistentvolumeclaim.yaml", "shop-data-persistentvolume.yaml", "00-namespace.yaml"]
    assert report_stale(held, "") == ()
    (finding,) = report_stale([*held, "web-deployment.yaml"], "")
    assert finding.help == "kubectl delete --ignore-not-found deployment/web"
