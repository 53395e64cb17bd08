"""Hosts and ports that texts dial."""

from __future__ import annotations

import pytest

from composeport.passes.dials import Dial, dials, dials_of_pairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql://user:pass@db:5432/app", [("db", 5432)]),
        ("http://api", [("api", 80)]),
        ("https://api/path", [("api", 443)]),
        ("https://api.{{hostname}}/path", []),
        ("https://api.eu.$DOMAIN", []),
        ("http://api-<zone>:8080", []),
        ("http://api., http://web.example.org:81", [("api", 80), ("web.example.org", 81)]),
        ("redis://cache", [("cache", 6379)]),
        ("jdbc:mysql://db:3307/app", [("db", 3307)]),
        ("kafka-1:9092,kafka-2:9093", [("kafka-1", 9092), ("kafka-2", 9093)]),
        (
            "server.1=zoo1:2888:3888;2181 server.2=zoo2:2888:3888",
            [(f"zoo{n}", p) for n in (1, 2) for p in (2888, 3888)],
        ),
        ("server.1=zoo1:2888:3888:observer", [("zoo1", 2888), ("zoo1", 3888)]),
        ("zoo1:2888:12ab", [("zoo1", 2888)]),
        ("nc -z db 5432", [("db", 5432)]),
        ("pg_isready -h db -p 5433", [("db", 5433)]),
        ("mysqladmin --host=db --port=3307 ping", [("db", 3307)]),
        ("postgres:16", []),
        ("ghcr.io/org/image:1234-alpine", []),
        ("C:\\data", []),
        ("12:30", [("12", 30)]),
    ],
)
def test_text_dials(text: str, expected: list[tuple[str, int]]) -> None:
    assert sorted({(dial.host, dial.port) for dial in dials(text) if dial.port}) == expected


def test_udp_scheme_is_udp() -> None:
    assert list(dials("udp://log:514")) == [Dial("log", 514, "udp")]


def test_port_stands_in_a_variable_beside_the_host() -> None:
    variables = {
        "DB_HOST": "db",
        "DB_PORT": "5433",
        "REDIS_HOST": "cache",
        "MAIL_SERVER": "mail",
        "MAIL_SERVER_PORT": "2525",
    }
    assert list(dials_of_pairs(variables)) == [("DB_HOST", Dial("db", 5433)), ("MAIL_SERVER", Dial("mail", 2525))]
