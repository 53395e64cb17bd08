"""Finds the environment variables that hold credentials, so that a writer can keep them apart (SEMANTICS 3.3).

A variable is one where its name says so (`DB_PASSWORD`, `API_KEY`) and neither its last word (`PASSWORD_FILE`,
`TOKEN_TTL`), its first (`REQUIRE_PASSWORD`), nor its value (`true`, a path) says otherwise; or where its value carries
a password: a URL with one (`postgres://user:password@db`), a connection string (`Password=…;`), a private key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from composeport.diagnostics import Fidelity, Findings
from composeport.dispositions.rules import SECRET_IN_ENVIRONMENT
from composeport.model import Project, Service
from composeport.passes.choices import Choices
from composeport.passes.overrides import PREFIXES
from composeport.records import replace


def _set(text: str) -> frozenset[str]:
    """The words of a text, in capitals."""
    return frozenset(text.upper().split())


_SECRET_WORDS = _set("""
    password passwords passwd passphrase passcode pass pwd secret secrets token apikey credential credentials salt
""")
_SECRET_ENDINGS = (
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "APIKEY",
    "SECRETKEY",
    "DBPASS",
    "REQUIREPASS",
    "USERPASS",
    "ROOTPASS",
    "ACCESSKEY",
    "AUTHKEY",
    "PRIVATEKEY",
)
"""Words written together: `PGPASSWORD`, `CLIENTSECRET`. Not PASS or TOKEN: a BYPASS is no password."""

_KEY_KINDS = _set("""
    api secret private encryption encrypt crypt signing sign master auth app access license licence jwt hmac
    session fernet cookie salt vault cipher aes admin deploy service shared psk crypto enc role
    installation preshared openssl secondary
""")
"""What a word KEY must follow to be one that opens something: not `SORT_KEY`, not `PUBLIC_KEY`."""

_NOT_THE_SECRET = _set("""
    file files path dir directory folder location url uri host hostname port endpoint address server domain
    issuer audience enabled enable disabled required allowed active validation verify length size min max
    count limit attempts retries rounds cost ttl expiry expire expires expiration exp lifetime lifespan age
    timeout duration interval seconds minutes hours days policy type format algorithm algo method mode header
    cookie field column name names id ids version class provider backend store manager engine prefix suffix
    rotation reset recovery change login user username scope scopes claim claims regex pattern template prompt
    strength hint public characters budget realm definition
""")
"""Last words that make a name speak about a credential, not hold it."""

_SWITCHES = _set("allow enable enabled disable require use show hide skip force no is has forgot public")
"""First words of an option about credentials, or of what is public by its name."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PLAIN_SETTING = re.compile(
    r"(?i:true|false|yes|no|on|off|none|null|0|1|enabled|disabled|required|optional|\"\"|''|\[\]|\{\})"
)
_PATH = re.compile(r"(?:\.{0,2}/|[A-Za-z]:\\|~/|file:)[\w./\\-]*")
_URL_WITH_PASSWORD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/?#@:]*:(?P<password>[^\s/?#@]+)@")
_DSN_WITH_PASSWORD = re.compile(r"[\w.-]:[^\s@/:]+@(?:tcp|unix)\(")
_CONNECTION_STRING = re.compile(r"(?i)(?:^|[;\s])(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*[^;\s]+")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


_SHOWN = 4
"""Names that a message lists."""


def credentials(project: Project, findings: Findings, choices: Choices) -> Project:
    """Set `credentials` of each service, unless the user wants all variables in plain sight."""
    services = {}
    for key, service in project.services.items():
        found = frozenset(name for name, value in service.variables.items() if is_credential(name, value))
        _report(service, found, findings, choices)
        _report_labels(service, findings)
        services[key] = replace(service, credentials=found if choices.split_credentials else frozenset())
    return replace(project, services=services)


def is_credential(name: str, value: str) -> bool:
    """Whether the variable `name` with `value` holds something that opens a door."""
    if not value.strip():
        return False
    return _carries_password(value) or (_names_credential(name) and not _harmless(value))


def _carries_password(value: str) -> bool:
    return any(
        pattern.search(value) for pattern in (_URL_WITH_PASSWORD, _DSN_WITH_PASSWORD, _CONNECTION_STRING, _PRIVATE_KEY)
    )


def _harmless(value: str) -> bool:
    return bool(_PLAIN_SETTING.fullmatch(value) or _PATH.fullmatch(value))


def _names_credential(name: str) -> bool:
    words = [word.upper() for word in _WORDS.findall(name)]
    if len(words) > 1 and words[-1].isdigit():
        words.pop()
    if (
        not words
        or words[-1] in _NOT_THE_SECRET
        or words[0] in _SWITCHES
        or words in (["PWD"], ["OLD", "PWD"], ["PASS"])
    ):
        return False
    return bool(_SECRET_WORDS.intersection(words)) or any(map(_ends_as_secret, words)) or _is_secret_key(words)


def _ends_as_secret(word: str) -> bool:
    return word.endswith(_SECRET_ENDINGS)


def _is_secret_key(words: list[str]) -> bool:
    """Whether a word KEY follows one that makes it a credential: API KEY, SECRET KEY BASE; not PUBLIC KEY."""
    pairs = pairwise(words)
    return "PUBLIC" not in words and any(kind in _KEY_KINDS and key in {"KEY", "KEYS"} for kind, key in pairs)


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
