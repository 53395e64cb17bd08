"""The microservices at work: from the gateway through the services and the broker to the consumer, and in outages."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import time
import urllib.parse
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scaffolds.generated import generate
from scaffolds.microservices_servers import SERVICES, Answer, SearchEngine, Shop, missing, pythons, until

_INTERPRETERS = pythons()
_LACKING = missing() + ([] if _INTERPRETERS else ["python 3.12"])
pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(bool(_LACKING), reason=f"not here: {', '.join(_LACKING)}"),
]


def install(root: Path, project: Path) -> str:
    """An interpreter with what the images install. Skips where PyPI cannot be reached."""
    python = root / "venv/bin/python"
    subprocess.run([_INTERPRETERS[-1], "-m", "venv", "--without-pip", root / "venv"], check=True, timeout=120)
    pip = [_INTERPRETERS[-1], "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-compile"]
    requirements = project / "services/requirements.txt"
    done = subprocess.run([*pip, "-r", requirements], capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        pytest.skip(f"the services' packages cannot be installed: {done.stderr.strip().splitlines()[-1]}")
    return str(python)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    # Not pytest's own directory: `nobody` could not enter it.
    with tempfile.TemporaryDirectory(prefix="microservices-") as name:
        root = Path(name)
        root.chmod(0o755)
        project = generate("microservices", root)
        running = Shop(root, project, install(root, project))
        try:
            running.start_all()
            yield running
        finally:
            running.stop_all()


def new_user(shop: Shop) -> str:
    address = f"{uuid.uuid4().hex}@example.com"
    answer = shop.ask("gateway", "POST", "/users", {"name": "Ada", "email": address})
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def new_product(shop: Shop, stock: int, name: str = "Tea") -> str:
    product = {"name": name, "description": "green, loose", "price_cents": 450, "stock": stock}
    answer = shop.ask("gateway", "POST", "/products", product)
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def order(shop: Shop, user: str, product: str, quantity: int = 1, *, key: str = "", host: str = "gateway") -> Answer:
    body = {"user_id": user, "items": [{"product_id": product, "quantity": quantity}]}
    return shop.ask(host, "POST", "/orders", body, Idempotency_Key=key or uuid.uuid4().hex)


def stock(shop: Shop, product: str) -> int:
    return int(shop.sql("products", f"SELECT stock FROM products WHERE id = '{product}'"))


def found(shop: Shop, words: str) -> list[str]:
    answer = shop.ask("gateway", "GET", f"/products?{urllib.parse.urlencode({'q': words})}")
    return [product["id"] for product in answer.json["products"]]


def metric(shop: Shop, host: str, name: str) -> float:
    lines = shop.ask(host, "GET", "/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(name))


def notified(shop: Shop, placed: str) -> list[str]:
    noted = shop.ask("notifier", "GET", f"/notifications/{placed}").json["notifications"]
    return [notification["text"] for notification in noted]


def test_an_order_placed_through_the_gateway_ends_in_the_consumer(shop: Shop) -> None:
    user, product = new_user(shop), new_product(shop, stock=10)
    assert shop.ask("gateway", "GET", f"/products/{product}").json["stock"] == 10
    placed = order(shop, user, product, quantity=3)
    assert placed.status == 201
    identity = placed.json["id"]
    assert placed.json == {
        "id": identity,
        "user_id": user,
        "items": [{"product_id": product, "quantity": 3}],
        "status": "placed",
        "reason": None,
        "lines": [{"product_id": product, "quantity": 3, "price_cents": 450}],
        "total_cents": 1350,
    }
    assert until(lambda: notified(shop, identity)) == [f"Your order {identity} over 13.50 is on its way."]
    assert shop.ask("gateway", "GET", f"/products/{product}").json["stock"] == 7
    assert shop.ask("gateway", "GET", f"/orders?user_id={user}").json == {"orders": [placed.json]}


def test_a_repeated_key_orders_once_even_at_the_same_time(shop: Shop) -> None:
    user, product = new_user(shop), new_product(shop, stock=10)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: order(shop, user, product, 2, key="the-same-key"), range(12)))
    assert {(answer.status, answer.text) for answer in answers} == {(201, answers[0].text)}
    identity = answers[0].json["id"]
    until(lambda: notified(shop, identity))
    assert stock(shop, product) == 8
    assert shop.sql("orders", f"SELECT count(*) FROM orders WHERE user_id = '{user}'") == "1"
    assert shop.sql("orders", f"SELECT count(*) FROM outbox WHERE payload->>'id' = '{identity}'") == "1"
    other = order(shop, user, product, 3, key="the-same-key")
    assert (other.status, stock(shop, product)) == (422, 8)


def test_stock_is_never_sold_twice(shop: Shop) -> None:
    user, tea, cup = new_user(shop), new_product(shop, stock=5), new_product(shop, stock=100)

    def both(number: int) -> int:
        items = [{"product_id": product, "quantity": 1} for product in ((tea, cup), (cup, tea))[number % 2]]
        body = {"user_id": user, "items": items}
        return shop.ask("gateway", "POST", "/orders", body, Idempotency_Key=f"order-number-{number}").status

    with ThreadPoolExecutor(16) as pool:
        assert Counter(pool.map(both, range(16))) == {201: 5, 409: 11}
    assert (stock(shop, tea), stock(shop, cup)) == (0, 95)


def test_a_broker_that_is_gone_for_a_moment_loses_nothing(shop: Shop) -> None:
    user, product = new_user(shop), new_product(shop, stock=100)
    shop.stop("broker", signal.SIGKILL)
    while_away = [order(shop, user, product) for _ in range(10)]
    assert [answer.status for answer in while_away] == [201] * 10
    assert shop.ask("orders", "GET", "/readyz").status == 200
    assert until(lambda: shop.ask("notifier", "GET", "/readyz").json["failed"]) == ["broker"]
    assert int(shop.sql("orders", "SELECT count(*) FROM outbox WHERE sent_at IS NULL")) == 10
    shop.start_broker()
    placed = [answer.json["id"] for answer in while_away]
    placed += [order(shop, user, product).json["id"] for _ in range(10)]
    until(lambda: all(notified(shop, identity) for identity in placed))
    assert [len(notified(shop, identity)) for identity in placed] == [1] * 20
    assert stock(shop, product) == 80


def test_an_order_during_an_outage_of_another_service_is_finished_later(shop: Shop) -> None:
    user, product = new_user(shop), new_product(shop, stock=10)
    shop.stop("products", signal.SIGKILL)
    accepted = order(shop, user, product, key="during-an-outage")
    assert (accepted.status, accepted.json["status"]) == (202, "pending")
    assert shop.ask("gateway", "GET", f"/products/{product}").status == 503
    shop.start_service("products")
    identity = accepted.json["id"]
    until(lambda: shop.ask("gateway", "GET", f"/orders/{identity}").json["status"] == "placed")
    assert order(shop, user, product, key="during-an-outage").json["id"] == identity
    until(lambda: notified(shop, identity))
    assert stock(shop, product) == 9


@pytest.mark.parametrize("service", ["orders", "products"])
def test_sigterm_finishes_the_requests_in_flight(shop: Shop, service: str) -> None:
    user, product = new_user(shop), new_product(shop, stock=10)
    lock = f"BEGIN; SELECT 1 FROM products WHERE id = '{product}' FOR UPDATE; SELECT pg_sleep(1.5); COMMIT"
    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(shop.sql, "products", lock)
        time.sleep(0.3)
        placing = pool.submit(order, shop, user, product)
        time.sleep(0.4)
        stopping = pool.submit(shop.stop, service)
        answer = placing.result()
        held.result()
        # uvicorn ends by the signal that it was sent, when it has done its work.
        assert stopping.result() in {0, -signal.SIGTERM}
    assert answer.status == 201, answer.text
    assert stock(shop, product) == 9
    shop.start_service(service)
    until(lambda: notified(shop, answer.json["id"]))


def test_a_service_that_drains_still_answers_and_is_not_ready(shop: Shop) -> None:
    shop.stop("users")
    shop.start_service("users", DRAIN_SECONDS="1.5")
    shop.processes["users"].send_signal(signal.SIGTERM)
    ready = until(lambda: (answer := shop.ask("users", "GET", "/readyz")).status == 503 and answer)
    assert ready.json == {"ready": False, "failed": ["draining"]}
    assert shop.ask("gateway", "GET", f"/users/{uuid.uuid4()}").status == 404
    assert shop.processes.pop("users").wait(10) in {0, -signal.SIGTERM}
    shop.start_service("users")


def test_the_cache_can_be_done_without(shop: Shop) -> None:
    user, product = new_user(shop), new_product(shop, stock=10)
    hits = 'product_cache_lookups_total{result="hit"}'
    services = ("products", "orders")
    errors = {service: metric(shop, service, "redis_errors_total") for service in services}
    shop.stop("cache")
    assert order(shop, user, product).status == 201
    assert shop.ask("gateway", "GET", f"/products/{product}").json["stock"] == 9
    assert all(metric(shop, service, "redis_errors_total") > errors[service] for service in services)
    shop.start_cache()
    before = metric(shop, "products", hits)
    assert [shop.ask("gateway", "GET", f"/products/{product}").json["stock"] for _ in range(3)] == [9, 9, 9]
    assert metric(shop, "products", hits) == before + 2


def test_a_message_without_sense_ends_in_the_dead_letters_and_can_be_replayed(shop: Shop) -> None:
    publish = """
