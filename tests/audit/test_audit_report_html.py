"""The page: what it says, that it stands by itself, and that nothing in it runs but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

import composeport
from composeport.audit import pages
from composeport.audit.report import Audit
from composeport.audit.reports import html_views
from composeport.audit.reports.html_report import html_report
from composeport.diagnostics import Target
from composeport.dispositions.rules import NODE_LOCAL_VOLUME
from report_samples import ACCEPTED, CLEAN, LOCAL, ONE, TREE, finding, report

VOID = {"meta", "input", "img"}


class Page(HTMLParser):
    """A page's elements with their attributes and the text of each, read as a browser would."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[int] = []
        self.feed(text)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_data(" ")
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for number in self._open:
            self.texts[number] += data

    def all(self, tag: str, style: str = "") -> list[str]:
        """The texts of the elements with a tag and, where it is given, a class, without extra space."""
        return [
            " ".join(text.split())
            for (name, attributes), text in zip(self.elements, self.texts, strict=True)
            if name == tag and style in ["", *(attributes.get("class") or "").split()]
        ]


def test_the_headline_is_each_targets_readiness() -> None:
    assert Page(html_report(ONE)).all("div", "card") == [
        (
            "Kubernetes 80 % is kept as it is 80 % as it is 10 % approximated 10 % dropped "
            "Nothing stands in the way; read what changes. 0 errors 1 warning 1 note"
        ),
        (
            "Swarm 80 % is kept as it is 80 % as it is 10 % approximated 10 % dropped "
            "Some things need a decision first. 1 error 1 warning 0 notes"
        ),
    ]


def test_a_finding_has_its_line_its_next_step_and_its_place() -> None:
    assert Page(html_report(ONE)).all("article") == [
        (
            "error CP402 the data stays on one node 6 - data:/var/lib/postgresql use --pin-volumes "
            "shop/compose.yaml:6:9 db Swarm approximated"
        ),
        (
            "warning CP902 'postgres' has no tag 4 image: postgres name a version "
            "shop/compose.yaml:4:12 db Kubernetes Swarm approximated"
        ),
        'note CP111 version is ignored 1 version: "3.8" remove it shop/compose.yaml:1:10 Kubernetes approximated',
    ]


def test_the_excerpt_marks_what_it_is_about() -> None:
    assert Page(html_report(ONE)).all("mark") == ["data:/var/lib/postgresql", "postgres", '"3.8"']


def test_what_to_do_first_is_there_and_leads_to_the_rule() -> None:
    page = Page(html_report(ONE))
    assert page.all("p", "where") == ["1 error on Swarm in db show"]
    assert ("a", {"class": "code", "href": "#CP402"}) in page.elements
    assert [attributes["id"] for tag, attributes in page.elements if tag == "details" and attributes.get("id")] == [
        "CP111",
        "CP402",
        "CP902",
    ]


def test_services_have_a_row_each_and_what_is_about_none_has_one() -> None:
    assert Page(html_report(ONE)).all("tbody") == [
        (
            "db 80 % 0 errors 1 warning 0 notes 80 % 1 error 1 warning 0 notes "
            "the project itself 0 errors 0 warnings 1 note 0 errors 0 warnings 0 notes"
        )
    ]


def test_a_tree_has_a_row_and_a_folded_part_for_each_project() -> None:
    page = Page(html_report(TREE))
    assert page.all("h1") == ["3 projects below projects"]
    assert page.all("tbody")[0] == (
        "shop shop/compose.yaml 1 1 1 80 % 80 % empty empty/compose.yaml 0 0 0 80 % 80 % broken/compose.yaml 1 0 0 – –"
    )
    assert page.all("h3")[:3] == ["shop", "empty", "broken/compose.yaml"]
    assert page.all("p", "none")[0] == "Nothing found."


def test_what_is_suppressed_or_known_is_said() -> None:
    page = Page(html_report(Audit((ACCEPTED,))))
    assert page.all("details", "suppressed") == [
        "1 suppressed by the files CP402 the data stays on one node shop/compose.yaml:6:9: it is a cache"
    ]
    assert page.all("p", "hint") == ["2 more are known from the baseline."]


