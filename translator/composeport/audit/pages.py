"""The page of a rule: what `explain` shows and the documentation is made from, cut from the docstring of its module.

A page is Markdown. It begins with one sentence, has the sections of `SECTIONS` in this order, and in its example two
projects: one that has the finding, and after "Use instead:" one that has not. A fenced block whose info string names a
file, as ```` ```yaml compose.yaml ````, is that file; the second project has the files of the first where it does not
give its own. A `console` block says with which options the finding appears, where it needs some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc

from composeport.diagnostics import Rule
from composeport.dispositions.rules import RULES
from composeport.records import NamedTuple
from composeport.render import WORDS

SECTIONS = ("What it does", "Why it matters", "Example", "What composeport does", "What to do", "References")
"""The headings of every page."""

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)[ ]?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INSTEAD = re.compile(r"^Use instead:$", re.MULTILINE)


class Example(NamedTuple):
    """A project of a page: its files by name, and the command that shows the finding, without its program."""

    files: dict[str, str]
    command: tuple[str, ...] = ()


class Page(NamedTuple):
    """What a rule's page says: its one sentence, and the text of each section by heading."""

    rule: Rule
    summary: str
    sections: dict[str, str]

    @property
    def examples(self) -> tuple[Example, Example]:
        """The project with the finding, and the one without."""
        bad, _, good = (part or "" for part in _halves(self.sections["Example"]))
        failing = _example(bad)
        passing = _example(good)
        return failing, Example({**failing.files, **passing.files}, passing.command or failing.command)

    @property
    def text(self) -> str:
        """The whole page as Markdown, ending in a newline."""
        head = f"# {self.rule.code} {self.rule.slug}\n\n{self.summary}\n\n{severities(self.rule)}\n"
        return head + "".join(f"\n## {name}\n\n{text}\n" for name, text in self.sections.items())


def severities(rule: Rule) -> str:
    """`Kubernetes: error. Swarm: warning.`, of the targets on which the rule has one."""
    targets = (("Kubernetes", rule.kubernetes), ("Swarm", rule.swarm))
    return " ".join(f"{target}: {WORDS[severity]}." for target, severity in targets if severity)


def rule_of(name: str) -> Rule | None:
    """The rule of a code or slug, in any case; None where there is none."""
    return next((rule for rule in RULES if name.lower() in {rule.code.lower(), rule.slug}), None)


def page(rule: Rule) -> Page:
    """The page of a rule."""
    module = import_module(f"composeport.audit.rules.{rule.slug.replace('-', '_')}")
    return parse(rule, cleandoc(module.__doc__ or ""))


def parse(rule: Rule, text: str) -> Page:
    """A page from its Markdown."""
    summary, *parts = _SECTION.split(text)
    names, texts = parts[::2], parts[1::2]
    return Page(rule, summary.strip(), {name: body.strip() for name, body in zip(names, texts, strict=True)})


def _halves(example: str) -> tuple[str, str, str]:
    match = _INSTEAD.search(example)
    return (example[: match.start()], match.group(), example[match.end() :]) if match else (example, "", "")


def _example(text: str) -> Example:
    blocks = list(_blocks(text))
    command = next((body for kind, _, body in blocks if kind == "console"), "")
    files = {name or "compose.yaml": body for kind, name, body in blocks if name or kind == "yaml"}
    return Example(files, tuple(command.removeprefix("$ composeport").split()))


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _BLOCK.finditer(text):
        yield match.group(1), match.group(2), match.group(3)
