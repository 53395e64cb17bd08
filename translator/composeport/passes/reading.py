"""Says what reading the project brought to light: variables without a value, what is left out, what a stack reads
otherwise. It changes nothing.

`docker stack deploy` has an interpolation, an env file format and a YAML reader of its own (docker/cli, `cli/compose`).
What composeport writes has Compose's meaning in it already; the findings are for those who deploy the original file,
and so no more than notes.
"""

from __future__ import annotations

from collections.abc import Iterable

from composeport.diagnostics import Fidelity, Findings, Severity, Target
from composeport.dispositions import rules
from composeport.hints import TYPE_CHECKING
from composeport.secrecy import names_credential

if TYPE_CHECKING:
    from composeport.diagnostics import Attribute, Rule
    from composeport.model import Project
    from composeport.model.reading import EnvFileSyntax, Reading, VariableUse
    from composeport.passes.choices import Choices

_DEPLOY_OURS = "deploy the stack file that composeport writes, where this is resolved"
_TEXT_ATTRIBUTES = frozenset({"command", "entrypoint", "healthcheck", "labels", "post_start", "pre_stop", "pre_start"})
"""Where a `$` is as likely meant for a shell, a password hash or a proxy as for Compose."""
_SHOWN = 3


def reading(project: Project, findings: Findings, choices: Choices) -> Project:
    """Report, and give the project back as it is."""
    del choices
    _inactive(project, findings)
    if findings.target is Target.KUBERNETES and project.name_from_folder:
        _unnamed(project, findings)
    if project.reading is not None:
        _obsolete_version(project.reading.versions, findings)
        _unresolved(project, project.reading, findings)
        if findings.target is Target.SWARM:
            _of_stacks(project.reading, findings)
    return project


def _inactive(project: Project, findings: Findings) -> None:
    for name, service in project.disabled_services.items():
        profile = service.profiles[0] if service.profiles else ""
        findings.add(
            rules.PROFILE_INACTIVE,
            Fidelity.DROPPED,
            project.attribute("services", name, "profiles"),
            f"{name!r} is left out, as `docker compose up` leaves it out: {_no_profile(service.profiles)} active",
            f"`--profile {profile}` takes it along",
            profiles=sorted(service.profiles),
        )


def _no_profile(profiles: Iterable[str]) -> str:
    names = [f"`{name}`" for name in profiles]
    return f"its profile {names[0]} is not" if len(names) == 1 else f"none of its profiles {', '.join(names)} is"


def _unnamed(project: Project, findings: Findings) -> None:
    findings.add(
        rules.PROJECT_NAME_FROM_FOLDER,
        Fidelity.EXACT,
        project.attribute("name"),
        f"the project is called {project.name!r} after its folder: in a checkout of another name, the selectors differ"
        " and `kubectl apply` is refused",
        f"write `name: {project.name}` into the Compose file",
        name=project.name,
    )


def _obsolete_version(versions: Iterable[Attribute], findings: Findings) -> None:
    for attribute in versions:
        findings.add(
            rules.OBSOLETE_VERSION,
            Fidelity.EXACT,
            attribute,
            "Compose ignores `version` and warns about it: every file has today's specification",
            "remove the line, unless an old `docker stack deploy` reads this file itself",
        )


def _unresolved(project: Project, found: Reading, findings: Findings) -> None:
    """One finding a variable, at its first use, as Compose warns; and one for all the images that it leaves broken."""
    places: dict[str, list[VariableUse]] = {}
    images: dict[str, list[VariableUse]] = {}
    for use in found.unresolved:
        if not _is_broken_image(project, use.attribute):
            places.setdefault(use.name, []).append(use)
        elif findings.target is not Target.SWARM:  # the stack's writer says so, and what it writes instead
            images.setdefault(use.name, []).append(use)
    for first, *others in images.values():
        more = _elsewhere(len(others)) + ", so this names no image"
        _empty(rules.UNRESOLVED_VARIABLE.at(Severity.ERROR), first, more, findings)
    for uses in places.values():
        for_builds = all(use.attribute.path[2:3] == ("build",) for use in uses)
        rule = rules.UNRESOLVED_VARIABLE.at(Severity.INFO) if for_builds else rules.UNRESOLVED_VARIABLE
        _empty(rule, uses[0], _elsewhere(len(uses) - 1), findings)


def _empty(rule: Rule, use: VariableUse, more: str, findings: Findings) -> None:
    if _is_part_of_secret(use):
        message = f"a `$` in this value is followed by a name that is set nowhere: both become an empty string{more}"
        findings.add(rule, Fidelity.MANUAL, use.attribute, message, "write `$$` where a `$` is meant", variable="")
        return
    message = f"{use.name} is set nowhere and has no default: `{use.text}` becomes an empty string{more}"
    findings.add(rule, Fidelity.MANUAL, use.attribute, message, _how_to_resolve(use), variable=use.name)


