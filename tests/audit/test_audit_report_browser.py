"""The page in a browser: its filters, its tables and its links work, and its policy lets nothing else run."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from composeport.audit.report import Audit
from composeport.audit.reports.html_report import html_report
from composeport.records import replace
from report_samples import ONE, SHOP, TREE

pytestmark = pytest.mark.end_to_end

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser:
    """A headless Chromium, by the WebDriver protocol."""

    def __init__(self, port: int, profile: Path) -> None:
        self._root = f"http://127.0.0.1:{port}"
        options = {"args": [*ARGUMENTS, f"--user-data-dir={profile}"]}
        asked = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        session = self.send("POST", "/session", {"capabilities": {"alwaysMatch": asked}})
        self._session = f"/session/{session['sessionId']}"

    def send(self, method: str, path: str, body: object = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        request = Request(self._root + path, data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, page: Path) -> None:
        self.send("POST", f"{self._session}/url", {"url": page.as_uri()})

    def run(self, script: str, *arguments: object) -> Any:
        return self.send("POST", f"{self._session}/execute/sync", {"script": script, "args": list(arguments)})

    def complaints(self) -> list[str]:
        entries = self.send("POST", f"{self._session}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries]

    def resize(self, width: int) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        body = {"cmd": "Emulation.setDeviceMetricsOverride", "params": size}
        self.send("POST", f"{self._session}/goog/cdp/execute", body)

    def close(self) -> None:
        self.send("DELETE", self._session)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = shutil.which("chromedriver")
    if not program:
        pytest.skip("there is no chromedriver")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([program, f"--port={port}"], stdout=quiet, stderr=quiet) as driver:
        try:
            _wait(port)
            made = Browser(port, tmp_path_factory.mktemp("profile"))
            yield made
            made.close()
        finally:
            driver.terminate()


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    pytest.fail("chromedriver does not answer")


@pytest.fixture
def shop(browser: Browser, tmp_path: Path) -> Browser:
    """The page of one project."""
    (tmp_path / "shop.html").write_text(html_report(ONE))
    browser.open(tmp_path / "shop.html")
    return browser


@pytest.fixture
def tree(browser: Browser, tmp_path: Path) -> Browser:
    """The page of three."""
    (tmp_path / "tree.html").write_text(html_report(TREE))
    browser.open(tmp_path / "tree.html")
    return browser


SHOWN = "return [...document.querySelectorAll('.finding:not([hidden]) .code')].map((code) => code.textContent)"
FILTER = """
const [name, value, done] = arguments;
const field = document.querySelector(`.filters [name=${name}]`);
if (field.type === "checkbox") document.querySelector(`.filters [value=${value}]`).click(); else field.value = value;
field.dispatchEvent(new Event("input", {bubbles: true}));
return new Promise((done) => setTimeout(done, 300));
"""


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("severity", "error", ["CP902", "CP111"]),
        ("target", "swarm", ["CP402", "CP902"]),
        ("service", "db", ["CP402", "CP902"]),
        ("code", "CP111", ["CP111"]),
        ("text", "POSTGRES tag", ["CP902"]),
        ("text", "compose.yaml:6", ["CP402"]),
        ("text", "nowhere", []),
    ],
)
def test_a_filter_leaves_what_fits(shop: Browser, name: str, value: str, shown: list[str]) -> None:
    shop.run(FILTER, name, value)
    assert shop.run(SHOWN) == shown
    assert shop.run("return document.querySelector('output').textContent") == f"{len(shown)} of 3"
    groups = "return document.querySelectorAll('.group:not([hidden])').length"
    assert shop.run(groups) == len(shown)
    assert shop.run("return document.getElementById('nothing').hidden") is bool(shown)
    shop.run("document.querySelector('[type=reset]').click(); return new Promise((done) => setTimeout(done, 300))")
    assert shop.run(SHOWN) == ["CP402", "CP902", "CP111"]


def test_show_leaves_the_findings_of_that_rule(shop: Browser) -> None:
    shop.run("document.querySelector('.where a').click(); return new Promise((done) => setTimeout(done, 300))")
    assert shop.run(SHOWN) == ["CP402"]


def test_a_link_to_a_rule_unfolds_it(shop: Browser) -> None:
    shop.run("document.querySelector('.finding .code').click(); return new Promise((done) => setTimeout(done, 300))")
    assert shop.run("return [...document.querySelectorAll('details[open]')].map((one) => one.id)") == ["CP402"]


def test_a_search_hides_the_projects_without_a_hit(tree: Browser) -> None:
    tree.run(FILTER, "text", "postgres")
    assert tree.run("return [...document.querySelectorAll('.project:not([hidden])')].map((one) => one.id)") == ["p1"]


def test_a_table_is_sorted_by_its_heads(tree: Browser) -> None:
    click = "document.querySelectorAll('table.sortable thead button')[arguments[0]].click()"
    names = "return [...document.querySelector('tbody').rows].map((row) => row.querySelector('a').hash)"
    shop, empty, broken = "#p1", "#p2", "#p3"
    for column, order in ((2, [shop, empty, broken]), (0, [broken, empty, shop]), (4, [empty, shop, broken])):
        tree.run(click, column)
        assert tree.run(names) == order
    heads = "return [...document.querySelectorAll('thead')][0].querySelectorAll('[aria-sort]').length"
    assert tree.run(heads) == 1


def test_the_browser_has_nothing_to_complain_about(tree: Browser) -> None:
    tree.run("return 1")
    assert tree.complaints() == []


@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_is_wider_than_the_window(browser: Browser, tmp_path: Path, width: int) -> None:
    long = replace(SHOP, name="n" * 120, picture='<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="90"/>')
    page = tmp_path / "long.html"
    page.write_text(html_report(Audit((long, *TREE.reports), "projects")))
    browser.resize(width)
    browser.open(page)
    browser.run("for (const part of document.querySelectorAll('details')) part.open = true")
    assert browser.run("return document.documentElement.scrollWidth") <= width


def test_what_gets_in_does_not_run(shop: Browser) -> None:
    script = (
        "const bad = document.createElement('script'); bad.textContent = 'window.ran = 1'; document.body.append(bad)"
    )
    shop.run(script)
    assert shop.run("return window.ran === undefined")
    assert any("Content Security Policy" in complaint for complaint in shop.complaints())
