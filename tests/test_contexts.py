"""Our contexts do what the standard library's do: each test runs with both."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from composeport import contexts


@pytest.fixture(params=[contextlib, contexts], ids=["standard", "ours"])
def made_by(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_a_generator_runs_around_the_block(made_by: Any) -> None:
    done = []

    @made_by.contextmanager
    def around(what: str) -> Iterator[str]:
        done.append(f"before {what}")
        yield what.upper()
        done.append("after")

    with around(what="it") as given:
        done.append(given)
    assert done == ["before it", "IT", "after"]


def test_what_the_block_raises_comes_out_of_the_generator(made_by: Any) -> None:
    done = []

    @made_by.contextmanager
    def around() -> Iterator[None]:
        try:
            yield
        finally:
            done.append("after")

    raised = ValueError("x")
    with pytest.raises(ValueError, match="x") as caught, around():
        raise raised
    assert (caught.value, done) == (raised, ["after"])


def test_a_generator_may_end_what_the_block_raises(made_by: Any) -> None:
    @made_by.contextmanager
    def around() -> Iterator[None]:
        try:
            yield
        except ValueError:
            return

    with around():
        raise ValueError
    with pytest.raises(KeyError), around():
        raise KeyError


def test_a_generator_may_raise_something_else(made_by: Any) -> None:
    @made_by.contextmanager
    def around() -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            raise LookupError("y") from error

    with pytest.raises(LookupError, match="y") as caught, around():
        raise ValueError("x")
    assert isinstance(caught.value.__cause__, ValueError)


def test_what_is_suppressed_ends_the_block_and_nothing_else_does(made_by: Any) -> None:
    done = []
    with made_by.suppress(LookupError, OSError):
        done.append("before")
        raise KeyError
    with pytest.raises(ValueError, match="x"), made_by.suppress(LookupError):
        raise ValueError("x")
    with made_by.suppress(LookupError):
        done.append("without")
    assert done == ["before", "without"]
