"""The stack `monitoring`, checked by the programs that it configures."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffolds.conftest import Generate
from scaffolds.monitoring_servers import DASHBOARD_VARIABLES, expressions, flattened, without_newer_keys

RECEIVERS = ("none", "email", "slack", "webhook")
PARTS: tuple[dict[str, str], ...] = ({}, {"with_node_exporter": "no", "with_cadvisor": "no", "with_blackbox": "no"})
each_receiver = pytest.mark.parametrize("receiver", RECEIVERS)
each_extent = pytest.mark.parametrize("parts", PARTS, ids=["everything", "nothing more"])


def run(*words: str | Path) -> str:
    """What a program says; the test fails where it refuses, and is skipped where it is missing."""
    program = shutil.which(str(words[0]))
    if program is None:
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run(
        [program, *map(str, words[1:])],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@each_extent
@pytest.mark.parametrize("interval", ["15s", "30s", "60s"])
def test_prometheus_takes_the_configuration(
    generated: Generate, tmp_path: Path, parts: dict[str, str], interval: str
) -> None:
    folder = generated("monitoring", scrape_interval=interval, **parts)
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(flattened(folder)))
    (tmp_path / "rules").symlink_to(folder / "prometheus" / "rules")
    said = run("promtool", "check", "config", tmp_path / "prometheus.yml")
    assert "is valid prometheus config file syntax" in said
    assert said.count("rules found") == len(list((folder / "prometheus" / "rules").iterdir()))


@each_extent
def test_the_rules_pass_their_tests(generated: Generate, parts: dict[str, str]) -> None:
    folder = generated("monitoring", **parts)
    tests = sorted((folder / "tests" / "rules").iterdir())
    assert [path.name for path in tests] == sorted(path.name for path in (folder / "prometheus" / "rules").iterdir())
    assert run("promtool", "test", "rules", *tests).count("SUCCESS") == len(tests)


def test_a_rule_that_does_not_do_what_its_test_says_is_found(generated: Generate, tmp_path: Path) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool is not installed")
    folder = shutil.copytree(generated("monitoring"), tmp_path / "changed")
    rules = folder / "prometheus" / "rules" / "probes.yml"
    rules.write_text(rules.read_text().replace("probe_success == 0", "probe_success == 1"))
    with pytest.raises(AssertionError, match="ProbeFails"):
        run("promtool", "test", "rules", folder / "tests" / "rules" / "probes.yml")


def test_every_query_of_every_dashboard_is_promql(generated: Generate, tmp_path: Path) -> None:
    folder = generated("monitoring")
    for path in sorted((folder / "grafana" / "dashboards").iterdir()):
        found = expressions(json.loads(path.read_text()))
        assert found, path.name
        rules = [{"record": f"query:{number}", "expr": expr} for number, expr in enumerate(found)]
        file = tmp_path / f"{path.stem}.yml"
        file.write_text(yaml.safe_dump({"groups": [{"name": path.stem, "rules": rules}]}))
        assert f"{len(found)} rules found" in run("promtool", "check", "rules", file)


def test_variables_are_all_replaced(generated: Generate) -> None:
    for path in (generated("monitoring") / "grafana" / "dashboards").iterdir():
        assert not any("$" in expr for expr in expressions(json.loads(path.read_text())))
    assert DASHBOARD_VARIABLES.keys() == {"$__rate_interval", "$job", "$instance", "$service"}


@each_receiver
def test_alertmanager_takes_the_configuration(generated: Generate, tmp_path: Path, receiver: str) -> None:
    folder = generated("monitoring", alert_receiver=receiver)
    config = without_newer_keys(yaml.safe_load((folder / "alertmanager" / "alertmanager.yml").read_text()))
    (tmp_path / "alertmanager.yml").write_text(yaml.safe_dump(config))
    said = run("amtool", "check-config", tmp_path / "alertmanager.yml")
    assert f"{1 if receiver == 'none' else 2} receivers" in said


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        (("alertname=TargetDown", "severity=critical"), "oncall"),
        (("alertname=HttpSlow", "severity=warning"), "oncall"),
        (("alertname=Watchdog", "severity=none"), "nobody"),
    ],
)
def test_alerts_are_routed(generated: Generate, labels: tuple[str, ...], receiver: str) -> None:
    file = generated("monitoring", alert_receiver="email") / "alertmanager" / "alertmanager.yml"
    assert run("amtool", "config", "routes", "test", f"--config.file={file}", *labels).split()[0] == receiver


def test_the_blackbox_exporter_takes_the_configuration(generated: Generate) -> None:
    file = generated("monitoring") / "blackbox" / "blackbox.yml"
    assert "Config file is ok" in run("prometheus-blackbox-exporter", "--config.check", f"--config.file={file}")


def test_modules_of_probes_are_there(generated: Generate) -> None:
    folder = generated("monitoring")
    modules: dict[str, Any] = yaml.safe_load((folder / "blackbox" / "blackbox.yml").read_text())["modules"]
    jobs = flattened(folder)["scrape_configs"]
    used = {module for job in jobs for module in job.get("params", {}).get("module", ())}
    assert used
    assert used <= modules.keys()


def test_the_makefile_is_one(generated: Generate) -> None:
    folder = generated("monitoring", alert_receiver="slack")
    said = run("make", "-C", folder, "--no-print-directory", "help")
    chores = re.findall(r"make ([a-z0-9-]+)", said)
    assert {"up", "down", "test", "k8s", "swarm", "audit", "graph", "help"} <= set(chores)
    for chore in chores:
        run("make", "-C", folder, "--dry-run", chore)
    secrets = run("make", "-C", folder, "--silent", "--no-print-directory", "secret-names").split()
    assert sorted(secrets) == sorted(path.name for path in (folder / "secrets").iterdir())


def test_make_check_runs_what_is_installed(generated: Generate, tmp_path: Path) -> None:
    for program in ("promtool", "amtool", "prometheus-blackbox-exporter"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    folder = shutil.copytree(generated("monitoring"), tmp_path / "project")
    (folder / "prometheus" / "prometheus.yml").write_text(yaml.safe_dump(flattened(folder)))
    programs = ["PROMTOOL=promtool", "AMTOOL=amtool", "BLACKBOX=prometheus-blackbox-exporter", "COMPOSE=true"]
    said = run("make", "-C", folder, "check", *programs)
    assert "FAILED" not in said
    assert said.count("SUCCESS") >= 12
