# ruff: noqa: E501 - a row of a table is one line
"""Values that no attribute is meant to have: dates, fractions, numbers beyond 64 bits. The reference gave what is expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compose_texts import place_of, read_files, refusals, resolved_service
from composeport.errors import InputError
from composeport.writers.canonical import canonical

# fmt: off
TAKEN: list[tuple[str, dict[str, Any]]] = [
    # A signed integer wraps around; of a fraction out of reach it is the least.
    ('cpu_shares: 10000000000000000000', {'cpu_shares': -8446744073709551616}),
    ('cpu_shares: 18446744073709551615', {'cpu_shares': -1}),
    ('cpu_shares: 18446744073709551616', {'cpu_shares': -9223372036854775808}),
    ('cpu_shares: -1e30', {'cpu_shares': -9223372036854775808}),
    ('pids_limit: 9223372036854775808', {'pids_limit': -9223372036854775808}),
    # An unsigned one has all of its 64 bits, or as many as the attribute has.
    ('healthcheck: {test: a, retries: 1e19}', {'healthcheck': {'test': ['CMD-SHELL', 'a'], 'retries': 10000000000000000000}}),
    ('healthcheck: {test: a, retries: 1e300}', {'healthcheck': {'test': ['CMD-SHELL', 'a'], 'retries': 9223372036854775808}}),
    ('ports: [{target: 10000000000000000000}]', {'ports': [{'mode': 'ingress', 'target': 2313682944, 'protocol': 'tcp'}]}),
    ('blkio_config: {weight: 70000}', {'blkio_config': {'weight': 4464}}),
    ('blkio_config: {weight: 1e300}', {'blkio_config': {}}),
    ('volumes: [{type: tmpfs, target: /x, tmpfs: {mode: 18446744073709551615}}]', {'volumes': [{'type': 'tmpfs', 'target': '/x', 'tmpfs': {'mode': 4294967295}}]}),
    # A size is nothing unless it is a text or a signed integer.
    ('mem_limit: 2024-01-01', {}),
    ('mem_limit: 10000000000000000000', {}),
    ('mem_limit: 1e19', {}),
    ('blkio_config: {device_read_bps: [{path: a, rate: 2024-01-01}]}', {'blkio_config': {'device_read_bps': [{'Path': 'a', 'Rate': '0'}]}}),
    # Processors are a number of 32 bits.
    ('cpus: 3.4028234663852886e38', {'cpus': 3.4028235e38}),
    ('cpus: 10000000000000000000', {'cpus': 1e19}),
    ('cpus: 123456789012345678901', {'cpus': 123456790000000000000}),
    ('cpus: "0x1p1"', {'cpus': 2}),
    ('gpus: [{count: ALL, capabilities: [gpu]}]', {'gpus': [{'capabilities': ['gpu'], 'count': -1}]}),
    # A date is a text as a value of a mapping, and nothing as a command line or in a list of files.
    ('sysctls: {a: 2024-01-01}', {'sysctls': {'a': '2024-01-01 00:00:00 +0000 UTC'}}),
    ('command: 2024-01-01', {}),
    ('post_start: [{command: 2024-01-01}]', {'post_start': [{'command': None}]}),
    ('env_file: [2024-01-01]', {}),
    ('deploy: {placement: {preferences: [{spread: ""}]}}', {'deploy': {'resources': {}, 'placement': {'preferences': [{}]}}}),
    # A device needs no part, and has its source's name where it has none.
    ('devices: [""]', {'devices': [{'permissions': 'rwm'}]}),
    ('devices: ["::r"]', {'devices': [{'permissions': 'r'}]}),
    ('devices: [":a"]', {'devices': [{'target': 'a', 'permissions': 'rwm'}]}),
    ('devices: ["a:"]', {'devices': [{'source': 'a', 'target': 'a', 'permissions': 'rwm'}]}),
    ('devices: ["a::", "a:b:"]', {'devices': [{'source': 'a', 'target': 'a'}, {'source': 'a', 'target': 'b'}]}),
    ('configs: [{source: c, mode: "777777777777777777777"}]', {'configs': [{'source': 'c', 'mode': '0777777777777777777777'}]}),
]

REFUSED: list[tuple[str, str, str]] = [
    ('healthcheck: {test: a, retries: "-1"}', '1:58-1:62', '`retries`: expected a whole number from 0 on, not -1'),
    ('healthcheck: {test: a, retries: -0.5}', '1:58-1:62', '`retries`: expected a whole number from 0 on, not -0.5'),
    ('blkio_config: {weight: -1}', '1:49-1:51', '`weight`: expected a whole number from 0 on, not -1'),
    ('deploy: {replicas: 10000000000000000000}', '1:45-1:65', '`deploy.replicas` of service `a` is negative'),
    ('ulimits: {n: 10000000000000000000}', '1:35-1:60', '`ulimits`: expected a whole number, not 10000000000000000000'),
    ('ulimits: {n: {soft: 1.0, hard: 5}}', '1:46-1:49', '`soft`: expected a whole number, not 1'),
    ('gpus: [{count: 1.0, capabilities: [gpu]}]', '1:41-1:44', '`count`: expected a whole number, not 1'),
    ('ports: [1.0]', '1:34-1:37', "invalid port: invalid container port: '1.0'"),
    ('ports: [{target: 1, published: 10000000000000000000}]', '1:57-1:77', '`published`: expected a text, not 10000000000000000000; quote it'),
    ('group_add: [10000000000000000000]', '1:37-1:59', '`group_add`: expected a text, not 10000000000000000000; quote it'),
    ('cpus: 1e39', '1:32-1:36', '`cpus`: the number 1e+39 is too large'),
    ('cpus: 1e400', '1:32-1:37', "`cpus`: expected a number, not '1e400'"),
    ('cpus: " 1"', '1:32-1:36', "`cpus`: expected a number, not ' 1'"),
    ('cpus: "\uff11"', '1:32-1:35', "`cpus`: expected a number, not '\uff11'"),
    ('cpus: inf', '1:32-1:35', "`cpus`: expected a number, not 'inf'"),
    ('deploy: {resources: {limits: {cpus: 10000000000000000000}}}', '1:62-1:82', '`cpus`: the number 10000000000000000000 is too large'),
    ('configs: [{source: c, mode: "0o17"}]', '1:54-1:60', "`mode`: expected an octal mode such as 0440, not '0o17'"),
    ('configs: [{source: c, mode: "1777777777777777777777"}]', '1:54-1:78', "`mode`: expected an octal mode such as 0440, not '1777777777777777777777'"),
    ('configs: [{source: c, mode: 1.0}]', '1:54-1:57', '`mode`: expected a whole number, not 1'),
    ('storage_opt: {size: 1.5}', '1:39-1:50', '`storage_opt`: the value of `size` is no text; quote it'),
    ('build: 2024-01-01', '1:33-1:43', '`build`: expected a mapping, not 2024-01-01 00:00:00 +0000 UTC'),
    ('build: {context: 2024-01-01}', '1:43-1:53', '`context`: expected a text, not 2024-01-01 00:00:00 +0000 UTC; quote it'),
    ('build: {context: ., dockerfile: 2024-01-01}', '1:58-1:68', '`dockerfile`: expected a text, not 2024-01-01 00:00:00 +0000 UTC; quote it'),
    ('build: {context: ., additional_contexts: {a: 5}}', '1:67-1:73', '`additional_contexts`: expected a path or an address, not 5'),
    ('build: {context: ., additional_contexts: [a]}', '1:67-1:70', '`additional_contexts`: expected a path or an address, not <nil>'),
    ('volumes: [2024-01-01]', '1:35-1:47', '`volumes`: expected a mapping, not 2024-01-01 00:00:00 +0000 UTC'),
    ('volumes: [{type: bind, source: 2024-01-01, target: /a}]', '1:57-1:67', '`source`: expected a text, not 2024-01-01 00:00:00 +0000 UTC; quote it'),
    ('devices: [2024-01-01]', '1:35-1:47', '`devices`: expected a mapping, not 2024-01-01 00:00:00 +0000 UTC'),
    ('extra_hosts: {a: 2024-01-01}', '1:39-1:54', '`extra_hosts`: expected an address, not 2024-01-01 00:00:00 +0000 UTC'),
    ('env_file: 2024-01-01', '1:36-1:46', '`path`: expected a text, not 2024-01-01 00:00:00 +0000 UTC; quote it'),
    ('env_file: [{path: x, required: 2024-01-01}]', '1:57-1:67', '`required`: expected true or false, not 2024-01-01 00:00:00 +0000 UTC'),
    ('develop: {watch: [{path: 2024-01-01, action: rebuild}]}', '1:51-1:61', '`path`: expected a text, not 2024-01-01 00:00:00 +0000 UTC; quote it'),
]
# fmt: on
CONFIG = "\nconfigs: {c: {content: x}}\n"


@pytest.mark.parametrize(("stated", "expected"), TAKEN, ids=[stated for stated, _ in TAKEN])
def test_what_the_reference_makes_of_it(stated: str, expected: dict[str, Any]) -> None:
    found = resolved_service(f"services: {{a: {{image: x, {stated}}}}}{CONFIG}")
    assert {key: value for key, value in found.items() if key != "networks"} == expected


@pytest.mark.parametrize(("stated", "place", "message"), REFUSED, ids=[stated for stated, *_ in REFUSED])
def test_what_the_reference_refuses(stated: str, place: str, message: str) -> None:
    assert refusals(f"services: {{a: {{image: x, {stated}}}}}{CONFIG}") == [(place, message)]


@pytest.mark.parametrize("option", ["external: no", "external: false", "driver: d", 'environment: ""'])
@pytest.mark.parametrize("service", ["", "secrets: [s]"])
def test_a_secret_comes_from_somewhere(service: str, option: str) -> None:
    found = refusals(f"services: {{a: {{image: x, {service}}}}}\nsecrets: {{s: {{{option}}}}}\n")
    assert found == [("2:11-2:12", "the secret `s` has neither `file` nor `environment`")]


@pytest.mark.parametrize(
    ("option", "place", "message"),
    [
        ("file: 2024-01-01", "2:21-2:31", "`file`: expected a text, not 2024-01-01 00:00:00 +0000 UTC; quote it"),
        (
            "file: x, driver_opts: {password: 1.5}",
            "2:37-2:52",
            "`driver_opts`: the value of `password` is no text; quote it",
        ),
    ],
)
def test_a_secret_has_texts_only(option: str, place: str, message: str) -> None:
    found = refusals(f"services: {{a: {{image: x, secrets: [s]}}}}\nsecrets: {{s: {{{option}}}}}\n")
    assert found == [(place, message)]


INCLUDED = {"one.yaml": "services: {b: {image: y}}\n"}


@pytest.mark.parametrize(
    ("include", "services"),
    [
        *(("[null]", "a"), ("[2024-01-01]", "a"), ("[{}]", "a"), ("[{path: null}]", "a"), ("[{path: []}]", "a")),
        *(("[null, one.yaml]", "ab"), ("[{path: one.yaml, env_file: null, project_directory: null}]", "ab")),
    ],
)
def test_an_include_of_no_file_includes_nothing(include: str, services: str, tmp_path: Path) -> None:
    contents = {"compose.yaml": f"services: {{a: {{image: x}}}}\ninclude: {include}\n", **INCLUDED}
    assert [*canonical(read_files(tmp_path, contents))["services"]] == [*services]


@pytest.mark.parametrize(
    ("include", "place"),
    [
        *(("[5]", "2:11-2:12"), ("[[one.yaml]]", "2:11-2:21"), ("[{path: [2024-01-01, one.yaml]}]", "2:19-2:29")),
        *(("[{path: one.yaml, env_file: [5]}]", "2:39-2:40"), ("[{path: one.yaml, env_file: {a: b}}]", "2:38-2:44")),
        *(
            ("[{path: one.yaml, project_directory: 2024-01-01}]", "2:47-2:57"),
            ("[{path: one.yaml, project_directory: 1.5}]", "2:47-2:50"),
        ),
    ],
)
def test_an_include_of_no_name_is_refused_where_that_stands(include: str, place: str, tmp_path: Path) -> None:
    contents = {"compose.yaml": f"services: {{a: {{image: x}}}}\ninclude: {include}\n", **INCLUDED}
    with pytest.raises(InputError) as refused:
        read_files(tmp_path, contents)
    assert [place_of(problem.location) for problem in refused.value.problems] == [place]


@pytest.mark.parametrize(("form", "line"), [("raw", "A='1'"), ("RAW", ""), ("dotenv", "")])
def test_an_env_file_has_one_other_format(form: str, line: str, tmp_path: Path) -> None:
    text = f"services: {{a: {{image: x, env_file: [{{path: one.env, format: {form}}}]}}}}\n"
    contents = {"compose.yaml": text, "one.env": "A='1'\n"}
    if line:
        assert canonical(read_files(tmp_path, contents))["services"]["a"]["environment"] == {"A": "'1'"}
        return
    with pytest.raises(InputError) as refused:
        read_files(tmp_path, contents)
    [problem] = refused.value.problems
    assert (place_of(problem.location), problem.message) == (
        f"1:61-1:{61 + len(form)}",
        f"expected `raw`, not '{form}'",
    )
