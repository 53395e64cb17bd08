"""From the notes of a load to `Project.reading`: which are about parts that are in use, and at which attribute."""

from __future__ import annotations

from collections.abc import Container, Iterator

from composeport.compose.notes import EnvFileNote, Notes
from composeport.diagnostics import Attribute, Location, PathPart, lines_of
from composeport.model.reading import EnvFileSyntax, MergeTag, NamedFile, Reading, VariableUse
from composeport.source.nodes import Mapping, Node, Sequence

Path = tuple[PathPart, ...]

_READ_BY_US = "x-composeport"


def reading(notes: Notes, tree: Mapping, active: Container[str], texts: dict[str, str]) -> Reading:
    """What `notes` say about the resolved `tree`, of whose services those in `active` are in use."""
    paths = _paths(notes, tree, active)
    uses: dict[str, dict[tuple[str, Location], VariableUse]] = {}
    for note in notes.texts:
        path = paths.get(note.whole)
        if path is not None:
            use = VariableUse(note.name, note.text, Attribute(path, note.place), note.file)
            uses.setdefault(note.kind, {}).setdefault((note.name, note.place), use)
    kinds = {kind: tuple(sorted(found.values(), key=_place)) for kind, found in uses.items()}
    tags = {note.place: MergeTag(note.tag, Attribute(note.path, note.place)) for note in notes.tags}
    syntax = tuple(_env_files(notes.env_files, paths, texts))
    versions = tuple(Attribute(("version",), place) for place in dict.fromkeys(notes.versions))
    named = tuple(NamedFile(path, Attribute((), place)) for path, place in notes.named_files.items())
    return Reading(versions=versions, merge_tags=tuple(tags.values()), env_files=syntax, named_files=named, **kinds)


def _place(use: VariableUse) -> Location:
    assert use.attribute.location is not None
    return use.attribute.location


def _paths(notes: Notes, tree: Mapping, active: Container[str]) -> dict[Location, Path]:
    """Where in the tree the noted texts ended up, those that did: their places are those of what was made of them."""
    wanted = {*(note.whole for note in notes.texts), *(note.place for note in notes.env_files)}
    found: dict[Location, Path] = {}
    lines = {place.line for place in wanted}
    for path, node in _parts(tree, active) if wanted else ():
        _find(node, path, lines, wanted, found)
    files: dict[str, Path] = {note.file: found[note.place] for note in notes.env_files if note.place in found}
    files |= dict.fromkeys(notes.env_file_names, ())
    return found | {place: files[place.file] for place in wanted if place.file in files}


def _parts(tree: Mapping, active: Container[str]) -> Iterator[tuple[Path, Node]]:
    """The parts of the project that are in use: what no active service has, and other tools' data, is not."""
    for key, child in tree.items.items():
        if key == "services" and isinstance(child, Mapping):
            yield from (((key, name), service) for name, service in child.items.items() if name in active)
        elif not key.startswith("x-") or key == _READ_BY_US:
            yield (key,), child


def _find(node: Node, path: Path, lines: Container[int], wanted: set[Location], found: dict[Location, Path]) -> None:
    """Add the path of each node at or below `node` whose place is wanted, the parent's where several share a place."""
    place = node.location
    if place.line in lines and place in wanted and place not in found:
        found[place] = path
    if node.__class__ is Mapping:
        for key, child in node.items.items():
            if not key.startswith("x-") or key == _READ_BY_US:
                _find(child, (*path, key), lines, wanted, found)
    elif node.__class__ is Sequence:
        for index, child in enumerate(node.items):
            _find(child, (*path, index), lines, wanted, found)


def _env_files(notes: list[EnvFileNote], paths: dict[Location, Path], texts: dict[str, str]) -> Iterator[EnvFileSyntax]:
    """One for each env file and kind of difference, at the first service that reads it."""
    if not notes:
        return
    from composeport.compose.env_file_syntax import differences  # noqa: PLC0415 - not every project has such files

    seen: set[str] = set()
    for note in notes:
        if note.file in seen or note.place not in paths:
            continue
        seen.add(note.file)
        lines = lines_of(texts[note.file])
        for what, numbers in differences(lines, note.values).items():
            first = numbers[0]
            place = Location(note.file, first, 1, first, len(lines[first - 1].rstrip()) + 1)
            yield EnvFileSyntax(note.file, what, numbers, Attribute(paths[note.place], place))
