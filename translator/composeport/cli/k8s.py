"""`composeport k8s`: a Compose project as Kubernetes manifests."""

from __future__ import annotations

import sys

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option, choice
from composeport.cli.project_options import PROJECT_OPTIONS, reader
from composeport.diagnostics import Target
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING
from composeport.records import replace
from composeport.writers.kubernetes.options import CHOICES, KUBE_VERSIONS, ROUTED, KubernetesOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composeport.model import Project
    from composeport.pipeline import Reader, Translation
    from composeport.writers.output import Difference, OutputFile

_DONE = {"MISSING": "new", "CHANGED": "changed", "STALE": "removed"}

OPTIONS = (
    *PROJECT_OPTIONS,
    Option("output", ("-o", "--output"), "Where the manifests go; `-` is standard output.", "DIR"),
    Option("stdout", ("--stdout",), "The same as `-o -`."),
    choice("format", "What the objects are written as", CHOICES["format"]),
    Option(
        "overlay",
        ("--overlay",),
        "A variant for `--format kustomize`: with FILE merged into the project.",
        "NAME=FILE",
        many=True,
    ),
    Option("namespace", ("-n", "--namespace"), "Put all objects into this namespace, and emit it too.", "NAME"),
    Option("registry", ("--registry",), "Prefix of the images that Compose would build.", "HOST/PATH"),
    choice("publish", "Where published ports are served", CHOICES["publish"]),
    Option("domain", ("--domain",), "Services are served below this name: `SERVICE.NAME`.", "NAME"),
    Option("ingress_class", ("--ingress-class",), "Class of the Ingresses, or of the Gateway.", "NAME"),
    choice("controller", "What runs a server", CHOICES["controller"]),
    Option("volume_size", ("--volume-size",), "Size of claims that nothing else sizes.", "QUANTITY", "1Gi"),
    Option("storage_class", ("--storage-class",), "Storage class of the claims.", "NAME"),
    choice("bind", "What becomes of bind mounts", CHOICES["bind"]),
    Option("seed_volumes", ("--seed-volumes",), "Fill empty volumes from the image, as Docker does."),
    Option("plain_env", ("--plain-env",), "Keep credentials in `environment` where they are."),
    choice("wait", "How `depends_on` waits", CHOICES["wait"]),
    Option(
        "wait_image",
        ("--wait-image",),
        "Image of the containers that wait; behind a comma, that of those with kubectl.",
        "IMAGE",
    ),
    Option("liveness", ("--liveness",), "Restart what its health check finds unhealthy."),
    Option("harden", ("--harden",), "Add what the restricted Pod Security Standard asks."),
    Option("no_network_policies", ("--no-network-policies",), "Emit no network policies."),
    Option(
        "kube_version",
        ("--kube-version",),
        f"Version of the cluster, from {KUBE_VERSIONS[0]}.",
        "1.N",
        KUBE_VERSIONS[-1],
        choices=KUBE_VERSIONS,
    ),
    Option("check", ("--check",), "Write nothing; exit 1 where DIR is out of date."),
    *terminal.FINDING_OPTIONS,
)


def run(arguments: Arguments) -> None:
    """Translate, print the findings, write or compare the files."""
    from composeport.pipeline import translate_kubernetes  # noqa: PLC0415 - a mistake in the arguments needs none

    place, report = _place(arguments), terminal.reporter(Target.KUBERNETES, arguments)
    project, overlays, read = _projects(arguments)
    translation = translate_kubernetes(project, _options(arguments), overlays, read=read)
    translation = _with_stale(translation, place, arguments)
    if overlays:
        from composeport.cli.overlays import together  # noqa: PLC0415 - few command lines have overlays

        project = together(project, overlays)
    terminal.print_findings(translation.findings, project.texts, arguments)
    report(project, translation)
    outdated = _deliver(translation, place, arguments, project.environment)
    if outdated or terminal.reaches(translation.findings, arguments):
        sys.exit(terminal.FINDINGS)


COMMAND = Command("Translate a Compose project to Kubernetes manifests.", OPTIONS, run)


def _projects(arguments: Arguments) -> tuple[Project, dict[str, Project], Reader | None]:
    """The project, its overlays by name, and, where there are none, what reads it again with other variables."""
    if arguments.many("overlay"):
        from composeport.cli.overlays import load_with_overlays  # noqa: PLC0415 - few command lines have overlays

        return *load_with_overlays(arguments), None
    read = reader(arguments)
    return read(), {}, lambda variables: read((), variables)


