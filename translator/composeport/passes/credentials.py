"""Finds the environment variables that hold credentials, so that a writer can keep them apart (SEMANTICS 3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from composeport.diagnostics import Fidelity, Findings
from composeport.dispositions.rules import SECRET_IN_ENVIRONMENT
from composeport.model import Project, Service
from composeport.passes.choices import Choices
from composeport.passes.credential_files import holds_credentials
from composeport.passes.overrides import PREFIXES
from composeport.records import replace
from composeport.secrecy import is_credential

_SHOWN = 4
"""Names that a message lists."""


def credentials(project: Project, findings: Findings, choices: Choices) -> Project:
    """Set `credentials` of each service, unless the user wants all variables in plain sight."""
    services = {}
    for key, service in project.services.items():
        found = frozenset(name for name, value in service.variables.items() if _opens_a_door(name, value))
        _report(service, found, findings, choices)
        _report_labels(service, findings)
        services[key] = replace(service, credentials=found if choices.split_credentials else frozenset())
    return replace(project, services=services)


def _opens_a_door(name: str, value: str) -> bool:
    """Whether a variable is a credential, or is a whole file of settings that holds one."""
    if is_credential(name, value):
        return True
    return "\n" in value and holds_credentials("", value.encode(errors="surrogateescape"))


def _places(service: Service, found: frozenset[str]) -> Iterator[tuple[list[str], tuple[str | int, ...]]]:
    """Credentials with the attribute that gives their values: those of one file together."""
    for name in sorted(found):
        if service.environment.get(name) is not None:
            yield [name], ("environment", name)
    by_file: dict[int, list[str]] = {}
    for name in sorted(found):
        if service.environment.get(name) is None:
            index = max(index for index, env_file in enumerate(service.env_files) if name in env_file.variables)
            by_file.setdefault(index, []).append(name)
    yield from ((names, ("env_file", index)) for index, names in sorted(by_file.items()))


def _report(service: Service, found: frozenset[str], findings: Findings, choices: Choices) -> None:
    for names, path in _places(service, found):
        holds = "holds a credential" if len(names) == 1 else "hold credentials"
        fate, advice = _fate(choices, "it" if len(names) == 1 else "them")
        findings.add(
            SECRET_IN_ENVIRONMENT,
            Fidelity.APPROXIMATED,
            service.attribute(*path),
            f"{_listed(names)} of {service.name!r} {holds}: {fate}",
            advice,
            variables=names,
        )


def _report_labels(service: Service, findings: Findings) -> None:
    """Labels that hold credentials, which nothing keeps apart; overrides are no labels by now."""
    of_deploy = service.deploy.labels if service.deploy else {}
    for path, labels in (
        (("labels",), service.labels),
        (("annotations",), service.annotations),
        (("deploy", "labels"), of_deploy),
    ):
        for name, value in labels.items():
            own = name.rpartition(".")[2]  # what comes before names other things: routers, widgets
            if not name.startswith(PREFIXES) and is_credential(own, value):
                findings.add(
                    SECRET_IN_ENVIRONMENT,
                    Fidelity.APPROXIMATED,
                    service.attribute(*path, name),
                    f"label {name} of {service.name!r} holds a credential: whoever may look at the service reads it",
                    "give it by `secrets:`, or by a variable of the program that reads the label",
                    label=name,
                )


def _listed(names: list[str]) -> str:
    shown = names if len(names) <= _SHOWN else names[: _SHOWN - 1]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _fate(choices: Choices, them: str) -> tuple[str, str]:
    """What becomes of credentials, and what to do; `them` is how to speak of those."""
    if not choices.secret_variables:
        where = "whoever may read the stack file, or inspect the service, reads the value"
        return where, f"give {them} by `secrets:`, where the image reads a file (NAME_FILE=/run/secrets/…)"
    if choices.split_credentials:
        where = "kept in a Secret, whose manifest shows the value to whoever may read it"
        return where, "keep that manifest out of version control, or encrypt it (SOPS, sealed-secrets)"
    return "in plain sight in the manifests, as asked", "leave out --plain-env: a Secret holds it then"
