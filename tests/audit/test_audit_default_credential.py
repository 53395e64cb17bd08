"""CP505: which credentials are published defaults, placeholders or names; no value is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport import load_project
from composeport.audit.weak_values import Place, Weakness, weak_places, weakness
from composeport.diagnostics import Target
from composeport.pipeline import audit

DEFAULTS = """
admin ADMIN guest root toor password Password Passw0rd P@ssw0rd passw0rd! secret s3cr3t minioadmin minio123
postgres mysecretpassword my_secret_password super_long_secure_password rootpassword root123 test test1234 admin123!
123456 1234 0000 letmein qwerty keycloak grafana mongo sa demo adminadmin StrongPassword123!
"""
PLACEHOLDERS = """
changeme CHANGE_ME change-me please-change-me ChangeThis your_password your-secret-key YOUR_API_KEY <password>
<YOUR-TOKEN> [token] xxx XXXXXX *** ... ChooseYourOwnPasswordHere1234 replace_me insert-key-here example dummy TODO
insecure 123456789changeme changeit
"""
SECRETS = """
vaiJa3ieghai2ief0jao 2f61d4c6f1b7a8e09c53 correct-horse-battery-staple Tr0ub4dor&3 odk paperless sk-proj-9aXb7cQ
base64:Zm9vYmFyYmF6cXV4 exchangement yourselves kibanaserver 20240117 hunter2 AKIAIOSFODNN7 https://vault.example.org
"""


@pytest.mark.parametrize("value", DEFAULTS.split())
def test_a_published_default_is_found(value: str) -> None:
    assert weakness(value) is Weakness.DEFAULT


@pytest.mark.parametrize("value", PLACEHOLDERS.split())
def test_a_placeholder_is_found(value: str) -> None:
    assert weakness(value) is Weakness.PLACEHOLDER


@pytest.mark.parametrize("value", SECRETS.split())
def test_a_value_of_ones_own_is_left_alone(value: str) -> None:
    assert weakness(value) is None


def test_the_name_of_the_user_is_the_first_guess() -> None:
    assert weakness("paperless", {"paperless"}) is Weakness.NAME
    assert weakness("Paperless", {"paperless"}) is Weakness.NAME
    assert weakness("paperless2", {"paperless"}) is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("postgres://app:postgres@db/app", Weakness.DEFAULT),
        ("postgres://plane:plane@db/plane", Weakness.NAME),
        ("redis://:changeme@cache:6379", Weakness.PLACEHOLDER),
        ("Server=db;User=sa;Password=secret;", Weakness.DEFAULT),
        ("root:root@tcp(db:3306)/app", Weakness.NAME),
        ("postgres://app:2f61d4c6f1@db/postgres", None),
        ("https://guest.example.org/admin", None),
    ],
)
def test_the_password_in_a_url_or_connection_string_counts(value: str, why: Weakness | None) -> None:
    assert weakness(value) is why


def test_lines_of_a_file_are_judged_by_their_values() -> None:
    content = b"""\
[security]
; admin_password = admin
admin_password = admin
secret_key = vaiJa3ieghai2ief0jao
password = ${DB_PASSWORD}
password = password
  "client_secret": "changeme",
