"""How many tasks run, where, with what, and what happens when one ends."""

from __future__ import annotations

from typing import Any

import pytest

from stacks import stack


def web(*lines: str) -> str:
    return "services:\n  web:\n    image: nginx:1.29\n" + "".join(f"    {line}\n" for line in lines)


def deploy(*lines: str) -> dict[str, Any]:
    found: dict[str, Any] = stack(web(*lines)).service()["deploy"]
    return found


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("restart: always", {"condition": "any"}),
        ("restart: unless-stopped", {"condition": "any"}),
        ("restart: on-failure:3", {"condition": "on-failure", "max_attempts": 3}),
        ('restart: "no"', {"condition": "none"}),
        (
            "deploy: {restart_policy: {condition: always, delay: 5s, window: 1m}}",
            {"condition": "any", "delay": "5s", "window": "1m"},
        ),
    ],
)  # fmt: skip
def test_a_written_restart_policy_is_kept_for_a_server(written: str, policy: dict[str, object]) -> None:
    assert deploy("ports: ['80:80']", written) == {"restart_policy": policy}


def test_an_absent_restart_policy_is_said_to_be_any() -> None:
    result = stack(web())
    assert result.service()["deploy"] == {"restart_policy": {"condition": "any"}}
    assert result.findings == ["CP212 4:5 services.web"]


def test_a_one_shot_service_is_a_job_and_takes_no_update_config() -> None:
    lines = ('restart: "no"', "deploy: {update_config: {parallelism: 1}}")
    result = stack(web(*lines).replace("nginx:1.29", "tool:1"))
    assert result.service()["deploy"] == {"mode": "replicated-job", "restart_policy": {"condition": "none"}}
    assert result.findings == ["CP203 5:14 services.web.restart", "CP801 6:29 services.web.deploy.update_config"]


def test_a_job_that_is_always_restarted_is_so_when_it_fails() -> None:
    result = stack(web("restart: always", "deploy: {mode: replicated-job, replicas: 3}"))
    assert result.service()["deploy"] == {
        "mode": "replicated-job",
        "replicas": 3,
        "restart_policy": {"condition": "on-failure"},
    }
    assert result.severities == {"CP203 services.web.restart": "warning"}


def test_scale_is_a_number_of_replicas() -> None:
    assert deploy("restart: always", "scale: 3")["replicas"] == 3
    assert deploy("restart: always", "deploy: {replicas: 0}")["replicas"] == 0


def test_a_global_service_has_no_replicas() -> None:
    result = stack(web("restart: always", "deploy: {mode: global, replicas: 3}"))
    assert result.service()["deploy"] == {"mode": "global", "restart_policy": {"condition": "any"}}
    assert result.findings == ["CP801 6:38 services.web.deploy.replicas"]


def test_older_limits_move_into_resources() -> None:
    found = deploy("restart: always", "mem_limit: 512m", "mem_reservation: 100k", "cpus: 0.5", "pids_limit: 100")
    assert found["resources"] == {"limits": {"cpus": "0.5", "memory": "512M", "pids": 100}}
    assert deploy("restart: always", "mem_reservation: 5000001")["resources"] == {"reservations": {"memory": "5000001"}}


def test_less_than_a_manager_takes_is_left_out() -> None:
    result = stack(web("restart: always", "mem_reservation: 100k"))
    assert result.findings == ["CP702 6:22 services.web.mem_reservation"]


def test_a_quota_is_a_number_of_processors() -> None:
    assert deploy("restart: always", "cpu_quota: 50000", "cpu_period: 20000")["resources"] == {
        "limits": {"cpus": "2.5"}
    }


def test_no_limit_of_processes_is_none() -> None:
    assert "resources" not in deploy("restart: always", "pids_limit: -1")


