"""Files of manifests to objects whose every value has a place, by the rules of `kubectl apply -f`.

A folder gives its own files that end in .yaml, .yml and .json, not those below it; a file gives any number of
documents; an object whose kind is a List gives its items.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator

from composeport.diagnostics import Location, PathPart, Severity
from composeport.errors import InputError, Problem, UsageError, reason_of
from composeport.hints import Any
from composeport.manifests.veiled_texts import veiled_text
from composeport.records import NamedTuple, dataclass, field, replace
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, descend
from composeport.source.scalars import Timestamp
from composeport.source.yaml_reader import MAX_BYTES, decode, read_documents

STREAM = "-"
_ENDINGS = (".yaml", ".yml", ".json")
_BOOLEANS = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF"), False),
}
"""What is a boolean besides `true` and `false` where YAML 1.1 is read: by kubectl, not by Compose."""
_MADE_ELSEWHERE = {
    "kustomization.yaml": "kubectl kustomize",
    "kustomization.yml": "kubectl kustomize",
    "Kustomization": "kubectl kustomize",
    "Chart.yaml": "helm template",
}
_SURROGATES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)

Path = tuple[PathPart, ...]


class Flaw(NamedTuple):
    """A problem and how grave it is, and the object that has it.

    Of a `misshapen` object nothing more can be said, and of an `unchecked` one only what all objects have in common.
    """

    severity: Severity
    problem: Problem
    owner: Manifest | None = None
    misshapen: bool = False
    unchecked: bool = False

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Orders flaws as a reader meets them."""
        return (*(self.problem.location or ("", 0, 0, 0, 0)), self.severity.rank, self.problem.message)


class Manifest:
    """One object, and the tree with the places of its values.

    `sent` is what a cluster gets, `data` what it makes of that: a null is the empty value of its kind. `sound` says
    whether `data` has the shape of its kind; it is not known before a schema was asked.
    """

    def __init__(self, root: Mapping) -> None:
        self._root = root
        self.sound = False
        self.sent: dict[str, Any] = _plain(root)
        self.data: dict[str, Any] = _without_nulls(self.sent)

    @property
    def api_version(self) -> str:
        """As it is written; "" where there is none."""
        return _text(self.data.get("apiVersion"))

    @property
    def kind(self) -> str:
        """As it is written; "" where there is none."""
        return _text(self.data.get("kind"))

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata, empty where there is none."""
        found = self.data.get("metadata")
        return found if isinstance(found, dict) else {}

    @property
    def name(self) -> str:
        """The name; "" where there is none."""
        return _text(self.metadata.get("name"))

    @property
    def namespace(self) -> str:
        """The namespace that is written; "" where there is none."""
        return _text(self.metadata.get("namespace"))

    @property
    def spec(self) -> dict[str, Any]:
        """The specification, empty where there is none."""
        found = self.data.get("spec")
        return found if isinstance(found, dict) else {}

    @property
    def group(self) -> str:
        """The group of the API; "" for the first one, of Pods and Services."""
        return self.api_version.rpartition("/")[0]

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}" if self.name else self.kind or "this object"

    def place(self, path: Path) -> Location:
        """Where the value at `path` is written: a leaf itself, a collection by its key; the nearest where it is not."""
        node, depth = descend(self._root, path)
        if depth and not isinstance(node, Scalar):
            parent = descend(self._root, path[: depth - 1])[0]
            if isinstance(parent, Mapping):
                return parent.keys[str(path[depth - 1])]
        if isinstance(node, Mapping) and not depth and (first := node.keys.get("kind")):
            return first._replace(end_line=node.items["kind"].location.end_line, end_column=_end_of(node.items["kind"]))
        return node.location

    def key(self, path: Path) -> Location:
        """Where the key at the end of `path` is written."""
        parent = descend(self._root, path[:-1])[0]
        found = parent.keys.get(str(path[-1])) if isinstance(parent, Mapping) else None
        return found or self.place(path)

    def error(self, path: Path, message: str, help: str = "", *, also: tuple[Path, ...] = ()) -> Flaw:
        """What a cluster would refuse."""
        return self._flaw(Severity.ERROR, path, message, help, also)

    def key_error(self, path: Path, message: str, help: str = "") -> Flaw:
        """What a cluster would refuse about a key, whatever its value is."""
        flaw = self.error(path, message, help)
        return flaw._replace(problem=replace(flaw.problem, location=self.key(path)))

    def warning(self, path: Path, message: str, help: str = "", *, also: tuple[Path, ...] = ()) -> Flaw:
        """What a cluster takes, and what does not work."""
        return self._flaw(Severity.WARNING, path, message, help, also)

    def note(self, path: Path, message: str, help: str = "", *, also: tuple[Path, ...] = ()) -> Flaw:
        """What cannot be told from the files alone."""
        return self._flaw(Severity.INFO, path, message, help, also)

    def _flaw(self, severity: Severity, path: Path, message: str, help: str, also: tuple[Path, ...]) -> Flaw:
        return Flaw(severity, Problem(message, self.place(path), help, tuple(map(self.place, also))), self)


@dataclass(slots=True)
class Manifests:
    """A set of objects, what is wrong with the texts that they come from, and the texts as they may be shown."""

    objects: list[Manifest] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: int = 0


def read_manifests(names: Iterable[str], standard_input: Callable[[], str]) -> Manifests:
    """The objects of files, of folders' files, and of the text of standard input for `-`.

    Raises UsageError where there is nothing to check, or nothing that can be read. What is no YAML is a flaw.
    """
    found, seen = Manifests(), set[str]()
    for name in names:
        for file in _files(name):
            if file not in seen:
                seen.add(file)
                _add(found, file, standard_input)
    if not found.objects and not found.flaws:
        raise UsageError(f"there is no manifest in {', '.join(names)}")
    return found


def _files(name: str) -> list[str]:
    """The files that a name of the command line stands for."""
    if name == STREAM or not os.path.isdir(name):  # noqa: PTH112 - as everywhere where names are told to people
        return [name]
    try:
        there = sorted(os.listdir(name))  # noqa: PTH208
    except OSError as error:
        raise UsageError(f"cannot read {name}: {reason_of(error)}") from None
    for special, program in _MADE_ELSEWHERE.items():
        if special in there:
            what = "a chart" if special == "Chart.yaml" else "a kustomization"
            advice = f"`{program} {name} | composeport verify -`"
            raise UsageError(f"{name} is {what}, not manifests; verify what it makes: {advice}")
    paths = [os.path.join(name, one) for one in there if one.endswith(_ENDINGS)]  # noqa: PTH118
    files = [path for path in paths if not os.path.isdir(path)]  # noqa: PTH112
    if not files:
        raise UsageError(f"there is no file in {name} that ends in .yaml, .yml or .json")
    return files


def _bytes(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:  # noqa: PTH123
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # a NUL in the name is the latter
        raise UsageError(f"cannot read {file}: {reason_of(error)}") from None


def _add(found: Manifests, file: str, standard_input: Callable[[], str]) -> None:
    """Read one file's objects into the set."""
    found.files += 1
    text = ""
    try:
        text = standard_input() if file == STREAM else decode(_bytes(file), file)
        documents = read_documents(_without_surrogates(text), file, whose="Kubernetes", plain_keys=True)
    except InputError as error:
        found.flaws += [Flaw(Severity.ERROR, problem) for problem in error.problems]
        found.texts[file] = veiled_text(text, None)
        return
    roots = [node for node in documents if not (isinstance(node, Scalar) and node.value is None)]
    found.texts[file] = veiled_text(text, roots)
    for root in roots:
        for node in _items(root):
            if isinstance(node, Mapping):
                found.objects.append(Manifest(node))
            else:
                problem = Problem("this is no object: a mapping with `apiVersion` and `kind`", node.location)
                found.flaws.append(Flaw(Severity.ERROR, problem))


