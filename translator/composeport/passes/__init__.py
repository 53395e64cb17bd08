"""Project to project: what to do about names, ports, pods and the rest, in order.

- `PASSES` are for a cluster, `stack_passes` for a swarm with `kept_names`, `calls` for a picture; `choices` are a
  user's.
- What they find out with: `references` and `dials` (who names whom), `well_known`, `web_ports`, `proxied_ports` and
  `proxies` (which ports, which requests), `file_trees` and `credential_files` (what is mounted), `rings`,
  `collisions`.
- Overrides: `override_keys` and `override_values` are their tables, `override_page` makes the documentation's page.
"""

from __future__ import annotations

from collections.abc import Callable

from composeport.diagnostics import Findings
from composeport.model import Project
from composeport.passes.aliases import aliases
from composeport.passes.binds import binds
from composeport.passes.choices import Choices
from composeport.passes.credentials import credentials
from composeport.passes.files import files
from composeport.passes.impossible import impossible
from composeport.passes.mounted_names import mounted_names
from composeport.passes.names import names
from composeport.passes.overrides import overrides
from composeport.passes.pods import pods
from composeport.passes.ports import ports
from composeport.passes.reading import reading
from composeport.passes.routes import routes
from composeport.passes.waits import waits
from composeport.passes.workloads import workloads

__all__ = ["PASSES", "Choices", "Pass", "run_passes"]

Pass = Callable[[Project, Findings, Choices], Project]

PASSES: tuple[Pass, ...] = (
    reading,
    impossible,
    overrides,
    names,
    pods,
    files,
    binds,
    mounted_names,
    ports,
    workloads,
    aliases,
    credentials,
    waits,
    routes,
)
"""What reading brought to light is told before anything changes, and what can be nowhere is refused. Overrides come
next, since all others obey them; then names, since they rewrite the text in which others look for hosts. Pods before
workloads, since what shares a pod shares its kind. Files and binds before ports, since mounted files name ports too;
ports before workloads, since what is dialled does not end by itself. Waits come after kinds and networks, on which
depends whether one can end. Nothing depends on routes."""


def run_passes(project: Project, findings: Findings, choices: Choices, passes: tuple[Pass, ...] = PASSES) -> Project:
    """The project with every decision made. Raises `InputError` where it cannot be expressed."""
    for step in passes:
        project = step(project, findings, choices)
    return project
