"""Byte order marks within a text: go-yaml overlooks one at its beginning, libyaml one at the beginning of any line.

So a stand-in takes their place while libyaml reads: another character, which the text has not.
"""

from __future__ import annotations

from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import yaml

MARK = "\ufeff"
_PRIVATE = range(0xE000, 0xF900)
"""Characters without a meaning, of which a text seldom has one."""


def events_of(text: str, parse: Callable[[str], Iterator[yaml.Event]]) -> Iterator[yaml.Event]:
    """The events of a text with marks in it, which `parse` gets without them."""
    stand_in = next((chr(code) for code in _PRIVATE if chr(code) not in text), MARK)
    for event in parse(text[0] + text[1:].replace(MARK, stand_in)):
        for name in ("value", "anchor", "tag"):
            said = getattr(event, name, None)
            if said:
                setattr(event, name, said.replace(stand_in, MARK))
        yield event
