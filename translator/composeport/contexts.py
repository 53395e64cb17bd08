"""`contextmanager` and `suppress` with the standard library's meaning, without the twenty classes of `contextlib`.

Importing those takes as long as reading a small Compose file. Type checkers see the standard ones. What composeport
does not use (decorating with a context, suppressing in groups of exceptions) is not here.
"""

from __future__ import annotations

from composeport.hints import TYPE_CHECKING

__all__ = ["contextmanager", "suppress"]

if TYPE_CHECKING:
    from contextlib import contextmanager, suppress
else:

    class _Context:
        """Runs a generator to its `yield` before the block, and from there to its end after it."""

        def __init__(self, steps):
            self._steps = steps

        def __enter__(self):
            return next(self._steps)

        def __exit__(self, kind, error, trace):
            if error is None:
                next(self._steps, None)
                return False
            try:
                self._steps.throw(error)
            except BaseException as raised:
                error.__traceback__ = trace
                if raised is error or isinstance(raised, StopIteration):
                    return raised is not error
                raise
            return False

    def contextmanager(function):
        """A function whose generators are contexts."""

        def context(*given, **named):
            return _Context(function(*given, **named))

        return context

    class suppress:  # noqa: N801 - as the standard one is called
        """A context that ends where one of these exceptions is raised."""

        def __init__(self, *kinds):
            self._kinds = kinds

        def __enter__(self):
            return self

        def __exit__(self, kind, error, trace):
            return isinstance(error, self._kinds)
