"""The topology as SVG and HTML: nothing overlaps, nothing is clipped, nothing is loaded, nothing slips through."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from case_directory import CASES, Case
from composeport import load_project
from composeport.pipeline import draw
from composeport.writers.graph import GRAPHS, Diagram
from composeport.writers.graph.diagram import Link, Publication, Region, ServiceNode, SharedVolume
from composeport.writers.graph.geometry import Box
from composeport.writers.graph.text_width import fitted, width_of
from corpus_projects import load_case

DEMO = Path(__file__).parent.parent.parent.parent / "demo" / "compose.yaml"
SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"name": (14, True), "image": (12, False), "summary": (12, False), "project": (20, True), "title": (12, True)}
HOSTILE = "\x00<script>alert('1')</script>&quot;\"]]>-->\n\ud800"


def tier(number: int) -> str:
    """A service of a large project: three networks, layers of eight, volumes that neighbours share."""
    layer = number // 8
    below = [f"service-{other}" for other in (number + 8, number + 9, number + 17) if other < 50]
    networks = ["web", "app", "data"][max(0, layer // 2 - 1) : layer // 2 + 1]
    return (
        f"  service-{number}:\n    image: registry.example.com/team/image-{number}:1.{number}\n"
        f"    networks: [{', '.join(networks)}]\n    environment: {{PEERS: '{','.join(below)}'}}\n"
        f"    volumes: ['volume-{number // 3}:/data']\n"
        + (f"    ports: ['{8000 + number}:80', '127.0.0.1:{9000 + number}:81/udp']\n" if number % 7 == 0 else "")
        + (f"    depends_on: {{{below[0]}: {{condition: service_healthy}}}}\n" if below and number % 2 else "")
    )


FIFTY = (
    "name: fifty\nservices:\n"
    + "".join(map(tier, range(50)))
    + "networks: {web: {}, app: {}, data: {internal: true}}\nvolumes:\n"
    + "".join(f"  volume-{number}:\n" for number in range(17))
)

RING = """\
name: ring
services:
  a: {image: x, environment: {NEXT: "http://b:1"}}
  b: {image: x, environment: {NEXT: "http://c:2"}}
  c: {image: x, environment: {NEXT: "http://a:3", PREVIOUS: "http://b:4"}}
"""

LONG = f"""\
name: {"m" * 90}
services:
  {"w" * 63}:
    image: registry.example.com/{"W" * 100}:{"M" * 100}
    ports: ["[2001:db8::1]:65535:65535/udp"]
    networks: [{"n" * 80}, other]
  b: {{image: x, networks: [other]}}
