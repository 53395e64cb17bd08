"""The HTTP API of the users."""

from __future__ import annotations

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from common.problems import Problem
from common.web import body, path_id
from users.models import NewUser, User
from users.store import EmailTaken, Users


def routes(users: Users) -> list[BaseRoute]:
    """The routes over a store."""

    async def create(request: Request) -> Response:
        new = await body(request, NewUser)
        user = User(id=uuid4(), name=new.name, email=new.email)
        try:
            await users.add(user)
        except EmailTaken:
            raise Problem(409, "this e-mail address is in use") from None
        return JSONResponse(user.model_dump(mode="json"), 201, {"Location": f"/users/{user.id}"})

    async def show(request: Request) -> Response:
        user = await users.get(path_id(request))
        if user is None:
            raise Problem(404, "there is no such user")
        return JSONResponse(user.model_dump(mode="json"))

    return [Route("/users", create, methods=["POST"]), Route("/users/{id}", show)]
