"""Advice on health checks, debuggers and tags: what is found, where, and what is left alone."""

from __future__ import annotations

import pytest

from composeport import load_project
from composeport.diagnostics import Finding, Severity, Target
from composeport.pipeline import audit


def found(compose: str, code: str, target: Target = Target.KUBERNETES) -> list[Finding]:
    project = load_project(["-"], project_name="shop", environment={}, stdin=compose)
    return [finding for finding in audit(project, [target]).findings if finding.rule.code == code]


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(str(finding.location), finding.message) for finding in findings]


SERVER = """
services:
  web:
    image: web:1
    ports: ["80:80"]
"""


def test_a_server_without_a_check_is_found_at_its_name() -> None:
    message = "'web' has no health check: it gets requests, and counts as updated, as soon as its process runs"
    assert said(found(SERVER, "CP205")) == [("-:3:3", message)]
    message = (
        "'web' has no health check: it counts as updated as soon as its process runs, unless the image has a check of"
        " its own"
    )
    assert said(found(SERVER, "CP205", Target.SWARM)) == [("-:3:3", message)]


def test_a_well_known_server_gets_its_check_as_advice() -> None:
    findings = found("services: {db: {image: 'docker.io/library/postgres:18'}}", "CP205")
    assert [finding.help for finding in findings] == [
        "write a `healthcheck` that asks it, as `test: [CMD, pg_isready, -U, postgres]`"
    ]


@pytest.mark.parametrize(
    ("image", "test"),
    [
        ("quay.io/minio/minio:RELEASE.2025-06-13T11-33-47Z", "[CMD, mc, ready, local]"),
        ("prom/prometheus@sha256:" + "0" * 64, '[CMD, wget, -q, --spider, "http://localhost:9090/-/healthy"]'),
        ("ghcr.io/me/postgis:1", "[CMD, pg_isready, -U, postgres]"),
    ],
)
def test_the_name_of_an_image_says_what_asks_it(image: str, test: str) -> None:
    findings = found(f"services: {{db: {{image: '{image}'}}}}", "CP205")
    assert [finding.help for finding in findings] == [f"write a `healthcheck` that asks it, as `test: {test}`"]


def test_a_server_that_nobody_knows_is_asked_at_its_port() -> None:
    label = 'composeport.service.healthcheck.readiness.tcp_port: "80"'
    assert [finding.help for finding in found(SERVER, "CP205")] == [
        f"write a `healthcheck` that asks it; if its image has no program for that, the label `{label}`"
    ]
    assert [finding.help for finding in found(SERVER, "CP205", Target.SWARM)] == [
        "write a `healthcheck` that asks port 80, with a program that the image has (curl, wget, its own)"
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        "healthcheck: {test: [CMD, check]}",
        "healthcheck: {disable: true}",
        "scale: 0",
        "deploy: {mode: replicated-job}",
        "labels: {composeport.service.healthcheck.readiness.tcp_port: '80'}",
    ],
)
def test_what_has_a_check_or_serves_nobody_needs_none(attributes: str) -> None:
    assert found(f"{SERVER}    {attributes}\n", "CP205") == []


def test_what_nobody_dials_needs_no_check() -> None:
    assert found("services: {worker: {image: worker:1}}", "CP205") == []


def test_a_check_that_a_peer_waits_for_is_not_asked_for_twice() -> None:
    waiting = f"{SERVER}  api:\n    image: api:1\n    depends_on: {{web: {{condition: service_healthy}}}}\n"
    assert found(waiting, "CP205") == []
    assert [finding.path for finding in found(waiting, "CP201")] == [
        ("services", "api", "depends_on", "web", "condition")
    ]


def test_a_check_without_a_test_is_found_once() -> None:
    findings = found(f"{SERVER}    healthcheck: {{interval: 5s}}\n", "CP205")
    message = "'web' means its image's own check, which Kubernetes ignores: there is no probe"
    assert said(findings) == [("-:6:18", message)]


NEEDS = (
    "the check of 'web' needs `{}` in its image: a pod whose check cannot run never gets a request, where Compose only"
    " shows it as unhealthy"
)


