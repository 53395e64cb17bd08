"""`composeport verify`: whether a cluster would take manifests, told from the files, or by asking one."""

from __future__ import annotations

import sys

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option
from composeport.cli.project_options import standard_input
from composeport.errors import UsageError
from composeport.hints import TYPE_CHECKING
from composeport.writers.kubernetes.options import KUBE_VERSIONS, KubernetesOptions

if TYPE_CHECKING:
    from composeport.manifests import Flaw, Manifests

OPTIONS = (
    Option("files", (), "Folders and files of manifests; `-` is standard input.", "DIR", many=True),
    Option(
        "kube_version",
        ("--kube-version",),
        f"Version of the cluster, from {KUBE_VERSIONS[0]}; {KUBE_VERSIONS[-1]} or that of the server if not given.",
        "1.N",
    ),
    Option("server", ("--server",), "Ask a cluster too, by a dry run on its side: nothing is changed."),
    Option("context", ("--context",), "Context of the kubeconfig to ask; the current one if not given.", "NAME"),
    *terminal.threshold_options("error"),
)


def run(arguments: Arguments) -> None:
    """Check, say what is wrong, and set the status."""
    from composeport.manifests import Schemas, check, read_manifests  # noqa: PLC0415 - `--help` and mistakes need none

    names = arguments.many("files")
    if not names:
        raise UsageError("say what to verify: `composeport verify DIR`, or `-` for standard input")
    if arguments.text("context") and not arguments.flag("server"):
        raise UsageError("`--context` is for `--server`")
    given = KubernetesOptions(kube_version=arguments.text("kube_version") or KUBE_VERSIONS[-1]).kube_version
    manifests = read_manifests(names, lambda: standard_input(names) or "")
    flaws = _asked(manifests, arguments) if arguments.flag("server") else check(manifests, Schemas(given))
    if not arguments.flag("quiet"):
        _print(manifests, flaws)
    if terminal.reaches(flaws, arguments):
        sys.exit(terminal.FINDINGS)


COMMAND = Command("Check manifests offline, or by a server-side dry run.", OPTIONS, run)


def _asked(manifests: Manifests, arguments: Arguments) -> list[Flaw]:
    """What is wrong by the schemas of the cluster's own version, unless another is given, and by the cluster."""
    from composeport.manifests import Schemas, check  # noqa: PLC0415

    try:
        from composeport.cluster import connect, dry_run  # noqa: PLC0415 - slow to import
    except ImportError:
        raise UsageError("`--server` needs the client of Kubernetes: `pip install 'composeport[verify]'`") from None

    with connect(arguments.text("context")) as connection:
        version = arguments.text("kube_version") or nearest_version(connection.minor)
        flaws = check(manifests, Schemas(version))
        return dry_run(connection, manifests.objects, flaws, terminal.progress("objects"))


def nearest_version(minor: int) -> str:
    """The version that composeport knows of which is nearest to 1.`minor`."""
    return min(KUBE_VERSIONS, key=lambda known: abs(int(known.removeprefix("1.")) - minor))


def _print(manifests: Manifests, flaws: list[Flaw]) -> None:
    """What is wrong, and how much was looked at."""
    from composeport.render import Renderer, summary  # noqa: PLC0415

    renderer = Renderer(manifests.texts, colour=terminal.has_colour(sys.stdout))
    for flaw in flaws:
        sys.stdout.write(f"{renderer.problem(flaw.problem, flaw.severity)}\n")
    found = summary(flaw.severity for flaw in flaws) or "nothing wrong"
    objects, files = len(manifests.objects), manifests.files
    sys.stdout.write(f"{_count(objects, 'object')} in {_count(files, 'file')}: {found}\n")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
