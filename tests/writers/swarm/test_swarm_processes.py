"""What a task runs, and with what around it."""

from __future__ import annotations

import pytest

from stacks import stack


def web(*lines: str) -> str:
    return "services:\n  web:\n    image: nginx:1.29\n    restart: always\n" + "".join(
        f"    {line}\n" for line in lines
    )


def test_the_smallest_service() -> None:
    assert stack(web()).document == {
        "services": {
            "web": {
                "image": "nginx:1.29",
                "networks": {"default": {}},
                "deploy": {"restart_policy": {"condition": "any"}},
            }
        },
        "networks": {"default": {"driver": "overlay"}},
    }


def test_the_comment_says_how_to_deploy() -> None:
    assert stack(web()).comment == [
        "The stack shop, made by composeport. Deploy it with: docker stack deploy -c stack.yml shop"
    ]


def test_dollars_are_doubled_in_values_and_kept_in_keys() -> None:
    service = stack(web("command: [echo, $$HOME]", "labels: {a$$b: c$$d}")).service()
    assert (service["command"], service["labels"]) == (["echo", "$$HOME"], {"a$$b": "c$$d"})


CHECK = "healthcheck: {test: [CMD, curl, 'http://web:80/up']}"


def test_a_task_is_called_by_the_name_that_its_own_check_dials() -> None:
    result = stack(web(CHECK))
    assert result.service()["hostname"] == "web"
    said = "the health check of 'web' dials 'web', a name that a task has when it is healthy: "
    assert said + "'web' becomes its host name, too" in result.messages
    assert result.severities == {
        "CP207 services.web.healthcheck": "info",
        "CP207 services.web.healthcheck.test": "info",
    }


def test_a_task_of_another_host_name_never_becomes_healthy() -> None:
    result = stack(web("hostname: other", CHECK))
    assert result.service()["hostname"] == "other"
    assert result.severities["CP207 services.web.healthcheck.test"] == "error"


def test_a_host_name_that_the_check_dials_is_the_tasks_own() -> None:
    assert stack(web("hostname: web", CHECK)).severities == {"CP207 services.web.healthcheck": "info"}


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([], "web"),
        (["hostname: broker"], "broker"),
        (["deploy: {replicas: 2}"], None),
        (["deploy: {mode: global}"], None),
    ],
)
def test_a_lone_task_has_the_name_at_which_it_listens(lines: list[str], name: str | None) -> None:
    """No task can listen at the virtual address of its service: https://github.com/moby/moby/issues/30874."""
    result = stack(web("environment: {LISTENERS: 'PLAINTEXT://web:9092'}", *lines))
    assert result.service().get("hostname") == name


def test_templates_of_swarm_stay_text() -> None:
    result = stack(web("environment: {A: '{{.Task.Slot}}'}", "hostname: '{{.Node.Hostname}}'"))
    assert result.service()["environment"] == {"A": '{{"{{"}}.Task.Slot}}'}
    assert result.service()["hostname"] == '{{"{{"}}.Node.Hostname}}'
    assert result.only("CP113") == ["CP113 6:22 services.web.environment.A", "CP113 7:15 services.web.hostname"]


def test_an_empty_variable_is_not_filled_in_by_who_deploys() -> None:
    assert stack(web("environment: {A: '', B: b}")).service()["environment"] == {"A": '{{""}}', "B": "b"}


def test_commands_are_no_templates() -> None:
    assert stack(web("command: [echo, '{{x}}']")).service()["command"] == ["echo", "{{x}}"]


def test_a_cleared_entrypoint_takes_the_command_for_its_words() -> None:
    service = stack(web("entrypoint: []", "command: [one, two]")).service()
    assert (service["entrypoint"], service.get("command")) == (["one", "two"], None)


def test_a_cleared_entrypoint_alone_has_no_place() -> None:
    result = stack(web("entrypoint: []"))
    assert "entrypoint" not in result.service()
    assert result.findings == ["CP803 6:17 services.web.entrypoint"]


def test_an_empty_command_is_none_as_under_compose() -> None:
    result = stack(web("command: []"))
    assert "command" not in result.service()
    assert result.findings == []


def test_a_text_that_begins_with_a_line_break_is_told_of() -> None:
    assert stack(web(r'command: ["\nls"]')).only("CP803") == ["CP803 6:15 services.web.command.0"]


def test_unset_variables_are_left_out() -> None:
    assert stack(web("environment: [A, B=1]")).service()["environment"] == {"B": "1"}


def test_values_that_look_like_other_types_are_text() -> None:
    environment = stack(web("environment: {A: true, B: 1, C: 0644}")).files.stack.text.splitlines()
    assert '      A: "true"' in environment
    assert '      B: "1"' in environment
    assert '      C: "420"' in environment


def test_credentials_make_the_stack_file_secret() -> None:
    result = stack(web("environment: {DB_PASSWORD: hunter2}"))
    assert result.files.stack.secret
    assert result.only("CP501") == ["CP501 6:32 services.web.environment.DB_PASSWORD"]
    hidden = result.files.without_credentials().documents[0]
    assert hidden["services"]["web"]["environment"] == {"DB_PASSWORD": "••••"}