def probed(test: str, image: str = "web:1") -> list[Finding]:
    return found(f"services:\n  web:\n    image: {image}\n    healthcheck:\n      test: {test}\n", "CP206")


@pytest.mark.parametrize(
    ("test", "program"),
    [
        ("[CMD, curl, -f, 'http://localhost/']", "curl"),
        ("curl -f http://localhost/ || exit 1", "curl"),
        ("[CMD-SHELL, 'wget -q localhost']", "wget"),
        ("[CMD, /usr/bin/nc, -z, localhost, '80']", "nc"),
        ("[CMD, bash, -c, 'true']", "bash"),
    ],
)
def test_a_check_that_needs_a_program_is_found_at_its_test(test: str, program: str) -> None:
    findings = probed(test)
    assert said(findings) == [("-:5:13", NEEDS.format(program))]
    assert [(finding.severity, finding.evidence) for finding in findings] == [(Severity.WARNING, {"program": program})]


def test_a_check_that_needs_a_shell_alone_is_a_note() -> None:
    findings = probed("./ready.sh")
    assert said(findings) == [("-:5:13", NEEDS.format("sh"))]
    assert [finding.severity for finding in findings] == [Severity.INFO]


@pytest.mark.parametrize(
    ("test", "image"),
    [
        ("[CMD, /ready]", "web:1"),
        ("[CMD, ./curl-free]", "web:1"),
        ("[NONE]", "web:1"),
        ("pg_isready -U app", "postgres:18"),
        ("wget -q localhost", "web:1-alpine"),
        ("[CMD, curl, localhost]", "nginx:1.29.3"),
    ],
)
def test_a_check_whose_programs_are_there_is_not_found(test: str, image: str) -> None:
    assert probed(test, image) == []


@pytest.mark.parametrize(
    ("test", "why"),
    [
        ("[CMD, curl, -f, localhost, '||', exit, '1']", "`||` and what follows are arguments of `curl`"),
        ("[CMD, service, nginx, status, '|| exit 1']", "`||` and what follows are arguments of `service`"),
        ("[CMD, /app/ctl, status, '|', grep, up]", "`|` and what follows are arguments of `/app/ctl`"),
        (
            "[CMD, 'redis-cli ping']",
            "the whole line that begins with `redis-cli` is taken for the name of a program",
        ),
        (
            "[CMD, '/bin/ctl --user=a:pw status || exit 1']",
            "the whole line that begins with `/bin/ctl` is taken for the name of a program",
        ),
    ],
)
def test_a_check_that_is_written_for_a_shell_and_runs_without_one_is_found(test: str, why: str) -> None:
    findings = probed(test, "nginx:1.29.3")
    message = (
        f"no shell runs the check of 'web', so {why}: a pod whose check fails never gets a request, where Compose only"
        " shows it as unhealthy"
    )
    assert said(findings) == [("-:5:13", message)]
    assert [finding.severity for finding in findings] == [Severity.WARNING]


@pytest.mark.parametrize(
    "test",
    ["[CMD, sh, -c, 'curl localhost || exit 1']", "[CMD, /opt/my app/ready, now]", "[CMD, 'C:\\\\my app\\\\ready']"],
)
def test_a_shell_that_is_named_and_a_path_with_a_blank_are_no_mistake(test: str) -> None:
    assert not [finding for finding in probed(test, "nginx:1.29.3") if "no shell" in finding.message]


def test_a_check_that_a_peer_waits_for_has_been_seen_to_work() -> None:
    compose = """
services:
  web:
    image: web:1
    healthcheck: {test: [CMD, curl, localhost]}
  api:
    image: api:1
    depends_on: {web: {condition: service_healthy}}
"""
    assert found(compose, "CP206") == []


