"""Which Compose variables can be values of a chart: found by trying, not by tracking.

The project is translated with another word in the place of a variable. Where the manifests have that word in the place
of the variable's text, and are otherwise the same, the variable is a value. Where it decides anything else (a port, a
name, a size, whether an object is there at all) it is fixed in the chart, and a comment says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from composeport.records import dataclass, field
from composeport.writers.helm.leaves import Leaves, Path, is_image, leaves_of
from composeport.writers.output import OutputFile

Plain = Callable[[Mapping[str, str]], Sequence[OutputFile] | None]
"""Translates the project with some variables set to other texts; None where that is refused."""

MOST = 300
"""Variables that are tried, each of which costs a translation."""
_LEAVES = 6_000_000
"""Leaves that those translations may make: of a large project, fewer variables are tried."""


@dataclass(frozen=True, slots=True)
class Variable:
    """The place of a variable in a text."""

    name: str


Parts = tuple[str | Variable, ...]
"""A text as literal parts and variables."""


@dataclass(slots=True)
class Trials:
    """What was found: the values of variables by name, why others are fixed, and the texts that hold variables."""

    plain: Plain
    leaves: Leaves
    defaults: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    texts: dict[Path, Parts] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """A word for each variable that is found nowhere in the manifests."""

    def try_with(self, values: Mapping[str, str]) -> Leaves | None:
        """The manifests with those texts in the place of variables."""
        files = self.plain(values)
        return None if files is None else leaves_of(files)

    def expected(self, parts: Parts, values: Mapping[str, str]) -> str:
        """A text with variables, where some have other values than by default."""
        return "".join(
            part if isinstance(part, str) else values.get(part.name, self.defaults[part.name]) for part in parts
        )

    def failing(self, values: Mapping[str, str]) -> set[str]:
        """The variables that do not appear as they should, letter for letter, if they have those values.

        Several are tried at a time, but none of one text: what one makes of it might hide what another does.
        """
        groups = self._apart(values)
        return set().union(*(self._failing({name: values[name] for name in group}) for group in groups))

    def _apart(self, names: Iterable[str]) -> list[list[str]]:
        """The variables in groups, of which none has two that are in one text."""
        groups: list[list[str]] = []
        for name in names:
            beside = set().union(*map(_names_in, self.texts_of(name).values()))
            group = next((group for group in groups if beside.isdisjoint(group)), None)
            if group is None:
                groups.append([name])
            else:
                group.append(name)
        return groups

    def _failing(self, values: Mapping[str, str]) -> set[str]:
        if not values:
            return set()
        found = self.try_with(values)
        if found is not None and (wrong := self._wrong(found, values)) is not None:
            return wrong | self._failing(_without(values, wrong)) if wrong else wrong
        if len(values) == 1:
            return set(values)
        names = list(values)
        halves = names[: len(names) // 2], names[len(names) // 2 :]
        return set().union(*(self._failing({name: values[name] for name in half}) for half in halves))

    def _wrong(self, found: Leaves, values: Mapping[str, str]) -> set[str] | None:
        """The variables whose texts are not as they should; None where something else is, which may be any one's."""
        same = list(found) == list(self.leaves)
        wrong: set[str] = set()
        for path, leaf in found.items() if same else ():
            parts = self.texts.get(path, ())
            if leaf != (self.expected(parts, values) if parts else self.leaves[path]):
                wrong |= _names_in(parts) & values.keys() or set(values)
        for path, parts in () if same else self.texts.items():
            if path not in found and self._stays(path, found):
                wrong |= _names_in(parts) & values.keys()
        return wrong if same or wrong else None

    def _stays(self, path: Path, found: Leaves) -> bool:
        """Whether the items of lists on the way to `path` are those that were there, by their names."""
        names = [(*path[:index], part, "name") for index, part in enumerate(path) if isinstance(part, int)]
        return all(name in self.leaves and found.get(name) == self.leaves[name] for name in names)

    def texts_of(self, name: str) -> dict[Path, Parts]:
        """The texts that hold a variable."""
        return {path: parts for path, parts in self.texts.items() if Variable(name) in parts}


def _names_in(parts: Parts) -> set[str]:
    return {part.name for part in parts if isinstance(part, Variable)}