description: the password is admin
"""
    assert list(weak_places(content)) == [
        Place(3, "admin_password", Weakness.DEFAULT),
        Place(7, "client_secret", Weakness.PLACEHOLDER),
    ]


def test_what_is_no_text_has_no_lines() -> None:
    assert list(weak_places(b"password=admin\n\0")) == []


def found(text: str, folder: Path | None = None, **variables: str) -> list[tuple[int, int, str]]:
    """Line, column and message of each finding of CP505."""
    home = folder or Path("/nowhere")
    project = load_project(
        ["-"], stdin=f"name: shop\n{text}", project_directory=str(home), environment=variables, project_name="shop"
    )
    report = audit(project, [Target.KUBERNETES])
    return [
        (finding.location.line, finding.location.column, finding.message)
        for finding in report.findings
        if finding.rule.code == "CP505" and finding.location
    ]


TRIED = "is a published default, which anybody tries first"


def test_a_variable_is_reported_where_its_value_stands() -> None:
    text = "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: secret\n"
    assert found(text) == [(6, 26, f"POSTGRES_PASSWORD of 'db' {TRIED}")]


@pytest.mark.parametrize(("variables", "count"), [({}, 1), ({"DB_PASSWORD": "2f61d4c6f1"}, 0)])
def test_the_default_of_a_variable_counts_where_it_applies(variables: dict[str, str], count: int) -> None:
    text = "services:\n  db:\n    image: postgres:17\n    environment: ['POSTGRES_PASSWORD=${DB_PASSWORD:-postgres}']\n"
    assert found(text, None, **variables) == [(5, 19, f"POSTGRES_PASSWORD of 'db' {TRIED}")] * count


def test_the_users_name_is_taken_from_the_variable_beside_it() -> None:
    text = "services:\n  db:\n    image: postgres:17\n    environment: {POSTGRES_USER: odk, POSTGRES_PASSWORD: odk}\n"
    name = "is the name of its user or database, which anybody tries first"
    assert found(text) == [(5, 58, f"POSTGRES_PASSWORD of 'db' {name}")]


def test_an_anchor_is_one_place() -> None:
    text = (
        "x-env: &env\n  DB_PASSWORD: changeme\nservices:\n  a: {image: 'a:1', environment: *env}\n"
        "  b: {image: 'b:1', environment: *env}\n"
    )
    assert found(text) == [(3, 16, "DB_PASSWORD of 'a' is a placeholder that nobody has replaced")]


def test_a_file_of_variables_is_one_place(tmp_path: Path) -> None:
    (tmp_path / "db.env").write_text("DB_PASSWORD=admin\n")
    text = "services:\n  a: {image: 'a:1', env_file: db.env}\n  b: {image: 'b:1', env_file: db.env}\n"
    assert found(text, tmp_path) == [(3, 31, f"DB_PASSWORD in db.env {TRIED}")]


def test_an_option_of_a_command_is_a_credential() -> None:
    text = "services:\n  r:\n    image: redis:8\n    command: [redis-server, --requirepass, password, --port, '1']\n"
    assert found(text) == [(5, 29, f"--requirepass in the command of 'r' {TRIED}")]


def test_a_url_in_a_command_is_looked_into() -> None:
    text = (
        "services:\n  r:\n    image: app:8\n    command: [app, 'amqp://guest:guest@mq', 'http://guest.example/admin']\n"
    )
    name = "is the name of its user or database, which anybody tries first"
    assert found(text) == [(5, 20, f"the password in a URL in the command of 'r' {name}")]


def test_the_content_of_a_secret_is_a_credential_but_that_of_a_users_name_is_none(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("postgres\n")
    text = (
        "services:\n  a: {image: 'a:1', secrets: [db_password, db_user]}\n"
        "secrets: {db_password: {file: ./one}, db_user: {file: ./one}}\n"
    )
    assert found(text, tmp_path) == [(4, 24, f"what secret 'db_password' holds {TRIED}")]


def test_a_mounted_file_is_read_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "rabbitmq.conf").write_text("listeners.tcp.default = 5672\ndefault_pass = guest\n")
    text = "services:\n  mq:\n    image: rabbitmq:4\n    volumes: ['./rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf:ro']\n"
    assert found(text, tmp_path) == [(5, 15, f"default_pass (line 2 of rabbitmq.conf) {TRIED}")]


def test_no_value_is_shown() -> None:
    text = "services:\n  db:\n    image: postgres:17\n    environment: {POSTGRES_PASSWORD: p@ssw0rd123}\n"
    project = load_project(["-"], stdin=text, project_name="shop", environment={})
    (finding,) = [one for one in audit(project, [Target.SWARM]).findings if one.rule.code == "CP505"]
    assert "p@ssw0rd" not in repr(finding)
    assert finding.evidence == {"variable": "POSTGRES_PASSWORD", "why": "published-default"}
    assert finding.help == (
        "write `${POSTGRES_PASSWORD:?}`, and set POSTGRES_PASSWORD to a random value (`openssl rand -hex 24`)"
    )


def test_a_key_that_somebody_else_gives_out_is_not_made_up() -> None:
    text = "services:\n  web:\n    image: web:1\n    environment: {CF_API_KEY: changeme}\n"
    project = load_project(["-"], stdin=text, project_name="shop", environment={})
    assert [one.help for one in audit(project, [Target.SWARM]).findings if one.rule.code == "CP505"] == [
        "write `${CF_API_KEY:?}`, and set CF_API_KEY to the one that its issuer gave you"
    ]
