"""Projects in which one value is of a kind that its attribute may not be meant to have, made up by hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import strategies as st

from attribute_samples import SAMPLES, Path, path_of, project_with
from project_strategies import SPELLINGS, MadeUp, spelled

BEYOND = (
    *("10000000000000000000", "9223372036854775808", "18446744073709551616", "-9223372036854775809", "1e19", "1e300"),
    *("1e400", "-1", "-1.5", "1.5", "[]", "{}", "[a]", "{a: b}", '""', '"1e3"', '"0x1p4"', '"1_0"', '" 1"', '"-1"'),
)  # fmt: skip
"""What YAML has beside the spellings that its readers disagree on."""

NOT_COMPARED = ("services.web.pid", "services.web.build.ssh")
"""The reference ends with a stack trace for `pid:` of nothing, and prints no JSON of an SSH key."""


@st.composite
def with_an_odd_value(draw: st.DrawFn) -> MadeUp:
    """A project with a sample of an attribute, one of whose values is another."""
    attribute = draw(st.sampled_from([name for name in SAMPLES if not name.startswith(NOT_COMPARED)]))
    sample = SAMPLES[attribute]
    value = draw(st.sampled_from([sample.before, sample.after]))
    project: dict[str, Any] = yaml.safe_load(project_with(attribute, value, sample.beside))
    whole = path_of(attribute)
    *above, last = draw(st.sampled_from([whole, *paths_below(at(project, whole), whole)]))
    at(project, tuple(above))[last] = spelled(draw(st.sampled_from([*SPELLINGS, *BEYOND])))
    return MadeUp((project,))


def at(data: Any, path: Path) -> Any:
    """What stands at a path."""
    for part in path:
        data = data[part]
    return data


def paths_below(data: Any, path: Path) -> Iterator[Path]:
    """The paths of all that a value holds, which stands at a path itself."""
    for key, child in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*path, key)
        yield from paths_below(child, (*path, key))
