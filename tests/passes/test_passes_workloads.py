"""What runs a service: SEMANTICS 3.2."""

from __future__ import annotations

import pytest

from composeport.diagnostics import Findings, Target
from composeport.model import WorkloadKind
from composeport.passes import Choices, run_passes
from translated import decided, project_of


def _kinds(services: str, **options: str) -> tuple[dict[str, str], list[str]]:
    project, findings = decided(services, **options)
    kinds = {key: service.kind.value for key, service in project.services.items()}
    return kinds, [finding for finding in findings if finding.startswith(("CP203", "CP204"))]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("replicated", WorkloadKind.SERVER),
        ("global", WorkloadKind.GLOBAL),
        ("replicated-job", WorkloadKind.JOB),
        ("global-job", WorkloadKind.GLOBAL_JOB),
    ],
)
def test_a_written_mode_decides(mode: str, kind: WorkloadKind) -> None:
    assert _kinds(f"services: {{a: {{image: a, deploy: {{mode: {mode}}}}}}}") == ({"a": kind.value}, [])


def test_what_another_waits_to_complete_is_a_job() -> None:
    kinds, findings = _kinds("""
services:
  migrate: {image: m}
  web: {image: w, depends_on: {migrate: {condition: service_completed_successfully}}}
""")
    assert kinds == {"migrate": "job", "web": "server"}
    assert findings == ["CP203 4:12 services.migrate"]


@pytest.mark.parametrize(
    "restart", ['restart: "no"', "restart: on-failure:3", "deploy: {restart_policy: {condition: none}}"]
)
def test_what_may_end_and_serves_nobody_is_a_job(restart: str) -> None:
    kinds, findings = _kinds(f"services:\n  a: {{image: a, {restart}}}\n")
    assert kinds == {"a": "job"}
    assert [finding.split(" ")[0] for finding in findings] == ["CP203"]


@pytest.mark.parametrize(
    "serving",
    [
        "ports: ['80:80']",
        "expose: ['80']",
        "healthcheck: {test: 'true'}",
        "deploy: {restart_policy: {condition: any}}",
    ],
)
def test_what_may_end_but_serves_is_a_server(serving: str) -> None:
    kinds, _ = _kinds(f"services: {{a: {{image: a, restart: 'no', {serving}}}}}")
    assert kinds == {"a": "server"}


def test_a_server_that_says_no_to_restarts_is_told() -> None:
    _, findings = _kinds("services:\n  a: {image: a, restart: 'no', ports: ['80:80']}\n")
    assert findings == ["CP204 3:26 services.a.restart"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("restart: 'no'", "'no'"),
        ("deploy: {restart_policy: {condition: none}}", "'none'"),
        ("restart: on-failure:3", "'on-failure'"),
    ],
)
def test_the_policy_that_is_lost_is_called_as_it_is_written(written: str, said: str) -> None:
    findings = Findings(Target.KUBERNETES)
    run_passes(project_of(f"services: {{a: {{image: a, ports: ['80:80'], {written}}}}}"), findings, Choices())
    assert [one.message for one in findings if one.rule.code == "CP204"] == [
        f"{said} cannot be kept: 'a' serves others, and is always restarted"
    ]


def test_what_a_peer_names_is_a_server() -> None:
    kinds, _ = _kinds("""
services:
  db: {image: db, restart: "no"}
  web: {image: w, environment: {URL: "http://db/"}}
""")
    assert kinds == {"db": "server", "web": "server"}


def test_nothing_written_is_a_server() -> None:
    assert _kinds("services: {a: {image: a}}") == ({"a": "server"}, [])


@pytest.mark.parametrize(("controller", "kind"), [("statefulset", "stateful"), ("daemonset", "global")])
def test_the_user_chooses_what_runs_servers_but_not_jobs(controller: str, kind: str) -> None:
    kinds, _ = _kinds("services: {a: {image: a}, b: {image: b, restart: 'no'}}", controller=controller)
    assert kinds == {"a": kind, "b": "job"}


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ("image: redis", "server"),
        ("image: 'redis:7', command: redis-server --appendonly yes", "server"),
        ("""image: redis, command: [sh, -c, 'exec redis-server --requirepass "$$(cat /run/secrets/pw)"']""", "server"),
        ("image: redis, command: sh -c 'sysctl -w a=1 && redis-server /redis.conf'", "server"),
        ("image: redis, entrypoint: /usr/local/bin/redis-server", "server"),
        ("image: 'mysql:8', command: --skip-name-resolve", "server"),
        ("image: minio/minio, command: server /data", "server"),
        ("image: 'mongo:8', command: [mongod, --replSet, rs0]", "server"),
        ("image: 'redis:7', command: [redis-cli, ping]", "job"),
        ("image: 'mongo:8', command: 'mongosh --host mongod'", "job"),
        ("image: postgres, command: psql -h db -U postgres -c 'select 1'", "job"),
        ("image: postgres, entrypoint: [sh, -c, pg_dump postgres], command: -c x=1", "job"),
        ("image: mine", "job"),
        ("image: mine, command: redis-server", "job"),
    ],
)
def test_a_known_server_that_runs_as_a_server_does_not_end(attributes: str, kind: str) -> None:
    kinds, _ = _kinds(f"services: {{a: {{{attributes}, restart: on-failure}}}}")
    assert kinds == {"a": kind}


def test_a_service_that_is_dialled_by_another_of_its_names_is_a_server() -> None:
    kinds, _ = _kinds("""
services:
  db: {image: db, restart: "no", container_name: store}
  web: {image: w, environment: {DB_HOST: store}}
""")
    assert kinds == {"db": "server", "web": "server"}


def test_what_runs_several_times_over_does_not_end() -> None:
    project, _ = decided("services:\n  app: {image: 'app:1', restart: on-failure, deploy: {replicas: 3}}\n")
    assert project.services["app"].kind is WorkloadKind.SERVER
