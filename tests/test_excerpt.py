"""An excerpt shows the line and never what looks like a credential."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composeport.credential_spans import credential_spans
from composeport.excerpt import Excerpt, excerpt


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("POSTGRES_PASSWORD: hunter2", "POSTGRES_PASSWORD: ••••"),
        ("- DB_PASSWORD=hunter2", "- DB_PASSWORD=••••"),
        ("- 'API_TOKEN=hunter2'", "- 'API_TOKEN=••••"),
        ("MYSQL_PWD: 'hunter2'", "MYSQL_PWD: ••••"),
        ("password:\thunter 2 # hunter3", "password:    ••••"),
        ('"secret": "hunter2"', '"secret": ••••'),
        ("{AWS_SECRET_ACCESS_KEY: hunter2, a: b}", "{AWS_SECRET_ACCESS_KEY: ••••"),
        ("api-key: hunter2", "api-key: ••••"),
        ("SMTP_PASS: hunter2", "SMTP_PASS: ••••"),
        ("command: redis-server --requirepass hunter2", "command: redis-server --requirepass ••••"),
        ('NC_DB: "pg://db:5432?u=shop&p=hunter2&d=shop"', 'NC_DB: "pg://db:5432?u=shop&p=••••&d=shop"'),
        ("NC_DB: pg://db:5432?u=shop&p=$PW&d=shop", "NC_DB: pg://db:5432?u=shop&p=$PW&d=shop"),
        ("command: mysql --password=hunter2 -x", "command: mysql --password=••••"),
        ("A: postgres://u:hunter2@db:5432/x", "A: postgres://u:••••@db:5432/x"),
        ("A: redis://:hunter2@cache", "A: redis://:••••@cache"),
        ("DB_PASSWORD: ${DB_PASSWORD:-hunter2}", "DB_PASSWORD: ${DB_PASSWORD:-••••"),
        ("DB_PASSWORD: ${DB_PASSWORD:?set it}", "DB_PASSWORD: ${DB_PASSWORD:?set it}"),
        ("DB_PASSWORD: $DB_PASSWORD", "DB_PASSWORD: $DB_PASSWORD"),
        ("A: http://u:${PASSWORD}@db", "A: http://u:${PASSWORD}@db"),
        ("A: http://u:${PASSWORD:?set it}@db", "A: http://u:${PASSWORD:?set it}@db"),
        ("A: http://u:${DB:-hunter2}@db/x", "A: http://u:••••@db/x"),
        ("A: http://u:${DB-hunter2/a}@db", "A: http://u:••••@db"),
        ("A: http://u:${DB}hunter2@db", "A: http://u:••••@db"),
        ("A: amqp://${U:-u}:${DB:-${X:-hunter2}}@db", "A: amqp://${U:••••@db"),
        ("A: HTTP://u:hunter2@b@db", "A: HTTP://u:••••@db"),
        ("A: u:hunter2@TCP(db:3306)/x", "A: u:••••@TCP(db:3306)/x"),
        ("A: u:${DB:-hunter2}@unix(/s)/x", "A: u:••••@unix(/s)/x"),
        ("A: u:${DB}@tcp(db:3306)/x", "A: u:${DB}@tcp(db:3306)/x"),
        ("command: curl --USER a:${W:-hunter2} x", "command: curl --USER a:•••• x"),
        ("command: MySQL -u a -phunter2 x", "command: MySQL -u a -p•••• x"),
        ("command: sshpass -p ${W:-hunter2} x", "command: sshpass -p •••• x"),
        ("command: mongosh -p ${W} x", "command: mongosh -p ${W} x"),
        ("header: Authorization=Basic aHVudGVyMg==", "header: Authorization=Basic ••••"),
        ("header: bearer ${W:-hunter2}", "header: bearer ••••"),
        ("header: bearer ${W}", "header: bearer ${W}"),
        ('test: ["CMD", "redis-cli", "-a", "hunter2", "ping"]', 'test: ["CMD", "redis-cli", "-a", "••••", "ping"]'),
        ("test: redis-cli -h db --pass hunter2 ping", "test: redis-cli -h db --pass •••• ping"),
        ("test: redis-cli -a $REDIS_PW ping", "test: redis-cli -a $REDIS_PW ping"),
        ("test: /opt/bin/sqlcmd -U sa -P hunter2 -Q x", "test: /opt/bin/sqlcmd -U sa -P •••• -Q x"),
        ("test: cqlsh -u a -p hunter2 -e x", "test: cqlsh -u a -p •••• -e x"),
        ("test: ldapsearch -D cn=a -w hunter2 x", "test: ldapsearch -D cn=a -w •••• x"),
        ("command: mc alias set m http://m:9000 root hunter2", "command: mc alias set m http://m:9000 root ••••"),
        ("command: mc config host add m http://m a hunter2;", "command: mc config host add m http://m a ••••"),
        ("command: rabbitmqctl add_user admin hunter2", "command: rabbitmqctl add_user admin ••••"),
        ("command: htpasswd -nb admin hunter2", "command: htpasswd -nb admin ••••"),
        ("test: curl -uadmin:hunter2 https://x", "test: curl -uadmin:•••• https://x"),
        ('command: -u "alice;hunter2" -s x', 'command: -u "alice;••••" -s x'),
        ("- --auth=user:hunter2", "- --auth=user:••••"),
        ("header: 'Authorization: ApiKey hunter2'", "header: 'Authorization: ApiKey ••••"),
        ("command: redis-server --masterauth hunter2", "command: redis-server --masterauth ••••"),
        ("A: https://ghp_0123456789abcdef@github.com", "A: https://••••@github.com"),
        ("A: https://hooks.slack.com/services/T/B/x", "A: https://hooks.slack.com/services/••••"),
        ("A: https://discord.com/api/webhooks/1/x", "A: https://discord.com/api/webhooks/••••"),
        ("NEO4J_AUTH: neo4j/hunter2", "NEO4J_AUTH: ••••"),
        ("SMTP_AUTH: login", "SMTP_AUTH: login"),
        ("REDISCLI_AUTH: hunter2", "REDISCLI_AUTH: ••••"),
        ("RABBITMQ_ERLANG_COOKIE: hunter2", "RABBITMQ_ERLANG_COOKIE: ••••"),
        ("label: admin:$$apr1$$hunter2", "label: admin:••••"),
        ("label: admin:{sha}hunter2", "label: admin:••••"),
        ("content: hunter2", "content: ••••"),
        ("DB_PASSWORD_FILE: /run/secrets/db", "DB_PASSWORD_FILE: /run/secrets/db"),
        ("secrets: [db_password]", "secrets: [db_password]"),
        ("db_password:", "db_password:"),
        ("tls_private_key: |", "tls_private_key: |"),
        ("  " + "QUJD" * 16, "  ••••"),
        ("image: nginx:1.29@sha256:" + "0" * 30, "image: nginx:1.29@sha256:" + "0" * 30),
        ("test: curl -u admin:hunter2 --fail http://localhost", "test: curl -u admin:•••• --fail http://localhost"),
        ('test: ["CMD", "curl", "--user", "admin:hunter2"]', 'test: ["CMD", "curl", "--user", "admin:••••"]'),
        ("test: curl -u admin:$PASSWORD", "test: curl -u admin:$PASSWORD"),
        ("bypass: true", "bypass: true"),
        ("key: value", "key: value"),
    ],
)
def test_what_looks_like_a_credential_is_hidden(line: str, shown: str) -> None:
    assert excerpt(line, 0, 1).text == shown


def test_carets_under_a_hidden_value_mark_what_hides_it() -> None:
    assert excerpt("PASSWORD: hunter2", 10, 17) == Excerpt("PASSWORD: ••••", 10, 4)


def test_carets_after_a_hidden_value_move_with_the_text() -> None:
    assert excerpt("A: http://u:hunter2@db/x", 20, 22) == Excerpt("A: http://u:••••@db/x", 17, 2)


def test_the_parts_are_what_is_before_above_and_after_the_carets() -> None:
    assert excerpt("    image: nginx  ", 11, 16).parts == ("    image: ", "nginx", "")
    assert excerpt("a: 日本語 done", 3, 6).parts == ("a: ", "日本語", " done")
    assert excerpt("PASSWORD: hunter2", 10, 17).parts == ("PASSWORD: ", "••••", "")
    assert excerpt("a", 1, 2).parts == ("a", "", "")


def test_the_end_of_a_line_of_windows_is_not_shown() -> None:
    assert excerpt("image: nginx\r", 7, 12) == Excerpt("image: nginx", 7, 5)


def test_control_characters_are_replaced() -> None:
    assert excerpt("a\x1b[2Jb", 5, 6) == Excerpt("a\ufffd[2Jb", 5, 1)


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_any_place_of_any_line_has_carets_in_reach(line: str, start: int, end: int) -> None:
    shown = excerpt(line, start, end)
    assert shown.width >= 1
    assert shown.indent + shown.width <= 200
    assert all(character.isprintable() for character in shown.text)


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="$|> '\"\t\xa0"), min_size=5)
)
def test_no_password_is_shown_whatever_it_is(password: str) -> None:
    marked = "hunter2" + password
    assert "hunter2" not in excerpt(f"  POSTGRES_PASSWORD: {marked}", 21, 21 + len(marked)).text


def test_the_digest_of_an_image_is_no_secret() -> None:
    line = f"image: nginx@sha256:{'0a1b2c3d' * 8}"
    assert excerpt(line, 7, len(line)).text == line
    key = f"  {'0a1b2c3d' * 8}"
    assert excerpt(key, 2, 10).text == "  ••••"


@given(st.integers(0, 99_999))
def test_a_place_of_a_very_long_line_is_shown_with_what_stands_around_it(at: int) -> None:
    line = "".join(f"{number:05},-" for number in range(15_000))[:100_000]
    before, span, after = excerpt(line, at, at + 1).parts
    assert span == line[at]
    assert line[:at].endswith(before.removeprefix("…"))
    assert line[at + 1 :].startswith(after.removesuffix("…"))
    assert len(before) >= min(at, 40)
    assert len(after) >= min(len(line) - at - 1, 40)


def test_places_of_a_very_long_line_are_looked_through_together() -> None:
    line = "".join(f"https://u:hunter2@{number}.example.com/ " for number in range(4_000))
    credential_spans.cache_clear()
    for at in range(0, len(line), 31):
        assert "hunter2" not in excerpt(line, at, at + 1).text
    assert credential_spans.cache_info().misses <= len(line) / 1_000