@pytest.mark.parametrize(
    ("test", "advice"),
    [
        (
            "[CMD, curl, -f, 'http://localhost:8080/health']",
            (
                ", or let the kubelet ask: label it `composeport.service.healthcheck.readiness.http_get_path: /health`"
                ' and `composeport.service.healthcheck.readiness.http_get_port: "8080"`'
            ),
        ),
        (
            "[CMD, curl, -f, 'http://127.0.0.1']",
            ", or let the kubelet ask: label it `composeport.service.healthcheck.readiness.http_get_path: /`",
        ),
        ("[CMD, curl, 'http://peer:8080/health']", ""),
        ("[CMD, curl, 'https://localhost/']", ""),
        ("[CMD, curl, 'http://localhost/a?b=c']", ""),
        ("[CMD-SHELL, 'curl http://localhost/$$A']", ""),
    ],
)
def test_a_request_to_the_service_itself_can_be_the_kubelets(test: str, advice: str) -> None:
    assert [finding.help for finding in probed(test)] == [
        f"see that it is there (docker compose exec web curl --help){advice}"
    ]


@pytest.mark.parametrize(
    ("attribute", "place", "debugger"),
    [
        ("command: node --inspect=0.0.0.0 a.js", "-:4:14", "Node's inspector"),
        ("entrypoint: [node, --inspect-brk, a.js]", "-:4:17", "Node's inspector"),
        ("environment: {NODE_OPTIONS: --inspect}", "-:4:33", "Node's inspector"),
        ("environment: {JAVA_OPTS: '-agentlib:jdwp=transport=dt_socket'}", "-:4:30", "Java's debugger"),
        ("command: python -m debugpy --listen 0.0.0.0:5678 a.py", "-:4:14", "debugpy"),
        ("command: dlv exec /app --headless", "-:4:14", "Delve"),
    ],
)
def test_a_debugger_is_found_where_it_is_started(attribute: str, place: str, debugger: str) -> None:
    findings = found(f"services:\n  web:\n    image: web:1\n    {attribute}\n", "CP903")
    assert said(findings) == [(place, f"'web' starts {debugger}: who reaches its port runs any code there")]


@pytest.mark.parametrize("command", ["node --inspector a.js", "inspect --all", "debugpy", "git --inspect-me"])
def test_what_is_no_debugger_is_left_alone(command: str) -> None:
    assert found(f"services: {{web: {{image: web:1, command: {command}}}}}", "CP903") == []


@pytest.mark.parametrize("image", ["nginx", "nginx:latest", "localhost:5000/nginx", "quay.io/a/nginx:latest"])
def test_an_image_without_a_version_is_found(image: str) -> None:
    findings = found(f"services:\n  web:\n    image: {image}\n", "CP902")
    message = f"{image!r} of 'web' is whatever the registry has on the day a node pulls it"
    assert said(findings) == [("-:3:12", message)]


@pytest.mark.parametrize("image", ["nginx:1", "nginx:stable", f"nginx@sha256:{'0' * 64}", "nginx:$NOTHING"])
def test_an_image_with_a_version_or_a_broken_name_is_not_found(image: str) -> None:
    assert found(f"services:\n  web:\n    image: {image}\n", "CP902") == []


@pytest.mark.parametrize(
    ("attributes", "severity"),
    [
        ("build: .", Severity.ERROR),
        ("build: .\n    image: web", Severity.ERROR),
        ("build: .\n    image: ghcr.io/shop/web:1", Severity.WARNING),
    ],
)
@pytest.mark.parametrize("target", list(Target))
def test_an_image_that_a_registry_may_have_is_less_grave(attributes: str, severity: Severity, target: Target) -> None:
    findings = found(f"services:\n  web:\n    {attributes}\n", "CP901", target)
    assert [(str(finding.location), finding.severity) for finding in findings] == [("-:3:12", severity)]


@pytest.mark.parametrize("target", list(Target))
def test_that_a_service_ends_is_certain_where_another_waits_for_that(target: Target) -> None:
    compose = """
services:
  worker:
    image: worker:1
    restart: "no"
  setup-users:
    image: curl:1
    restart: on-failure
  setups:
    image: curl:1
    restart: on-failure
  migrate:
    image: migrate:1
  web:
    image: web:1
    depends_on: {migrate: {condition: service_completed_successfully}}
"""
    assert [(f.message, f.severity) for f in found(compose, "CP203", target)] == [
        ("'worker' becomes a job: its restart policy lets it end", Severity.ERROR),
        ("'setup-users' becomes a job: its restart policy lets it end", Severity.WARNING),
        ("'setups' becomes a job: its restart policy lets it end", Severity.ERROR),
        ("'migrate' becomes a job: another service waits for its end", Severity.INFO),
    ]


