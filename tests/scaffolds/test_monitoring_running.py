"""The stack `monitoring` really runs: from a request to a recorded rate, a firing alert, and a notification."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from scaffolds.generated import generate
from scaffolds.monitoring_servers import Monitoring, expressions, fetch, missing, monitoring, status, until, until_none

Record = Callable[[str, object], None]

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("prometheus_client", reason="the example needs prometheus-client")
    return generate("monitoring", tmp_path_factory.mktemp("project"), alert_receiver="webhook")


@pytest.fixture(scope="module")
def running(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monitoring]:
    """The whole stack but Grafana and cAdvisor, while the example is asked: two requests in three are answered well."""
    with monitoring(project, tmp_path_factory.mktemp("running")) as stack:
        over = Event()

        def ask() -> None:
            while not over.wait(0.05):
                for path in ("/", "/work?seconds=0.02", "/fail"):
                    status(f"{stack.example}{path}")

        thread = Thread(target=ask)
        thread.start()
        try:
            yield stack
        finally:
            over.set()
            thread.join()


def test_the_example_is_scraped_and_its_rates_are_recorded(running: Monitoring, record_property: Record) -> None:
    rate = until(lambda: running.values("job:http_requests:rate5m > 0", "job").get("example", 0))
    routes = until(lambda: running.values("job_route:http_requests:rate5m > 0", "route"))
    ratio = until(lambda: running.values("job:http_errors:ratio_rate5m", "job").get("example", 0))
    slow = until(lambda: running.values("job:http_request_duration_seconds:p95_5m > 0", "job").get("example", 0))
    assert {"/", "/work", "/fail"} <= routes.keys()
    assert ratio == pytest.approx(1 / 3, abs=0.1)
    assert 0 < slow < 5
    record_property("figure", f"example: {rate:.1f} requests a second, {ratio:.0%} fail, p95 {slow * 1000:.0f} ms")


def test_errors_fire_an_alert_that_arrives_at_the_receiver(running: Monitoring, record_property: Record) -> None:
    firing = 'ALERTS{alertname="HttpErrorBudgetBurnsFast",alertstate="firing"}'
    until(lambda: running.values(firing, "job").get("example") == 1)
    until(lambda: "HttpErrorBudgetBurnsFast" in alerts_of(running))
    notified = until(lambda: [alert for alert in running.notified if "HttpErrorBudget" in alert["labels"]["alertname"]])
    alert = notified[0]
    assert alert["status"] == "firing"
    assert alert["labels"].items() >= {"job": "example", "severity": "critical", "project": "monitoring"}.items()
    summary = alert["annotations"]["summary"]
    assert summary.startswith("example fails 3")
    record_property("figure", f"notified: {summary}")


def test_a_target_that_is_down_is_notified(running: Monitoring) -> None:
    until(lambda: {("TargetDown", "grafana"), ("TargetDown", "cadvisor")} <= notified_of(running))


def test_everything_that_runs_is_up(running: Monitoring) -> None:
    up = {"prometheus", "alertmanager", "node", "blackbox", "probes", "example"}
    until(lambda: set(running.values("up == 1", "job")) == up)


def test_probes_tell_what_answers_from_what_does_not(running: Monitoring) -> None:
    found = until(
        lambda: {**running.values('probe_success{job="probes"}', "instance")} if running.query("probe_success") else {}
    )
    answers = {address.partition("//")[2].partition("/")[2]: value for address, value in found.items()}
    assert answers == {"api/health": 0, "-/ready": 1, "healthz": 1}


@pytest.mark.parametrize("name", ["http", "node", "probes", "prometheus"])
def test_dashboards_show_something(running: Monitoring, project: Path, name: str) -> None:
    # Without TLS there is no certificate, not every kernel measures pressure, nor every Prometheus its log.
    absent = ("probe_ssl_earliest_cert_expiry", "node_pressure", "prometheus_tsdb_wal_storage_size_bytes")
    dashboard = json.loads((project / "grafana" / "dashboards" / f"{name}.json").read_text())
    wanted = {expr for expr in expressions(dashboard) if not any(metric in expr for metric in absent)}
    assert len(wanted) > 5
    until_none(lambda: [expr for expr in wanted if not running.query(expr)])


def test_no_rule_fails(running: Monitoring) -> None:
    until(lambda: running.query("job:up:ratio"))
    groups = fetch(f"{running.prometheus}/api/v1/rules")["data"]["groups"]
    assert {group["name"] for group in groups} == {"http", "monitoring", "node", "containers", "probes"}
    assert [rule["name"] for group in groups for rule in group["rules"] if rule.get("lastError")] == []


def test_the_watchdog_comes_to_alertmanager_and_is_not_notified(running: Monitoring) -> None:
    # Prometheus sends an alert again after a minute; the first one may have come before it knew Alertmanager.
    until(lambda: "Watchdog" in alerts_of(running), seconds=75)
    assert "Watchdog" not in {alertname for alertname, _ in notified_of(running)}


def alerts_of(running: Monitoring) -> set[str]:
    """The names of the alerts that Alertmanager holds."""
    return {alert["labels"]["alertname"] for alert in fetch(f"{running.alertmanager}/api/v2/alerts")}


def notified_of(running: Monitoring) -> set[tuple[str, str]]:
    """The alerts that came to the receiver, by name and job."""
    return {(alert["labels"]["alertname"], alert["labels"].get("job", "")) for alert in running.notified}