import asyncio, uuid
from orders.broker import Publisher
from orders.store import Message
async def main():
    publisher = Publisher()
    await publisher.publish(Message(uuid.uuid4(), "order.placed", {"id": "nonsense"}, "request-of-the-test"))
    await publisher.close()
asyncio.run(main())
"""
    dead = 'messages_handled_total{outcome="dead-lettered"}'
    done = shop.python_m("orders", code=publish)
    assert done.returncode == 0, done.stderr
    until(lambda: metric(shop, "notifier", dead) == 1)
    assert '"request_id": "request-of-the-test"' in shop.log("notifier")
    until(lambda: "replayed 1 messages" in shop.python_m("notifier", "notifier.replay").stdout)
    until(lambda: metric(shop, "notifier", dead) == 2)


def test_no_service_may_do_more_to_the_broker_or_the_cache_than_its_work(shop: Shop) -> None:
    declare = """
import asyncio, aio_pika, os
from notifier.consumer import _connect
async def main():
    async with await _connect() as connection:
        channel = await connection.channel()
        await channel.declare_queue("mine")
asyncio.run(main())
"""
    assert "ACCESS_REFUSED" in shop.python_m("notifier", code=declare).stderr
    read = """
import asyncio
from common.keyvalue import open_redis
async def main():
    async with open_redis() as redis:
        await redis.get("product:1")