def _options(arguments: Arguments) -> KubernetesOptions:
    """What the command line says about the translation. UsageError where an object could not have such a value."""
    publish = arguments.text("publish")
    for name in ("domain", "ingress_class"):
        if arguments.text(name) and publish not in ROUTED:
            raise UsageError(f"`--{name.replace('_', '-')}` is for `--publish ingress` and `--publish gateway`")
    return KubernetesOptions(
        format=arguments.text("format"),
        namespace=arguments.text("namespace"),
        registry=arguments.text("registry"),
        publish=publish,
        domain=arguments.text("domain"),
        ingress_class=arguments.text("ingress_class"),
        controller=arguments.text("controller"),
        volume_size=arguments.text("volume_size"),
        storage_class=arguments.text("storage_class"),
        bind=arguments.text("bind"),
        seed_volumes=arguments.flag("seed_volumes"),
        plain_env=arguments.flag("plain_env"),
        wait=arguments.text("wait"),
        wait_image=arguments.text("wait_image"),
        liveness=arguments.flag("liveness"),
        harden=arguments.flag("harden"),
        network_policies=not arguments.flag("no_network_policies"),
        kube_version=arguments.text("kube_version"),
    )


def _place(arguments: Arguments) -> str:
    """Where the manifests go: a directory, or `-`. UsageError where the options do not say one thing."""
    output, stdout = arguments.text("output"), arguments.flag("stdout")
    place = terminal.STREAM if stdout and not output else output
    if not place:
        raise UsageError("say where the manifests go: `-o DIR`, or `-o -` for standard output")
    if stdout and place != terminal.STREAM:
        raise UsageError(f"`--stdout` and `-o {place}` name two places")
    form = arguments.text("format")
    if form != "manifests" and place == terminal.STREAM:
        raise UsageError(f"`--format {form}` writes a tree of files: `-o DIR`")
    if arguments.flag("check") and place == terminal.STREAM:
        raise UsageError("`--check` compares a directory: `-o DIR`")
    return place


def _with_stale(translation: Translation, place: str, arguments: Arguments) -> Translation:
    """The translation, with a finding about the objects of a former one in the same directory."""
    from composeport.writers.output import stale_files  # noqa: PLC0415 - a mistake in the arguments needs none

    form, files = arguments.text("format"), translation.files
    if place == terminal.STREAM or form == "helm":  # `helm upgrade` deletes them itself
        return translation
    former = stale_files(place, () if form == "kustomize" else files)
    if not former:
        return translation
    from composeport.writers.kubernetes.stale import report_stale  # noqa: PLC0415 - few runs leave any

    found = report_stale(former, [file.name for file in files], arguments.text("namespace"))
    return replace(translation, findings=(*found, *translation.findings))


def _deliver(translation: Translation, place: str, arguments: Arguments, environment: Mapping[str, str]) -> bool:
    """Write the files, or compare them; whether a comparison found a difference."""
    from composeport.writers.output import check_directory, write_directory  # noqa: PLC0415

    quiet = arguments.flag("quiet")
    if place == terminal.STREAM:
        _stream(translation.files, environment, quiet=quiet)
        return False
    if arguments.flag("check"):
        return terminal.say_differences(place, check_directory(place, translation.files))
    differences = write_directory(place, translation.files)
    if not quiet:
        terminal.say(_account(place, len(translation.files), differences))
    return False


def _stream(files: Sequence[OutputFile], environment: Mapping[str, str], *, quiet: bool) -> None:
    """Write one stream to standard output; credentials do not go to a screen."""
    from composeport.writers.output import write_stream  # noqa: PLC0415

    if sys.stdout.isatty():
        from composeport.cli.hidden import hidden_files  # noqa: PLC0415 - a person has time

        shown = hidden_files(files, environment)
        if shown != tuple(files) and not quiet:
            terminal.say_hidden("-o DIR")
        files = shown
    write_stream(sys.stdout, files)


def _account(place: str, total: int, differences: Sequence[Difference]) -> str:
    """`k8s: 12 files (2 new, 1 changed)`."""
    counts: dict[str, int] = {}
    for difference in differences:
        word = _DONE[difference.condition.name]
        counts[word] = counts.get(word, 0) + 1
    what = ", ".join(f"{count} {word}" for word, count in counts.items()) or "all up to date"
    return f"{place}: {total} files ({what})"
