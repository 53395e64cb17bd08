"""How the orders' service asks the others."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from common.logs import request_id
from orders.models import Item
from orders.peers import HttpPeers, Unavailable
from support import run

Answer = httpx.Response | Exception


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(_: float) -> None: ...

    monkeypatch.setattr("common.retry.asyncio.sleep", sleep)


def peers(answers: list[Answer], seen: list[httpx.Request]) -> HttpPeers:
    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.AsyncClient(transport=httpx.MockTransport(respond))
    return HttpPeers(client, "http://users:8000", "http://products:8000")


def test_user_is_there_when_the_second_attempt_is_answered() -> None:
    seen: list[httpx.Request] = []
    user = uuid4()
    assert run(peers([httpx.ConnectError("refused"), httpx.Response(200)], seen).user_exists(user)) is True
    assert [str(request.url) for request in seen] == [f"http://users:8000/users/{user}"] * 2


def test_user_is_not_there_without_a_second_attempt() -> None:
    assert run(peers([httpx.Response(404)], []).user_exists(uuid4())) is False


@pytest.mark.parametrize("answer", [lambda: httpx.Response(503), lambda: httpx.ReadTimeout("slow")])
def test_third_failure_is_the_last(answer: Callable[[], Answer]) -> None:
    seen: list[httpx.Request] = []
    with pytest.raises(Unavailable):
        run(peers([answer() for _ in range(3)], seen).user_exists(uuid4()))
    assert len(seen) == 3


def test_answer_that_says_nothing_of_the_matter_is_an_outage() -> None:
    with pytest.raises(Unavailable):
        run(peers([httpx.Response(400)], []).user_exists(uuid4()))
    with pytest.raises(Unavailable):
        run(peers([httpx.Response(404)], []).reserve(uuid4(), [Item(product_id=uuid4(), quantity=1)]))


def test_request_id_goes_along() -> None:
    seen: list[httpx.Request] = []
    token = request_id.set("request-1")
    try:
        run(peers([httpx.Response(200)], seen).user_exists(uuid4()))
    finally:
        request_id.reset(token)
    assert seen[0].headers["X-Request-ID"] == "request-1"
