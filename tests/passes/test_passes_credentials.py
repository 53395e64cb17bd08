"""Which variables hold credentials: few are missed, and settings about credentials are none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from composeport import load_project
from composeport.diagnostics import Findings, Target
from composeport.passes import Choices, run_passes
from composeport.secrecy import is_credential
from corpus_projects import corpus_projects
from translated import decided

CREDENTIALS = """
POSTGRES_PASSWORD=example MYSQL_ROOT_PASSWORD=root REDIS_PASS=x1 MYSQL_PWD=pw PGPASSWORD=pw SMTP_PASSWD=pw
JWT_SECRET=abc SECRET_KEY_BASE=abc DJANGO_SECRET_KEY=abc SECRET_KEY=abc APP_KEY=base64:abc= API_KEY=k
OPENAI_API_KEY=sk-1 AWS_SECRET_ACCESS_KEY=abc GITHUB_TOKEN=ghp accessToken=t CLIENT_SECRET=s OAUTH2_CLIENTSECRET=s
ENCRYPTION_KEY=abc N8N_ENCRYPTION_KEY=abc FERNET_KEY=abc RABBITMQ_DEFAULT_PASS=guest MINIO_ROOT_PASSWORD=minio123
DB_PASSWORD_2=x SERVER_KEY=k SELF_HOST_KEY=k spring.datasource.password=pw SESSION_SECRET=s HASURA_ADMIN_SECRET=s
POSTGRES_PASSWORD=1234
DATABASE_URL=postgres://user:pw@db:5432/app REDIS_URL=redis://:pw@redis:6379 DSN=user:pw@tcp(db:3306)/app
CONNECTION=Server=db;Password=pw;Database=app JDBC=jdbc:mysql://db/x?user=u&password=pw NC_DB=pg://db?u=a&p=b
KEY_PASSPHRASE=p
NEO4J_AUTH=neo4j/pw BASIC_AUTH=user:pw REDISCLI_AUTH=pw RABBITMQ_ERLANG_COOKIE=pw REDIS_MASTERAUTH=pw
ALERTS=https://hooks.slack.com/services/T0/B0/x0 CHAT=https://discord.com/api/webhooks/1/x0
"""

SETTINGS = """
POSTGRES_PASSWORD_FILE=/run/secrets/pw ALLOW_EMPTY_PASSWORD=yes TOKEN_TTL=3600 JWT_TOKEN_EXPIRY=1h
PASSWORD_MIN_LENGTH=8 SECRET_NAME=db TOKEN_URL=https://id.example.org/token PASSWORD_RESET_URL=https://x/
REQUIRE_PASSWORD=1 AWS_ACCESS_KEY_ID=AK SORT_KEY=name PUBLIC_KEY=abc JWT_PUBLIC_KEY=abc
HEADERS_Access-Control-Allow-Credentials=[true]
NEXT_PUBLIC_API_URL=http://api BYPASS=x COMPASS=north PWD=/app OLDPWD=/ PRIMARY_KEY=id KEY=value
SMTP_AUTH=login POSTGRES_HOST_AUTH=md5 NEO4J_AUTH=none COOKIE=sid SLACK_URL=https://slack.com/services/a/b
KEYCLOAK_URL=http://k KEYBOARD=us MONKEY=x PASSENGER_COUNT=3 AUTHOR=me TOKENIZER=bert
DATABASE_URL=postgres://user@db/app HTTP_PROXY=http://proxy:3128 ENABLE_PASSWORD_LOGIN=true SECRET_PATH=secret/app
AUTH_TOKEN_HEADER=X-Token JWT_SECRET_ALGORITHM=HS256 API_KEY= DB_PASS_ENABLED=true SSL_KEY_FILE=/a/b.key
SERVER_KEY=/tls/key.pem OAUTH_PASSWORD_GRANT=3 POST=http://blog/?p=1
"""


@pytest.mark.parametrize("variable", CREDENTIALS.split())
def test_a_credential_is_found(variable: str) -> None:
    name, _, value = variable.partition("=")
    assert is_credential(name, value)


@pytest.mark.parametrize("variable", SETTINGS.split())
def test_a_setting_is_left_in_plain_sight(variable: str) -> None:
    name, _, value = variable.partition("=")
    assert not is_credential(name, value)


def test_a_private_key_is_a_credential_whatever_it_is_called() -> None:
    assert is_credential("CERT", "-----BEGIN RSA PRIVATE KEY-----\nMII\n")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl -u admin:pw http://db:5984", True),
        ("curl --user='admin:pw' http://db", True),
        ("run -u 1000:1000 app", False),
        ("curl -u $USER:$PASSWORD http://db", False),
    ],
)
def test_a_login_that_a_command_is_given_is_a_credential(command: str, expected: bool) -> None:
    assert is_credential("CALL", command) is expected


def test_a_variable_that_is_a_file_of_settings_may_hold_one() -> None:
    settings = (
        "      WITH: |\n        db:\n          password: x1y2\n      WITHOUT: |\n        db:\n          host: db\n"
    )
    project, findings = decided(f"services:\n  app:\n    image: app\n    environment:\n{settings}")
    assert project.services["app"].credentials == {"WITH"}
    assert [finding for finding in findings if finding.startswith("CP501")] == [
        "CP501 6:13 services.app.environment.WITH"
    ]


def test_a_file_of_settings_in_a_variable_may_hold_bytes_of_no_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SETTINGS", "name: \udcff\ndb_password: x1y2\n")
    (tmp_path / "compose.yaml").write_text("services: {app: {image: app, environment: [SETTINGS]}}\n")
    project = load_project([str(tmp_path / "compose.yaml")])
    assert run_passes(project, Findings(Target.KUBERNETES), Choices()).services["app"].credentials == {"SETTINGS"}


def test_each_credential_is_reported_where_its_value_stands() -> None:
    project, findings = decided("services:\n  db:\n    image: db\n    environment: {DB_PASSWORD: x1, USER: me}\n")
    assert project.services["db"].credentials == {"DB_PASSWORD"}
    assert [finding for finding in findings if finding.startswith("CP501")] == [
        "CP501 5:32 services.db.environment.DB_PASSWORD"
    ]


def test_plain_sight_on_request_still_says_so() -> None:
    project, findings = decided("services:\n  db: {image: db, environment: {DB_PASSWORD: x1}}\n", plain_env=True)
    assert project.services["db"].credentials == frozenset()
    assert [finding.split(" ")[0] for finding in findings if finding.startswith("CP501")] == ["CP501"]


PLAINLY_A_SETTING = re.compile(r"true|false|yes|no|https?://[^@]*|[0-9]{1,2}|\[\]|\{\}|/[\w./-]*|")
"""What no credential of a real project looks like."""


def test_no_plain_setting_of_a_real_project_is_hidden() -> None:
    projects = corpus_projects()
    if not projects:
        pytest.skip("the real projects beside the repository are not here")
    services = [service for real in projects for service in real.load().services.values()]
    variables = {item for service in services for item in service.variables.items()}
    assert (
        sorted(name for name, value in variables if is_credential(name, value) and PLAINLY_A_SETTING.fullmatch(value))
        == []
    )


def test_a_credential_in_a_label_is_reported_where_it_stands() -> None:
    _, findings = decided("""services:
  web:
    image: web
    labels:
      homepage.widget.password: adminadmin
      traefik.http.routers.block-token.rule: Path(`/token`)
      kompose.image-pull-secret: registry
    annotations: {example.org/api_key: k1}
    deploy: {labels: {app.token: t1}}