asyncio.run(main())
"""
    assert "NOPERM" in shop.python_m("orders", code=read).stderr.upper().replace("NOPERMISSION", "NOPERM")


def test_a_user_orders_only_so_often_a_minute(shop: Shop) -> None:
    user, other, product = new_user(shop), new_user(shop), new_product(shop, stock=100)
    shop.stop("orders")
    shop.start_service("orders", ORDERS_A_MINUTE="5")
    # Twice the limit and one: the minute may end in between.
    statuses = [order(shop, user, product, host="orders").status for _ in range(11)]
    assert set(statuses) == {201, 429}
    assert statuses.index(429) >= 5
    assert stock(shop, product) == 100 - statuses.count(201)
    assert order(shop, other, product, host="orders").status == 201
    shop.stop("orders")
    shop.start_service("orders")


def test_migrations_run_again_change_nothing(shop: Shop) -> None:
    before = {service: shop.sql(service, "SELECT * FROM schema_migrations ORDER BY name") for service in SERVICES}
    assert [shop.migrate(service).returncode for service in SERVICES] == [0] * 4
    assert before == {
        service: shop.sql(service, "SELECT * FROM schema_migrations ORDER BY name") for service in SERVICES
    }


@pytest.mark.parametrize(
    "path", ["/", "/metrics", "/readyz", "/usersX", "/users/../metrics", "/reservations/1", "/notifications/1"]
)
def test_the_gateway_passes_on_what_is_public_and_nothing_else(shop: Shop, path: str) -> None:
    answer = shop.ask("gateway", "GET", path, X_Request_ID="request-of-the-test")
    assert (answer.status, answer.json["title"]) == (404, "Not Found")
    assert (answer.headers["X-Request-ID"], answer.headers["Server"]) == ("request-of-the-test", "nginx")


def test_a_request_has_one_id_from_the_gateway_to_the_log(shop: Shop) -> None:
    user, product, identity = new_user(shop), new_product(shop, stock=1), uuid.uuid4().hex
    body = {"user_id": user, "items": [{"product_id": product, "quantity": 1}]}
    headers = {"Idempotency_Key": uuid.uuid4().hex, "X_Request_ID": identity}
    placed = shop.ask("gateway", "POST", "/orders", body, **headers)
    assert placed.headers.get_all("X-Request-ID") == [identity]  # type: ignore[attr-defined]
    until(lambda: notified(shop, placed.json["id"]))
    for name in ("gateway", "orders", "users", "products", "notifier"):
        until(lambda name=name: f'"{identity}"' in shop.log(name))  # type: ignore[misc]


def test_products_are_found_by_their_words(shop: Shop) -> None:
    # The search engine is away: PostgreSQL searches.
    first = new_product(shop, 1, name="Gyokuro Asahi")
    assert found(shop, "asahi green") == [first]
    assert found(shop, "'; -- & | ! :* (") == []
    engine = SearchEngine(shop.ports["search"])
    try:
        second = new_product(shop, 1, name="Gyokuro Hikari")
        until(lambda: {first, second} <= engine.documents.keys())
        assert engine.documents[second] == {"name": "Gyokuro Hikari", "description": "green, loose"}
        until(lambda: shop.sql("products", "SELECT count(*) FROM products WHERE NOT indexed") == "0")
        # Only the search engine finds parts of words.
        assert found(shop, "gyok hik") == [second]
        assert set(found(shop, "gyok")) == {first, second}
    finally:
        engine.stop()
    assert found(shop, "gyok") == []


def test_too_much_at_once_is_held_back_by_the_gateway(shop: Shop) -> None:
    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(lambda _: shop.ask("gateway", "GET", "/users/1").status, range(400)))
    assert set(statuses) == {404, 429}


def test_nobody_logs_a_password(shop: Shop) -> None:
    said = "".join(path.read_text(errors="replace") for path in shop.logs.iterdir())
    assert [name for name in shop.project.secrets if name.endswith("_password") and shop.secret(name) in said] == []


@pytest.mark.parametrize("chosen", ["yes", "no"])
def test_the_projects_own_tests_pass(tmp_path: Path, chosen: str) -> None:
    project = generate("microservices", tmp_path, with_search=chosen, with_monitoring=chosen)
    python = f"PYTHON={_INTERPRETERS[-1]}"
    ready = subprocess.run(
        ["make", "-C", project, python, ".venv/ready"], capture_output=True, text=True, check=False, timeout=400
    )
    if ready.returncode:
        pytest.skip(f"the packages cannot be installed: {ready.stderr.strip().splitlines()[0]}")
    done = subprocess.run(
        ["make", "-C", project, python, "test"], capture_output=True, text=True, check=False, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
