"""The topology as Mermaid and as DOT: every fact in its place, and nothing that a name could smuggle in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from composeport import load_project
from composeport.pipeline import draw
from composeport.writers.graph import GRAPHS, Diagram
from composeport.writers.graph.diagram import Link, Publication, Region, ServiceNode, SharedVolume

SHOP = """\
name: shop
services:
  proxy:
    image: nginx:1.29
    ports: ["8080:80", "127.0.0.1:9000:9000/udp"]
    networks: [front]
    depends_on: {api: {condition: service_healthy}, late: {condition: service_started, required: false}}
  api:
    build: .
    environment: {DATABASE_URL: "postgres://u:hunter2@db:5432/x"}
    networks: [front, back]
    volumes: ["uploads:/u"]
    deploy: {replicas: 2}
    depends_on: {migrate: {condition: service_completed_successfully}}
  migrate:
    image: migrate:1
    command: ["--host", "db"]
    networks: [back]
    restart: "no"
  db:
    image: postgres:17
    networks: [back]
    volumes: ["data:/var/lib/postgresql/data"]
  late:
    image: registry.example.com/team/late:1
    networks: [back]
    expose: ["7000"]
    volumes: ["uploads:/u:ro"]
  agent:
    image: agent:1
    network_mode: host
  shadow:
    image: shadow:1
    network_mode: service:db
networks:
  front:
  back: {internal: true}
volumes:
  data:
  uploads:
"""

MERMAID = """\
flowchart LR
  subgraph n_back["back (internal)"]
    s_db["db<br>postgres:17<br>listens on 5432<br>keeps data"]
    s_late["late<br>registry.example.com/team/late:1<br>listens on 7000"]
    s_migrate["migrate (job)<br>migrate:1"]
    s_shadow["shadow<br>shadow:1<br>in the network of db"]
  end
  subgraph n_front["front"]
    s_api["api (×2)<br>built here<br>also on back"]
    s_proxy(["proxy<br>nginx:1.29<br>8080→80<br>127.0.0.1:9000→9000/udp (loopback)"])
  end
  subgraph n_the_machine_s_own_network["the machine#39;s own network"]
    s_agent["agent<br>agent:1"]
  end
  v_uploads[("uploads")]
  s_api -->|":5432"| s_db
  s_api -.->|"when completed"| s_migrate
  s_migrate --> s_db
  s_proxy -.->|"when healthy"| s_api
  s_proxy -.->|"optional"| s_late
  s_shadow -.-> s_db
  s_api -.- v_uploads
  s_late -. reads .- v_uploads
  classDef job stroke-dasharray: 4 3
  class s_migrate job
