"""The Swarm writer: a project as a stack file, with the contents of its configs and secrets beside it.

- `services` puts an entry together: `images`, `processes`, `deployment`, `ordering`, `networks`, `ports`, and the
  `mounts`, with what is said of `binds`, `file_mounts`, and `targets` where two meet. `proxies` tells of labels.
- `objects` are the configs and secrets. `literals` and `quantities` spell values, `scope` and `options` are for all.
"""

from __future__ import annotations

from collections.abc import Mapping

from composeport.diagnostics import Findings, Severity
from composeport.dispositions.report import report_attributes
from composeport.dispositions.rules import SWARM_REJECTED
from composeport.dispositions.swarm import disposition_of
from composeport.model import Project
from composeport.model.names import LABEL_LIMIT
from composeport.records import dataclass, field, replace
from composeport.secrecy import HIDDEN
from composeport.writers.output import OutputFile
from composeport.writers.swarm.literals import escaped
from composeport.writers.swarm.mounts import all_volumes
from composeport.writers.swarm.networks import Networks, all_networks
from composeport.writers.swarm.objects import ContentFile, Objects
from composeport.writers.swarm.options import SwarmOptions
from composeport.writers.swarm.scope import Node, Scope, filled, stack_name
from composeport.writers.swarm.services import Stack, service_entry

__all__ = ["StackFiles", "write_stack"]


@dataclass(frozen=True, slots=True)
class StackFiles:
    """A stack file, and the files beside it that it names."""

    stack: OutputFile
    contents: tuple[ContentFile, ...]
    credentials: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By the name of a service: its variables that hold some."""

    @property
    def all(self) -> tuple[OutputFile | ContentFile, ...]:
        """Every file, the stack file first."""
        return (self.stack, *self.contents)

    @property
    def in_order_of_writing(self) -> tuple[OutputFile | ContentFile, ...]:
        """Every file, the stack file last: what it names is there before it, as names follow contents."""
        return (*self.contents, self.stack)

    def without_credentials(self) -> OutputFile:
        """The stack file with the values of such variables hidden, for a stream that ends on somebody's screen."""
        (document,) = self.stack.documents
        services = {name: _hidden(entry, self.credentials.get(name)) for name, entry in document["services"].items()}
        return replace(self.stack, documents=({**document, "services": services},))


def _hidden(entry: Node, names: frozenset[str] | None) -> Node:
    variables = entry.get("environment")
    if not names or not isinstance(variables, dict):
        return entry
    return {**entry, "environment": variables | dict.fromkeys(names & variables.keys(), HIDDEN)}


def write_stack(project: Project, findings: Findings, options: SwarmOptions) -> StackFiles:
    """The stack of a project whose decisions are made (`passes.stack_passes`)."""
    scope = Scope(project, findings, options)
    report_attributes(project, findings, disposition_of)
    stack = Stack(Objects(project.name, options.files), Networks(project))
    services: Node = {
        service.object_name: service_entry(scope, stack, service)
        for service in project.services.values()
        if service.provider is None
    }
    document = filled(
        {
            "services": dict(sorted(services.items())),
            "networks": all_networks(scope, stack.networks),
            "volumes": all_volumes(scope),
            **stack.objects.sections(),
        }
    )
    credentials = {service.object_name: service.credentials for service in project.services.values()}
    contents = tuple(file for _, file in sorted(stack.objects.files.items()))
    text = OutputFile(
        options.stack_file, (escaped(document),), any(credentials.values()), _comment(scope, _called(scope, document))
    )
    return StackFiles(text, contents, credentials)


def _called(scope: Scope, document: Node) -> str:
    """What the stack should be called: as the project, unless what is named after both then had too long a name."""
    whole, short = scope.project.name, stack_name(scope.project)
    sections = [section for section in document.values() if isinstance(section, dict)]
    own = [key for section in sections for key, entry in section.items() if "name" not in entry]
    if whole == short or len(whole) + 1 + max(map(len, own), default=0) <= LABEL_LIMIT:
        return whole
    scope.approximate(
        SWARM_REJECTED.at(Severity.WARNING),
        scope.project.attribute("name"),
        f"a stack of the name {whole!r} leaves no room for the names of what is in it",
        f"deploy it as {short}, or give the project a shorter name",
        name=whole,
    )
    return short


def _comment(scope: Scope, name: str) -> str:
    """What stands on top of a stack file: how to deploy it, and what must be there first."""
    file = scope.options.stack_file
    lines = [f"The stack {name}, made by composeport. Deploy it with: docker stack deploy -c {file} {name}"]
    if scope.chores:
        lines += ["", "To be done first:"]
    for chore, services in scope.chores.items():
        lines.append(f"- {chore}" + (f"    (for {', '.join(services)})" if services else ""))
    return "\n".join(lines)