def test_an_update_in_its_own_spelling() -> None:
    update = "{parallelism: 2, delay: 10s, failure_action: rollback, monitor: 1m, max_failure_ratio: 0.5"
    update += ", order: start-first}"
    assert deploy("restart: always", f"deploy: {{update_config: {update}}}")["update_config"] == {
        "parallelism": 2,
        "delay": "10s",
        "failure_action": "rollback",
        "monitor": "1m",
        "max_failure_ratio": 0.5,
        "order": "start-first",
    }


def test_placement_keeps_what_is_a_constraint() -> None:
    lines = (
        "restart: always",
        "deploy: {placement: {constraints: ['node.role == manager', 'node.id == '], max_replicas_per_node: 1}}",
    )
    result = stack(web(*lines))
    assert result.service()["deploy"]["placement"] == {
        "constraints": ["node.role == manager"],
        "max_replicas_per_node": 1,
    }
    assert result.findings == ["CP801 6:64 services.web.deploy.placement.constraints.1"]


@pytest.mark.parametrize(
    ("platform", "constraints"),
    [
        ("linux/amd64", ["node.platform.os == linux", "node.platform.arch == x86_64"]),
        ("linux/arm/v7", ["node.platform.os == linux", "node.platform.arch == armv7l"]),
        ("arm64", ["node.platform.arch == aarch64"]),
        ("windows", ["node.platform.os == windows"]),
    ],
)
def test_a_platform_is_a_kind_of_node(platform: str, constraints: list[str]) -> None:
    result = stack(web("restart: always", f"platform: {platform}"))
    assert result.service()["deploy"]["placement"] == {"constraints": constraints}
    assert result.findings == ["CP801 6:15 services.web.platform"]


def test_dnsrr_gives_way_to_published_ports() -> None:
    result = stack(web("restart: always", "ports: ['80:80']", "deploy: {endpoint_mode: dnsrr}"))
    assert "endpoint_mode" not in result.service()["deploy"]
    assert result.findings == ["CP801 7:29 services.web.deploy.endpoint_mode"]


def test_dependencies_wait_for_nothing() -> None:
    text = web("restart: always", "depends_on: {db: {condition: service_healthy}}")
    result = stack(text + "  db: {image: postgres, restart: always}\n")
    assert result.service()["depends_on"] == ["db"]
    assert result.findings == ["CP202 6:22 services.web.depends_on.db"]
    assert result.messages == ["'web' does not wait until 'db' is healthy: a swarm starts all services at once"]


def test_gpus_have_no_place() -> None:
    result = stack(web("restart: always", "deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}"))
    assert "resources" not in result.service()["deploy"]
    assert [finding.split()[2] for finding in result.findings] == ["services.web.deploy.resources.reservations.devices"]


def test_a_label_that_nodes_need_is_on_the_list() -> None:
    result = stack(web("restart: always", "deploy: {placement: {constraints: [node.labels.disk == ssd]}}"))
    assert result.comment[2:] == ["To be done first:", "- docker node update --label-add disk=ssd NODE"]
    assert result.severities == {"CP806 services.web.deploy.placement.constraints.0": "info"}


ROUTE = "traefik.http.routers.web.rule: Host(`a.example`)"


def test_labels_that_a_proxy_reads_on_its_own_node_alone_are_said_once() -> None:
    result = stack(web("restart: always", f"labels: {{{ROUTE}, traefik.enable: 'true'}}"))
    assert result.service()["labels"] == {
        "traefik.enable": "true",
        "traefik.http.routers.web.rule": "Host(`a.example`)",
    }
    assert result.severities == {"CP313 services.web.labels.traefik.http.routers.web.rule": "warning"}


@pytest.mark.parametrize(
    "lines",
    [
        f"labels: {{{ROUTE}, traefik.enable: 'false'}}",
        f"labels: {{{ROUTE}}}\n    deploy: {{labels: {{{ROUTE}}}}}",
        f"deploy: {{labels: {{{ROUTE}}}}}",
        "labels: {traefikish: a, caddyfile: b}",
    ],
)
def test_labels_that_no_proxy_misses_are_no_finding(lines: str) -> None:
    assert stack(web("restart: always", lines)).severities == {}