def _without(values: Mapping[str, str], names: set[str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}


def try_variables(files: Sequence[OutputFile], names: Sequence[str], plain: Plain) -> Trials:
    """Try each of the variables `names`, alone and then all that are values together."""
    trials = Trials(plain, leaves_of(files))
    stem = _unseen(trials.leaves)
    most = min(MOST, _LEAVES // max(len(trials.leaves), 1))
    places: dict[str, set[Path]] = {}
    for number, name in enumerate(names):
        if number >= most:
            trials.fixed[name] = f"is one of more than {most}"
            continue
        trials.words[name] = f"{stem}{number:04d}abcdx"
        outcome = _alone(trials, name)
        if isinstance(outcome, str):
            trials.fixed[name] = outcome
        elif outcome:
            places[name] = outcome
    _together(trials, places)
    trials.defaults = {name: text for name, text in trials.defaults.items() if name not in trials.fixed}
    return trials


def _unseen(leaves: Leaves) -> str:
    """The beginning of words that the manifests do not hold: a letter first, as names need it."""
    stem = "zq"
    while any(isinstance(leaf, str) and stem in leaf for leaf in leaves.values()):
        stem += "q"
    return stem


def _alone(trials: Trials, name: str) -> set[Path] | str:
    """Where the text of a variable stands, or why it can be no value. Sets its default."""
    word = trials.words[name]
    found = trials.try_with({name: word})
    if found is None:
        return "does not take any text: it is read as a number, a port, a path or the like"
    if list(found) != list(trials.leaves):
        changed = found.keys() ^ trials.leaves.keys()
        return _decides({path[0] for path in changed} & {path[0] for path in trials.leaves})
    default: str | None = None
    places: set[Path] = set()
    for path, leaf in found.items():
        before = trials.leaves[path]
        if leaf == before:
            continue
        text = _replaced(leaf, before, word)
        if text is None:
            return _decides([path[0]])
        if default is not None and text != default:
            return "has several defaults"
        if is_image(path) and _names_program(str(leaf), word):
            return "names the program of an image, from which ports follow: see `image` of its service"
        default = text
        places.add(path)
    if default is not None:
        trials.defaults[name] = default
    return places


def _replaced(leaf: object, before: object, word: str) -> str | None:
    """The one text for which `word` stands in `leaf`, if `before` is the same leaf with that text."""
    if not isinstance(leaf, str) or not isinstance(before, str) or word not in leaf:
        return None
    parts = leaf.split(word)
    length, rest = divmod(len(before) - sum(map(len, parts)), len(parts) - 1)
    text = before[len(parts[0]) : len(parts[0]) + length]
    return text if rest == 0 and length >= 0 and text.join(parts) == before else None


def _names_program(image: str, word: str) -> bool:
    return word in image.partition("@")[0].rpartition("/")[2].partition(":")[0]


def _decides(files: Iterable[object]) -> str:
    """The reason of a variable that changes more than its text, in files that are there by default."""
    names = sorted(map(str, files))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"decides more than a text in {', '.join(names[:3])}{more}" if names else "decides which objects there are"


def _together(trials: Trials, places: Mapping[str, set[Path]]) -> None:
    """Find the texts that hold variables, several at a time. One that another stands before is fixed after all."""
    while places:
        found = trials.try_with({name: trials.words[name] for name in places})
        if found is None or list(found) != list(trials.leaves):
            places = _agreeing(trials, places)
            continue
        hidden = {name for name, paths in places.items() if any(trials.words[name] not in str(found[p]) for p in paths)}
        if not hidden:
            _split_texts(trials, places, found)
            return
        trials.fixed |= dict.fromkeys(hidden, "stands in the value of another variable")
        places = {name: paths for name, paths in places.items() if name not in hidden}


def _agreeing(trials: Trials, places: Mapping[str, set[Path]]) -> dict[str, set[Path]]:
    """Those of the variables that are values together, too: each is added to those before it."""
    agreed: dict[str, set[Path]] = {}
    for name, paths in places.items():
        found = trials.try_with({other: trials.words[other] for other in (*agreed, name)})
        if found is None or list(found) != list(trials.leaves):
            trials.fixed[name] = "decides, together with others, more than a text"
        else:
            agreed[name] = paths
    return agreed


def _split_texts(trials: Trials, places: Mapping[str, set[Path]], found: Leaves) -> None:
    """Set the parts of all texts, unless those give another default than the manifests have."""
    by_word = {trials.words[name]: name for name in places}
    held = set().union(*places.values())
    for path in filter(held.__contains__, found):
        trials.texts[path] = _parts(str(found[path]), by_word)
    wrong = [path for path, parts in trials.texts.items() if trials.expected(parts, {}) != trials.leaves[path]]
    for path in wrong:
        trials.fixed |= dict.fromkeys(_names_in(trials.texts[path]), "decides, together with others, more than a text")
    if wrong:
        trials.texts.clear()
        _together(trials, {name: paths for name, paths in places.items() if name not in trials.fixed})


def _parts(text: str, by_word: Mapping[str, str]) -> Parts:
    parts: list[str | Variable] = [text]
    for word, name in by_word.items():
        if word in text:
            parts = [piece for part in parts for piece in _split(part, word, name)]
    return tuple(part for part in parts if part != "")


def _split(part: str | Variable, word: str, name: str) -> list[str | Variable]:
    if not isinstance(part, str):
        return [part]
    pieces: list[str | Variable] = []
    for piece in part.split(word):
        pieces += [piece, Variable(name)]
    return pieces[:-1]