def _without_surrogates(text: str) -> str:
    r"""JSON's `\ud83d\ude00` as YAML spells it; what follows on the same line is then told two columns too early."""
    if "\\u" not in text or not text.lstrip().startswith(("{", "[")):
        return text
    return _SURROGATES.sub(lambda pair: f"\\U{_joined(int(pair[1], 16), int(pair[2], 16)):08X}", text)


def _joined(high: int, low: int) -> int:
    return 0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00


def _items(root: Node) -> Iterator[Node]:
    """The object itself, or the items of a List."""
    items = root.get("items") if isinstance(root, Mapping) else None
    kind = root.get("kind") if isinstance(root, Mapping) else None
    if isinstance(items, Sequence) and isinstance(kind, Scalar) and str(kind.value).endswith("List"):
        for item in items:
            yield from _items(item)
    else:
        yield root


def _plain(node: Node) -> Any:
    """The tree as kubectl sends it: YAML 1.1's booleans, dates as text, and no key whose value is null."""
    if isinstance(node, Mapping):
        return {key: value for key, child in node.items.items() if (value := _plain(child)) is not None}
    if isinstance(node, Sequence):
        return [_plain(child) for child in node]
    if node.style == "" and node.tag == "" and node.text in _BOOLEANS:
        return _BOOLEANS[node.text]
    return node.text if isinstance(node.value, Timestamp) else node.value


def _without_nulls(data: Any) -> Any:
    """The same, with the empty value of what else is in a list for each null."""
    if isinstance(data, dict):
        return {key: _without_nulls(value) for key, value in data.items()}
    if isinstance(data, list):
        empty = next((type(item) for item in data if item is not None), dict)
        return [empty() if item is None else _without_nulls(item) for item in data]
    return data


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _end_of(node: Node) -> int:
    return node.location.end_column
