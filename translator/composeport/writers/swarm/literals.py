"""Text that a manager and its client leave as it is.

The client replaces `$NAME` in every value of a stack file (docker/cli, `compose/interpolation`), and gives a variable
that is empty the value that it has itself (`updateEnvironment` in `compose/loader`). A node expands Go templates in the
environment, the host name and mounts, and nowhere else (swarmkit, `template/expand.go`).
"""

from __future__ import annotations

from composeport.writers.swarm.scope import Node


def literal(text: str) -> str:
    """`text` as a Go template that expands to it."""
    return text.replace("{{", '{{"{{"}}')


def variable(text: str) -> str:
    """The same of a variable of a service, and never empty: an empty one is a template that expands to nothing."""
    return literal(text) or '{{""}}'


def literals(values: dict[str, str]) -> dict[str, str]:
    """The same of each value."""
    return {name: literal(value) for name, value in values.items()}


def escaped(node: Node) -> Node:
    """A part of a stack file with every `$` in its values doubled; keys are not interpolated."""
    return {key: _escaped(value) for key, value in node.items()}


def _escaped(value: object) -> object:
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, dict):
        return escaped(value)
    return [_escaped(item) for item in value] if isinstance(value, list) else value
