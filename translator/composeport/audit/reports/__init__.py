"""Findings in the forms that people and programs read: one module a format, `NAME_report`.

`facts` is what they have in common, `scores` how much is kept in words and colours, `plain` and `markdown_text` make
text fit, `page_template` and `html_views` fill the page, `sarif_fixes` are fixes.
"""

from __future__ import annotations

from collections.abc import Callable

from composeport.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composeport.audit.report import Audit


def _late(name: str) -> Callable[[Audit], str]:
    """The function `NAME_report` of the module of that name, imported when it is called."""
    function = f"{name}_report"

    def report(audit: Audit) -> str:
        module: Any = __import__(f"{__name__}.{function}", fromlist=[function])
        return str(getattr(module, function)(audit))

    report.__name__ = function
    return report


FORMATS = {name: _late(name) for name in ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html")}
"""What renders each format, as text that ends in a newline. No report waits for what another needs."""

ENDINGS = {".json": "json", ".sarif": "sarif", ".md": "markdown", ".html": "html"}
"""The format that the ending of a file's name asks for."""
