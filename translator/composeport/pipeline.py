"""The order of things, and nothing else: read, then the passes, then a writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from composeport.diagnostics import Finding, Findings, Target
from composeport.records import dataclass

if TYPE_CHECKING:
    from composeport.model import Project
    from composeport.passes import Choices
    from composeport.writers.kubernetes.options import KubernetesOptions
    from composeport.writers.output import OutputFile
    from composeport.writers.swarm import StackFiles
    from composeport.writers.swarm.options import SwarmOptions


@dataclass(frozen=True, slots=True)
class Translation:
    """What a translation yields: the files to write, and what a person should know."""

    files: tuple[OutputFile, ...]
    findings: tuple[Finding, ...]


def choices_of(options: KubernetesOptions) -> Choices:
    """What the options of the Kubernetes writer mean for the passes."""
    from composeport.model import WorkloadKind  # noqa: PLC0415 - not needed by `config`
    from composeport.passes import Choices  # noqa: PLC0415

    kinds = {"statefulset": WorkloadKind.STATEFUL, "daemonset": WorkloadKind.GLOBAL}
    return Choices(
        server_kind=kinds.get(options.controller, WorkloadKind.SERVER),
        waits=options.wait != "none",
        isolated_waits_end=not options.network_policies,
        split_credentials=not options.plain_env,
        routes=options.publish in {"ingress", "gateway"},
        domain=options.domain,
    )


def translate_kubernetes(project: Project, options: KubernetesOptions) -> Translation:
    """Translate to Kubernetes manifests. Raises `InputError` where the project cannot be expressed at all."""
    from composeport.passes import run_passes  # noqa: PLC0415 - not needed by `config`
    from composeport.writers.kubernetes import write_manifests  # noqa: PLC0415

    findings = Findings(Target.KUBERNETES)
    decided = run_passes(project, findings, choices_of(options))
    files = write_manifests(decided, findings, options)
    return Translation(files, tuple(findings))


@dataclass(frozen=True, slots=True)
class StackTranslation:
    """What a translation to Swarm yields: a stack file with its contents, and what a person should know."""

    files: StackFiles
    findings: tuple[Finding, ...]


def translate_swarm(project: Project, options: SwarmOptions) -> StackTranslation:
    """Translate to a stack file. Raises `InputError` where the project cannot be expressed at all."""
    from composeport.passes import STACK_PASSES, Choices, run_passes  # noqa: PLC0415 - not needed by `config`
    from composeport.writers.swarm import write_stack  # noqa: PLC0415

    findings = Findings(Target.SWARM)
    choices = Choices(rewrite_names=False, keeps_restarts=True, secret_variables=False)
    decided = run_passes(project, findings, choices, STACK_PASSES)
    files = write_stack(decided, findings, options)
    return StackTranslation(files, tuple(findings))


@overload
def translate(project: Project, options: KubernetesOptions) -> Translation: ...
@overload
def translate(project: Project, options: SwarmOptions) -> StackTranslation: ...
def translate(project: Project, options: KubernetesOptions | SwarmOptions) -> Translation | StackTranslation:
    """Translate to the target that the type of `options` says. Raises `InputError` where that cannot be."""
    from composeport.writers.swarm.options import SwarmOptions  # noqa: PLC0415 - not needed by `config`

    if isinstance(options, SwarmOptions):
        return translate_swarm(project, options)
    return translate_kubernetes(project, options)


def draw(project: Project, ending: str) -> str:
    """The topology of `project` as the text of a file with this `ending`, one of `writers.graph.GRAPHS`."""
    from composeport.passes import Choices, run_passes  # noqa: PLC0415 - not needed by `config`
    from composeport.passes.calls import TOPOLOGY_PASSES, calls  # noqa: PLC0415
    from composeport.writers.graph import GRAPHS, diagram  # noqa: PLC0415

    unsaid = Findings(Target.KUBERNETES)
    decided = run_passes(project, unsaid, Choices(), TOPOLOGY_PASSES)
    return GRAPHS[ending](diagram(decided, calls(decided)))
