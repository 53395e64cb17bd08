"""What the services share."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from common import database, settings
from common.background import repeat, running
from common.logs import JsonFormatter, request_id
from common.retry import delays, retry
from common.web import LARGEST_BODY, application, body
from support import Call, run
from users.models import NewUser

Environment = Callable[[Mapping[str, str]], None]


async def fail() -> None:
    raise ConnectionError("no")


async def succeed() -> None: ...


def test_alive_whatever_is_wrong_and_ready_only_when_nothing_is(call: Call) -> None:
    app = application([], {"database": fail, "broker": succeed})
    ready = call(app, "GET", "/readyz")
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "failed": ["database"]})
    assert call(app, "GET", "/healthz").status_code == 200
    assert call(application([], {"database": succeed}), "GET", "/readyz").json() == {"ready": True, "failed": []}


def test_service_that_drains_is_alive_and_not_ready(call: Call) -> None:
    app = application([], {})
    app.state.draining = True
    assert call(app, "GET", "/readyz").json() == {"ready": False, "failed": ["draining"]}
    assert call(app, "GET", "/healthz").status_code == 200


def test_metrics_count_by_pattern_and_not_by_path(call: Call) -> None:
    async def show(_: Request) -> Response:
        return PlainTextResponse(request_id.get())

    app = application([Route("/counted/{id}", show)], {})
    for path in ("/counted/1", "/counted/2", "/nowhere/3"):
        call(app, "GET", path)
    metrics = call(app, "GET", "/metrics").text
    assert 'http_requests_total{method="GET",route="/counted/{id}",status="200"} 2.0' in metrics
    assert 'http_requests_total{method="GET",route="none",status="404"} 1.0' in metrics


@pytest.mark.parametrize(("given", "kept"), [("request-1", True), ("x\ny-injected-line", False), ("a" * 65, False)])
def test_request_id_of_the_gateway_is_kept_where_it_is_decent(call: Call, given: str, kept: bool) -> None:
    async def show(_: Request) -> Response:
        return PlainTextResponse(request_id.get())

    answer = call(application([Route("/", show)], {}), "GET", "/", headers={"X-Request-ID": given.encode()})
    assert answer.headers["X-Request-ID"] == answer.text
    assert (answer.text == given) is kept


def test_body_that_is_too_large_is_not_read_to_its_end(call: Call) -> None:
    async def take(request: Request) -> Response:
        await body(request, NewUser)
        return PlainTextResponse("taken")

    app = application([Route("/", take, methods=["POST"])], {})
    assert call(app, "POST", "/", content=b" " * (LARGEST_BODY + 1)).status_code == 413


def test_mistake_of_ours_tells_nothing_but_its_id(call: Call) -> None:
    async def broken(_: Request) -> Response:
        raise RuntimeError("the password is hunter2")

    answer = call(application([Route("/", broken)], {}), "GET", "/", headers={"X-Request-ID": "request-1"})
    assert answer.status_code == 500
    assert answer.json() == {
        "title": "Internal Server Error",
        "status": 500,
        "detail": "the service made a mistake",
        "request_id": "request-1",
    }


def test_delays_grow_up_to_their_limit() -> None:
    for bound, delay in zip([0.1, 0.2, 0.4, 0.5, 0.5], delays(0.1, 0.5), strict=False):
        assert 0.05 <= delay <= bound


def test_retry_ends_with_the_last_error() -> None:
    calls = []

    async def broken() -> None:
        calls.append(1)
        raise ConnectionError(str(len(calls)))

    with pytest.raises(ConnectionError, match="3"):
        run(retry(broken, ConnectionError, attempts=3, first=0.001))


def test_retry_does_not_repeat_what_it_was_not_told_to() -> None:
    calls = []

    async def broken() -> None:
        calls.append(1)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        run(retry(broken, ConnectionError, attempts=3, first=0.001))
    assert len(calls) == 1


def test_background_work_goes_on_after_an_error_and_ends_with_the_service() -> None:
    done: list[str] = []

    async def step() -> bool:
        done.append("step")
        if len(done) == 1:
            raise ConnectionError("once")
        return len(done) < 4

    async def life() -> None:
        async with running(repeat("steps", step, every=60)):
            while len(done) < 4:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)

    run(life())
    assert done == ["step"] * 4


def test_secret_is_read_from_its_file(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("p@ss word/\n")
    environment({"DATABASE_PASSWORD_FILE": str(tmp_path / "secret")})
    assert settings.secret("DATABASE_PASSWORD") == "p@ss word/"


def test_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_HOST", raising=False)
    with pytest.raises(settings.MissingSetting, match="DATABASE_HOST"):
        settings.text("DATABASE_HOST")


def test_log_is_one_object_a_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("access", logging.INFO, __file__, 1, "GET %s", ("/a\nb",), None)
    record.fields = {"status": 200}
    line = JsonFormatter("users").format(record)
    assert "\n" not in line
    entry = json.loads(line)
    assert (entry["service"], entry["message"], entry["status"]) == ("users", "GET /a\nb", 200)


@pytest.mark.parametrize("service", ["users", "products", "orders", "notifier"])
def test_migrations_are_numbered_without_a_gap(service: str) -> None:
    numbers = [int(name.split("_")[0]) for name, _ in database.migrations(service)]
    assert numbers == list(islice(range(1, 1000), len(numbers)))
    assert numbers
