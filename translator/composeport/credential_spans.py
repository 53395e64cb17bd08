"""Where in a line of somebody's file the values stand that look like credentials.

A line is text: YAML, a command, a variable. What a credential is by its name is said in `secrecy`; here is how it is
written. Hiding too much costs a reader a word, and hiding too little costs a password.
"""

from __future__ import annotations

import re
from functools import lru_cache

from composeport.records import NamedTuple
from composeport.secrecy import is_credential, names_credential


class _Form(NamedTuple):
    """A way to write a credential: what is hidden is the group `value` of `pattern`.

    None is found in a line without one of `signs` (in small letters), and to look for those takes no time.
    """

    signs: tuple[str, ...]
    pattern: re.Pattern[str]


def _form(signs: str, pattern: str) -> _Form:
    return _Form(tuple(signs.split()), re.compile(pattern, re.VERBOSE | re.IGNORECASE))


_CREDENTIAL = (
    r"[\w.-]{0,200}(?:passw(?:or)?d|passphrase|pwd|(?<![a-z])pass(?![a-z])|requirepass|secret(?!s\b)|token|credential"
    r"|(?:api|access|private|secret|encryption|account)[_-]?key)"
)
_BARE = r"\$(?:\w+|\{\w+(?::?\?[^}]*)?\})"
"""A reference to a variable, without a default."""

_CLOSED = r"""(?:["'\s,\]]|$)"""
_IN_URL = r"(?:\$\{[^}\s]*+\}|[^/\s@])++"
_FORMS = (
    _form(
        "pass pwd secret token credential key",
        rf"""
        (?<![\w.-]) {_CREDENTIAL} (?:(?!_file)[\w.-]){{0,200}}  # a key, but not one that says where a secret is
        ["']? (?: \s*:\s+ | \s*=\s* | \s+(?=[^:=\s]+$) )
        (?! ["']?\$(?!\{{\w+:?[-+]) | [|>][-+\d]*\s*$ )    # a bare reference to a variable is no secret
        (?: ["']?\$\{{\w+:?[-+] )?                        # but its default is
        (?P<value> \S.* )                                 # up to the line's end: a password may hold anything
        """,
    ),
    _form("://", rf"://[^/\s:@]*:(?!{_BARE}@)(?P<value>{_IN_URL}(?:@{_IN_URL})*)@"),
    _form("-u", rf"""(?<![\w-])(?:-u|--user)["']?[\s,=]+["']?[\w.@-]+:(?!{_BARE}{_CLOSED})(?P<value>[^\s"']+)"""),
    _form(
        "@tcp( @unix(", rf"""(?<![\w.-])[\w.-]+:(?!{_BARE}@)(?P<value>[^\s@/:"']+|\$\{{[^\s}}]*\}})@(?:tcp|unix)\("""
    ),
    _form(
        "mysql mariadb mongo sshpass psql",
        rf"""
        (?<![\w-])(?:mysql|mariadb|mongo|sshpass|psql)[\w-]{{0,20}}["']?(?:[\s,].{{0,200}}?)?\s["']?-p["']?[\s,]*["']?
        (?!{_BARE}{_CLOSED})(?P<value>[^\s"',]+)
        """,
    ),
    _form("bearer basic", r"(?<![\w-])(?:bearer|basic)\s+(?P<value>[\w.~+/=-]{6,}|\$\{\w+:?[-+][^}]*\})"),
    _form(":$ :{sha}", r"""(?<![\w.-])[\w.-]+:(?P<value>(?:\${1,2}(?:apr1|2[abxy]|[156])\$|\{SHA\})[^\s"',]+)"""),
    _form("content", r"""(?<![\w.-])content["']?:\s+(?![|>][-+\d]*\s*$)(?P<value>\S.*)"""),
)

_BLOB = re.compile(r"(?<!sha256:)(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}=*")
"""A line of a key, or of something else in base64; but the digest of an image is public."""

_NAMED = re.compile(
    r"""(?<![\w.$-])(?<!\$\{)(?P<option>--?)?(?P<name>[A-Za-z][\w.-]*)["']?(?:\s*(?P<sign>[:=])\s*|[\s,]+)["']?(?P<value>\S)"""
)
"""A name and what follows it, for those that only their words tell: `APP_KEY: …`, `--masterauth …`."""

_REFERENCE = re.compile(r"\$(?:\w+|\{\w+(?::?\?[^}]*)?\})[\"'\s,\]})]*(?:#.*)?$|[|>][-+\d]*\s*$|[\[{&]")
"""What stands for a value that is elsewhere: a variable alone, a block below, a list or mapping of its own."""


@lru_cache(maxsize=256)  # the findings of an anchor, or of a volume, are many about one line
def credential_spans(line: str) -> tuple[tuple[int, int], ...]:
    """Where the values are that look like credentials (from 0, end exclusive), in their order; none overlap."""
    small = line.casefold()
    found = [
        match.span("value")
        for form in _FORMS
        if any(sign in small for sign in form.signs)
        for match in form.pattern.finditer(line)
    ]
    found += [match.span() for match in _BLOB.finditer(line)]
    if (start := _named(line)) is not None and all(last < len(line) for _, last in found):
        found.append((start, len(line)))
    return tuple(_joined(sorted(found)))


def _named(line: str) -> int | None:
    """Where the value of the first name begins that is a credential's; None where there is none."""
    position = 0
    while match := _NAMED.search(line, position):
        if _is_given(match, line):
            return match.start("value")
        position = match.end("name")
    return None


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that overlap as one."""
    spans: list[tuple[int, int]] = []
    for first, last in found:
        if spans and first < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def _is_given(match: re.Match[str], line: str) -> bool:
    """Whether a name is that of a credential, which is given after it: `APP_KEY=…`, or `--masterauth …`."""
    own = match["name"].rpartition(".")[2]
    if not (match["option"] or match["sign"]) or not names_credential(own):
        return False
    value = line[match.start("value") :]
    if _REFERENCE.match(value) or (not match["sign"] and value.startswith("-")):
        return False
    return is_credential(own, value.strip("\"' "))
