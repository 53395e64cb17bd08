"""What the stages of one load notice on their way, for `reading`: cheap to take, since most files give none."""

from __future__ import annotations

from composeport.hints import TYPE_CHECKING
from composeport.records import dataclass
from composeport.source.interpolation import NAME_START, within

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from composeport.diagnostics import Location, PathPart
    from composeport.source.dotenv import DotenvValue
    from composeport.source.interpolation import Use
    from composeport.source.nodes import Scalar

    Hear = Callable[[Scalar, str, list[Use]], None]


@dataclass(frozen=True, slots=True)
class TextNote:
    """Something about the text of a value. `kind` is a field of `model.reading.Reading` that holds uses of variables.

    `text` is how the variable is written, without its default, which may be secret. `place` is that of the variable,
    `whole` that of the value; `file` gives the variable, if a file does.
    """

    kind: str
    name: str
    text: str
    place: Location
    whole: Location
    file: str = ""


@dataclass(frozen=True, slots=True)
class TagNote:
    """A `!reset` or `!override` of a document."""

    tag: str
    path: tuple[PathPart, ...]
    place: Location


@dataclass(frozen=True, slots=True)
class EnvFileNote:
    """An env file of a service in Compose's format, with what it holds. `place` is that of the entry of `env_file`."""

    file: str
    place: Location
    values: dict[str, DotenvValue]


class Notes:
    """The notes of one load.

    `given` maps variables that the shell does not set to their places in the env file that does; `env_file_names` are
    those files. `versions` are the places of `version`, which the tree loses. `named_files` maps the paths of files
    that others include, extend or take labels from to the first place that does.
    """

    def __init__(self) -> None:
        self.given: dict[str, Location] = {}
        self.env_file_names: set[str] = set()
        self.texts: list[TextNote] = []
        self.tags: list[TagNote] = []
        self.versions: list[Location] = []
        self.env_files: list[EnvFileNote] = []
        self.named_files: dict[str, Location] = {}

    def __bool__(self) -> bool:
        return bool(self.texts or self.tags or self.versions or self.env_files or self.named_files)

    def listener(self, environment: Container[str]) -> Hear:
        """Hears what `interpolate_tree` looks up in `environment`."""

        def hear(scalar: Scalar, text: str, uses: list[Use]) -> None:
            for use in uses:
                name, operator, operand, *_ = use[0]
                if not operator:
                    if name not in environment:
                        self._note("unresolved", use, scalar)
                elif operator[-1] == "+":
                    self._note("alternates", use, scalar)
                elif "}" in operand or ("$" in operand and operator[-1] == "-"):
                    self._note("nested", use, scalar)
                if name in self.given:
                    self._note("from_env_files", use, scalar)
            dollar = _lone_dollar(text)
            if dollar >= 0:
                place = within(scalar, dollar, dollar + 1)
                self.texts.append(TextNote("lone_dollars", "", text[dollar : dollar + 2], place, scalar.location))

        return hear

    def unset(self, name: str, place: Location) -> None:
        """An env file uses a variable that is set nowhere."""
        self.texts.append(TextNote("unresolved", name, f"${name}", place, place))

    def passed_on(self, name: str, value: Scalar) -> None:
        """A variable is passed on by its name alone, as `environment: [NAME]` does."""
        if name in self.given:
            file = self.given[name].file
            self.texts.append(TextNote("from_env_files", name, name, value.location, value.location, file))

    def _note(self, kind: str, use: Use, scalar: Scalar) -> None:
        (name, operator, _, start, end), outermost = use
        bare = f"${name}" if not operator and end - start == len(name) + 1 else f"${{{name}}}"
        text = f"${{{name}{operator}…}}" if operator else bare
        place = within(scalar, outermost.start, outermost.end)
        file = self.given[name].file if name in self.given else ""
        self.texts.append(TextNote(kind, name, text, place, scalar.location, file))


def _lone_dollar(text: str) -> int:
    """The index of the first `$` that begins no variable and is not doubled; -1 for none."""
    dollar = text.find("$")
    while dollar >= 0:
        follower = text[dollar + 1 : dollar + 2]
        if follower != "$" and follower not in NAME_START:
            return dollar
        dollar = text.find("$", dollar + 2)
    return -1
