"""Places an order at a running application, twice under one key: `python scripts/smoke.py http://localhost:8080`."""

from __future__ import annotations

import json
import sys
import urllib.request
import uuid
from typing import Any


def ask(base: str, path: str, body: object = None, key: str = "") -> dict[str, Any]:
    """The answer's JSON; an error of urllib where it is none of success."""
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{base}{path}", content, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def main(base: str) -> int:
    """The exit status."""
    user = ask(base, "/users", {"name": "Smoke", "email": f"{uuid.uuid4().hex}@example.com"})
    product = ask(base, "/products", {"name": "Smoke", "price_cents": 100, "stock": 3})
    wish = {"user_id": user["id"], "items": [{"product_id": product["id"], "quantity": 2}]}
    key = uuid.uuid4().hex
    first, second = (ask(base, "/orders", wish, key) for _ in range(2))
    left = ask(base, f"/products/{product['id']}")["stock"]
    print(f"order {first['id']} is {first['status']}, {left} of 3 are left")
    return 0 if first == second and first["status"] == "placed" and left == 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
