"""The rules' part of the documentation: `python -m composeport.audit.docs_pages DIR` writes `rules.md` and `rules/`.

Everything in it is made from the rules' own pages and the list of rules.
"""

from __future__ import annotations

import sys
from pathlib import Path

from composeport.audit.pages import page
from composeport.diagnostics import Rule, Target
from composeport.dispositions.rules import RULES
from composeport.render import WORDS

_HEAD = """# The rules

Made from the rules in `translator/composeport/audit/rules/` by `make docs`; change those, not this page.

`composeport explain CP402` prints a rule's page, `composeport rules` this list. A severity says what a finding costs on
that target: an **error** blocks, loses data or widens exposure; a **warning** changes behaviour; a **note** is worth
knowing. A finding may be milder than its rule where the case is; the rule's page says when.
"""

_CHAPTERS = {
    "CP1": "Reading",
    "CP2": "Lifecycle",
    "CP3": "Network",
    "CP4": "Storage",
    "CP5": "Secrets",
    "CP6": "Security",
    "CP7": "Resources",
    "CP8": "What a target cannot express",
    "CP9": "Images and housekeeping",
}
_TABLE = "| rule | Kubernetes | Swarm | finds |\n|---|---|---|---|\n"


def rules_page() -> str:
    """The index, in Markdown: a table for each chapter."""
    return _HEAD + "".join(_chapter(start, title) for start, title in _CHAPTERS.items())


def _chapter(start: str, title: str) -> str:
    return f"\n## {title}\n\n{_TABLE}" + "".join(_row(rule) for rule in RULES if rule.code.startswith(start))


def _row(rule: Rule) -> str:
    name = f"[{rule.code} {rule.slug}](rules/{file_name(rule)})"
    summary = page(rule).summary.replace("|", "\\|")
    kubernetes, swarm = (WORDS[severity] if severity else "" for severity in map(rule.on, Target))
    return f"| {name} | {kubernetes} | {swarm} | {summary} |\n"


def file_name(rule: Rule) -> str:
    """`CP101-unresolved-variable.md`."""
    return f"{rule.code}-{rule.slug}.md"


def pages() -> dict[str, str]:
    """Every file below the documentation's folder that is made here, by its name there."""
    return {"rules.md": rules_page()} | {f"rules/{file_name(rule)}": page(rule).text for rule in RULES}


def write(folder: Path) -> None:
    """Write all files, and remove pages of rules that there are no more."""
    made = pages()
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    for old in (folder / "rules").glob("CP*.md"):
        if f"rules/{old.name}" not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
