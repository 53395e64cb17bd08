"""The LAMP project at work: from the form to the database, the queue, the worker and back to the page."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffolds.generated import generate
from scaffolds.lamp_servers import Browser, NameServer, Servers, missing, until

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(bool(missing()), reason=f"not here: {', '.join(missing())}"),
]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    # Not pytest's own directory: `nobody` could not enter it.
    with tempfile.TemporaryDirectory(prefix="lamp-") as name:
        root = Path(name)
        root.chmod(0o711)
        running = Servers(root, generate("lamp", root))
        try:
            running.start_redis()
            running.start_mysql()
            assert running.php("bin/migrate.php").returncode == 0
            running.start_php()
            running.start_web()
            yield running
        finally:
            running.stop_all()


@pytest.fixture(autouse=True)
def clean(servers: Servers) -> Iterator[None]:
    yield
    for name in [name for name in servers.processes if name.startswith("worker")]:
        servers.stop(name, signal.SIGKILL)
    servers.sql("DELETE FROM messages")
    for key in servers.redis("--scan").split():
        servers.redis("DEL", key)


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def send(browser: Browser, body: str, author: str = "Ada") -> int:
    """Fill in the form and send it. Returns the status."""
    return browser.post("/messages", csrf_token=token_of(browser.get().text), author=author, body=body).status


def queued(servers: Servers) -> list[int]:
    """The messages that wait in the queue, the next one last."""
    return [
        json.loads(job)["payload"]["message"] for job in servers.redis("LRANGE", "queue:pending", "0", "-1").split()
    ]


def taken(servers: Servers) -> list[str]:
    """The lists of workers that work at something."""
    return servers.redis("--scan", "--pattern", "queue:processing:*").split()


def newest(servers: Servers) -> int:
    return int(servers.sql("SELECT MAX(id) FROM messages"))


def processed(servers: Servers, message: int) -> bool:
    return servers.sql(f"SELECT words, processed_at IS NOT NULL FROM messages WHERE id = {message}") == "3\t1"


def test_a_message_goes_from_the_form_to_the_database_the_queue_the_worker_and_the_page(servers: Servers) -> None:
    browser = servers.browser()
    assert send(browser, "It works\n<i>&here") == 303
    assert servers.sql("SELECT author, body, words FROM messages") == "Ada\tIt works\\n<i>&here\tNULL"
    message = newest(servers)
    assert queued(servers) == [message]
    page = browser.get().text
    assert "Thank you, Ada." in page
    assert 'It works\n&lt;i&gt;&amp;here</p>\n        <p class="pending">being processed</p>' in page
    servers.start_worker()
    until(lambda: "4 words, 2 s to read" in browser.get().text)
    assert (queued(servers), until(lambda: not taken(servers))) == ([], True)
    assert servers.sql(f"SELECT words, reading_seconds FROM messages WHERE id = {message}") == "4\t2"


def test_the_session_is_in_redis_and_outlives_php(servers: Servers) -> None:
    browser = servers.browser()
    send(browser, "one two three")
    (cookie,) = browser.cookies
    assert (cookie.name, cookie.path, cookie.has_nonstandard_attr("HttpOnly")) == ("session", "/", True)
    assert 86000 < int(servers.redis("TTL", f"session:{cookie.value}")) <= 86400
    assert servers.stop("php", signal.SIGQUIT) == 0
    servers.start_php()
    assert "You have left 1 message." in browser.get().text
    assert "You have left" not in servers.browser().get().text


def test_a_session_that_the_server_did_not_give_out_is_not_taken(servers: Servers) -> None:
    browser = servers.browser()
    browser.get()
    (cookie,) = browser.cookies
    given, cookie.value = cookie.value, "planted"
    browser.get()
    assert {cookie.value for cookie in browser.cookies}.isdisjoint({"planted", given})
    assert servers.redis("EXISTS", "session:planted") == "0"


def test_a_form_without_its_token_is_refused(servers: Servers) -> None:
    browser = servers.browser()
    browser.get()
    answer = browser.post("/messages", author="Ada", body="forged")
    assert (answer.status, "The form was too old" in answer.text) == (403, True)
    other = token_of(servers.browser().get().text)
    assert browser.post("/messages", csrf_token=other, author="Ada", body="forged").status == 403
    assert servers.sql("SELECT COUNT(*) FROM messages") == "0"


def test_a_form_with_errors_is_shown_again(servers: Servers) -> None:
    browser = servers.browser()
    assert send(browser, "x" * 1001) == 422
    assert send(browser, "ü" * 1000, author="日" * 60) == 303
    assert send(browser, "'; DROP TABLE messages; --") == 303
    assert servers.sql("SELECT CHAR_LENGTH(author), CHAR_LENGTH(body) FROM messages") == "60\t1000\n3\t26"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGQUIT])
def test_a_worker_that_is_stopped_finishes_its_job_first(servers: Servers, stop: signal.Signals) -> None:
    send(servers.browser(), "one two three")
    send(servers.browser(), "left for later")
    first, second = newest(servers) - 1, newest(servers)
    with servers.locked(first):
        worker = servers.start_worker()
        until(lambda: taken(servers))
        worker.send_signal(stop)
        time.sleep(1)
        assert worker.poll() is None
        assert not processed(servers, first)
    assert worker.wait(15) == 0
    assert processed(servers, first)
    assert (queued(servers), taken(servers), servers.redis("ZCARD", "queue:workers")) == ([second], [], "0")


def test_a_job_whose_worker_is_killed_is_done_by_another(servers: Servers) -> None:
    send(servers.browser(), "one two three")
    message, job = newest(servers), servers.redis("RPOP", "queue:pending")
    servers.start_worker("worker-1")
    until(lambda: servers.redis("ZCARD", "queue:workers") == "1")
    with servers.locked():
        servers.redis("LPUSH", "queue:pending", job)
        until(lambda: taken(servers))
        servers.stop("worker-1", signal.SIGKILL)
    assert (queued(servers), len(taken(servers)), processed(servers, message)) == ([], 1, False)
    time.sleep(1.1)
    servers.start_worker("worker-2", QUEUE_SILENCE_SECONDS="1", QUEUE_BACKOFF_SECONDS="1")
    until(lambda: processed(servers, message))
    until(lambda: not taken(servers))


def test_a_job_that_always_fails_is_tried_again_and_then_laid_aside(servers: Servers) -> None:
    job = json.dumps({"id": "a", "type": "unknown", "payload": {}, "attempts": 0})
    servers.redis("LPUSH", "queue:pending", job)
    servers.start_worker(QUEUE_ATTEMPTS="3", QUEUE_BACKOFF_SECONDS="1")
    dead = json.loads(until(lambda: servers.redis("LRANGE", "queue:dead", "0", "-1")))
    assert (json.loads(dead["job"])["attempts"], dead["reason"]) == (2, "nobody does 'unknown'")
    assert (queued(servers), taken(servers), servers.redis("ZCARD", "queue:delayed")) == ([], [], "0")


def test_a_message_that_the_queue_has_lost_is_queued_again(servers: Servers) -> None:
    send(servers.browser(), "one two three")
    servers.redis("DEL", "queue:pending")
    time.sleep(2)
    servers.start_worker(QUEUE_FORGOTTEN_SECONDS="1")
    until(lambda: processed(servers, newest(servers)))


def test_a_worker_and_the_page_live_through_a_restart_of_redis_and_no_job_is_lost(servers: Servers) -> None:
    browser = servers.browser()
    assert send(browser, "one two three") == 303
    worker = servers.start_worker()
    until(lambda: processed(servers, newest(servers)))
    assert send(browser, "four five six") == 303
    assert servers.stop("redis") == 0
    assert (browser.get().status, browser.get().headers["Retry-After"]) == (503, "5")
    health = browser.get("/healthz")
    assert (health.status, json.loads(health.text)) == (
        503,
        {"status": "failing", "checks": {"database": "ok", "redis": "away"}},
    )
    assert browser.get("/livez").status == 200
    servers.start_redis()
    until(lambda: processed(servers, newest(servers)), seconds=30)
    assert worker.poll() is None
    assert "You have left 2 messages." in browser.get().text


def test_migrations_run_once_however_many_start_them(servers: Servers) -> None:
    servers.sql("DROP TABLE messages, migrations")
    waiting = servers.start(
        "waiting", "sh", servers.project / "docker/php/wait-for-migrations.sh", "php", "-r", "echo 'started';"
    )
    time.sleep(1)
    assert waiting.poll() is None
    both = [servers.start(f"migrate-{n}", "php", "bin/migrate.php") for n in (1, 2)]
    assert [process.wait(30) for process in both] == [0, 0]
    said = servers.log("migrate-1") + servers.log("migrate-2")
    assert sorted(re.findall(r'"file":"(\w+\.sql)"', said)) == [
        "0001_create_messages.sql",
        "0002_index_unprocessed_messages.sql",
    ]
    assert waiting.wait(15) == 0
    assert servers.log("waiting").endswith("started")


def test_who_waits_for_migrations_can_be_stopped(servers: Servers) -> None:
    script = servers.project / "docker/php/wait-for-migrations.sh"
    servers.start("waiting-2", "sh", script, "php", "-v", DB_NAME="nothing")
    until(lambda: "waiting for migrations" in servers.log("waiting-2"))
    assert servers.stop("waiting-2") == 143


def test_without_a_password_redis_only_answers_a_ping(servers: Servers) -> None:
    assert servers.redis("PING", user="default") == "PONG"
    assert servers.redis("KEYS", "*", user="default").startswith("NOPERM")
    assert servers.redis("FLUSHALL").startswith("NOPERM")
    assert servers.redis("SET", "elsewhere", "1").startswith("NOPERM")


def test_a_visitor_finds_their_way(servers: Servers) -> None:
    browser = servers.browser()
    health = browser.get("/healthz")
    assert (health.status, json.loads(health.text)["checks"]) == (200, {"database": "ok", "redis": "ok"})
    style = browser.get("/assets/style.css")
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert browser.get("/assets/none.css").status == 404
    assert browser.get("/index.php").status == 404
    assert browser.get("/messages").headers["Allow"] == "POST"
    assert browser.post("/messages", body="x" * 70_000).status == 413
    assert not list(browser.cookies)
    page = browser.get()
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert (page.headers["X-Powered-By"], page.headers["Server"]) == (None, "nginx")


def test_the_projects_own_smoke_test_passes(servers: Servers) -> None:
    servers.start_worker()
    done = subprocess.run(
        ["sh", str(servers.project / "tests/smoke.sh"), servers.browser().base],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^processed after \d+ looks$", done.stdout, re.MULTILINE)


def test_the_health_check_of_the_worker_sees_whether_it_works(servers: Servers) -> None:
    servers.start_worker()
    beat = str(servers.run / "worker.heartbeat")
    assert servers.php("bin/worker.php", "--health", HEARTBEAT_FILE=beat).returncode == 0
    assert servers.php("bin/worker.php", "--health", HEARTBEAT_FILE=f"{beat}-none").returncode == 1


@pytest.mark.skipif(bool(missing("cgi-fcgi")), reason="cgi-fcgi is not here")
def test_the_health_check_of_php_sees_whether_it_answers(servers: Servers) -> None:
    def ping(port: int) -> int:
        script = servers.project / "docker/php/fpm-ping.sh"
        return subprocess.run(
            ["sh", str(script), f"127.0.0.1:{port}"], capture_output=True, check=False, timeout=20
        ).returncode

    assert ping(servers.ports["php"]) == 0
    assert ping(servers.ports["web"]) != 0
    assert ping(1) != 0


def test_nginx_starts_without_php_and_finds_it_again_at_another_address(servers: Servers) -> None:
    names = NameServer("php.shop.svc.cluster.local")
    servers.stop("web", signal.SIGQUIT)
    try:
        search = "search shop.svc.cluster.local svc.cluster.local\n"
        servers.start_web("php", f"nameserver 127.0.0.1:{names.port}\n{search}")
        away = servers.browser().get()
        assert (away.status, away.headers["Retry-After"], "Back soon" in away.text) == (503, "5", True)
        assert servers.browser().get("/assets/style.css").status == 200
        assert names.asked == {"php.shop.svc.cluster.local"}
        names.address = "127.0.0.1"
        until(lambda: servers.browser().get().status == 200)
        # All of 127/8 is this machine, but PHP listens at one address of it.
        names.address = "127.0.0.2"
        until(lambda: servers.browser().get().status == 503)
        names.address = "127.0.0.1"
        until(lambda: servers.browser().get().status == 200)
    finally:
        names.close()
        servers.stop("web", signal.SIGQUIT)
        servers.start_web()


def test_nobody_logs_a_password(servers: Servers) -> None:
    send(servers.browser(), "one two three")
    servers.start("wrong", "php", "bin/migrate.php", "--wait", DB_USER="nobody")
    servers.start_worker("worker-wrong", REDIS_USER="nobody")
    until(lambda: "Access denied for user" in servers.log("wrong"))
    until(lambda: "Redis is away" in servers.log("worker-wrong"))
    assert servers.stop("wrong") == -signal.SIGTERM
    said = "".join(path.read_text(errors="replace") for path in servers.logs.iterdir())
    assert [name for name in ("mysql_password", "redis_password") if servers.secret(name) in said] == []
