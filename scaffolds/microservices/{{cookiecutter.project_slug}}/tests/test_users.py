"""The users' API."""

from __future__ import annotations

from uuid import uuid4

import pytest

from common.web import application
from fakes import MemoryUsers
from support import Call
from users.api import routes

ADA = {"name": "Ada", "email": "ada@example.com"}


def test_created_user_is_shown_at_its_location(call: Call) -> None:
    app = application(routes(MemoryUsers()), {})
    created = call(app, "POST", "/users", ADA)
    assert created.status_code == 201
    shown = call(app, "GET", created.headers["Location"])
    assert shown.json() == {**ADA, "id": created.json()["id"]}


def test_address_is_taken_however_it_is_capitalised(call: Call) -> None:
    app = application(routes(MemoryUsers()), {})
    call(app, "POST", "/users", ADA)
    again = call(app, "POST", "/users", {"name": "Other", "email": "ADA@Example.com"})
    assert (again.status_code, again.headers["Content-Type"]) == (409, "application/problem+json")
    assert again.json()["detail"] == "this e-mail address is in use"


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        ({"name": " ", "email": "a@b.c"}, "name: String should have at least 1 character"),
        ({"name": "A"}, "email: Field required"),
        ({**ADA, "admin": True}, "admin: Extra inputs are not permitted"),
    ],
)
def test_what_is_no_user_is_refused_with_its_place(call: Call, sent: object, detail: str) -> None:
    answer = call(application(routes(MemoryUsers()), {}), "POST", "/users", sent)
    assert (answer.status_code, answer.json()["detail"]) == (422, detail)


@pytest.mark.parametrize("path", [f"/users/{uuid4()}", "/users/1", "/users/x'--"])
def test_unknown_user_is_not_found(call: Call, path: str) -> None:
    assert call(application(routes(MemoryUsers()), {}), "GET", path).status_code == 404


def test_outage_of_the_database_is_told_without_its_details(call: Call) -> None:
    users = MemoryUsers()
    users.down = True
    answer = call(application(routes(users), {}), "GET", f"/users/{uuid4()}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "hunter2" not in answer.text