networks: {{{"n" * 80}: {{internal: true}}, other: {{}}}}
"""

ALONE = "name: alone\nservices:\n" + "".join(f"  s{number}: {{image: x}}\n" for number in range(50))
EMPTY = "name: empty\nservices: {}\n"
TEXTS = {"fifty": FIFTY, "empty": EMPTY, "ring": RING, "long": LONG, "alone": ALONE}


@pytest.fixture(params=[*TEXTS, "demo", *CASES], ids=lambda given: given.name if isinstance(given, Case) else given)
def picture(request: pytest.FixtureRequest, tmp_path: Path) -> ET.Element:
    """The SVG of a project, parsed."""
    if isinstance(request.param, Case):
        project = load_case(request.param)
    elif request.param == "demo":
        project = load_project([str(DEMO)])
    else:
        (tmp_path / "compose.yaml").write_text(TEXTS[request.param])
        project = load_project([str(tmp_path / "compose.yaml")])
    return ET.fromstring(draw(project, ".svg"))


def number(element: ET.Element, name: str) -> int:
    return int(element.get(name, "0"))


def box_of(rect: ET.Element) -> Box:
    return Box(*(number(rect, name) for name in ("x", "y", "width", "height")))


def groups(picture: ET.Element, kind: str) -> Iterator[ET.Element]:
    return (group for group in picture.iter(f"{SVG}g") if kind in group.get("class", "").split())


def boxes(picture: ET.Element, kind: str) -> list[Box]:
    return [box_of(rect) for group in groups(picture, kind) if (rect := group.find(f"{SVG}rect")) is not None]


def apart(one: Box, other: Box) -> bool:
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


def within(inner: Box, outer: Box) -> bool:
    return outer.x <= inner.x and inner.right <= outer.right and outer.y <= inner.y and inner.bottom <= outer.bottom


def volumes(picture: ET.Element) -> list[Box]:
    """The boxes around the cylinders, from their outlines `M x y a half bulge 0 0 1 width 0 v height`."""
    found = []
    for path in picture.iter(f"{SVG}path"):
        if path.get("class") == "cylinder":
            x, y, bulge, width, down = map(
                int,
                re.match(r"M(\d+) (\d+)a\S+ (\d+) 0 0 1 (\d+) 0v(\d+)", path.get("d", "")).groups(),  # type: ignore[union-attr]
            )
            found.append(Box(x, y - bulge, width, down + 2 * bulge))
    return found


def places_on_lines(picture: ET.Element) -> Iterator[tuple[float, float]]:
    """Points along every line, close to each other: `M x y`, `C` with three points, `H x`."""
    for path in picture.iter(f"{SVG}path"):
        if "line" not in path.get("class", "").split() or path.get("d") == "M0 8H28":
            continue
        x, y = 0.0, 0.0
        for letter, text in re.findall(r"([MCH])([-\d ]+)", path.get("d", "")):
            values = [float(value) for value in text.split()]
            if letter == "C":
                x1, y1, x2, y2, x3, y3 = values
                for step in range(41):
                    t = step / 40
                    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                    yield (
                        sum(w * v for w, v in zip(weights, (x, x1, x2, x3), strict=True)),
                        sum(w * v for w, v in zip(weights, (y, y1, y2, y3), strict=True)),
                    )
                x, y = x3, y3
            elif letter == "H":
                yield from ((x + (values[0] - x) * step / 40, y) for step in range(41))
                x = values[0]
            else:
                x, y = values


def test_no_two_boxes_overlap(picture: ET.Element) -> None:
    services = boxes(picture, "service") + volumes(picture)
    assert len(services) == len([*groups(picture, "service"), *groups(picture, "shared")])
    assert [pair for pair in combinations(services, 2) if not apart(*pair)] == []


def test_no_two_networks_overlap(picture: ET.Element) -> None:
    assert [pair for pair in combinations(boxes(picture, "region"), 2) if not apart(*pair)] == []


def test_every_service_is_inside_one_network_and_every_volume_outside(picture: ET.Element) -> None:
    regions = boxes(picture, "region")
    for box in boxes(picture, "service"):
        assert sum(within(box, region) for region in regions) == 1
    assert all(apart(volume, region) for volume in volumes(picture) for region in regions)


def titles(picture: ET.Element) -> Iterator[Box]:
    """The room of the networks' names, notes and guests."""
    for text in picture.iter(f"{SVG}text"):
        if text.get("class") in {"title", "note", "guests"}:
            size, bold = SIZES.get(text.get("class", ""), (11, False))
            yield Box(number(text, "x"), number(text, "y") - size, width_of(text.text or "", size, bold=bold), size)


def test_no_line_crosses_a_box_or_a_title(picture: ET.Element) -> None:
    around = [*boxes(picture, "service"), *volumes(picture)]
    solid = [Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2) for box in around] + [*titles(picture)]
    for x, y in places_on_lines(picture):
        assert not [box for box in solid if box.x < x < box.right and box.y < y < box.bottom]


def test_everything_is_inside_the_picture(picture: ET.Element) -> None:
    left, top, width, height = map(int, picture.get("viewBox", "").split())
    assert (left, top, picture.get("width"), picture.get("height")) == (0, 0, str(width), str(height))
    body = next(group for group in picture.iter(f"{SVG}g") if group.get("transform", "").startswith("translate(24 "))
    shift = int(body.get("transform", "").strip(")").split()[1])
    for rect in body.iter(f"{SVG}rect"):
        box = box_of(rect)
        assert box.x >= 0
        assert box.y >= 0
        assert box.right + 24 <= width
        assert box.bottom + shift <= height
    for text in picture.iter(f"{SVG}text"):
        size, bold = SIZES.get(text.get("class", ""), (11, False))
        assert number(text, "x") + width_of(text.text or "", size, bold=bold) <= width


def test_no_text_leaves_its_box(picture: ET.Element) -> None:
    for group in groups(picture, "service"):
        card = box_of(group.find(f"{SVG}rect"))  # type: ignore[arg-type]
        for text in group.findall(f"{SVG}text"):
            size, bold = SIZES[text.get("class", "")]
            assert number(text, "x") + width_of(text.text or "", size, bold=bold) <= card.right
            assert card.y < number(text, "y") < card.bottom
        pills = [box_of(rect) for pill in groups(group, "pill") for rect in pill.findall(f"{SVG}rect")]
        assert all(within(pill, card) for pill in pills)
        assert [pair for pair in combinations(pills, 2) if not apart(*pair)] == []


