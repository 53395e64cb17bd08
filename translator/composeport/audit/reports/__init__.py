"""Findings in the forms that people and programs read: one module a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from composeport.audit.report import Audit
from composeport.hints import cast

_NAMES = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html")


class _Formats(Mapping[str, Callable[[Audit], str]]):
    """Imports the module of a format when that is asked for: no report waits for what another needs."""

    def __getitem__(self, name: str) -> Callable[[Audit], str]:
        if name not in _NAMES:
            raise KeyError(name)
        function = f"{name}_report"
        module = __import__(f"{__name__}.{function}", fromlist=[function])
        return cast("Callable[[Audit], str]", getattr(module, function))

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


FORMATS = _Formats()
"""What renders each format, as text that ends in a newline: the function `NAME_report` of the module of that name."""

ENDINGS = {".json": "json", ".sarif": "sarif", ".md": "markdown", ".html": "html"}
"""The format that the ending of a file's name asks for."""
