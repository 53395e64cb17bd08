# ruff: noqa: E501 - a row of a table is one line
"""Whole projects of several files, by what the reference's `config` makes of them: environment."""

from __future__ import annotations

from pathlib import Path

from compose_texts import Accepted, Refused, assert_is_refused_at_a_place, assert_is_the_reference_one, each

# fmt: off
PROJECTS: list[Accepted] = [
    ('profiles',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n  b: {image: y}\n'},
     ('a.yaml',),
     {},
     {'services': {'b': {'image': 'y'}}}),
    ('profiles on',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n  b: {image: y}\n'},
     ('a.yaml',),
     {'profiles': ('p',)},
     {'services': {'a': {'profiles': ['p'], 'image': 'x'}, 'b': {'image': 'y'}}}),
    ('profiles dep opt',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n  b: {image: y, depends_on: {a: {condition: service_started, required: false}}}\n'},
     ('a.yaml',),
     {},
     {'services': {'b': {'image': 'y', 'depends_on': {'a': {'condition': 'service_started', 'required': False}}}}}),
    ('profiles env file missing',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n    env_file: nope\n  b: {image: y}\n'},
     ('a.yaml',),
     {},
     {'services': {'b': {'image': 'y'}}}),
    ('profiles undefined net',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n    networks: [zz]\n  b: {image: y}\n'},
     ('a.yaml',),
     {},
     {'services': {'b': {'image': 'y'}}}),
    ('profiles all off',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n'},
     ('a.yaml',),
     {},
     {'services': {}}),
    ('COMPOSE_PROFILES',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n  b: {image: y}\n'},
     ('a.yaml',),
     {'environment': {'COMPOSE_PROFILES': 'q, p'}},
     {'services': {'a': {'profiles': ['p'], 'image': 'x'}, 'b': {'image': 'y'}}}),
    ('secret ext',
     {'a.yaml': 'services:\n  a:\n    image: x\n    secrets: [s, {source: t, target: /a, mode: 0400}]\nsecrets: {s: {external: true}, t: {environment: FOO}}\n'},
     ('a.yaml',),
     {'environment': {'FOO': 'x'}},
     {'secrets': {'s': {'name': 's', 'external': True}, 't': {'name': 'p_t', 'environment': 'FOO'}}, 'services': {'a': {'image': 'x', 'secrets': [{'source': 's', 'target': '/run/secrets/s'}, {'source': 't', 'target': '/a', 'mode': '0400'}]}}}),
    ('config content env',
     {'a.yaml': 'services:\n  a:\n    image: x\n    configs: [s, t]\nconfigs: {s: {content: "a${FOO}$$b"}, t: {environment: FOO}}\n'},
     ('a.yaml',),
     {'environment': {'FOO': 'x'}},
     {'configs': {'s': {'name': 'p_s', 'content': 'ax$$b'}, 't': {'name': 'p_t', 'environment': 'FOO'}}, 'services': {'a': {'configs': [{'source': 's'}, {'source': 't'}], 'image': 'x'}}}),
    ('project name var',
     {'a.yaml': 'services:\n  a:\n    image: x\n    labels: {a: "${COMPOSE_PROJECT_NAME}"}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'labels': {'a': 'p'}}}}),
    ('env_file',
     {'a.yaml': 'services:\n  a:\n    image: x\n    env_file: [e.env, f.env]\n    environment: {B: 2, D: , E: "${Q:-z}"}\n', 'e.env': 'A=1\nB=1\nC=${A}x\nD=5\nexport G="x\\ny"\n', 'f.env': "A=2\nH='$A'\nI=$B\nJ=${Z:-d} # c\n"},
     ('a.yaml',),
     {'environment': {'Q': 'q'}},
     {'services': {'a': {'environment': {'A': '2', 'B': '2', 'C': '1x', 'D': None, 'E': 'q', 'G': 'x\ny', 'H': '$$A', 'I': '2', 'J': 'd'}, 'image': 'x'}}}),
    ('env_file raw',
     {'a.yaml': 'services:\n  a:\n    image: x\n    env_file: [{path: e.env, format: raw}]\n', 'e.env': 'A=1 # x\nB="q"\nC=$A\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'environment': {'A': '1 # x', 'B': '"q"', 'C': '$$A'}, 'image': 'x'}}}),
    ('env_file order',
     {'a.yaml': 'services:\n  a:\n    image: x\n    env_file: [e.env]\n    environment: [A]\n', 'e.env': 'A=1\nB=$PATH\nFOO=a\nC=$FOO\n'},
     ('a.yaml',),
     {'environment': {'FOO': 'shell'}},
     {'services': {'a': {'environment': {'A': None, 'B': '/bin', 'C': 'shell', 'FOO': 'a'}, 'image': 'x'}}}),
    ('label_file',
     {'a.yaml': 'services:\n  a:\n    image: x\n    label_file: [l.env]\n    labels: {B: 2}\n', 'l.env': 'A=1\nB=1\nC=$FOO\n'},
     ('a.yaml',),
     {'environment': {'FOO': 'x'}},
     {'services': {'a': {'image': 'x', 'labels': {'A': '1', 'B': '2', 'C': ''}, 'label_file': ['{folder}/l.env']}}}),
    ('dotenv',
     {'a.yaml': 'services:\n  a:\n    image: x\n    environment: {A: "$A", B: "${B}", C: }\n', '.env': 'A=1\nB=${A}2\nC=3\nCOMPOSE_PROFILES=p\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'environment': {'A': '1', 'B': '12', 'C': '3'}, 'image': 'x'}}}),
]
REFUSED: list[Refused] = [
    ('profiles dep',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n  b: {image: y, depends_on: [a]}\n'},
     ('a.yaml',),
     {}),
    ('profiles link',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n  b: {image: y, network_mode: "service:a"}\n'},
     ('a.yaml',),
     {}),
    ('profiles bad value',
     {'a.yaml': 'services:\n  a:\n    image: x\n    profiles: [p]\n    stop_grace_period: foo\n  b: {image: y}\n'},
     ('a.yaml',),
     {}),
    ('secret none',
     {'a.yaml': 'services:\n  a:\n    image: x\n    secrets: [s]\nsecrets: {s: {}}\n'},
     ('a.yaml',),
     {}),
    ('secret null',
     {'a.yaml': 'services:\n  a:\n    image: x\n    secrets: [s]\nsecrets: {s: }\n'},
     ('a.yaml',),
     {}),
    ('env_file bad',
     {'a.yaml': 'services:\n  a:\n    image: x\n    env_file: [e.env]\n', 'e.env': 'A B=1\n'},
     ('a.yaml',),
     {}),
    ('env_file dir',
     {'a.yaml': 'services:\n  a:\n    image: x\n    env_file: [sub]\n', 'sub/x': 'A B=1\n'},
     ('a.yaml',),
     {}),
]
# fmt: on


@each(PROJECTS)
def test_project_of_environment_is_the_reference_one(tmp_path: Path, project: Accepted) -> None:
    assert_is_the_reference_one(tmp_path, project)


@each(REFUSED)
def test_what_the_reference_refuses_of_environment_is_refused_at_a_place(tmp_path: Path, project: Refused) -> None:
    assert_is_refused_at_a_place(tmp_path, project)
