"""The HTTP API of the notifier, for the inside: the gateway passes nothing on to it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from common.web import path_id
from notifier.store import Notifications


def routes(notifications: Notifications) -> list[BaseRoute]:
    """The routes over a store."""

    async def of_order(request: Request) -> Response:
        found = await notifications.of_order(path_id(request))
        return JSONResponse({"notifications": [notification.model_dump(mode="json") for notification in found]})

    return [Route("/notifications/{id}", of_order)]