def test_it_loads_nothing_and_its_policy_names_its_own_style_and_script() -> None:
    text = html_report(TREE)
    policy = dict(
        part.split(" ", 1) for part in re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0].split("; ")
    )
    for kind in ("style", "script"):
        [content] = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert policy.pop(f"{kind}-src") == f"'sha256-{digest}'"
    assert policy == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    for tag, attributes in Page(text).elements:
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
        assert (attributes.get("src") or "data:image/svg+xml,").startswith("data:image/svg+xml,")


def test_names_within_the_page_are_given_once_and_every_link_has_its_end() -> None:
    for audit in (ONE, TREE):
        elements = Page(html_report(audit)).elements
        ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        assert {a["href"] for tag, a in elements if tag == "a"} <= {f"#{name}" for name in ids}


@pytest.fixture
def picture() -> str:
    """The picture of a project whose image is a hostile name."""
    text = 'services: {web: {image: "a</svg><script>alert(1)</script>\\"&%"}}'
    project = composeport.load_project(["-"], project_name="shop", environment={}, stdin=text)
    return composeport.audit(project, picture=True).picture


def test_the_picture_is_an_image_which_cannot_run_anything(picture: str) -> None:
    [image] = [a for tag, a in Page(html_report(Audit((report(picture=picture),)))).elements if tag == "img"]
    assert unquote((image["src"] or "").removeprefix("data:image/svg+xml,")) == picture
    assert image["alt"] == "Topology of shop: its services, networks and volumes"


def test_a_page_of_many_projects_has_no_pictures_and_says_so() -> None:
    few = Audit((report(picture="<svg/>"),) * 20, "src")
    many = Audit((report(picture="<svg/>"),) * 21, "src")
    assert html_report(few).count("<img") == 20
    assert html_report(many).count("<img") == 0
    assert Page(html_report(many)).all("p", "hint") == [
        "Pictures are left out: there are more than 20 projects. composeport graph draws one."
    ]


def test_a_project_of_which_nothing_is_known_has_no_share() -> None:
    unread = report(LOCAL, readiness={}, targets=(Target.SWARM,))
    assert "– nothing to measure" in Page(html_report(Audit((unread,)))).all("div", "card")[0]


def test_a_project_without_findings_has_no_rules() -> None:
    page = Page(html_report(Audit((CLEAN,))))
    assert page.all("h2")[2:] == ["Services", "Findings"]
    assert page.all("p", "none")[0] == "Nothing found."


def test_a_folder_without_projects_is_a_page() -> None:
    assert Page(html_report(Audit((), "src"))).all("h1") == ["0 projects below src"]


def test_wide_letters_are_marked_where_they_are() -> None:
    text = "x: 日本語 done\n"
    one = finding(NODE_LOCAL_VOLUME, Target.SWARM, (1, 4, 7))
    assert Page(html_report(Audit((report(one, texts={"shop/compose.yaml": text}),)))).all("mark") == ["日本語"]


def test_a_rules_page_keeps_its_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    todo = "Say `it`,\nor:\n\n    a: 1\n      b: 2\n\n- one\n- two\n  more\n\n```sh\nls <x>\n```"
    shown = pages.Page(NODE_LOCAL_VOLUME, "It is so.", {"Why it matters": "Because.", "What to do": todo})
    monkeypatch.setattr(html_views, "page", lambda _: shown)
    text = html_report(Audit((report(LOCAL),)))
    assert Page(text).all("details")[-1] == (
        "CP402 node-local-volume It is so. Why it matters Because. "
        "What to do Say it, or: a: 1 b: 2 one two more ls <x> Show the 1 finding"
    )
    assert "<pre>a: 1\n  b: 2</pre>" in text
    assert '<p class="item">two more</p>' in text
    assert "<pre>ls &lt;x&gt;</pre>" in text
