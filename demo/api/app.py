"""The shop's API: `/health`, and `/` for the products and how often somebody asked."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import redis
from database import connect

cache = redis.Redis.from_url(os.environ["CACHE_URL"])


def products() -> dict[str, object]:
    """All products with their prices, and the number of times they were looked at."""
    with connect() as connection:
        rows = connection.execute("SELECT name, price FROM product ORDER BY name").fetchall()
    return {"products": {name: str(price) for name, price in rows}, "visits": cache.incr("visits")}


class Handler(BaseHTTPRequestHandler):
    """Answers GET requests with JSON."""

    def do_GET(self) -> None:
        """Answer one request."""
        body = json.dumps({"status": "ok"} if self.path == "/health" else products()).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", 8000), Handler).serve_forever()
