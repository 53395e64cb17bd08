"""Files may hold anything, and so may their names: every report stays what it is, and tells no secret."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import composeport
from composeport.audit.readiness import Readiness
from composeport.audit.report import Audit, Suppressed
from composeport.audit.reports import ENDINGS, FORMATS
from composeport.diagnostics import Target
from composeport.dispositions.rules import MUTABLE_TAG, NODE_LOCAL_VOLUME
from composeport.records import replace
from page_elements import Elements
from report_samples import ONE, TREE, finding, report

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
HOSTILE = [
    MARKUP,
    "\"'><svg/onload=alert(1)>",
    "]]></failure><testcase name='x'/>",
    "</style></script><!-- -->{{ 7 * 7 }}{% raw %}",
    "a\nb\r\nc\u2028d\n::error file=x::forged",
    "\x00\x07\x1b[31m\x7f\x9b\ufffe\uffff",
    "caf\udce9\ud800",
    "`| [x](javascript:alert(1)) | <b>`",
    "%0A::error::forged",
    "\u202egpj.exe",
]
each_format = pytest.mark.parametrize("name", FORMATS)


def planted(text: str) -> Audit:
    """An audit with a text wherever one can be: names, paths, messages, help, evidence, source, reasons, picture."""
    ones = [
        finding(MUTABLE_TAG, target, (1, 1, 3), ("services", text, "image"), text, text, {text: text})._replace(
            location=finding(MUTABLE_TAG, target).location._replace(file=text),  # type: ignore[union-attr]
        )
        for target in Target
    ]
    loose = ones[0]._replace(location=None, path=(text,), service=None)
    local = finding(NODE_LOCAL_VOLUME, Target.SWARM, message=text)
    one = report(
        *ones,
        loose,
        name=text,
        files=(text,),
        readiness={target: {text: Readiness(1, 1, 1)} for target in Target},
        suppressed=(Suppressed(local, text),),
        texts={text: text},
        picture=text,
    )
    return Audit((one, one), text)


def check(name: str, text: str) -> None:
    """Whether a report is one: encodable, and valid in its format."""
    text.encode()
    assert text.endswith("\n")
    match name:
        case "json" | "sarif" | "gitlab":
            json.loads(text)
        case "junit":
            ET.fromstring(text)
        case "html":
            found = Elements(text)
            assert found.tags.count("script") == 1
            assert not {tag for tag in found.tags if tag in {"b", "object", "iframe"}}
            assert not {attribute for attribute in found.attributes if attribute.startswith("on")}
        case "github":
            assert all(re.match(r"::(error|warning|notice) ", line) for line in text[:-1].split("\n"))
        case "markdown":
            bare = re.sub(r"``.*?``|`[^`\n]*`", "", text)
            assert set(re.findall(r"<(?!!--)[^>\s]*", bare)) <= {
                "<details",
                "</details",
                "<summary",
                "</summary",
                "<sub",
                "</sub",
            }


@each_format
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_report_stays_valid_whatever_it_tells(name: str, text: str) -> None:
    check(name, FORMATS[name](planted(text)))
    check(name, FORMATS[name](replace(planted(text), tree="")))


@each_format
@settings(max_examples=25, deadline=None)
@given(text=st.text(min_size=1))
def test_a_report_stays_valid_with_any_text(name: str, text: str) -> None:
    check(name, FORMATS[name](planted(text)))


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"json", "sarif", "gitlab"}])
def test_no_report_hands_control_characters_on(name: str) -> None:
    text = FORMATS[name](planted("\x1b[31m\x07\u202e"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


@each_format
def test_the_same_audit_gives_the_same_bytes(name: str) -> None:
    assert FORMATS[name](TREE) == FORMATS[name](TREE)


@each_format
def test_no_report_knows_where_it_was_made(name: str) -> None:
    assert str(Path.cwd()) not in FORMATS[name](ONE)


def test_every_ending_has_its_format() -> None:
    assert {ending: FORMATS[name].__name__ for ending, name in ENDINGS.items()} == {
        ".json": "json_report",
        ".sarif": "sarif_report",
        ".md": "markdown_report",
        ".html": "html_report",
    }


COMPOSE = """\
x-common: &common
  SMTP_PASSWORD: canary-0
services:
  web:
    image: nginx
    command: ["serve", "--token=canary-1"]
    build:
      context: .
      args: {NPM_TOKEN: canary-2}
    environment:
      <<: *common
      DB_PASSWORD: canary-3
      DATABASE_URL: postgres://app:canary-4@db/shop
      GREETING: ${API_KEY}
    env_file: secret.env
    labels:
      traefik.http.middlewares.auth.basicauth.password: canary-6
    secrets: [inline, file]
    healthcheck:
      test: curl -u admin:canary-7 --fail http://user:canary-8@localhost/
  db:
    image: postgres
    privileged: true
    environment: ["POSTGRES_PASSWORD=canary-9"]
    volumes: ["data:/var/lib/postgresql"]
volumes: {data: {}}
secrets:
  inline: {environment: API_KEY}
  file: {file: ./secret.txt}
"""


@each_format
def test_no_report_tells_a_secret(name: str, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "secret.env").write_text("MAIL_PASSWORD=canary-10\nURL=redis://:canary-11@cache\n")
    (tmp_path / "secret.txt").write_text("canary-12")
    environment = {"API_KEY": "canary-13"}
    project = composeport.load_project([str(tmp_path / "compose.yaml")], environment=environment)
    found = composeport.audit(project, picture=True)
    assert found.findings
    assert re.findall(r"canary-\d+", FORMATS[name](Audit((found,)))) == []
