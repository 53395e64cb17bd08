"""The text of `values.yaml`: a section at a time, each below a comment that says what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from composeport.hints import Any
from composeport.writers.output import dump

_WIDTH = 100
_COMMENTS = {
    "variables": (
        "The variables of the Compose files, wherever their text stands in the manifests. All are texts: --set-string"
        " takes one that looks like a number. Helm refuses a text from which more would follow: a service's name, from"
        " which ports do, or a space where it splits a command. Set such a one in .env and translate again."
    ),
    "services": (
        "The services. An image is REPOSITORY:TAG@DIGEST; parts that are empty are left out, and an empty pullPolicy"
        " pulls what is missing, as Compose does."
    ),
    "images": "Images that are no service's: those that wait for others, and those of init containers.",
    "volumes": (
        "The claims. An empty storageClass is the cluster's default. A claim of ReadWriteOnce serves one node: for more"
        " replicas of its service it may have to be ReadWriteMany. The annotation `helm.sh/resource-policy: keep` keeps"
        " a claim, and its data, when the release is uninstalled."
    ),
    "secrets": "What is kept in Secrets, by Secret and key. Keep this out of version control, or encrypt it.",
}
"""By section, in their order."""

_FIXED = (
    "Variables that are no values of this chart, since each decides more than a text: set them and translate again."
    " Images, replicas, resources and sizes that they give are values above."
)


def values_text(sections: Mapping[str, Mapping[str, Any]], fixed: Mapping[str, str]) -> str:
    """The file's text. `fixed` says of variables why they are no values."""
    parts = [
        _comment(comment) + dump({section: dict(sections[section])})
        for section, comment in _COMMENTS.items()
        if section in sections
    ]
    if fixed:
        lines = [line for name, reason in sorted(fixed.items()) for line in wrap(f"- {name} {reason}", _WIDTH)]
        parts.append(_comment(_FIXED) + "".join(f"# {line}\n" for line in lines))
    return "\n".join(parts) or "{}\n"


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in wrap(text, _WIDTH))