""")
    assert [finding for finding in findings if finding.startswith("CP501")] == [
        "CP501 6:33 services.web.labels.homepage.widget.password",
        "CP501 9:40 services.web.annotations.example.org/api_key",
        "CP501 10:34 services.web.deploy.labels.app.token",
    ]


def test_credentials_of_one_file_are_one_finding(tmp_path: Path) -> None:
    (tmp_path / "app.env").write_text("DB_PASSWORD=x1\nAPI_KEY=x2\nJWT_SECRET=x3\nSMTP_PASS=x4\nGH_TOKEN=x5\nLEVEL=1\n")
    text = "services: {web: {image: web, env_file: [app.env], environment: {API_KEY: x6}}}"
    findings = Findings(Target.KUBERNETES)
    project = load_project(["-"], stdin=text, project_directory=str(tmp_path), environment={})
    run_passes(project, findings, Choices())
    fate = "kept in a Secret, whose manifest shows the value to whoever may read it"
    assert [(one.path[2:], one.message) for one in findings if one.rule.code == "CP501"] == [
        (("env_file", 0), f"DB_PASSWORD, GH_TOKEN, JWT_SECRET, SMTP_PASS of 'web' hold credentials: {fate}"),
        (("environment", "API_KEY"), f"API_KEY of 'web' holds a credential: {fate}"),
    ]


def test_several_credentials_are_spoken_of_as_several(tmp_path: Path) -> None:
    (tmp_path / "app.env").write_text("DB_PASSWORD=x1\nJWT_SECRET=x3\n")
    text = "services: {web: {image: web, env_file: [app.env], environment: {API_KEY: x6}}}"
    findings = Findings(Target.SWARM)
    project = load_project(["-"], stdin=text, project_directory=str(tmp_path), environment={})
    run_passes(project, findings, Choices(secret_variables=False))
    assert [one.help for one in findings if one.rule.code == "CP501"] == [
        "give them by `secrets:`, where the image reads a file (NAME_FILE=/run/secrets/…)",
        "give it by `secrets:`, where the image reads a file (NAME_FILE=/run/secrets/…)",
    ]