def test_it_says_what_it_is(picture: ET.Element) -> None:
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "title desc")
    first, second = picture[:2]
    assert (first.tag, first.get("id"), second.tag, second.get("id")) == (f"{SVG}title", "title", f"{SVG}desc", "desc")
    assert re.match(r"(?:no|\d+) services?(?: · |$)", second.text or "")


def test_it_loads_nothing_and_runs_nothing(picture: ET.Element) -> None:
    tags = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert tags <= {"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "circle", "text", "g"}
    values = [value for element in picture.iter() for value in element.attrib.values()]
    assert {value for value in values if "url(" in value or "http" in value} <= {"url(#arrow)"}
    assert not [
        name for element in picture.iter() for name in element.attrib if name.startswith("on") or "href" in name
    ]
    style = picture.findtext(f"{SVG}style") or ""
    assert "@media (prefers-color-scheme:dark)" in style
    assert "url(" not in style
    assert "@import" not in style


def hostile() -> Diagram:
    service = ServiceNode(
        name=HOSTILE,
        image=HOSTILE,
        region=HOSTILE,
        elsewhere=(HOSTILE + "2",),
        badges=(HOSTILE,),
        published=(Publication(HOSTILE, loopback=False),),
        listens=(HOSTILE,),
        volumes=(HOSTILE,),
        namespace=HOSTILE,
        job=True,
    )
    other = service._replace(name="b")
    regions = {
        HOSTILE: Region(HOSTILE, True, ("internal", HOSTILE), (HOSTILE, "b"), (HOSTILE,)),
        HOSTILE + "2": Region(HOSTILE + "2", True, (), (), (HOSTILE, "b")),
    }
    volume = SharedVolume(HOSTILE, True, (HOSTILE, "b"), frozenset({"b"}))
    link = Link(HOSTILE, "b", calls=True, ports=(1,), condition="service_completed_successfully", required=False)
    return Diagram(HOSTILE, {HOSTILE: service, "b": other}, regions, {HOSTILE: volume}, (link,))


def test_hostile_names_are_text_in_the_svg() -> None:
    text = GRAPHS[".svg"](hostile())
    root = ET.fromstring(text.encode())
    assert root.findtext(f"{SVG}title") == "Topology of \ufffd<script>alert('1')</script>&quot;\"]]>-->\n\ufffd"
    assert "<script" not in text
    assert not list(root.iter(f"{SVG}script"))


class Tags(HTMLParser):
    """Collects the tags and the texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def read(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    parser.close()
    return parser


def test_hostile_names_are_text_in_the_page() -> None:
    page = read(GRAPHS[".html"](hostile()))
    assert "script" not in page.tags
    assert not [name for name in page.attributes if name.startswith("on") or name in {"href", "src"}]
    assert any("<script>alert('1')</script>" in text for text in page.texts)


def test_the_page_loads_nothing_and_has_the_picture_and_the_tables() -> None:
    page = draw(load_project([str(DEMO)]), ".html")
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    assert policy in page
    found = read(page)
    assert {"script", "link", "img", "iframe", "base"} & set(found.tags) == set()
    assert found.tags.count("svg") == 1
    after = found.texts[found.texts.index("Services") :]
    assert after == [
        *("Services", "Service", "Image", "Networks", "Published", "Listens on", "Volumes", "Addresses", "Waits for"),
        *("api", "×2", "built here", "front", "back", "8000"),
        *("cache :6379", "db", "cache, started", "migrate, completed"),
        *("cache", "redis:8-alpine", "back", "6379"),
        *("db", "postgres:17-alpine", "back", "data"),
        *("migrate", "job", "built here", "back", "db", "db, healthy"),
        *("proxy", "nginx:1.29-alpine", "front", "8080→80", "api :8000", "api, healthy"),
        *("Published ports", "Port", "Service", "Reached from", "8080→80", "proxy", "other machines too"),
        *("Networks", "Network", "Notes", "Services", "back", "internal", "api", "cache", "db", "migrate"),
        *("front", "api", "proxy"),
        *("Volumes", "Volume", "Mounted by", "data", "db"),
        found.texts[-1],
    ]
    assert found.texts[-1].startswith("5 services · 2 networks · 1 published port · 1 volume. Made by composeport ")


@pytest.mark.parametrize("ending", GRAPHS)
def test_the_same_project_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(FIFTY)
    written = []
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "composeport", "graph", "-o", f"{seed}{ending}"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        written.append((tmp_path / f"{seed}{ending}").read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [("db", 100, "db"), ("a" * 40, 60, "aaaaaa…"), ("iiii", 0, "…"), ("", 0, "")],
)
def test_a_text_that_does_not_fit_ends_in_an_ellipsis(text: str, room: int, shown: str) -> None:
    assert fitted(text, room, 12) == shown
