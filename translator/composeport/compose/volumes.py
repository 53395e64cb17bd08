"""The short form of a volume: `[SOURCE:]TARGET[:OPTIONS]` (Compose specification, services, "volumes")."""

from __future__ import annotations

from composeport.compose.values import shown
from composeport.records import NamedTuple

PROPAGATIONS = frozenset(("rprivate", "private", "rshared", "shared", "rslave", "slave"))
SELINUX = frozenset("zZ")


class ShortVolume(NamedTuple):
    """What a short form says. `options` are in order, unknown ones among them (Compose ignores those)."""

    source: str
    target: str
    options: tuple[str, ...] = ()

    @property
    def is_bind(self) -> bool:
        """Whether the source is a path of the host rather than the name of a volume."""
        first = self.source[:1]
        return (first in (".", "/", "~") and bool(first)) or self.source.startswith("\\\\") or _drive(self.source[:2])


def parse_volume(spec: str) -> ShortVolume:
    """Read a short form. Raises ValueError for an empty section or one too many."""
    if not spec:
        raise ValueError("an empty volume")
    if len(spec) <= 2:
        return ShortVolume("", spec)
    sections = _sections(spec)
    if not all(sections):
        raise ValueError(f"an empty section between colons in {shown(spec)}")
    match sections:
        case [target]:
            return ShortVolume("", target)
        case [source, target]:
            return ShortVolume(source, target)
        case [source, target, options]:
            return ShortVolume(source, target, tuple(options.split(",")))
    raise ValueError(f"too many colons in {shown(spec)}")


def _sections(spec: str) -> list[str]:
    """Split at colons, but not after a drive letter and not within `${…}`."""
    sections, start, depth = [], 0, 0
    for index, character in enumerate(spec):
        if character == "$" and spec[index + 1 : index + 2] == "{":
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        elif character == ":" and not depth and not _drive(spec[start : index + 1]):
            sections.append(spec[start:index])
            start = index + 1
    return [*sections, spec[start:]]


def _drive(text: str) -> bool:
    """Whether the text is a Windows drive: a letter and a colon."""
    return len(text) == 2 and text[1] == ":" and text[0].isalpha()
