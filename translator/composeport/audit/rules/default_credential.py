"""A credential is a published default, a placeholder, or the name of its own user.

## What it does

Looks at what is a credential by its name or by its form: environment variables (those of `env_file` too), passwords in
URLs and connection strings, `--password` and the like in commands, the contents of `secrets`, and lines such as
`password: …` in configs and mounted files. It finds those whose value is

- a default that images and tutorials publish (`guest`, `admin`, `minioadmin`, `postgres`, `mysecretpassword`,
  `123456`),
- a placeholder that nobody replaced (`changeme`, `your-secret-key`, `<password>`), or
- the name of the user or database that stands beside it.

The default of a variable counts where it is what applies: `${DB_PASSWORD:-postgres}` with no `DB_PASSWORD` set. A
finding says which variable it is, and never shows the value.

## Why it matters

Scanners try these first. On a laptop such a password is behind the loopback interface; on a cluster its service is in
reach of every pod that no policy keeps away, and often one `--publish` away from the internet.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:-postgres}
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:?}
```

```text .env
DB_PASSWORD=2f61d4c6f1b7a8e09c53
```

## What composeport does

It keeps the value: the application and its database agree on it. On Kubernetes a variable that holds a credential goes
into a `Secret`, the default one as well.

## What to do

Make a value for each (`openssl rand -hex 24`) and give it by a variable without a default, `${DB_PASSWORD:?}`, so
that a deployment without it stops. A database that has data keeps its old password: change it there as well (`ALTER
USER`).

## References

- [Compose, interpolation](https://docs.docker.com/reference/compose-file/interpolation/)
- [Compose, secrets](https://docs.docker.com/compose/how-tos/use-secrets/)
- [Kubernetes, good practices for Secrets](https://kubernetes.io/docs/concepts/security/secrets-good-practices/)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composeport.audit.weak_values import Weakness, embeds_password, weak_places, weakness
from composeport.diagnostics import Attribute, Fidelity, Findings
from composeport.dispositions.rules import DEFAULT_CREDENTIAL as RULE
from composeport.excerpt import Lines
from composeport.model import FileObject, Project, Service
from composeport.model.volumes import relative_to_project
from composeport.records import NamedTuple

_NAMES = re.compile(r"(?i)(?:^|[_.-])(?:user|username|user_?name|login|db|database|db_?name)$")
"""Variables that name a user or a database, whose name is the first guess for its password."""

_OPTION = re.compile(
    r"(?i)--?(?:[a-z-]*password|passwd|requirepass|masterauth|[a-z-]*secret|api-key)(?:=(?P<value>.+))?"
)
_VARIABLE = re.compile(r"""\$\{[A-Za-z_]\w*|^["']?\$[A-Za-z_]\w*""")
"""A variable; a bare one within a password may be a piece of it."""
_SECRET_SIZE = 256
"""Bytes of a secret that may be one password; what is longer is a key or a file."""

_WHY = {
    Weakness.DEFAULT: "is a published default, which anybody tries first",
    Weakness.PLACEHOLDER: "is a placeholder that nobody has replaced",
    Weakness.NAME: "is the name of its user or database, which anybody tries first",
}
_RANDOM = "a random value (`openssl rand -hex 24`)"
_REPLACED = f"write {_RANDOM} there, and into what signs in with it"
_ISSUED = re.compile(r"(?i)api_?key|token|client_?secret|private_?key|licen[cs]e")
"""Names of credentials that somebody else gives out."""


class _Weak(NamedTuple):
    """A weak credential: why it is weak, what a message calls it, the attribute that gives it, what to do.

    `evidence` says which one it is; two with the same evidence at the same place are one.
    """

    weakness: Weakness
    what: str
    attribute: Attribute
    help: str
    evidence: dict[str, object]


def check(project: Project, findings: Findings) -> None:
    """One finding for each place that gives a credential a weak value, however often an anchor or a file repeats it."""
    seen: set[tuple[object, ...]] = set()
    for weak in _weak(project):
        file = weak.evidence.get("env_file")
        place = (file or weak.attribute.location, *weak.evidence.values())
        if place not in seen:
            seen.add(place)
            message = f"{weak.what} {_WHY[weak.weakness]}"
            findings.add(
                RULE, Fidelity.MANUAL, weak.attribute, message, weak.help, **weak.evidence, why=weak.weakness.value
            )


def _weak(project: Project) -> Iterator[_Weak]:
    lines = Lines(project.texts)
    for service in project.services.values():
        yield from _variables(project, service, lines)
        yield from _options(service)
        yield from _mounted(service)
    for kind in ("configs", "secrets"):
        for item in getattr(project, kind).values():
            yield from _object(project, kind, item)


def _variables(project: Project, service: Service, lines: Lines) -> Iterator[_Weak]:
    variables = service.variables
    names = {value for name, value in variables.items() if _NAMES.search(name)} | {service.name}
    for name in sorted(service.credentials):
        value = variables[name]
        if weak := weakness(value, names):
            what = f"the password in {name}" if embeds_password(value) else name
            if service.environment.get(name) is not None:
                attribute = service.attribute("environment", name)
                advice = _advice(lines, attribute, name, embedded=embeds_password(value))
                yield _Weak(weak, f"{what} of {service.name!r}", attribute, advice, {"variable": name})
            else:
                yield _of_env_file(project, service, name, weak, what)


def _of_env_file(project: Project, service: Service, name: str, weak: Weakness, what: str) -> _Weak:
    index = max(index for index, env_file in enumerate(service.env_files) if name in env_file.variables)
    file = relative_to_project(project, service.env_files[index].path)
    evidence: dict[str, object] = {"variable": name, "env_file": file}
    return _Weak(
        weak, f"{what} in {file}", service.attribute("env_file", index), f"write {_good(name)} there", evidence
    )


def _advice(lines: Lines, attribute: Attribute, name: str, *, embedded: bool) -> str:
    if embedded:
        return f"write a password of its own into it, as `${{DB_PASSWORD:?}}`, and set that to {_RANDOM}"
    if used := _interpolated(lines, attribute, name):
        return f"set {used} to {_good(name)}, and write `${{{used}:?}}` so that it must be set"
    return f"write `${{{name}:?}}`, and set {name} to {_good(name)}"


def _good(name: str) -> str:
    """What a credential should be."""
    return "the one that its issuer gave you" if _ISSUED.search(name) else _RANDOM


def _interpolated(lines: Lines, attribute: Attribute, name: str) -> str:
    """The variable of the shell that a value is taken from; "" for none."""
    text = lines.first(attribute.location) if attribute.location else ""
    found = _VARIABLE.findall(text)
    return found[0].lstrip("\"'${") if found else name if text.strip("\"'") == name else ""


def _options(service: Service) -> Iterator[_Weak]:
    for attribute, words in (("entrypoint", service.entrypoint or ()), ("command", service.command or ())):
        for index, word in enumerate(words):
            option = _OPTION.fullmatch(word)
            value = (option["value"] or next(iter(words[index + 1 :]), "")) if option else word
            known = option is not None or embeds_password(value)
            if known and not value.startswith(("-", "$")) and (weak := weakness(value)):
                what = word.partition("=")[0] if option else "the password in a URL"
                advice = "let the program read it from a file of `secrets:`, or from a variable"
                place = service.attribute(attribute, index)
                yield _Weak(weak, f"{what} in the {attribute} of {service.name!r}", place, advice, {"option": what})


def _mounted(service: Service) -> Iterator[_Weak]:
    for index, decision in service.binds.items():
        for file in decision.files:
            name = file.path or service.volumes[index].source.rpartition("/")[2]
            yield from _lines(service.attribute("volumes", index), name, file.content)


def _object(project: Project, kind: str, item: FileObject) -> Iterator[_Weak]:
    content = item.loaded.content if item.loaded else b""
    attribute = project.attribute(kind, item.key)
    one = kind == "secrets" and len(content) <= _SECRET_SIZE and not _NAMES.search(item.key)
    if one and (weak := weakness(content.decode(errors="replace"))):
        yield _Weak(weak, f"what secret {item.key!r} holds", attribute, _REPLACED, {"secret": item.key})
    else:
        yield from _lines(attribute, item.key, content)


def _lines(attribute: Attribute, name: str, content: bytes) -> Iterator[_Weak]:
    for place in weak_places(content):
        evidence: dict[str, object] = {"file": name, "key": place.key}
        yield _Weak(place.weakness, f"{place.key} (line {place.line} of {name})", attribute, _REPLACED, evidence)
