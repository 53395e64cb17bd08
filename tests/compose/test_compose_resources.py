# ruff: noqa: E501 - a row of a table is one line
"""Whole projects of several files, by what the reference's `config` makes of them: resources."""

from __future__ import annotations

from pathlib import Path

from compose_texts import Accepted, Refused, assert_is_refused_at_a_place, assert_is_the_reference_one, each

# fmt: off
PROJECTS: list[Accepted] = [
    ('unused',
     {'a.yaml': 'services:\n  a:\n    image: x\nvolumes: {v: }\nnetworks: {n: }\nsecrets: {s: {file: a}}\nconfigs: {c: {content: a}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x'}}}),
    ('default net custom',
     {'a.yaml': 'services:\n  a:\n    image: x\nnetworks: {default: {name: foo, external: true}}\n'},
     ('a.yaml',),
     {},
     {'networks': {'default': {'name': 'foo', 'ipam': {}, 'external': True}}, 'services': {'a': {'image': 'x'}}}),
    ('external name',
     {'a.yaml': 'services:\n  a:\n    image: x\n    networks: [n]\n    volumes: ["v:/vv"]\nnetworks: {n: {external: {name: foo}}}\nvolumes: {v: {external: true}}\n'},
     ('a.yaml',),
     {},
     {'networks': {'n': {'name': 'foo', 'ipam': {}, 'external': True}}, 'services': {'a': {'image': 'x', 'networks': {'n': None}, 'volumes': [{'type': 'volume', 'target': 'v:/vv', 'volume': {}}]}}}),
    ('external false',
     {'a.yaml': 'services:\n  a:\n    image: x\n    volumes: ["v:/vv"]\nvolumes: {v: {external: false, name: q}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'volume', 'target': 'v:/vv', 'volume': {}}]}}}),
    ('external str',
     {'a.yaml': 'services:\n  a:\n    image: x\n    volumes: ["v:/vv"]\nvolumes: {v: {external: "true"}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'volume', 'target': 'v:/vv', 'volume': {}}]}}}),
    ('volume null def',
     {'a.yaml': 'services:\n  a:\n    image: x\n    volumes: ["v:/vv"]\nvolumes: {v: }\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'volume', 'target': 'v:/vv', 'volume': {}}]}}}),
    ('jobs',
     {'a.yaml': 'services:\n  a:\n    image: x\njobs: {j: {image: q, triggers: {manual: true}}}\n'},
     ('a.yaml',),
     {},
     {'jobs': {'j': {'triggers': {'manual': True}, 'command': None, 'entrypoint': None, 'image': 'q', 'networks': {'default': None}}}, 'services': {'a': {'image': 'x'}}}),
    ('ipam',
     {'a.yaml': 'services:\n  a:\n    image: x\n    networks: {n: {ipv4_address: 1.1.1.2}}\nnetworks: {n: {ipam: {driver: default, config: [{subnet: 1.1.1.0/24}]}}}\n'},
     ('a.yaml',),
     {},
     {'networks': {'n': {'name': 'p_n', 'ipam': {'driver': 'default', 'config': [{'subnet': '1.1.1.0/24'}]}}}, 'services': {'a': {'image': 'x', 'networks': {'n': {'ipv4_address': '1.1.1.2'}}}}}),
    ('ipam null',
     {'a.yaml': 'services:\n  a:\n    image: x\n    networks: [n]\nnetworks: {n: {ipam: {}}}\n'},
     ('a.yaml',),
     {},
     {'networks': {'n': {'name': 'p_n', 'ipam': {}}}, 'services': {'a': {'image': 'x', 'networks': {'n': None}}}}),
    ('bind driver',
     {'a.yaml': 'services:\n  a:\n    image: x\n    volumes: ["v:/vv"]\nvolumes: {v: {driver: local, driver_opts: {o: bind, type: none, device: ./x}}}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'image': 'x', 'volumes': [{'type': 'volume', 'target': 'v:/vv', 'volume': {}}]}}}),
    ('links',
     {'a.yaml': 'services:\n  a:\n    image: x\n    links: ["b:bb", c]\n    volumes_from: ["d:ro", "container:zz"]\n    pid: "service:b"\n  b: {image: y}\n  c: {image: y}\n  d: {image: y}\n'},
     ('a.yaml',),
     {},
     {'services': {'a': {'links': ['b:bb', 'c'], 'image': 'x', 'pid': 'service:b', 'volumes_from': ['d:ro', 'container:zz'], 'depends_on': {'b': {'condition': 'service_started', 'restart': True, 'required': True}, 'c': {'condition': 'service_started', 'restart': True, 'required': True}, 'd': {'condition': 'service_started', 'required': True}}}, 'b': {'image': 'y'}, 'c': {'image': 'y'}, 'd': {'image': 'y'}}}),
]
REFUSED: list[Refused] = [
    ('external conflict',
     {'a.yaml': 'services:\n  a:\n    image: x\n    volumes: ["v:/vv"]\nvolumes: {v: {external: true, labels: {a: 1}}}\n'},
     ('a.yaml',),
     {}),
    ('external name both',
     {'a.yaml': 'services:\n  a:\n    image: x\n    volumes: ["v:/vv"]\nvolumes: {v: {name: a, external: {name: b}}}\n'},
     ('a.yaml',),
     {}),
    ('enable ipv6',
     {'a.yaml': 'services:\n  a:\n    image: x\n    networks: [n]\nnetworks: {n: {enable_ipv6: "true", internal: "yes", attachable: false, driver_opts: {a: 1, b: true}}}\n'},
     ('a.yaml',),
     {}),
]
# fmt: on


@each(PROJECTS)
def test_project_of_resources_is_the_reference_one(tmp_path: Path, project: Accepted) -> None:
    assert_is_the_reference_one(tmp_path, project)


@each(REFUSED)
def test_what_the_reference_refuses_of_resources_is_refused_at_a_place(tmp_path: Path, project: Refused) -> None:
    assert_is_refused_at_a_place(tmp_path, project)
