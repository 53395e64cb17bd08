# ruff: noqa: E501 - a row of a table is one line
"""How an overriding file, and an extending service, change each attribute: the values are those of the reference."""

from __future__ import annotations

from typing import Any

import pytest

from compose_texts import resolved_service
from composeport import load_project

TOP = """
networks: {n: , x: , m: }
secrets: {s: {file: x}, a: {file: x}, b: {file: x}}
configs: {c: {file: x}, a: {file: x}, b: {file: x}}
models: {m: {model: q}, a: {model: q}}
volumes: {a: , c: }
"""
OTHERS = "b: {image: y}, x: {image: y}, y: {image: y}"

# fmt: off
MERGES: list[tuple[str, str, dict[str, Any]]] = [
    ('environment: {A: 1, B: }', 'environment: [A=2, C]', {'environment': {'A': '2', 'B': None, 'C': None}}),
    ('environment: [A=1, A=2]', 'environment: {A: 2}', {'environment': {'A': '2'}}),
    ('environment: {A: 1}', 'environment: ', {'environment': {'A': '1'}}),
    ('labels: {A: 1, z: 2}', 'labels: {A: 2, b: 3.50}', {'labels': {'A': '2', 'b': '3.5', 'z': '2'}}),
    ('labels: []', 'labels: [a]', {'labels': {'a': ''}}),
    ('dns: 1.1.1.1', 'dns: 2.2.2.2', {'dns': ['1.1.1.1', '2.2.2.2']}),
    ('dns: [1.1.1.1]', 'dns: [1.1.1.1,2.2.2.2]', {'dns': ['1.1.1.1', '2.2.2.2']}),
    ('extra_hosts: ["a:1"]', 'extra_hosts: {a: 2, b: [3,4]}', {'extra_hosts': ['a=1', 'a=2', 'b=3', 'b=4']}),
    ('depends_on: [x]', 'depends_on: {x: {condition: service_healthy}}', {'depends_on': {'x': {'condition': 'service_healthy', 'required': True}}}),
    ('depends_on: {x: {condition: service_healthy}}', 'depends_on: [x, y]', {'depends_on': {'x': {'condition': 'service_started', 'required': True}, 'y': {'condition': 'service_started', 'required': True}}}),
    ('networks: [x]', 'networks: {x: {aliases: [q]}}', {'networks': {'x': {'aliases': ['q']}}}),
    ('networks: {x: {aliases: [q]}}', 'networks: [x]', {'networks': {'x': {'aliases': ['q']}}}),
    ('networks: [x]', 'networks: ', {'networks': {'x': None}}),
    ('command: a', 'command: [b]', {'command': ['b']}),
    ('command: [a]', 'command: ', {}),
    ('healthcheck: {test: a}', 'healthcheck: {test: [CMD,b], retries: 3}', {'healthcheck': {'test': ['CMD', 'b'], 'retries': 3}}),
    ('logging: {driver: a, options: {x: 1}}', 'logging: {driver: b, options: {y: 1}}', {'logging': {'driver': 'b', 'options': {'y': '1'}}}),
    ('logging: {driver: a, options: {x: 1}}', 'logging: {options: {y: 1}}', {'logging': {'driver': 'a', 'options': {'x': '1', 'y': '1'}}}),
    ('ulimits: {n: 1}', 'ulimits: {n: {soft: 1, hard: 2}}', {'ulimits': {'n': {'soft': 1, 'hard': 2}}}),
    ('ulimits: {n: {soft: 1, hard: 2}}', 'ulimits: {n: {soft: 3}}', {'ulimits': {'n': {'soft': 3, 'hard': 2}}}),
    ('ulimits: {n: {soft: 1, hard: 2}}', 'ulimits: {n: 5}', {'ulimits': {'n': 5}}),
    ('ports: ["80:80"]', 'ports: ["80:80","81:80"]', {'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}, {'mode': 'ingress', 'target': 80, 'published': '81', 'protocol': 'tcp'}]}),
    ('ports: ["80:80"]', 'ports: [{target: 80, published: 80, host_ip: 1.1.1.1}]', {'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}, {'mode': 'ingress', 'host_ip': '1.1.1.1', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}),
    ('ports: [80]', 'ports: ["80"]', {'ports': [{'mode': 'ingress', 'target': 80, 'protocol': 'tcp'}]}),
    ('volumes: ["a:/b"]', 'volumes: ["c:/b"]', {'volumes': [{'type': 'volume', 'target': 'a:/b', 'volume': {}}, {'type': 'volume', 'target': 'c:/b', 'volume': {}}]}),
    ('cap_add: [A]', 'cap_add: [A,B]', {'cap_add': ['A', 'B']}),
    ('tmpfs: /a', 'tmpfs: [/a,/b]', {'tmpfs': ['/a', '/b']}),
    ('x-a: {b: 1, d: 3}', 'x-a: {b: 2, c: 3}', {}),
    ('x-a: [1]', 'x-a: [2]', {}),
    ('x-a: 1', 'x-a: {a: 1}', {}),
    ('security_opt: [a]', 'security_opt: [a,b]', {'security_opt': ['a', 'b']}),
    ('group_add: [a]', 'group_add: [a,b]', {'group_add': ['a', 'b']}),
    ('expose: [80]', 'expose: ["80",81]', {'expose': ['80', '81']}),
    ('configs: [a]', 'configs: [{source: b, target: /a}]', {'configs': [{'source': 'b', 'target': '/a'}]}),
    ('secrets: [a]', 'secrets: [{source: b, target: /run/secrets/a}]', {'secrets': [{'source': 'b', 'target': '/run/secrets/a'}]}),
    ('secrets: [a]', 'secrets: [{source: a, target: a}]', {'secrets': [{'source': 'a', 'target': '/run/secrets/a'}, {'source': 'a', 'target': 'a'}]}),
    ('devices: ["/a:/b"]', 'devices: ["/c:/b:r"]', {'devices': [{'source': '/c', 'target': '/b', 'permissions': 'r'}]}),
    ('deploy: {placement: {constraints: [a]}}', 'deploy: {placement: {constraints: [a, b]}}', {'deploy': {'resources': {}, 'placement': {'constraints': ['a', 'b']}}}),
    ('sysctls: {a: 1}', 'sysctls: [a=2]', {'sysctls': {'a': '2'}}),
    ('models: [a]', 'models: {a: {endpoint_var: Q}}', {'models': {'a': {'endpoint_var': 'Q'}}}),
    ('post_start: [{command: a}]', 'post_start: [{command: a},{command: b}]', {'post_start': [{'command': ['a']}, {'command': ['b']}]}),
    ('annotations: [a=1]', 'annotations: {a: 2}', {'annotations': {'a': '2'}}),
    ('storage_opt: {a: 1}', 'storage_opt: {a: 2}', {'storage_opt': {'a': '2'}}),
    ('restart: always', 'restart: "no"', {'restart': 'no'}),
    ('blkio_config: {weight: 1}', 'blkio_config: {weight: 2}', {'blkio_config': {'weight': 2}}),
    ('dns_search: a', 'dns_search: [b]', {'dns_search': ['a', 'b']}),
    ('dns_opt: [a]', 'dns_opt: [a, b]', {'dns_opt': ['a', 'b']}),
    ('external_links: [a]', 'external_links: [a,b]', {'external_links': ['a', 'b']}),
    ('deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 1}]}}}', 'deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 2}]}}}', {'deploy': {'resources': {'reservations': {'devices': [{'capabilities': ['gpu'], 'count': 1}, {'capabilities': ['gpu'], 'count': 2}]}}, 'placement': {}}}),
    ('pre_start: [{command: a}]', 'pre_start: [{command: b}]', {'pre_start': [{'command': ['a'], 'entrypoint': None, 'image': 'i', 'networks': {'default': None}}, {'command': ['b'], 'entrypoint': None, 'image': 'i', 'networks': {'default': None}}]}),
    ('environment: [A]', 'environment: [A=]', {'environment': {'A': ''}}),
    ('environment: {A: "x=y"}', 'environment: {A: z}', {'environment': {'A': 'z'}}),
    ('environment: {A: true}', 'environment: {B: 1e3, C: 1_0}', {'environment': {'A': 'true', 'B': '1000', 'C': '10'}}),
    ('extra_hosts: ["a:1"]', 'extra_hosts: ["a:1","a:2"]', {'extra_hosts': ['a=1', 'a=2']}),
    ('extra_hosts: {a: "1"}', 'extra_hosts: {a: "2"}', {'extra_hosts': ['a=1', 'a=2']}),
    ('extra_hosts: {a: "1"}', 'extra_hosts: [a=1]', {'extra_hosts': ['a=1']}),
    ('depends_on: [b]', 'depends_on: {b: {condition: service_healthy, x-a: 1}}', {'depends_on': {'b': {'condition': 'service_healthy', 'required': True}}}),
    ('devices: ["/a:/b"]', 'devices: ["/c:/d"]', {'devices': [{'source': '/a', 'target': '/b', 'permissions': 'rwm'}, {'source': '/c', 'target': '/d', 'permissions': 'rwm'}]}),
    ('devices: [/a]', 'devices: [{source: /q, target: /a}]', {'devices': [{'source': '/q', 'target': '/a'}]}),
    ('volumes: ["/a:/b"]', 'volumes: ["/c:/b:ro"]', {'volumes': [{'type': 'bind', 'source': '/c', 'target': '/b', 'read_only': True, 'bind': {}}]}),
    ('volumes: ["/a:/b"]', 'volumes: ["/c:/b/"]', {'volumes': [{'type': 'bind', 'source': '/c', 'target': '/b', 'bind': {}}]}),
    ('volumes: [{type: bind, source: /a, target: /b, bind: {propagation: shared}}]', 'volumes: [{type: bind, source: /z, target: /b}]', {'volumes': [{'type': 'bind', 'source': '/z', 'target': '/b'}]}),
    ('ports: ["80:80"]', 'ports: ["80:80/udp"]', {'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}, {'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'udp'}]}),
    ('ports: ["127.0.0.1:80:80"]', 'ports: ["80:80"]', {'ports': [{'mode': 'ingress', 'host_ip': '127.0.0.1', 'target': 80, 'published': '80', 'protocol': 'tcp'}, {'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}]}),
    ('ports: ["80-81:80-81"]', 'ports: ["80:80"]', {'ports': [{'mode': 'ingress', 'target': 80, 'published': '80', 'protocol': 'tcp'}, {'mode': 'ingress', 'target': 81, 'published': '81', 'protocol': 'tcp'}]}),
    ('expose: [80]', 'expose: [80, 81]', {'expose': ['80', '81']}),
    ('configs: [c]', 'configs: [{source: c, target: /x}]', {'configs': [{'source': 'c'}, {'source': 'c', 'target': '/x'}]}),
    ('secrets: [s]', 'secrets: [{source: s, uid: "1"}]', {'secrets': [{'source': 's', 'target': '/run/secrets/s', 'uid': '1'}]}),
    ('deploy: {replicas: 1, labels: [a=1]}', 'deploy: {replicas: 2, labels: {a: 2}}', {'deploy': {'replicas': 2, 'labels': {'a': '2'}, 'resources': {}, 'placement': {}}}),
    ('deploy: {placement: {preferences: [{spread: a}]}}', 'deploy: {placement: {preferences: [{spread: b}]}}', {'deploy': {'resources': {}, 'placement': {'preferences': [{'spread': 'a'}, {'spread': 'b'}]}}}),
    ('healthcheck: {test: [CMD, a], interval: 3s}', 'healthcheck: {disable: true}', {'healthcheck': {'test': ['CMD', 'a'], 'interval': '3s', 'disable': True}}),
    ('labels: {a: 1}', 'labels: {a: }', {'labels': {'a': ''}}),
    ('labels: {a: }', 'labels: [a=1, a=2]', {'labels': {'a': '2'}}),
    ('environment: [A=1]', 'environment: {A: }', {'environment': {'A': None}}),
    ('sysctls: [a=1]', 'sysctls: {a: }', {'sysctls': {'a': ''}}),
    ('networks: {n: }', 'networks: {n: {aliases: [a]}}', {'networks': {'n': {'aliases': ['a']}}}),
    ('networks: {n: {aliases: [a]}}', 'networks: {n: }', {'networks': {'n': {'aliases': ['a']}}}),
    ('networks: [n]', 'networks: []', {'networks': {'n': None}}),
    ('networks: {n: {aliases: [a, b]}}', 'networks: {n: {aliases: [b, c], ipv4_address: 1.1.1.1}}', {'networks': {'n': {'aliases': ['a', 'b', 'c'], 'ipv4_address': '1.1.1.1'}}}),
    ('command: [a]', 'command: []', {'command': []}),
    ('entrypoint: a', 'entrypoint: ', {}),
    ('tmpfs: ["/a:size=1"]', 'tmpfs: ["/a:size=2"]', {'tmpfs': ['/a:size=2']}),
    ('tmpfs: ["/a"]', 'tmpfs: "/a"', {'tmpfs': ['/a']}),
    ('dns: 1.1.1.1', 'dns: ', {'dns': ['1.1.1.1']}),
    ('cap_add: [A]', 'cap_add: ', {'cap_add': ['A']}),
    ('logging: {driver: a}', 'logging: {options: {x: 1}}', {'logging': {'driver': 'a', 'options': {'x': '1'}}}),
    ('logging: {options: {x: 1}}', 'logging: {driver: b}', {'logging': {'driver': 'b', 'options': {'x': '1'}}}),
    ('logging: {driver: a, options: {x: 1}}', 'logging: {driver: a, options: {x: 2, y: 1}}', {'logging': {'driver': 'a', 'options': {'x': '2', 'y': '1'}}}),
    ('ulimits: {a: 1}', 'ulimits: {b: 1}', {'ulimits': {'a': 1, 'b': 1}}),
    ('gpus: [{count: 1}]', 'gpus: [{count: 1}]', {'gpus': [{'count': 1}]}),
    ('storage_opt: {a: 1}', 'storage_opt: {b: }', {'storage_opt': {'a': '1', 'b': ''}}),
    ('models: {m: {endpoint_var: A}}', 'models: [m]', {'models': {'m': {'endpoint_var': 'A'}}}),
    ('provider: {type: a}', 'provider: {type: b, options: {q: 1}}', {'provider': {'type': 'b', 'options': {'q': ['1']}}}),
    ('blkio_config: {device_read_bps: [{path: a, rate: 1}]}', 'blkio_config: {device_read_bps: [{path: a, rate: 2}]}', {'blkio_config': {'device_read_bps': [{'Path': 'a', 'Rate': '1'}, {'Path': 'a', 'Rate': '2'}]}}),
    ('credential_spec: {file: a}', 'credential_spec: {registry: b}', {'credential_spec': {'file': 'a', 'registry': 'b'}}),
    ('post_start: [{command: a}]', 'post_start: [{command: a}]', {'post_start': [{'command': ['a']}]}),
    ('pre_start: [{command: a}]', 'pre_start: [{command: b}]', {'pre_start': [{'command': ['a'], 'entrypoint': None, 'image': 'i', 'networks': {'default': None}}, {'command': ['b'], 'entrypoint': None, 'image': 'i', 'networks': {'default': None}}]}),
    ('x-a: {a: 1}', 'x-a: ', {}),
    ('scale: 1', 'scale: 2', {'scale': 2}),
    ('init: true', 'init: ', {'init': True}),
    ('security_opt: [a]', 'security_opt: [a]', {'security_opt': ['a']}),
    ('external_links: [a]', 'external_links: [a, b]', {'external_links': ['a', 'b']}),
    ('group_add: [1]', 'group_add: ["1"]', {'group_add': ['1', '1']}),
    ('annotations: {a: "1"}', 'annotations: [a=2, b=3]', {'annotations': {'a': '2', 'b': '3'}}),
    ('links: [b]', 'links: ["b:c"]', {'links': ['b', 'b:c'], 'depends_on': {'b': {'condition': 'service_started', 'restart': True, 'required': True}}}),
    ('volumes_from: [b]', 'volumes_from: ["b:ro"]', {'volumes_from': ['b', 'b:ro'], 'depends_on': {'b': {'condition': 'service_started', 'required': True}}}),
    ('working_dir: a', 'working_dir: ', {'working_dir': 'a'}),
    ('stop_signal: a', 'stop_signal: b', {'stop_signal': 'b'}),
    ('mem_limit: 1g', 'mem_limit: 2g', {'mem_limit': '2147483648'}),
    ('cpus: 1', 'cpus: "2"', {'cpus': 2}),
]
# fmt: on
IDS = [f"{base} with {over}" for base, over, _ in MERGES]


def plain(service: dict[str, Any]) -> dict[str, Any]:
    """The service without what every one has."""
    if service.get("networks") == {"default": None}:
        del service["networks"]
    return service


@pytest.mark.parametrize(("base", "over", "expected"), MERGES, ids=IDS)
def test_override_file_changes_attribute(base: str, over: str, expected: dict[str, Any]) -> None:
    service = resolved_service(f"services: {{a: {{image: i, {base}}}, {OTHERS}}}{TOP}", f"services: {{a: {{{over}}}}}")

    assert plain(service) == expected


@pytest.mark.parametrize(("base", "over", "expected"), MERGES, ids=IDS)
def test_extending_service_changes_attribute(base: str, over: str, expected: dict[str, Any]) -> None:
    service = resolved_service(f"services: {{q: {{image: i, {base}}}, a: {{extends: q, {over}}}, {OTHERS}}}{TOP}")

    assert plain(service) == expected


def test_variables_and_labels_keep_their_places() -> None:
    base = "services:\n  a:\n    image: x\n    environment: {Z: 1, A: 2}\n    labels: [z=1, a=2]\n"
    over = "services:\n  a:\n    environment: {B: 3, A: 4}\n    labels: {b: 3, a: 4}\n"
    project = load_project(["-"], stdin=f"{base}---\n{over}", environment={})
    service = project.services["a"]
    assert list(service.environment.items()) == [("Z", "1"), ("A", "4"), ("B", "3")]
    assert list(service.labels.items()) == [("z", "1"), ("a", "4"), ("b", "3")]
