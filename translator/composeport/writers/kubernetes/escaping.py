"""What Kubernetes would expand in commands, arguments and literal environment values.

It replaces `$(NAME)` and reads `$$` as one dollar (apimachinery's `expansion.Expand`). It leaves Secrets, ConfigMaps
and lifecycle hooks alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_EXPANDED = re.compile(r"\$(?=[$(])")


def escape(text: str) -> str:
    """`text` such that Kubernetes' expansion gives it back."""
    return _EXPANDED.sub("$$", text)


def escape_all(words: Iterable[str]) -> list[str]:
    """Each of `words`, escaped."""
    return [escape(word) for word in words]
