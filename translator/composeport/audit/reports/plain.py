"""Text that comes from files which anybody may have written, made fit for a report."""

from __future__ import annotations

import re

from composeport.render import printable

_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_CODE = re.compile(r"`([^`\n]+)`")


def encodable(text: str) -> str:
    """`text` in which what is no character (a byte of a file's name that is no UTF-8) is a replacement character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def encoded(name: str) -> bytes:
    """A file's name as the bytes that the system knows it by."""
    return _NO_BYTE.sub("\ufffd", name).encode(errors="surrogateescape")


def one_line(text: str) -> str:
    """`text` without what is not printed, on one line."""
    return " ".join(printable(text).split())


def inline(text: str) -> list[tuple[str, str]]:
    """`text` in pairs of prose and the code between backticks that follows it, "" for none."""
    parts = _CODE.split(printable(text))
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))