def test_nothing_that_has_no_replicas_is_waited_for_by_compose_either() -> None:
    compose = """
services:
  init: {image: init:1, scale: 0}
  web: {image: web:1, depends_on: {init: {condition: service_completed_successfully}}}
"""
    message = "'web' does not wait for 'init': it has no replicas, and then Compose does not wait either"
    assert [(f.message, f.severity) for f in found(compose, "CP211", Target.KUBERNETES)] == [(message, Severity.INFO)]


def test_an_order_that_compose_hardly_keeps_is_one_note() -> None:
    compose = """
services:
  db: {image: db:1}
  mail: {image: mail:1}
  cache: {image: cache:1, healthcheck: {test: [CMD, ready]}}
  web:
    image: web:1
    depends_on:
      db: {condition: service_started}
      cache: {condition: service_healthy}
      mail: {condition: service_started}
  job:
    image: job:1
    restart: on-failure
    depends_on: [db]
"""
    all_at_once = "a swarm starts all services at once"
    assert [(str(f.location), f.message, f.severity) for f in found(compose, "CP202", Target.SWARM)] == [
        ("-:9:7", f"'web' does not wait until 'db', 'mail' have started: {all_at_once}", Severity.INFO),
        ("-:10:14", f"'web' does not wait until 'cache' is healthy: {all_at_once}", Severity.WARNING),
        ("-:15:18", f"'job' does not wait until 'db' has started: {all_at_once}", Severity.INFO),
    ]


@pytest.mark.parametrize(
    ("restart", "again"),
    [
        ("always", "starts it again where it ends"),
        ("on-failure", "starts it again where it fails"),
        ('"no"', "does not start it again where it ends"),
    ],
)
def test_what_helps_a_service_that_cannot_wait_depends_on_its_restarts(restart: str, again: str) -> None:
    compose = f"""
services:
  db: {{image: db:1}}
  web: {{image: web:1, restart: {restart}, depends_on: [db]}}
"""
    advice = "let the application try again until it gets through; Swarm"
    assert [f.help for f in found(compose, "CP202", Target.SWARM)] == [f"{advice} {again}"]


def test_a_start_period_that_delays_nothing_is_said_where_there_is_a_test() -> None:
    compose = """
services:
  a: {image: a:1, healthcheck: {test: [NONE], start_period: 1m}}
  b: {image: b:1, healthcheck: {test: ready, start_period: 1m}}
  c: {image: c:1, healthcheck: {test: ready, start_period: 1m}}
  d: {image: d:1, healthcheck: {test: ready}}
"""
    what = "counts before the first success, however long that takes: a pod that is not ready is left alone"
    assert said(found(compose, "CP805")) == [
        ("-:4:60", f"no failure of 'b' {what}"),
        ("-:5:60", f"no failure of 'c' {what}"),
    ]


@pytest.mark.parametrize(
    ("attributes", "severity"),
    [("init: true", Severity.INFO), ("init: true\n    stop_signal: SIGINT", Severity.WARNING)],
)
def test_an_init_process_is_missed_where_the_pod_cannot_stand_in(attributes: str, severity: Severity) -> None:
    findings = found(f"services:\n  web:\n    image: web:1\n    {attributes}\n", "CP210")
    assert [(str(finding.location), finding.severity) for finding in findings] == [("-:4:11", severity)]


@pytest.mark.parametrize(
    ("attribute", "place", "message"),
    [
        (
            "hostname: 'a-{{.Node.Hostname}}'",
            "-:4:15",
            (
                "the hostname of 'web' holds a template of Swarm's, which is plain text to Compose, and so stays plain"
                " text"
            ),
        ),
        (
            "environment: {A: '{{.Name}}'}",
            "-:4:22",
            "A of 'web' holds `{{`, where Swarm begins a template: it is written so that the text stays as it is",
        ),
    ],
)
def test_a_template_of_swarms_is_told_from_other_braces(attribute: str, place: str, message: str) -> None:
    findings = found(f"services:\n  web:\n    image: web:1\n    {attribute}\n", "CP113", Target.SWARM)
    assert said(findings) == [(place, message)]
