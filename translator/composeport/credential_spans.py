"""Where in a line of somebody's file the values stand that look like credentials.

A line is text: YAML, a command, a variable. What a credential is by its name is said in `secrecy`; here is how it is
written. Hiding too much costs a reader a word, and hiding too little costs a password.
"""

from __future__ import annotations

import re
from functools import lru_cache

from composeport.secrecy import holds_login, is_credential, names_credential

Form = tuple[tuple[str, ...], re.Pattern[str]]
"""A way to write a credential: signs (in small letters) without one of which a line has none, and a pattern.

What is hidden is the group `value`. To look for the signs takes no time.
"""


def _form(signs: str, pattern: str) -> Form:
    return tuple(signs.split()), re.compile(pattern, re.VERBOSE | re.IGNORECASE)


_CREDENTIAL = (
    r"[\w.-]{0,200}(?:passw(?:or)?d|passphrase|pwd|(?<![a-z])pass(?![a-z])|requirepass|secret(?!s\b)|token|credential"
    r"|(?:api|access|private|secret|encryption|account)[_-]?key)"
)
_BARE = r"\$(?:\w+|\{\w+(?::?\?[^}]*)?\})"
"""A reference to a variable, without a default."""

_CLOSED = r"""(?:["'\s,\]]|$)"""
_IN_URL = r"(?:\$\{[^}\s]*+\}|[^/\s@])++"
_NEXT = r"""["']?[\s,]+["']?"""
"""Between two words of a command, as a shell or a list has them."""

_WORD = rf"""{_NEXT}[^\s"',]+"""
_VALUE = rf"""{_NEXT}(?!{_BARE}{_CLOSED})(?P<value>[^\s"',]+)"""


def _given_to(program: str, option: str) -> str:
    """What is given to a program by an option, right behind it or as the next word."""
    return rf"""
        (?<![\w-]){program}["']?(?:[\s,].{{0,200}}?)?[\s,]["']?(?:{option})["']?[\s,=]*["']?
        (?!{_BARE}{_CLOSED})(?P<value>[^\s"',]+)
        """


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
    _form("://", r"://(?!\$)(?P<value>[^/\s:@]{16,})@"),  # a token in the place of a user
    _form("&p=", rf"[?&]u=[^&\s]*&p=(?!{_BARE}(?:&|{_CLOSED}))(?P<value>[^&\s\"']+)"),
    _form("hooks.slack.com webhooks/", r"(?:hooks\.slack\.com/\w+|/webhooks)/(?P<value>[\w/-]+)"),
    _form(
        "-u --auth",
        rf"""
        (?<![\w-])(?:-u|--user|--auth)["']?[\s,=]*["']?
        (?:(?!{_BARE}[:;])[\w.@-]+|\$\{{?\w+\}}?)[:;](?!{_BARE}{_CLOSED})(?P<value>[^\s"']+)
        """,
    ),
    _form(
        "@tcp( @unix(",
        rf"""(?<![\w.-])[\w.-]+:(?!{_BARE}@)(?P<value>[^\s@/:"']+|\$\{{[^\s}}]*\}})@(?:tcp|unix)\(""",
    ),
    *(
        _form(programs, _given_to(rf"(?:{programs.replace(' ', '|')})[\w-]{{0,20}}", option))
        for programs, option in (
            ("mysql mariadb mongo sshpass psql cqlsh cypher-shell sqlcmd", "-p"),
            ("redis-cli valkey-cli redis-benchmark", "-a|--pass"),
            ("ldapsearch ldapadd ldapmodify ldapwhoami ldappasswd ldapdelete", "-w"),
        )
    ),
    _form("mc", rf"(?<![\w-])mc{_NEXT}(?:alias{_NEXT}set|config{_NEXT}host{_NEXT}add){_WORD}{_WORD}{_WORD}{_VALUE}"),
    _form("rabbitmqctl", rf"rabbitmqctl{_NEXT}(?:add_user|change_password|authenticate_user){_WORD}{_VALUE}"),
    _form("htpasswd", rf"htpasswd{_NEXT}-\w*b\w*{_WORD}{_VALUE}"),
    _form("authorization", rf"""authorization["']?\s*[:=]\s*(?:[\w-]+\s+)?(?!{_BARE})(?P<value>[^\s"',]+)"""),
    _form("bearer basic", r"(?<![\w-])(?:bearer|basic)\s+(?P<value>[\w.~+/=-]{6,}|\$\{\w+:?[-+][^}]*\})"),
    _form(":$ :{sha}", r"""(?<![\w.-])[\w.-]+:(?P<value>(?:\${1,2}(?:apr1|2[abxy]|[156])\$|\{SHA\})[^\s"',]+)"""),
    _form("content", r"""(?<![\w.-])content["']?:\s+(?![|>][-+\d]*\s*$)(?P<value>\S.*)"""),
)

_SIGNS = tuple((sign, pattern) for signs, pattern in _FORMS for sign in signs)

_BLOB = re.compile(r"(?<!sha256:)(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}=*")
"""A line of a key, or of something else in base64; but the digest of an image is public."""

_NAMED = re.compile(
    r"""(?<![\w.$-])(?<!\$\{)(?P<option>--?)?(?P<name>[A-Za-z][\w.-]*)["']?(?:\s*(?P<sign>[:=])\s*|[\s,]+)["']?(?P<value>\S)"""
)
"""A name and what follows it, for those that only their words tell: `APP_KEY: …`, `--masterauth …`."""

_REFERENCE = re.compile(rf"{_BARE}[\"'\s,\]}})]*(?:#.*)?$|[|>][-+\d]*\s*$|[\[{{&]")
"""What stands for a value that is elsewhere: a variable alone, a block below, a list or mapping of its own."""


@lru_cache(maxsize=256)  # the findings of an anchor, or of a volume, are many about one line
def credential_spans(line: str) -> tuple[tuple[int, int], ...]:
    """Where the values are that look like credentials (from 0, end exclusive), in their order; none overlap."""
    small = line.casefold()
    forms = dict.fromkeys(pattern for sign, pattern in _SIGNS if sign in small)
    found = [match.span("value") for form in forms for match in form.finditer(line)]
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
    if not (match["option"] or match["sign"]):
        return False
    value = line[match.start("value") :]
    if not names_credential(own):
        return holds_login(own, value.strip("\"' "))
    if _REFERENCE.match(value) or (not match["sign"] and value.startswith("-")):
        return False
    return is_credential(own, value.strip("\"' "))
