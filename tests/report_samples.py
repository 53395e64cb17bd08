"""Audits that are made by hand, so that a report's text follows from its module alone."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.audit.readiness import Readiness
from composeport.audit.report import Audit, Report, Suppressed
from composeport.diagnostics import Fidelity, Finding, Location, PathPart, Rule, Target
from composeport.dispositions.rules import MUTABLE_TAG, NODE_LOCAL_VOLUME, OBSOLETE_VERSION
from composeport.records import replace

FILE = "shop/compose.yaml"
TEXT = """\
version: "3.8"
services:
  db:
    image: postgres
    volumes:
      - data:/var/lib/postgresql
"""
BOTH = tuple(Target)


def finding(  # noqa: PLR0917 - what differs, in the order of a line
    rule: Rule,
    target: Target,
    place: tuple[int, int, int] | None = (1, 1, 8),
    path: tuple[PathPart, ...] = ("services", "db"),
    message: str = "it happens",
    help: str = "do this",
    evidence: Mapping[str, object] | None = None,
) -> Finding:
    """A finding at a line, and columns of it, of the file."""
    return Finding(
        rule=rule,
        severity=rule.severity(target),
        target=target,
        disposition=Fidelity.APPROXIMATED,
        path=path,
        location=Location(FILE, place[0], place[1], place[0], place[2]) if place else None,
        message=message,
        help=help,
        service=str(path[1]) if path[:1] == ("services",) else None,
        evidence=evidence or {},
    )


def report(*findings: Finding, **changes: object) -> Report:
    """A report of the project `shop`."""
    readiness = {"db": Readiness(8, 1, 1)}
    made = Report(
        name="shop",
        files=(FILE,),
        targets=BOTH,
        findings=findings,
        readiness={Target.KUBERNETES: readiness, Target.SWARM: readiness},
        texts={FILE: TEXT},
    )
    return replace(made, **changes)


VOLUME = ("services", "db", "volumes", 0)
LOCAL = finding(
    NODE_LOCAL_VOLUME, Target.SWARM, (6, 9, 33), VOLUME, "the data stays on one node", "use `--pin-volumes`"
)
MUTABLE = [
    finding(MUTABLE_TAG, target, (4, 12, 20), ("services", "db", "image"), "'postgres' has no tag", "name a version")
    for target in BOTH
]
VERSION = finding(OBSOLETE_VERSION, Target.KUBERNETES, (1, 10, 15), ("version",), "`version` is ignored", "remove it")

SHOP = report(LOCAL, *MUTABLE, VERSION)
CLEAN = report(name="empty", files=("empty/compose.yaml",))
REFUSED = report(
    finding(NODE_LOCAL_VOLUME, Target.SWARM, None, (), "it cannot be read", ""),
    name="",
    files=("broken/compose.yaml",),
    readiness={},
    texts={},
)
ACCEPTED = report(suppressed=(Suppressed(LOCAL, "it is a cache"),), known=2)

ONE = Audit((SHOP,))
TREE = Audit((SHOP, CLEAN, REFUSED), "projects")
