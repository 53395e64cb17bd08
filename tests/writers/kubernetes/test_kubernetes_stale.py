"""What a former run put onto the cluster, and nobody makes any more."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.writers.kubernetes.stale import report_stale


def test_the_command_deletes_what_is_no_longer_made() -> None:
    (finding,) = report_stale(["migrate-1f2e-job.yaml", "base/api-service.yaml"], [], "blue")
    assert (finding.rule.code, finding.severity, finding.path) == ("CP809", Severity.INFO, ())
    assert finding.message.startswith("a former run made service/api, job/migrate-1f2e, and this one does not")
    assert finding.help == "kubectl delete --ignore-not-found -n blue service/api job/migrate-1f2e"


def test_without_a_namespace_the_current_one_is_meant() -> None:
    (finding,) = report_stale(["web-deployment.yaml"], [], "")
    assert finding.help == "kubectl delete --ignore-not-found deployment/web"


def test_claims_and_what_holds_them_are_never_among_them() -> None:
    held = ["data-persistentvolumeclaim.yaml", "shop-data-persistentvolume.yaml", "00-namespace.yaml"]
    assert report_stale(held, [], "") == ()
    (finding,) = report_stale([*held, "web-deployment.yaml"], [], "")
    assert finding.help == "kubectl delete --ignore-not-found deployment/web"


def test_a_file_in_another_place_is_the_same_object() -> None:
    plain, tree = ["web-deployment.yaml", "web-service.yaml"], ["base/kustomization.yaml", "base/web-deployment.yaml"]
    (finding,) = report_stale(plain, tree, "")
    assert finding.help == "kubectl delete --ignore-not-found service/web"
    assert report_stale(tree, plain, "") == ()


BASE = ["base/kustomization.yaml", "base/debug-deployment.yaml", "base/web-deployment.yaml"]
OVERLAY = [*BASE, "overlays/blue/kustomization.yaml", "overlays/blue/web-deployment.patch.yaml"]


def test_what_an_overlay_no_longer_has_is_named_with_it() -> None:
    (finding,) = report_stale(OVERLAY, [*OVERLAY, "overlays/blue/debug-deployment.delete.yaml"], "shop")
    assert finding.message.startswith("a former run made deployment/debug in overlay blue, and this one does not")
    assert finding.help == "kubectl delete --ignore-not-found -n shop deployment/debug"
    (finding,) = report_stale([*OVERLAY, "overlays/blue/mailer-service.yaml"], OVERLAY, "")
    assert finding.help == "kubectl delete --ignore-not-found service/mailer"


def test_what_the_base_no_longer_has_is_said_once() -> None:
    gone = [name for name in OVERLAY if "debug" not in name]
    (finding,) = report_stale(OVERLAY, gone, "")
    assert finding.message.startswith("a former run made deployment/debug, and this one does not")
    (finding,) = report_stale([*OVERLAY, "overlays/blue/debug-deployment.delete.yaml"], gone, "")
    assert finding.message.startswith("a former run made deployment/debug, and this one does not")


def test_of_an_overlay_that_is_no_longer_made_its_own_objects_are_left() -> None:
    (finding,) = report_stale([*OVERLAY, "overlays/blue/mailer-service.yaml"], BASE, "")
    assert finding.message.startswith("a former run made service/mailer in overlay blue, and this one does not")
    assert finding.help == "kubectl delete --ignore-not-found service/mailer"
    assert report_stale(OVERLAY, BASE, "") == ()
