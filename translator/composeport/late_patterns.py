"""Regular expressions that are compiled when they are first asked, in a process of our own.

Ninety are on the way of a translation, and a small one asks a third of them; to compile them all takes as long as to
read, translate and write the project. So the program postpones it, as Bazaar's `lazy_regex` does. That reaches what
this package and PyYAML compile (libyaml parses, and the patterns of PyYAML's own scanner are never asked), and nobody
else. A program that imports composeport as a library is left alone.
"""

from __future__ import annotations

import re
import sys

from composeport.hints import Any

_compile = re.compile
_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_POSTPONED = {"composeport", "yaml"}
"""The packages whose modules are served."""


class LatePattern:
    """Stands for a compiled pattern, and becomes one when a method is called."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._asked_flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = _compile(self.pattern, self._asked_flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def postpone() -> None:
    """From now on, let `re.compile` wait for the first use of a pattern."""
    re.compile = _late


def _late(pattern: Any, flags: int = 0) -> Any:
    caller = sys._getframe(1).f_globals.get("__name__", "")
    if isinstance(pattern, str | bytes) and caller.partition(".")[0] in _POSTPONED:
        return LatePattern(pattern, flags)
    return _compile(pattern, flags)