def test_a_health_check_in_durations_without_days() -> None:
    result = stack(web("healthcheck: {test: [CMD, ok], interval: 1d, timeout: 90s, start_period: 500ms, retries: 3}"))
    assert result.service()["healthcheck"] == {
        "test": ["CMD", "ok"],
        "interval": "24h",
        "timeout": "1m30s",
        "retries": 3,
        "start_period": "500ms",
    }
    assert result.findings == ["CP207 6:18 services.web.healthcheck"]
    assert result.severities == {"CP207 services.web.healthcheck": "info"}


def test_an_unhealthy_task_that_stays_dead_is_a_warning() -> None:
    result = stack(web("healthcheck: {test: [CMD, ok]}").replace("always", '"no"'))
    assert result.severities == {"CP207 services.web.healthcheck": "warning"}


def test_a_health_check_that_is_off_says_nothing_else() -> None:
    for check in ("{test: [NONE]}", "{disable: true}", "{disable: true, test: [CMD, ok]}"):
        assert stack(web(f"healthcheck: {check}")).service()["healthcheck"] == {"disable": True}


def test_hosts_in_the_file_and_the_gateway_of_each_node() -> None:
    result = stack(web("extra_hosts: ['a:192.0.2.1', 'b:host-gateway', 'c:::1']"))
    assert result.service()["extra_hosts"] == ["a:192.0.2.1", "b:host-gateway", "c:::1"]
    assert [finding.split()[2] for finding in result.only("CP311")] == ["services.web.extra_hosts.b"]


def test_a_resolver_without_an_address_is_lost() -> None:
    result = stack(web("dns: [192.0.2.1, resolver.example]"))
    assert result.service()["dns"] == ["192.0.2.1"]
    assert result.findings == ["CP803 6:22 services.web.dns.1"]


def test_a_server_of_names_that_is_a_peer_has_another_address() -> None:
    peer = "  names: {image: unbound:1, restart: always, networks: {net: {ipv4_address: 10.5.0.53}}}\n"
    result = stack(web("dns: [10.5.0.53, 192.0.2.1]") + peer + "networks: {net: {}}\n")
    assert result.service()["dns"] == ["192.0.2.1"]
    assert result.severities["CP306 services.web.dns.0"] == "warning"


def test_limits_of_the_kernel_are_numbers() -> None:
    service = stack(web("ulimits: {nproc: '100', nofile: {soft: 1, hard: 2}}", "sysctls: [a.b=1]")).service()
    assert service["ulimits"] == {"nofile": {"soft": 1, "hard": 2}, "nproc": 100}
    assert service["sysctls"] == {"a.b": "1"}


def test_what_a_swarm_never_has_is_an_error_or_a_warning() -> None:
    lines = (
        "privileged: true",
        "devices: [/dev/fuse]",
        "security_opt: [label:disable]",
        "pid: host",
        "ipc: 'service:db'",
    )
    result = stack(web(*lines) + "  db: {image: postgres, restart: always}\n")
    assert result.severities == {
        "CP601 services.web.privileged": "error",
        "CP604 services.web.devices": "error",
        "CP605 services.web.security_opt.0": "warning",
        "CP603 services.web.pid": "error",
        "CP305 services.web.ipc": "error",
    }


def test_a_built_image_below_the_registry() -> None:
    result = stack("services: {web: {build: ., restart: always}}", registry="registry.example/team")
    image = "registry.example/team/shop-web"
    assert result.service()["image"] == image
    assert result.comment[2:] == [
        "To be done first:",
        f"- docker compose build web && docker tag shop-web {image} && docker push {image}",
    ]
    assert result.findings == ["CP901 2:25 services.web.build"]


def test_a_reference_that_no_manager_takes_does_not_spoil_the_stack() -> None:
    result = stack(web().replace("nginx:1.29", "nginx:$TAG"))
    assert result.service()["image"] == "unset.invalid/web"
    assert result.severities == {"CP101 services.web.image": "error"}


def test_services_of_a_provider_are_left_out() -> None:
    result = stack(web() + "  cloud:\n    provider: {type: somewhere}\n")
    assert list(result.document["services"]) == ["web"]
    assert [finding.split()[2] for finding in result.only("CP806")] == ["services.cloud.provider"]


def test_the_plug_in_of_a_logging_driver_must_be_on_every_node() -> None:
    result = stack(web("logging: {driver: loki, options: {loki-url: 'http://loki:3100'}}"))
    assert result.service()["logging"] == {"driver": "loki", "options": {"loki-url": "http://loki:3100"}}
    assert result.severities == {"CP806 services.web.logging.driver": "warning"}
    assert result.comment[2:] == ["To be done first:", "- on every node: the plug-in loki (docker plugin install)"]


def test_a_logging_driver_of_the_engine_needs_nothing() -> None:
    assert stack(web("logging: {driver: gelf, options: {gelf-address: 'udp://logs:12201'}}")).severities == {}
