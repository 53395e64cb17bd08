"""The order of things, and nothing else: read, then the passes, then a writer."""

from __future__ import annotations

from composeport.contexts import contextmanager
from composeport.diagnostics import Finding, Findings, Target
from composeport.errors import InputError, UsageError
from composeport.hints import TYPE_CHECKING, overload
from composeport.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from composeport.audit.report import Report, Suppressed
    from composeport.model import Project
    from composeport.passes import Choices
    from composeport.writers.kubernetes.options import KubernetesOptions
    from composeport.writers.output import OutputFile
    from composeport.writers.swarm import StackFiles
    from composeport.writers.swarm.options import SwarmOptions

    Reader = Callable[[Mapping[str, str]], Project]
    """Reads the project, with some variables set to other texts. Raises `InputError`."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a translation yields: the files to write, what a person should know, and what they chose to live with."""

    files: tuple[OutputFile, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()


@dataclass(frozen=True, slots=True)
class StackTranslation:
    """The same of a translation to Swarm, which yields a stack file with its contents."""

    files: StackFiles
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()


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


def translate_kubernetes(
    project: Project,
    options: KubernetesOptions,
    overlays: Mapping[str, Project] | None = None,
    *,
    read: Reader | None = None,
) -> Translation:
    """Translate to Kubernetes manifests. Raises `InputError` where the project cannot be expressed at all.

    `overlays` are variants of the project by name, for `format="kustomize"` alone: the project with more files. `read`
    reads the project again, with some variables set to other texts: a Helm chart has no variables without it.
    """
    base = _translate_alone(project, options, read)
    return _with_overlays(base, overlays, options) if overlays else base


def _translate_alone(project: Project, options: KubernetesOptions, read: Reader | None = None) -> Translation:
    findings = Findings(Target.KUBERNETES)
    with _without_secrets(project):
        decided, files = _to_kubernetes(project, findings, options)
        if options.format == "helm":
            files = _chart(decided, files, options, read)
    remaining, suppressed = _sorted(project, findings)
    return Translation(files, remaining, suppressed)


def _with_overlays(base: Translation, overlays: Mapping[str, Project], options: KubernetesOptions) -> Translation:
    """The translation of a base with those of its overlays, as one tree; what is said of the base is said once."""
    from composeport.audit.report import Suppressed  # noqa: PLC0415 - few translations have overlays
    from composeport.writers.kustomize import overlay_files  # noqa: PLC0415
    from composeport.writers.kustomize.findings import only_in_overlays, refused_in  # noqa: PLC0415

    if options.format != "kustomize":
        raise UsageError("`--overlay` is for `--format kustomize`")
    made: dict[str, Translation] = {}
    for name, project in overlays.items():
        with refused_in(name):
            made[name] = _translate_alone(project, replace(options, format="manifests"))
    files = [file for name, one in made.items() for file in overlay_files(name, base.files, one.files)]
    found = only_in_overlays(
        [(finding, "") for finding in base.findings],
        {name: [(finding, "") for finding in one.findings] for name, one in made.items()},
    )
    ignored = only_in_overlays(base.suppressed, {name: one.suppressed for name, one in made.items()})
    return Translation(
        (*base.files, *files),
        (*base.findings, *(finding for finding, _ in found)),
        (*base.suppressed, *(Suppressed(*pair) for pair in ignored)),
    )


def translate_swarm(project: Project, options: SwarmOptions) -> StackTranslation:
    """Translate to a stack file. Raises `InputError` where the project cannot be expressed at all."""
    findings = Findings(Target.SWARM)
    with _without_secrets(project):
        _, files = _to_swarm(project, findings, options)
    remaining, suppressed = _sorted(project, findings)
    return StackTranslation(files, remaining, suppressed)


@overload
def translate(
    project: Project,
    options: KubernetesOptions,
    overlays: Mapping[str, Project] | None = None,
    *,
    read: Reader | None = None,
) -> Translation: ...
@overload
def translate(project: Project, options: SwarmOptions) -> StackTranslation: ...
def translate(
    project: Project,
    options: KubernetesOptions | SwarmOptions,
    overlays: Mapping[str, Project] | None = None,
    *,
    read: Reader | None = None,
) -> Translation | StackTranslation:
    """Translate to the target that the type of `options` says. Raises `InputError` where that cannot be.

    `overlays` are variants of the project by name, for `KubernetesOptions(format="kustomize")`: the project with more
    files. UsageError for a name that no folder can have. `read` is for `KubernetesOptions(format="helm")`: it reads the
    project again, with some variables set to other texts; without it, the chart has no variables.
    """
    from composeport.writers.swarm.options import SwarmOptions  # noqa: PLC0415 - not needed by `config`

    if isinstance(options, SwarmOptions):
        return translate_swarm(project, options)
    return translate_kubernetes(project, options, overlays, read=read)


def _to_kubernetes(
    project: Project, findings: Findings, options: KubernetesOptions
) -> tuple[Project, tuple[OutputFile, ...]]:
    """The project as decided, and its manifests, in the form that the options say."""
    from composeport.passes import run_passes  # noqa: PLC0415 - not needed by `config`

    decided = run_passes(project, findings, choices_of(options))
    return decided, _form(options)(decided, findings, options)


def _form(options: KubernetesOptions) -> Callable[[Project, Findings, KubernetesOptions], tuple[OutputFile, ...]]:
    """The writer of `--format`. What each needs is imported where it is asked for."""
    if options.format == "kustomize":
        from composeport.writers.kustomize import write_base  # noqa: PLC0415

        return write_base
    from composeport.writers.kubernetes import write_manifests  # noqa: PLC0415

    return write_manifests


def _chart(
    decided: Project, files: tuple[OutputFile, ...], options: KubernetesOptions, read: Reader | None
) -> tuple[OutputFile, ...]:
    """The plain manifests as a Helm chart."""
    from composeport.writers.helm import write_chart  # noqa: PLC0415 - few ask for it

    def plain(variables: Mapping[str, str]) -> tuple[OutputFile, ...] | None:
        assert read is not None
        try:
            return _to_kubernetes(read(variables), Findings(Target.KUBERNETES), options)[1]
        except InputError:
            return None

    return write_chart(decided, files, plain if read else None)


def _to_swarm(project: Project, findings: Findings, options: SwarmOptions) -> tuple[Project, StackFiles]:
    """The project as decided, and its stack."""
    from composeport.passes import Choices, run_passes  # noqa: PLC0415 - not needed by `config`
    from composeport.passes.stack_passes import STACK_PASSES  # noqa: PLC0415
    from composeport.writers.swarm import write_stack  # noqa: PLC0415

    choices = Choices(rewrite_names=False, keeps_restarts=True, secret_variables=False)
    decided = run_passes(project, findings, choices, STACK_PASSES)
    return decided, write_stack(decided, findings, options)


def _sorted(project: Project, findings: Findings) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """What a person should know, and what the files say to ignore of it."""
    fit = _veiled(project, findings)
    if not any("composeport" in text for text in project.texts.values()):
        return fit, ()
    from composeport.audit.suppressions import suppress  # noqa: PLC0415 - few files say so

    found = suppress(project, fit)
    return found.remaining, found.suppressed


def _veiled(project: Project, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without the values of secret variables, which a message may quote from an image or a port."""
    from composeport.secrecy import secrets_of  # noqa: PLC0415 - not needed by `config`

    secrets = secrets_of(project.environment)
    return tuple(_fit(finding, secrets) for finding in findings) if secrets else tuple(findings)


def _fit(finding: Finding, secrets: Sequence[str]) -> Finding:
    from composeport.secrecy import veiled  # noqa: PLC0415 - not needed by `config`

    facts = (finding.message, finding.help, *map(str, finding.evidence.values()))
    if not any(secret in fact for fact in facts for secret in secrets):
        return finding
    evidence = {key: veiled(str(value), secrets) for key, value in finding.evidence.items()}
    return finding._replace(
        message=veiled(finding.message, secrets), help=veiled(finding.help, secrets), evidence=evidence
    )


@contextmanager
def _without_secrets(project: Project) -> Iterator[None]:
    """Keep the values of secret variables out of the reasons for which a target cannot express the project."""
    try:
        yield
    except InputError as error:
        from composeport.compose.strangers import without_secrets  # noqa: PLC0415 - good input does not come here

        raise without_secrets(error, project.environment) from None


def audit(project: Project, targets: Sequence[Target] = tuple(Target), *, picture: bool = False) -> Report:
    """What does not survive a move to `targets`: what their translations say, and the advice of the audit's checks.

    A target on which the project cannot be expressed at all has findings that say so. `picture`: draw the topology.
    """
    from composeport.audit.suppressions import suppress  # noqa: PLC0415 - not needed by a translation
    from composeport.audit.unused import unused_suppressions  # noqa: PLC0415

    found = suppress(
        project, _veiled(project, [finding for target in targets for finding in _audited(project, target)])
    )
    findings = (*found.remaining, *unused_suppressions(found.unused, targets))
    return report_of(project, findings, found.suppressed, targets, picture=picture)


def _audited(project: Project, target: Target) -> Findings:
    """The findings of one target. The files that a translation would write are made, and dropped."""
    from composeport.audit.refusals import add_refusals  # noqa: PLC0415 - no translation needs this
    from composeport.audit.rules import run_checks  # noqa: PLC0415
    from composeport.writers.kubernetes.options import KubernetesOptions  # noqa: PLC0415
    from composeport.writers.swarm.options import SwarmOptions  # noqa: PLC0415

    findings = Findings(target)
    try:
        if target is Target.SWARM:
            decided, _ = _to_swarm(project, findings, SwarmOptions())
        else:
            decided, _ = _to_kubernetes(project, findings, KubernetesOptions())
    except InputError as error:
        add_refusals(findings, error.problems)
    else:
        run_checks(decided, findings)
    return findings


def refused(files: Sequence[str], error: InputError, targets: Sequence[Target]) -> Report:
    """A report of files that cannot be read as a project."""
    from composeport.audit.refusals import add_refusals  # noqa: PLC0415 - good input does not come here
    from composeport.audit.report import Report  # noqa: PLC0415

    found: list[Finding] = []
    for target in targets:
        findings = Findings(target)
        add_refusals(findings, error.problems)
        found.extend(findings)
    return Report(name="", files=tuple(files), targets=tuple(targets), findings=tuple(found), texts=error.texts)


def report_of(
    project: Project,
    findings: Sequence[Finding],
    suppressed: Sequence[Suppressed],
    targets: Sequence[Target],
    *,
    picture: bool = False,
) -> Report:
    """A report of what was found about `project`; what somebody chose to live with counts as lost all the same.

    What only an overlay loses, the project keeps.
    """
    from composeport.audit.readiness import readiness  # noqa: PLC0415 - few translations are reported
    from composeport.audit.report import Report  # noqa: PLC0415

    found: dict[Target, list[Finding]] = {target: [] for target in targets}
    for finding in (*findings, *(finding for finding, _ in suppressed)):
        if "overlays" not in finding.evidence:
            found[finding.target].append(finding)
    return Report(
        name=project.name,
        files=tuple(_called(file, project) for file in project.files),
        targets=tuple(targets),
        findings=tuple(findings),
        readiness=readiness(project, found),
        suppressed=tuple(suppressed),
        texts=project.texts,
        picture=draw(project, ".svg") if picture else "",
    )


def _called(file: str, project: Project) -> str:
    """A file's name as locations spell it: what was read is remembered by that name."""
    return max((name for name in project.texts if file == name or file.endswith(f"/{name}")), key=len, default=file)


def draw(project: Project, ending: str) -> str:
    """The topology of `project` as the text of a file with this `ending`, one of `writers.graph.GRAPHS`."""
    from composeport.passes import Choices, run_passes  # noqa: PLC0415 - not needed by `config`
    from composeport.passes.calls import TOPOLOGY_PASSES, calls  # noqa: PLC0415
    from composeport.secrecy import secrets_of, veiled  # noqa: PLC0415
    from composeport.writers.graph import GRAPHS, diagram  # noqa: PLC0415

    unsaid = Findings(Target.KUBERNETES)
    decided = run_passes(project, unsaid, Choices(), TOPOLOGY_PASSES)
    return veiled(GRAPHS[ending](diagram(decided, calls(decided))), secrets_of(project.environment))
