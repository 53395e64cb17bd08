# ruff: noqa: E501 - a row of a table is one line
"""Whole projects of several files, by what the reference's `config` makes of them: documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compose_texts import assert_is_refused_at_a_place, assert_is_the_reference_one

Files = dict[str, str]
Options = dict[str, Any]

# fmt: off
PROJECTS: list[tuple[str, Files, tuple[str, ...], Options, dict[str, Any]]] = [
    ('two docs',
     {'a.yaml': 'services:\n  a:\n    image: x\n---\nservices: {a: {command: [q]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'command': ['q'], 'image': 'x'}}}),
    ('service null override',
     {'a.yaml': 'services:\n  a:\n    image: x\n', 'b.yaml': 'services: {a: }\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('reset map',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1}\n    ports: ["80:80"]\n', 'b.yaml': 'services:\n  a:\n    environment: !reset {}\n    ports: !reset []\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('reset null',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1}\n', 'b.yaml': 'services:\n  a:\n    environment: !reset null\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('reset key',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1, B: 2}\n', 'b.yaml': 'services:\n  a:\n    environment:\n      A: !reset null\n      C: 3\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'environment': {'B': '2', 'C': '3'}, 'image': 'x'}}}),
    ('override list',
     {'a.yaml': 'services:\n  a:\n    image: x\n    ports: ["80:80"]\n', 'b.yaml': 'services:\n  a:\n    ports: !override\n      - "81:81"\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'x', 'ports': [{'mode': 'ingress', 'target': 81, 'published': '81', 'protocol': 'tcp'}]}}}),
    ('override map',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1}\n', 'b.yaml': 'services:\n  a:\n    environment: !override {B: 2}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'environment': {'B': '2'}, 'image': 'x'}}}),
    ('reset service',
     {'a.yaml': 'services:\n  a:\n    image: x\n  b: {image: y}\n', 'b.yaml': 'services:\n  b: !reset null\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('reset in list',
     {'a.yaml': 'services:\n  a:\n    image: x\n    dns: [1.1.1.1]\n', 'b.yaml': 'services:\n  a:\n    dns: [!reset 1.1.1.1, 2.2.2.2]\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'dns': ['1.1.1.1', '2.2.2.2'], 'image': 'x'}}}),
    ('override scalar',
     {'a.yaml': 'services:\n  a:\n    image: x\n', 'b.yaml': 'services: {a: {image: !override y}}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'y'}}}),
    ('reset in base only',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: !reset {A: 1}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('anchors',
     {'a.yaml': 'x-a: &a {environment: {A: 1}, labels: &l [a=1]}\nservices: {a: {<<: *a, image: x}, b: {<<: [*a, {image: q, labels: {}}]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'environment': {'A': '1'}, 'image': 'x', 'labels': {'a': '1'}}, 'b': {'environment': {'A': '1'}, 'image': 'q', 'labels': {'a': '1'}}}, 'x-a': {'environment': {'A': 1}, 'labels': ['a=1']}}),
    ('version',
     {'a.yaml': 'version: "3.8"\nservices:\n  a:\n    image: x\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('multi merge 3',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1}\n    volumes: ["./a:/a"]\n', 'b.yaml': 'services: {a: {environment: [A=2, B=3], volumes: ["./b:/a", "./c:/c"], command: "x y"}}\n', 'c.yaml': 'services: {a: {environment: {B: , C: 4}, command: }}\nvolumes: {q: }\n'},
     ('a.yaml', 'b.yaml', 'c.yaml'),
     {},
     {'services': {'a': {'environment': {'A': '2', 'B': None, 'C': '4'}, 'image': 'x', 'volumes': [{'type': 'bind', 'source': '{folder}/b', 'target': '/a', 'bind': {}}, {'type': 'bind', 'source': '{folder}/c', 'target': '/c', 'bind': {}}]}}}),
    ('merge provider',
     {'a.yaml': 'services: {a: {provider: {type: x, options: {a: 1}}}}\n', 'b.yaml': 'services: {a: {provider: {options: {b: 2}}}}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'provider': {'type': 'x', 'options': {'a': ['1'], 'b': ['2']}}}}}),
    ('timestamps',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 0644, B: 2024-01-01, C: 1_000, D: 0o17, E: 0b11, F: 1.0, G: 1e100, H: 12345678901234567890, I: 0x1F, J: 1e3, K: .5, L: "0644", M: 1:30, N: 08}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'environment': {'A': '420', 'B': '2024-01-01 00:00:00 +0000 UTC', 'C': '1000', 'D': '15', 'E': '3', 'F': '1', 'G': '1e+100', 'H': '12345678901234567890', 'I': '31', 'J': '1000', 'K': '0.5', 'L': '0644', 'M': '1:30', 'N': '8'}, 'image': 'x'}}}),
    ('utf8 bom',
     {'a.yaml': '\ufeffservices:\n  a:\n    image: x\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('crlf',
     {'a.yaml': 'services:\r\n  a:\r\n    image: x\r\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('long strings',
     {'a.yaml': 'services:\n  a:\n    image: x\n    command: |\n      foo\n      bar\n    entrypoint: >\n      a b\n      c\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'command': ['foo', 'bar'], 'entrypoint': ['a', 'b', 'c'], 'image': 'x'}}}),
    ('cmd quotes',
     {'a.yaml': 'services:\n  a:\n    image: x\n    command: sh -c "echo \'a b\' \\"q\\"" x\\ y \'a"b\' $$(foo bar)\n    entrypoint: a && b\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'command': ['sh', '-c', 'echo \'a b\' "q"', 'x y', 'a"b', '$$(foo bar)'], 'entrypoint': ['a'], 'image': 'x'}}}),
    ('depends merge',
     {'a.yaml': 'services:\n  a:\n    image: x\n    depends_on: [b]\n  b: {image: y}\n', 'b.yaml': 'services: {a: {depends_on: {b: {condition: service_healthy, restart: true}}}}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'x', 'depends_on': {'b': {'condition': 'service_healthy', 'restart': True, 'required': True}}}, 'b': {'image': 'y'}}}),
    ('net merge',
     {'a.yaml': 'services:\n  a:\n    image: x\n    networks: {n: {aliases: [a]}}\nnetworks: {n: , m: }\n', 'b.yaml': 'services: {a: {networks: {n: {aliases: [b, a]}, m: }}}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'networks': {'m': {'name': 'p_m', 'ipam': {}}, 'n': {'name': 'p_n', 'ipam': {}}}, 'services': {'a': {'image': 'x', 'networks': {'m': None, 'n': {'aliases': ['a', 'b']}}}}}),
]
REFUSED: list[tuple[str, Files, tuple[str, ...], Options]] = [
    ('comment file',
     {'a.yaml': '# x\n'},
     ('a.yaml',),
     {}),
    ('service null',
     {'a.yaml': 'services: {a: }\n'},
     ('a.yaml',),
     {}),
    ('version int',
     {'a.yaml': 'version: 3\nservices:\n  a:\n    image: x\n'},
     ('a.yaml',),
     {}),
]
# fmt: on


@pytest.mark.parametrize(
    ("contents", "files", "options", "expected"),
    [project[1:] for project in PROJECTS],
    ids=[project[0] for project in PROJECTS],
)
def test_project_of_documents_is_the_reference_one(
    tmp_path: Path, contents: Files, files: tuple[str, ...], options: Options, expected: dict[str, Any]
) -> None:
    assert_is_the_reference_one(tmp_path, contents, expected, files=files, **options)


@pytest.mark.parametrize(
    ("contents", "files", "options"), [project[1:] for project in REFUSED], ids=[project[0] for project in REFUSED]
)
def test_what_the_reference_refuses_of_documents_is_refused_at_a_place(
    tmp_path: Path, contents: Files, files: tuple[str, ...], options: Options
) -> None:
    assert_is_refused_at_a_place(tmp_path, contents, files=files, **options)
