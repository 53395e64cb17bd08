"""Names become DNS labels, and what refers to a changed name follows."""

from __future__ import annotations

import pytest

from composeport.errors import InputError
from composeport.passes.references import rename_hosts
from translated import decided, translate

RENAMED = {"my_db": "my-db", "my_api": "my-api"}


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("my_db", "my-db"),
        ("postgres://my_db/app", "postgres://my-db/app"),
        ("postgres://user:secret@my_db:5432/my_db", "postgres://user:secret@my-db:5432/my_db"),
        ("postgres://my_db:secret@my_db/app", "postgres://my_db:secret@my-db/app"),
        ("my_db:5432,my_api:80", "my-db:5432,my-api:80"),
        ("my_db,my_api", "my-db,my-api"),
        ("user:secret@tcp(my_db:3306)/app", "user:secret@tcp(my-db:3306)/app"),
        ("pg_isready -h my_db -U my_db", "pg_isready -h my-db -U my_db"),
        ("--host=my_db", "--host=my-db"),
        ("nc -z my_db 5432", "nc -z my-db 5432"),
        ("host=my_db user=my_db", "host=my-db user=my_db"),
        ("my_db_backup:5432", "my_db_backup:5432"),
        ("registry.example.org/my_db:16", "registry.example.org/my_db:16"),
        ("http://x.my_db/", "http://x.my_db/"),
        ("a sentence about my_db", "a sentence about my_db"),
    ],
)
def test_a_changed_name_is_followed_where_it_is_a_host(text: str, follows: str) -> None:
    assert rename_hosts(text, RENAMED) == follows


def test_a_service_and_what_names_it_are_renamed_with_a_finding_each() -> None:
    project, findings = decided("""
services:
  my_db:
    image: postgres
  web:
    image: web
    command: [serve, --db, my_db:5432]
    environment: {DB: my_db, MY_DB: my_db, OTHER: mine}
    healthcheck: {test: nc -z my_db 5432}
""")
    web = project.services["web"]
    assert (project.services["my_db"].object_name, web.object_name) == ("my-db", "web")
    assert web.command == ("serve", "--db", "my-db:5432")
    assert web.environment == {"DB": "my-db", "MY_DB": "my_db", "OTHER": "mine"}
    assert web.healthcheck is not None
    assert web.healthcheck.test == ("CMD-SHELL", "nc -z my-db 5432")
    assert [finding for finding in findings if finding.startswith("CP108")] == [
        "CP108 4:3 services.my_db",
        "CP108 8:28 services.web.command.2",
        "CP108 9:23 services.web.environment.DB",
        "CP108 10:25 services.web.healthcheck.test.1",
    ]


def test_the_bare_word_by_which_a_service_is_called_is_its_role_unless_it_is_said_to_be_a_host() -> None:
    project, findings = decided("""
services:
  queue_worker:
    image: app
    entrypoint: [run, queue_worker]
    command: [queue_worker, --advertise-host, queue_worker, 'http://queue_worker:80']
    environment: {OTEL_SERVICE_NAME: queue_worker, ROLES: 'queue_worker,other', OWN_HOST: queue_worker, UP: 'my_db'}
    healthcheck: {test: [CMD, ping, -h, queue_worker, queue_worker]}
  my_db: {image: db}
""")
    worker = project.services["queue_worker"]
    assert worker.entrypoint == ("run", "queue_worker")
    assert worker.command == ("queue_worker", "--advertise-host", "queue-worker", "http://queue-worker:80")
    assert worker.environment == {
        "OTEL_SERVICE_NAME": "queue_worker",
        "ROLES": "queue_worker,other",
        "OWN_HOST": "queue-worker",
        "UP": "my-db",
    }
    assert worker.healthcheck is not None
    assert worker.healthcheck.test == ("CMD", "ping", "-h", "queue-worker", "queue_worker")
    assert [finding for finding in findings if finding.startswith("CP108 ") and ":3 services." not in finding] == [
        "CP108 7:47 services.queue_worker.command.2",
        "CP108 7:61 services.queue_worker.command.3",
        "CP108 8:91 services.queue_worker.environment.OWN_HOST",
        "CP108 8:109 services.queue_worker.environment.UP",
        "CP108 9:41 services.queue_worker.healthcheck.test.3",
    ]


def test_a_name_that_is_a_label_stays_and_says_nothing() -> None:
    project, findings = decided("services: {web--1: {image: a, environment: {SELF: web--1}}}")
    assert project.services["web--1"].object_name == "web--1"
    assert [finding for finding in findings if finding.startswith("CP108")] == []


def test_a_name_that_starts_with_a_digit_gets_a_letter() -> None:
    project, _ = decided("services: {3proxy: {image: a}}")
    assert project.services["3proxy"].object_name == "s-3proxy"


def test_two_names_that_meet_are_refused_at_the_second() -> None:
    with pytest.raises(InputError) as refused:
        decided("services:\n  web-a: {image: a}\n  web_a: {image: b}\n")
    assert str(refused.value) == "-:4:3: services 'web-a' and 'web_a' would both be called 'web-a'"


def test_an_alias_that_is_no_label_is_followed_too() -> None:
    made = translate("""
services:
  db: {image: postgres, container_name: shop_db}
  web: {image: web, environment: {URL: "postgres://shop_db:5432/app"}}
""")
    assert made.container("web-deployment")["env"] == [{"name": "URL", "value": "postgres://shop-db:5432/app"}]
