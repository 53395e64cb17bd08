"""What every part of the Swarm writer works with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composeport.diagnostics import Attribute, Findings, PathPart, Rule, Severity
from composeport.dispositions.report import Reporting
from composeport.dispositions.rules import SWARM_REJECTED
from composeport.model import Project, Service
from composeport.model.names import shortened
from composeport.records import dataclass, field
from composeport.writers.swarm.options import SwarmOptions

Node = dict[str, object]
"""A part of a stack file, as plain data."""

_STACK_NAME = 38
"""Characters: names have 63, and those of services, networks, configs and secrets are the stack's and their own."""


@dataclass(frozen=True, slots=True)
class Scope(Reporting):
    """The project with every decision made, where findings go, and what the user chose.

    `chores` collects what the operator must do before the stack is deployed, a line each, in order, with the services
    that it is for where it is for some alone; `told` the services and volumes of which a finding says already where the
    data is.
    """

    project: Project
    findings: Findings
    options: SwarmOptions
    chores: dict[str, list[str]] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)

    def ask(self, rule: Rule, attribute: Attribute, message: str, help: str, /, **evidence: object) -> None:
        """Report an attribute that needs something done by hand first; `help` is how, and goes onto the list."""
        super().ask(rule, attribute, message, help, **evidence)
        self.demand(help)

    def demand(self, chore: str, *services: str) -> None:
        """Put something onto the list of what must be done first."""
        known = self.chores.setdefault(chore, [])
        known += [name for name in services if name not in known]


def stack_name(project: Project) -> str:
    """What the stack should be called: as the project, cut where that leaves too little for what is named after it."""
    return shortened(project.name, _STACK_NAME)


def by_name(scope: Scope, owner: Service | Project, values: Mapping[str, str], *path: PathPart) -> dict[str, str]:
    """Labels and the like of an attribute of `owner`, by name; one without a name, which no stack has, is reported."""
    if "" in values:
        message = "one of these has an empty name, and no stack file may have such"
        scope.drop(SWARM_REJECTED.at(Severity.WARNING), owner.attribute(*path), message, "leave it out")
    return {name: values[name] for name in sorted(values) if name}


def plug_in(driver: str) -> str:
    """What is to be done for a driver that no engine has of its own."""
    return f"on every node: the plug-in {driver} (docker plugin install)"


def ordered(fields: Mapping[str, object], order: Iterable[str]) -> Node:
    """The fields that hold something, in the order given, which names all of them."""
    kept = filled(fields)
    return {name: kept[name] for name in order if name in kept}


def filled(fields: Mapping[str, object]) -> Node:
    """The fields that hold something; False and 0 are something, None and empty ones are not."""
    return {name: value for name, value in fields.items() if value or value == 0}