def _is_part_of_secret(use: VariableUse) -> bool:
    """Whether what looks like a variable may be a piece of a password that holds a `$`: `pa$word`."""
    path = use.attribute.path
    if use.text != f"${use.name}" or use.name.isupper():
        return False
    return path[2:3] in {(), ("env_file",)} or names_credential(str(path[-1]))


def _elsewhere(others: int) -> str:
    return f", here and in {others} other place{'s' * (others > 1)}" if others else ""


def _is_broken_image(project: Project, attribute: Attribute) -> bool:
    """Whether the attribute is an image of which a part is missing, as in `registry/:1` or `nginx:`."""
    if len(attribute.path) != 3 or (attribute.path[0], attribute.path[2]) != ("services", "image"):
        return False
    service = project.services[str(attribute.path[1])]
    image = service.image
    if not image:
        return service.build is None
    return image[0] in "/:@" or image[-1] in "/:@" or "//" in image or "/:" in image


def _how_to_resolve(use: VariableUse) -> str:
    name, path = use.name, use.attribute.path
    is_text = len(path) > 2 and path[2] in _TEXT_ATTRIBUTES
    if is_text or not use.text.startswith("${"):
        return f"set {name}, or write `$${use.text[1:]}` if the `$` is meant for what runs in the container"
    return f"set {name} in the environment or in .env, or write `${{{name}:?}}` so that it cannot be forgotten"


def _of_stacks(found: Reading, findings: Findings) -> None:
    _substitutions(found, findings)
    _given_by_env_files(found.from_env_files, findings)
    for syntax in found.env_files:
        _env_file(syntax, findings)
    for tagged in found.merge_tags:
        findings.add(
            rules.MERGE_TAGS_IGNORED.at(Severity.INFO),
            Fidelity.EXACT,
            tagged.attribute,
            f"`docker stack deploy` does not know `{tagged.tag}`: it merges this value with the earlier"
            " file's, or takes it as it stands",
            _DEPLOY_OURS,
            tag=tagged.tag,
        )


_REASONS = {
    "alternates": "`docker stack deploy` refuses the whole file for `{text}`: it has no `+`",
    "nested": "`docker stack deploy` takes the default of `{text}` as it stands, up to the first `}}`",
    "lone_dollars": "`docker stack deploy` refuses the whole file for `{text}`: no variable begins so",
}


def _substitutions(found: Reading, findings: Findings) -> None:
    """One finding for each place, whatever the number of variables there."""
    for kind, reason in _REASONS.items():
        seen: set[object] = set()
        uses: tuple[VariableUse, ...] = getattr(found, kind)
        for use in uses:
            if use.attribute.location not in seen:
                seen.add(use.attribute.location)
                message = reason.format(text=use.text)
                _cannot_be_read(rules.SWARM_INTERPOLATION, use.attribute, message, findings, variable=use.name)


def _cannot_be_read(rule: Rule, attribute: Attribute, message: str, findings: Findings, **evidence: object) -> None:
    findings.add(rule.at(Severity.INFO), Fidelity.EXACT, attribute, message, _DEPLOY_OURS, **evidence)


def _given_by_env_files(uses: Iterable[VariableUse], findings: Findings) -> None:
    """One finding for each file, at the first use of what it gives."""
    files: dict[str, dict[str, Attribute]] = {}
    for use in uses:
        files.setdefault(use.file, {}).setdefault(use.name, use.attribute)
    for file, variables in files.items():
        findings.add(
            rules.DOTENV_NOT_READ,
            Fidelity.EXACT,
            next(iter(variables.values())),
            f"{_names(list(variables))} {'come' if len(variables) > 1 else 'comes'} from {file} alone, which"
            " `docker stack deploy` does not read: the stack file has the values of today",
            f"translate again when {file} changes",
            file=_base(file),
            variables=sorted(variables),
        )


def _names(names: list[str]) -> str:
    """`A, B, C and 4 others`."""
    more = len(names) - _SHOWN
    if more > 1:
        return f"{', '.join(names[:_SHOWN])} and {more} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


_SYNTAX = {
    "export": "refuses {file} for `export`",
    "colon": "refuses {file} for a `:` instead of a `=`",
    "spaced name": "refuses {file} for a blank before the `=`",
    "several lines": "takes each line of {file} for a variable of its own, where this value has several",
    "quotes": "takes quotes in {file} for a part of the value",
    "comment": "takes a comment behind a value in {file} for a part of the value",
    "expansion": "takes a value with a `$` or a `\\` in {file} as it stands",
    "blanks": "takes blanks around a value in {file} for a part of it",
}


def _env_file(syntax: EnvFileSyntax, findings: Findings) -> None:
    others = len(syntax.lines) - 1
    more = f" ({others} more {'line' if others == 1 else 'lines'})" if others else ""
    message = f"`docker stack deploy` {_SYNTAX[syntax.what].format(file=syntax.file)}{more}"
    _cannot_be_read(
        rules.ENV_FILE_DIALECT, syntax.attribute, message, findings, file=_base(syntax.file), construct=syntax.what
    )


def _base(file: str) -> str:
    """A file's name without its folder, which depends on where composeport runs."""
    return file.rpartition("/")[2]
