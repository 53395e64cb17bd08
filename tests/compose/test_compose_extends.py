# ruff: noqa: E501 - a row of a table is one line
"""Whole projects of several files, by what the reference's `config` makes of them: extends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compose_texts import assert_is_refused_at_a_place, assert_is_the_reference_one

Files = dict[str, str]
Options = dict[str, Any]

# fmt: off
PROJECTS: list[tuple[str, Files, tuple[str, ...], Options, dict[str, Any]]] = [
    ('extends same',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1}\n    ports: ["80:80"]\n  b:\n    extends: a\n    environment: {B: 2}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'environment': {'A': '1'}, 'image': 'x', 'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}, 'b': {'environment': {'A': '1', 'B': '2'}, 'image': 'x', 'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}}}),
    ('extends map',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1}\n  b:\n    extends: {service: a}\n    image: y\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'environment': {'A': '1'}, 'image': 'x'}, 'b': {'environment': {'A': '1'}, 'image': 'y'}}}),
    ('extends chain',
     {'a.yaml': 'services:\n  a:\n    image: x\n  b: {extends: a, command: [b]}\n  c: {extends: b, tty: true}\n  d: {extends: c}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'command': ['b'], 'image': 'x'}, 'c': {'command': ['b'], 'image': 'x', 'tty': True}, 'd': {'command': ['b'], 'image': 'x', 'tty': True}}}),
    ('extends file',
     {'a.yaml': 'services:\n  a:\n    extends: {file: sub/_b.yaml, service: q}\n    volumes: ["./m:/m"]\n', 'sub/_b.yaml': 'services:\n  q:\n    image: x\n    build: .\n    volumes: ["./v:/v", "../w:/w", "/abs:/abs", "~/h:/h"]\n    env_file: [{path: e.env, required: false}]\n    environment: {A: "${FOO}"}\nvolumes: {zz: }\n'},
     ('a.yaml',),
     {'environment': {'FOO': 'foo'}},
     {'services': {'a': {'environment': {'A': 'foo'}, 'image': 'x', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/v', 'target': '/v', 'bind': {}}, {'type': 'bind', 'source': '{folder}/w', 'target': '/w', 'bind': {}}, {'type': 'bind', 'source': '/abs', 'target': '/abs', 'bind': {}}, {'type': 'bind', 'source': '/home/tester/h', 'target': '/h', 'bind': {}}, {'type': 'bind', 'source': '{folder}/m', 'target': '/m', 'bind': {}}], 'build': {'context': '{folder}/sub', 'dockerfile': 'Dockerfile'}}}}),
    ('extends file chain',
     {'a.yaml': 'services:\n  a:\n    extends: {file: sub/_b.yaml, service: q}\n', 'sub/_b.yaml': 'services:\n  q:\n    extends: {file: deep/_c.yaml, service: z}\n    volumes: ["./b:/b"]\n', 'sub/deep/_c.yaml': 'services:\n  z:\n    image: x\n    build: {context: ..}\n    volumes: ["./c:/c"]\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/deep/c', 'target': '/c', 'bind': {}}, {'type': 'bind', 'source': '{folder}/sub/b', 'target': '/b', 'bind': {}}], 'build': {'context': '{folder}/sub', 'dockerfile': 'Dockerfile'}}}}),
    ('extends file same in other',
     {'a.yaml': 'services:\n  a:\n    extends: {file: sub/_b.yaml, service: q}\n', 'sub/_b.yaml': 'services:\n  q:\n    extends: r\n    volumes: ["./b:/b"]\n  r: {image: x, volumes: ["./r:/r"]}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/r', 'target': '/r', 'bind': {}}, {'type': 'bind', 'source': '{folder}/sub/b', 'target': '/b', 'bind': {}}]}}}),
    ('extends own file',
     {'a.yaml': 'services:\n  a:\n    extends: {file: a.yaml, service: q}\n  q: {image: z}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'z'}, 'q': {'image': 'z'}}}),
    ('extends depends_on',
     {'a.yaml': 'services:\n  a:\n    image: x\n    depends_on: [z]\n  b: {extends: a}\n  z: {image: z}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'depends_on': {'z': {'condition': 'service_started', 'required': True}}}, 'b': {'image': 'x', 'depends_on': {'z': {'condition': 'service_started', 'required': True}}}, 'z': {'image': 'z'}}}),
    ('extends profiles',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n  b: {extends: a}\n'},
     ('a.yaml',),
     {},
     {'services': {}}),
    ('extends reset',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: 1}\n    command: [q]\n  b:\n    extends: a\n    environment: !reset {}\n    command: !reset null\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'command': ['q'], 'environment': {'A': '1'}, 'image': 'x'}, 'b': {'image': 'x'}}}),
    ('extends override',
     {'a.yaml': 'services:\n  a:\n    image: x\n    ports: ["80:80"]\n  b:\n    extends: a\n    ports: !override ["81:81"]\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}, 'b': {'image': 'x', 'ports': [{'mode': 'ingress', 'target': 81, 'published': '81', 'protocol': 'tcp'}]}}}),
    ('extends from override of base',
     {'a.yaml': 'services:\n  a:\n    image: x\n  b: {extends: a}\n', 'b.yaml': 'services:\n  a: {image: z}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'z'}, 'b': {'image': 'x'}}}),
    ('extends file multi doc',
     {'a.yaml': 'services: {a: {extends: {file: _b.yaml, service: q}}}\n', '_b.yaml': 'services: {q: {image: x}}\n---\nservices: {q: {command: [z]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'command': ['z'], 'image': 'x'}}}),
    ('extends with include in ext file',
     {'a.yaml': 'services: {a: {extends: {file: _b.yaml, service: q}}}\n', '_b.yaml': 'include: [nope.yaml]\nservices: {q: {image: x}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('extends invalid ext file other',
     {'a.yaml': 'services: {a: {extends: {file: _b.yaml, service: q}}}\n', '_b.yaml': 'services: {q: {image: x}, z: {foo: 1}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('extends file var',
     {'a.yaml': 'services: {a: {extends: {file: "${F}", service: q}}}\n', '_b.yaml': 'services: {q: {image: x}}\n'},
     ('a.yaml',),
     {'environment': {'F': '_b.yaml'}},
     {'services': {'a': {'image': 'x'}}}),
]
REFUSED: list[tuple[str, Files, tuple[str, ...], Options]] = [
    ('extends cycle',
     {'a.yaml': 'services: {a: {extends: b}, b: {extends: a}}\n'},
     ('a.yaml',),
     {}),
    ('extends self',
     {'a.yaml': 'services: {a: {image: x, extends: a}}\n'},
     ('a.yaml',),
     {}),
    ('extends missing',
     {'a.yaml': 'services: {a: {image: x, extends: z}}\n'},
     ('a.yaml',),
     {}),
    ('extends file missing',
     {'a.yaml': 'services:\n  a:\n    extends: {file: nope.yaml, service: q}\n'},
     ('a.yaml',),
     {}),
    ('extends file missing service',
     {'a.yaml': 'services:\n  a:\n    extends: {file: _b.yaml, service: q}\n', '_b.yaml': 'services:\n  a:\n    image: x\n'},
     ('a.yaml',),
     {}),
    ('extends cycle across',
     {'a.yaml': 'services:\n  a:\n    extends: {file: _b.yaml, service: q}\n', '_b.yaml': 'services:\n  q:\n    extends: {file: a.yaml, service: a}\n'},
     ('a.yaml',),
     {}),
    ('extends in override file',
     {'a.yaml': 'services:\n  a:\n    image: x\n  b: {image: y, command: [b]}\n', 'b.yaml': 'services:\n  b: {extends: a}\n'},
     ('a.yaml', 'b.yaml'),
     {}),
    ('extends null base',
     {'a.yaml': 'services: {a: , b: {extends: a, image: x}}\n'},
     ('a.yaml',),
     {}),
    ('extends null',
     {'a.yaml': 'services: {a: {image: x, extends: null}}\n'},
     ('a.yaml',),
     {}),
    ('extends file only top',
     {'a.yaml': 'services: {a: {extends: {file: _b.yaml, service: q}}}\n', '_b.yaml': 'volumes: {q: }\n'},
     ('a.yaml',),
     {}),
    ('extends network_mode',
     {'a.yaml': 'services:\n  a:\n    image: x\n    network_mode: host\n  b: {extends: a, networks: [n]}\nnetworks: {n: }\n'},
     ('a.yaml',),
     {}),
]
# fmt: on


@pytest.mark.parametrize(
    ("contents", "files", "options", "expected"),
    [project[1:] for project in PROJECTS],
    ids=[project[0] for project in PROJECTS],
)
def test_project_of_extends_is_the_reference_one(
    tmp_path: Path, contents: Files, files: tuple[str, ...], options: Options, expected: dict[str, Any]
) -> None:
    assert_is_the_reference_one(tmp_path, contents, expected, files=files, **options)


@pytest.mark.parametrize(
    ("contents", "files", "options"), [project[1:] for project in REFUSED], ids=[project[0] for project in REFUSED]
)
def test_what_the_reference_refuses_of_extends_is_refused_at_a_place(
    tmp_path: Path, contents: Files, files: tuple[str, ...], options: Options
) -> None:
    assert_is_refused_at_a_place(tmp_path, contents, files=files, **options)
