"""The report as one HTML page that stands by itself: no network, no font, one script which the page can do without.

A content security policy names the hashes of the page's own style and script, so nothing else would run or load even
if it got in. The pictures are images, which cannot run anything, and whose names and styles stay their own.
"""

from __future__ import annotations

import base64
import hashlib

from composeport import __version__
from composeport.audit.report import Audit
from composeport.audit.reports.facts import first_steps, heading, targets_of, told
from composeport.audit.reports.html_views import project_view, rules_of, steps_view
from composeport.audit.reports.page_template import environment, source
from composeport.audit.reports.plain import encodable
from composeport.audit.reports.scores import headlines

_MOST_PICTURES = 20
"""Projects of a tree up to which each has its picture; a page of hundreds would take minutes to open."""


def html_report(audit: Audit) -> str:
    """The audit as the text of an HTML file."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    style, script = source("report.css"), source("report.js")
    pictures = len(audit.reports) <= _MOST_PICTURES
    projects = told(audit.reports)
    return encodable(
        environment(html=True)
        .get_template("report.html.j2")
        .render(
            tree=audit.tree,
            heading=heading(audit),
            targets=targets_of(audit.reports),
            headlines=headlines(projects),
            steps=steps_view(first_steps(projects), tree=bool(audit.tree)),
            projects=[project_view(project, number, picture=pictures) for number, project in enumerate(projects, 1)],
            most_pictures=0 if pictures else _MOST_PICTURES,
            rules=rules_of(projects),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            style_hash=_hash(style),
            script_hash=_hash(script),
            version=__version__,
        )
        + "\n"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
