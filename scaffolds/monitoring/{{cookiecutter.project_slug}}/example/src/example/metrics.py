"""What the application tells about itself: the rate, the errors and the duration of its requests, and its process.

Names and labels are those that the rules and the dashboards of this project read. Labels have few values: a route,
never a path, which anybody can make up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds; the objectives of the rules are among them, so that they are exact."""


class Metrics:
    """The metrics of one server."""

    def __init__(self, routes: Iterable[str]) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = Counter(
            "http_requests_total", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self._duration = Histogram(
            "http_request_duration_seconds",
            "Time from a request's first line to the end of its answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._in_progress = Gauge("http_requests_in_progress", "Requests being answered.", registry=self._registry)
        for route in routes:
            # From 0: a counter that begins at 1 has never increased, and the first error would go unseen.
            for status in ("200", "500"):
                self._requests.labels("GET", route, status)
            self._duration.labels("GET", route)

    @contextmanager
    def observed(self, method: str, route: str) -> Iterator[None]:
        """Time a request."""
        began = perf_counter()
        with self._in_progress.track_inprogress():
            try:
                yield
            finally:
                self._duration.labels(method, route).observe(perf_counter() - began)

    def answered(self, method: str, route: str, status: int) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()

    def page(self) -> bytes:
        """All metrics, as Prometheus reads them."""
        return generate_latest(self._registry)