"""

DOT = """\
digraph "shop" {
  graph [rankdir=LR, compound=true, fontname="Helvetica", nodesep=0.3, ranksep=0.9];
  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11, margin="0.15,0.08"];
  edge [fontname="Helvetica", fontsize=9, color="#64748b"];
  subgraph cluster_n_back {
    graph [label="back (internal)", labeljust="l", style="rounded,bold", color="#94a3b8"];
    s_db [label="db\\npostgres:17\\nlistens on 5432\\nkeeps data"];
    s_late [label="late\\nregistry.example.com/team/late:1\\nlistens on 7000"];
    s_migrate [label="migrate (job)\\nmigrate:1", style="rounded,dashed"];
    s_shadow [label="shadow\\nshadow:1\\nin the network of db"];
  }
  subgraph cluster_n_front {
    graph [label="front", labeljust="l", style="rounded", color="#94a3b8"];
    s_api [label="api (×2)\\nbuilt here\\nalso on back"];
    s_proxy [label="proxy\\nnginx:1.29\\n8080→80\\n127.0.0.1:9000→9000/udp (loopback)", style="rounded,bold"];
  }
  subgraph cluster_n_the_machine_s_own_network {
    graph [label="the machine's own network", labeljust="l", style="rounded", color="#94a3b8"];
    s_agent [label="agent\\nagent:1"];
  }
  v_uploads [label="uploads", shape="cylinder", style="solid"];
  s_api -> s_db [label=":5432"];
  s_api -> s_migrate [label="when completed", style="dashed"];
  s_migrate -> s_db;
  s_proxy -> s_api [label="when healthy", style="dashed"];
  s_proxy -> s_late [label="optional", style="dashed"];
  s_shadow -> s_db [style="dashed"];
  s_api -> v_uploads [style="dotted", arrowhead="none"];
  s_late -> v_uploads [label="reads", style="dotted", arrowhead="none"];
}
"""

TEXT = '<script>alert(1)</script>"`#quot;&lt;\\\nend'


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "compose.yaml").write_text(SHOP)
    return tmp_path / "compose.yaml"


@pytest.fixture
def hostile() -> Diagram:
    """A picture whose every text is an attack, with names that differ in what no identifier may hold."""
    service = ServiceNode(
        name=TEXT,
        image=TEXT,
        region=TEXT,
        elsewhere=(TEXT + "2",),
        badges=(TEXT,),
        published=(Publication(TEXT, loopback=True),),
        listens=(TEXT,),
        volumes=(TEXT,),
        namespace=TEXT,
        job=True,
    )
    return Diagram(
        TEXT,
        {TEXT: service, TEXT + "!": service._replace(name=TEXT + "!")},
        {
            TEXT: Region(TEXT, True, (TEXT,), (TEXT, TEXT + "!"), ()),
            TEXT + "2": Region(TEXT + "2", True, (), (), (TEXT, TEXT + "!")),
        },
        {TEXT: SharedVolume(TEXT, True, (TEXT,), frozenset({TEXT}))},
        (Link(TEXT, TEXT + "!", calls=True, ports=(1,), condition="service_healthy", required=False),),
    )


def test_mermaid_tells_every_fact(shop: Path) -> None:
    assert draw(load_project([str(shop)]), ".mmd") == MERMAID


def test_dot_tells_every_fact(shop: Path) -> None:
    assert draw(load_project([str(shop)]), ".dot") == DOT


@pytest.mark.parametrize("ending", GRAPHS)
def test_no_picture_shows_the_value_of_a_variable(shop: Path, ending: str) -> None:
    assert "hunter2" not in draw(load_project([str(shop)]), ending)


def test_mermaid_text_is_harmless(hostile: Diagram) -> None:
    escaped = "#60;script#62;alert(1)#60;/script#62;#34;#96;#35;quot#59;#38;lt#59;#92;#10;end"
    lines = GRAPHS[".mmd"](hostile).splitlines()
    prefix = "s_" + "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in TEXT)
    network = "n" + prefix[1:]
    assert lines[:2] == ["flowchart LR", f'  subgraph {network}["{escaped} ({escaped})"]']
    assert lines[2] == (
        f'    {prefix}(["{escaped} ({escaped})<br>{escaped}<br>{escaped} (loopback)<br>listens on {escaped}'
        f'<br>keeps {escaped}<br>in the network of {escaped}<br>also on {escaped}2"])'
    )
    assert f'  {prefix} -->|":1 when healthy optional"| {prefix}_' in lines


def test_dot_text_is_harmless(hostile: Diagram) -> None:
    lines = GRAPHS[".dot"](hostile).splitlines()
    escaped = '<script>alert(1)</script>\\"`#quot;&amp;lt;\\\\\\nend'
    assert lines[0] == f'digraph "{escaped}" {{'
    assert lines[5] == (f'    graph [label="{escaped} ({escaped})", labeljust="l", style="rounded", color="#94a3b8"];')


@pytest.mark.parametrize("source", ["shop", "hostile"])
def test_graphviz_reads_it(source: str, request: pytest.FixtureRequest) -> None:
    dot = shutil.which("dot")
    if dot is None:
        pytest.skip("Graphviz is not installed")
    given = request.getfixturevalue(source)
    text = GRAPHS[".dot"](given) if isinstance(given, Diagram) else draw(load_project([str(given)]), ".dot")
    plain = subprocess.run([dot, "-Tplain"], input=text, capture_output=True, text=True, check=True, timeout=60)
    nodes = [line.split()[1] for line in plain.stdout.splitlines() if line.startswith("node ")]
    expected = ["s_agent", "s_api", "s_db", "s_late", "s_migrate", "s_proxy", "s_shadow", "v_uploads"]
    assert plain.stderr == ""
    assert sorted(nodes) == expected if source == "shop" else len(nodes) == 4
