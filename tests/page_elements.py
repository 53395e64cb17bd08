"""What a browser makes of a page: its elements and their attributes."""

from __future__ import annotations

from html.parser import HTMLParser


class Elements(HTMLParser):
    """The names of all elements of a page, in their order, and of all attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
