# ruff: noqa: E501 - a row of a table is one line
"""Whole projects of several files, by what the reference's `config` makes of them: include."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compose_texts import assert_is_refused_at_a_place, assert_is_the_reference_one

Files = dict[str, str]
Options = dict[str, Any]

# fmt: off
PROJECTS: list[tuple[str, Files, tuple[str, ...], Options, dict[str, Any]]] = [
    ('include',
     {'a.yaml': 'include: [sub/_b.yaml]\nservices: {a: {image: x, depends_on: [b]}}\n', 'sub/_b.yaml': 'services: {b: {image: y, volumes: ["./d:/d", "v:/vv"], build: .}}\nvolumes: {v: }\nnetworks: {default: {driver: q}}\n'},
     ('a.yaml',),
     {},
     {'networks': {'default': {'name': 'p_default', 'driver': 'q', 'ipam': {}}}, 'services': {'a': {'image': 'x', 'depends_on': {'b': {'condition': 'service_started', 'required': True}}}, 'b': {'image': 'y', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/d', 'target': '/d', 'bind': {}}, {'type': 'volume', 'target': 'v:/vv', 'volume': {}}], 'build': {'context': '{folder}/sub', 'dockerfile': 'Dockerfile'}}}}),
    ('include long',
     {'a.yaml': 'include: [{path: sub/_b.yaml, project_directory: other, env_file: e.env}]\nservices: {a: {image: x}}\n', 'e.env': 'Q=qq\n', 'sub/_b.yaml': 'services: {b: {image: "y${Q}", volumes: ["./d:/d"]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'yqq', 'volumes': [{'type': 'bind', 'source': '{folder}/d', 'target': '/d', 'bind': {}}]}}}),
    ('include list',
     {'a.yaml': 'include: [{path: [sub/_b.yaml, sub2/_c.yaml]}]\nservices: {a: {image: x}}\n', 'sub/_b.yaml': 'services: {b: {image: y, volumes: ["./d:/d"]}}\n', 'sub2/_c.yaml': 'services: {b: {command: [z], volumes: ["./e:/e"]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'command': ['z'], 'image': 'y', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/d', 'target': '/d', 'bind': {}}, {'type': 'bind', 'source': '{folder}/sub/e', 'target': '/e', 'bind': {}}]}}}),
    ('include env',
     {'a.yaml': 'include: [sub/_b.yaml]\nservices: {a: {image: "x${Q}"}}\n', 'sub/.env': 'Q=fromenv\nFOO=bar\n', 'sub/_b.yaml': 'services: {b: {image: "y${Q}${FOO}", environment: [Q, FOO, ZED]}}\n'},
     ('a.yaml',),
     {'environment': {'FOO': 'shell'}},
     {'services': {'a': {'image': 'x'}, 'b': {'environment': {'FOO': 'shell', 'Q': 'fromenv', 'ZED': None}, 'image': 'yfromenvshell'}}}),
    ('include nested',
     {'a.yaml': 'include: [sub/_b.yaml]\n', 'sub/_b.yaml': 'include: [deep/_c.yaml]\nservices: {b: {image: y, volumes: ["./d:/d"]}}\n', 'sub/deep/_c.yaml': 'services: {c: {image: z, volumes: ["./e:/e"], environment: {A: "$$x"}}}\n'},
     ('a.yaml',),
     {},
     {'services': {'b': {'image': 'y', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/d', 'target': '/d', 'bind': {}}]}, 'c': {'environment': {'A': '$$x'}, 'image': 'z', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/deep/e', 'target': '/e', 'bind': {}}]}}}),
    ('include conflict',
     {'a.yaml': 'include: [_b.yaml]\nservices: {a: {image: x}}\n', '_b.yaml': 'services: {a: {image: y, command: [q], ports: ["80:80"]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'command': ['q'], 'image': 'x', 'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}}}),
    ('include conflict vol',
     {'a.yaml': 'include: [_b.yaml, _c.yaml]\nservices: {a: {image: x, volumes: ["v:/vv"]}}\n', '_b.yaml': 'services: {b: {image: y}}\nvolumes: {v: {driver: q}}\n', '_c.yaml': 'volumes: {v: {driver: r}}\nservices: {c: {image: x}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'volume', 'target': 'v:/vv', 'volume': {}}]}, 'b': {'image': 'y'}, 'c': {'image': 'x'}}}),
    ('include dev null',
     {'a.yaml': 'include: [{path: _b.yaml, env_file: /dev/null}]\nservices: {a: {image: x}}\n', '_b.yaml': 'services: {b: {image: "y${Q}"}}\n', '.env': 'Q=1\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'y1'}}}),
    ('include var path',
     {'a.yaml': 'include: ["${F}"]\nservices: {a: {image: x}}\n', '_b.yaml': 'services: {b: {image: y}}\n'},
     ('a.yaml',),
     {'environment': {'F': '_b.yaml'}},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'y'}}}),
    ('include override main',
     {'a.yaml': 'include: [_b.yaml]\n', 'b.yaml': 'services: {b: {image: z}}\n', '_b.yaml': 'services: {b: {image: y, ports: ["80:80"]}}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'b': {'image': 'z', 'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}}}),
    ('include reset',
     {'a.yaml': 'include: [_b.yaml]\nservices: {b: {ports: !reset [], command: !override [z]}}\n', '_b.yaml': 'services: {b: {image: y, ports: ["80:80"], command: [q]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'b': {'command': ['z'], 'image': 'y'}}}),
    ('include extends',
     {'a.yaml': 'include: [sub/_b.yaml]\nservices: {a: {image: x}}\n', 'sub/_b.yaml': 'services: {b: {extends: {file: _c.yaml, service: c}}}\n', 'sub/_c.yaml': 'services: {c: {image: z, volumes: ["./c:/c"]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'z', 'volumes': [{'type': 'bind', 'source': '{folder}/sub/c', 'target': '/c', 'bind': {}}]}}}),
    ('include secret env',
     {'a.yaml': 'include: [sub/_b.yaml]\nservices: {a: {image: x}}\n', 'sub/.env': 'Q=1\n', 'sub/_b.yaml': 'services: {b: {image: y, secrets: [s], configs: [c]}}\nsecrets: {s: {environment: Q}}\nconfigs: {c: {file: ./c}}\n'},
     ('a.yaml',),
     {},
     {'configs': {'c': {'name': 'p_c', 'file': '{folder}/sub/c'}}, 'secrets': {'s': {'name': 'p_s', 'environment': 'Q'}}, 'services': {'a': {'image': 'x'}, 'b': {'configs': [{'source': 'c'}], 'image': 'y', 'secrets': [{'source': 's', 'target': '/run/secrets/s'}]}}}),
    ('include models',
     {'a.yaml': 'include: [sub/_b.yaml]\nservices: {a: {image: x, models: [m]}}\n', 'sub/_b.yaml': 'models: {m: {model: q}}\nservices: {b: {image: x}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'models': {'m': None}}, 'b': {'image': 'x'}}}),
    ('include no services',
     {'a.yaml': 'include: [sub/_b.yaml]\nservices: {a: {image: x, volumes: ["vv:/vv"]}}\n', 'sub/_b.yaml': 'volumes: {vv: {driver: q}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'volume', 'source': 'vv', 'target': '/vv', 'volume': {}}]}}, 'volumes': {'vv': {'name': 'p_vv', 'driver': 'q'}}}),
    ('include x- and name',
     {'a.yaml': 'include: [sub/_b.yaml]\nservices: {a: {image: x}}\n', 'sub/_b.yaml': 'name: foo\nx-a: 1\nservices: {b: {image: x}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'x'}}}),
    ('include twice',
     {'a.yaml': 'include: [_b.yaml, _b.yaml]\nservices: {a: {image: x}}\n', '_b.yaml': 'services: {b: {image: y, ports: ["80:80"]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'y', 'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}}}),
    ('include diamond',
     {'a.yaml': 'include: [_b.yaml, _c.yaml]\nservices: {a: {image: x}}\n', '_b.yaml': 'include: [_d.yaml]\nservices: {b: {image: y}}\n', '_c.yaml': 'include: [_d.yaml]\nservices: {c: {image: y}}\n', '_d.yaml': 'services: {d: {image: d, ports: [80]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'y'}, 'c': {'image': 'y'}, 'd': {'image': 'd', 'ports': [{'mode': 'ingress', 'target': 80, 'protocol': 'tcp'}]}}}),
    ('include abs dir',
     {'a.yaml': 'include: [{path: sub/_b.yaml, project_directory: /opt/x}]\nservices: {a: {image: x}}\n', 'sub/_b.yaml': 'services: {b: {image: y, volumes: ["./d:/d"], build: .}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'y', 'volumes': [{'type': 'bind', 'source': '/opt/x/d', 'target': '/d', 'bind': {}}], 'build': {'context': '/opt/x', 'dockerfile': 'Dockerfile'}}}}),
    ('include second file',
     {'a.yaml': 'services:\n  a:\n    image: x\n', 'b.yaml': 'include: [_b.yaml]\n', '_b.yaml': 'services: {b: {image: y}}\n'},
     ('a.yaml', 'b.yaml'),
     {},
     {'services': {'a': {'image': 'x'}, 'b': {'image': 'y'}}}),
    ('include partial',
     {'a.yaml': 'include: [_b.yaml]\nservices: {b: {image: y}}\n', '_b.yaml': 'services: {b: {command: [q]}}\n'},
     ('a.yaml',),
     {},
     {'services': {'b': {'command': ['q'], 'image': 'y'}}}),
]
REFUSED: list[tuple[str, Files, tuple[str, ...], Options]] = [
    ('include cycle',
     {'a.yaml': 'include: [_b.yaml]\nservices: {a: {image: x}}\n', '_b.yaml': 'include: [a.yaml]\nservices: {b: {image: y}}\n'},
     ('a.yaml',),
     {}),
    ('include self',
     {'a.yaml': 'include: [a.yaml]\nservices: {a: {image: x}}\n'},
     ('a.yaml',),
     {}),
    ('include missing',
     {'a.yaml': 'include: [nope.yaml]\nservices: {a: {image: x}}\n'},
     ('a.yaml',),
     {}),
    ('include str',
     {'a.yaml': 'include: _b.yaml\nservices: {a: {image: x}}\n', '_b.yaml': 'services: {b: {image: y}}\n'},
     ('a.yaml',),
     {}),
    ('include missing env',
     {'a.yaml': 'include: [{path: _b.yaml, env_file: nope.env}]\nservices: {a: {image: x}}\n', '_b.yaml': 'services: {b: {image: y}}\n'},
     ('a.yaml',),
     {}),
    ('include invalid',
     {'a.yaml': 'include: [_b.yaml]\nservices: {a: {image: x}}\n', '_b.yaml': 'services: {b: {foo: y}}\n'},
     ('a.yaml',),
     {}),
]
# fmt: on


@pytest.mark.parametrize(
    ("contents", "files", "options", "expected"),
    [project[1:] for project in PROJECTS],
    ids=[project[0] for project in PROJECTS],
)
def test_project_of_include_is_the_reference_one(
    tmp_path: Path, contents: Files, files: tuple[str, ...], options: Options, expected: dict[str, Any]
) -> None:
    assert_is_the_reference_one(tmp_path, contents, expected, files=files, **options)


@pytest.mark.parametrize(
    ("contents", "files", "options"), [project[1:] for project in REFUSED], ids=[project[0] for project in REFUSED]
)
def test_what_the_reference_refuses_of_include_is_refused_at_a_place(
    tmp_path: Path, contents: Files, files: tuple[str, ...], options: Options
) -> None:
    assert_is_refused_at_a_place(tmp_path, contents, files=files, **options)
