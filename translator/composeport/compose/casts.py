"""Texts where a number or a boolean is meant: Compose makes them one right after interpolation, before anything looks.

So `replicas: "${N:-3}"` is a number to the schema and to merging.
"""

from __future__ import annotations

from collections.abc import Callable

from composeport.compose.problems import Problems
from composeport.compose.tables import Table
from composeport.compose.values import boolean, integer, number
from composeport.source.nodes import Mapping, Node, Scalar, Sequence

Cast = Callable[[str], "int | float | bool"]


def cast_texts(node: Node, problems: Problems, table: Table[Cast] | None = None, name: str = "") -> None:
    """Replace the texts that `CASTS` names, in place; collect those that cannot be read. `name` is for messages."""
    table = table or CASTS
    if isinstance(node, Scalar):
        if table.rule is not None and isinstance(node.value, str):
            try:
                node.value = table.rule(node.value)
            except ValueError as error:
                problems.add(f"`{name}`: {error}", node.location)
    elif isinstance(node, Mapping):
        for key, child in node.items.items():
            below = table.below(key)
            if below is not None:
                cast_texts(child, problems, below, key)
    elif isinstance(node, Sequence):
        every = table.children.get("*")
        for item in node.items if every is not None else ():
            cast_texts(item, problems, every, name)


def _container(cast: Cast, *names: str) -> dict[tuple[str, ...], Cast]:
    """Rows for attributes of services and jobs, a dot between the parts of a path."""
    return {(kind, "*", *name.split(".")): cast for kind in ("services", "jobs") for name in names}


CASTS: Table[Cast] = Table(
    {
        **_container(
            integer,
            "cpu_count",
            "cpu_period",
            "cpu_quota",
            "cpu_rt_period",
            "cpu_rt_runtime",
            "cpu_shares",
            "deploy.placement.max_replicas_per_node",
            "deploy.replicas",
            "deploy.restart_policy.max_attempts",
            "deploy.rollback_config.parallelism",
            "deploy.update_config.parallelism",
            "healthcheck.retries",
            "oom_score_adj",
            "pids_limit",
            "ports.*.target",
            "scale",
            "ulimits.*",
            "ulimits.*.hard",
            "ulimits.*.soft",
        ),
        **_container(
            number,
            "cpu_percent",
            "cpus",
            "deploy.rollback_config.max_failure_ratio",
            "deploy.update_config.max_failure_ratio",
        ),
        **_container(
            boolean,
            "healthcheck.disable",
            "init",
            "oom_kill_disable",
            "privileged",
            "read_only",
            "stdin_open",
            "tty",
            "volumes.*.read_only",
            "volumes.*.volume.nocopy",
        ),
        ("networks", "*", "external"): boolean,
        ("networks", "*", "internal"): boolean,
        ("networks", "*", "attachable"): boolean,
        ("volumes", "*", "external"): boolean,
        ("secrets", "*", "external"): boolean,
        ("configs", "*", "external"): boolean,
    }
)
