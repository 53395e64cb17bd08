"""How HTTP requests from outside find a service: what a reverse proxy would do, without the proxy."""

from __future__ import annotations

from composeport.diagnostics import Attribute
from composeport.records import dataclass


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """Requests for `path` (`exact`) or for everything below it, by one method and with headers and query parameters.

    An empty method is any; `headers` and `queries` are pairs of a name and the value that it must have.
    """

    path: str = "/"
    exact: bool = False
    method: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    queries: tuple[tuple[str, str], ...] = ()

    @property
    def by_path_alone(self) -> bool:
        """Whether nothing but the path of a request decides."""
        return not (self.method or self.headers or self.queries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Requests for `host` ("" is any; `*.` stands for labels in front) that match go to the container's `port`.

    With `tls` they are encrypted up to the proxy. `rewrite` replaces the path that matched. A `redirect` sends the
    client to https instead of the container. `attribute` is what asks for the route.
    """

    host: str
    match: RouteMatch
    port: int
    attribute: Attribute
    tls: bool = False
    rewrite: str = ""
    redirect: bool = False
