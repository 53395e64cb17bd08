"""What the fuzzers found, each as small as it can be. What the reference makes of an input is written out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from compose_texts import place_of, read, refusals, resolved_service
from composeport import audit, load_project
from composeport.audit.suppressions import suppress
from composeport.audit.weak_values import weakness
from composeport.diagnostics import Location, Target
from composeport.errors import InputError, Problem
from composeport.excerpt import excerpt
from composeport.model.volumes import mounts_of
from composeport.passes.credentials import is_credential
from composeport.passes.dials import dials
from composeport.passes.references import hosts_named
from composeport.render import Renderer
from composeport.writers.canonical import canonical
from composeport.writers.canonical_values import Form
from composeport.writers.graph.text_width import fitted
from composeport.writers.yaml_text import dump
from stacks import stack
from translated import translate

DATE = "2024-01-01"


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029", "\r\n"])
def test_a_line_is_what_yaml_takes_for_one(end: str) -> None:
    text = f"services:{end}  a: {{image: x}}{end}  b: {{image: [x]}}{end}"
    [(place, message)] = refusals(text)
    [problem] = [Problem(message, Location("f", 3, 14, 3, 17))]

    assert (place, message) == ("3:14-3:17", "services.b.image: expected a string, got a list")
    assert "3 |   b: {image: [x]}\n  |              ^^^\n" in Renderer({"f": text}).problem(problem)


def test_a_date_below_an_extension_is_the_text_that_json_gives_it() -> None:
    project = read(
        f"x-top: {{a: {DATE}, b: [2001-12-14t21:59:43.10-05:00]}}\nservices: {{a: {{image: x, x-own: {DATE}}}}}\n"
    )

    assert canonical(project)["x-top"] == {"a": "2024-01-01T00:00:00Z", "b": ["2001-12-14T21:59:43.1-05:00"]}
    assert '    x-own: "2024-01-01T00:00:00Z"\n' in dump(canonical(project, Form.YAML))


@pytest.mark.parametrize(
    "attribute",
    [
        *("image: D", "hostname: D", "restart: D", "platform: D", "dns: D", "tmpfs: D", "command: [D]", "cap_add: [D]"),
        *("labels: [D]", "environment: [D]", "group_add: [D]", "security_opt: [D]", "profiles: [D]", "expose: [D]"),
        *("logging: {driver: D}", "healthcheck: {test: D}", "build: {context: ., target: D}", "mac_address: D"),
    ],
)
def test_a_date_is_no_text(attribute: str) -> None:
    base = "" if attribute.startswith("image") else "image: x, "

    [(place, message)] = refusals(f"services: {{a: {{{base}{attribute.replace('D', DATE)}}}}}\n")

    assert "2024-01-01 00:00:00 +0000 UTC" in message
    assert place


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        (f"labels: {{a: {DATE}}}", {"labels": {"a": "2024-01-01 00:00:00 +0000 UTC"}}),
        (f"command: {DATE}", {}),
        ("labels: {a: <<, b: c}", {"labels": {"b": "c"}}),
        ("command: [<<, a]", {"command": ["a"]}),
        ("hostname: <<", {}),
        ('labels: ["=x", a=b]', {"labels": {"": "x", "a": "b"}}),
        ("pull_refresh_after: 2h", {"pull_refresh_after": "2h"}),
        ("healthcheck: {test: [NONE], retries: 0.9}", {"healthcheck": {"test": ["NONE"], "retries": 0}}),
        ("cpu_shares: 1.5", {"cpu_shares": 1}),
        ("cpu_shares: 1e300", {"cpu_shares": -9223372036854775808}),
        ('environment: ["a\u2003=x"]', {"environment": {"a\u2003": "x"}}),
        ("extra_hosts: ['x=']", {"extra_hosts": ["x="]}),
        ('environment: {"a ": x}', {"environment": {"a ": "x"}}),
    ],
)
def test_the_reference_takes_it_as(attribute: str, expected: dict[str, Any]) -> None:
    found = resolved_service(f"services: {{a: {{image: x, {attribute}}}}}\n", "services: {a: {image: x}}\n")
    assert {key: value for key, value in found.items() if key != "networks"} == expected


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        ('environment: ["a =x"]', "the name of the variable `a ` ends in a blank"),
        ('environment: ["voilà=x"]', "the name of the variable `voilà` ends in a blank"),
        ('build: {context: ., args: ["a\\t"]}', "the name of the variable `a\t` ends in a blank"),
        ("extra_hosts: ['=x']", "no host has the address `x`"),
        ("expose: [80.5]", "`expose`: expected a text, not 80.5; quote it"),
        ("ports: [0]", "invalid port: a container has no port 0: '0'"),
        ('ports: ["8:0-2"]', "invalid port: a container has no port 0: '0-2'"),
    ],
)
def test_the_reference_refuses_it(attribute: str, message: str) -> None:
    assert [told for _, told in refusals(f"services: {{a: {{image: x, {attribute}}}}}\n")] == [message]


def test_a_name_that_ends_in_a_line_feed_is_refused() -> None:
    assert refusals('services: {"a\\n": {image: x}}\n')[0][0] == "1:12-1:17"


def test_a_key_that_is_a_nul_is_a_key() -> None:
    assert canonical(read('x-a: {"\\0": b}\nservices: {a: {image: x}}\n'))["x-a"] == {"\0": "b"}


def refusal(folder: Path, **contents: str) -> tuple[str, str]:
    """The place of the one problem of a project, and the line that stands there."""
    for name, text in contents.items():
        (folder / name.replace("_", ".")).write_text(text)
    files = [str(folder / name) for name in ("compose.yaml", "compose.override.yaml") if (folder / name).exists()]
    with pytest.raises(InputError) as refused:
        load_project(files, environment={})
    [problem] = refused.value.problems
    assert problem.location
    return place_of(problem.location), refused.value.texts[problem.location.file].split("\n")[problem.location.line - 1]


def test_a_merge_that_cannot_be_shows_its_line(tmp_path: Path) -> None:
    (tmp_path / "compose.override.yaml").write_text("services: {a: {volumes: x}}\n")
    compose = "services: {a: {image: x, volumes: ['/a']}}\n"

    place, line = refusal(tmp_path, compose_yaml=compose)

    assert (place, line) == ("compose.override.yaml 1:25-1:26", "services: {a: {volumes: x}}")


def test_a_name_that_cannot_be_interpolated_shows_its_line(tmp_path: Path) -> None:
    found = refusal(tmp_path, compose_yaml="name: ${1}\nservices: {a: {image: x}}\n")
    assert found == ("1:7-1:11", "name: ${1}")


def test_a_bad_project_name_of_an_env_file_shows_its_line(tmp_path: Path) -> None:
    found = refusal(tmp_path, compose_yaml="services: {a: {image: x}}\n", _env="A=1\nCOMPOSE_PROJECT_NAME=-\n")
    assert found == (".env 2:22-2:23", "COMPOSE_PROJECT_NAME=••••")


@pytest.mark.parametrize("digits", ["²", "٣", "1" * 5_000, "9" * 12])
@pytest.mark.parametrize(
    "attribute",
    [
        *(
            "user: 'DIGITS'",
            "user: '1000:DIGITS'",
            "restart: 'on-failure:DIGITS'",
            "expose: ['DIGITS']",
            "expose: ['1-DIGITS']",
        ),
        *("environment: {DB_HOST: db, DB_PORT: 'DIGITS'}", "labels: {kompose.hpa.replicas.max: 'DIGITS'}"),
        "command: ['--entrypoints.web.address=:DIGITS']",
    ],
)
def test_digits_that_are_no_number_here_are_text(attribute: str, digits: str) -> None:
    said = attribute.replace("DIGITS", digits)
    services = f"services: {{db: {{image: x}}, a: {{image: traefik, volumes: [v:/v], {said}}}}}\n"

    assert translate(services + "volumes: {v: }\n", publish="ingress").documents
    assert stack(services + "volumes: {v: }\n").document


def test_ranges_that_expose_more_ports_than_there_is_room_for_are_refused() -> None:
    services = "services:\n  a: {image: x, expose: ['1-65535']}\n  b: {image: x, expose: ['1-65535']}\n"

    with pytest.raises(InputError) as refused:
        translate(services)

    [problem] = refused.value.problems
    assert (place_of(problem.location), problem.message) == (
        "- 4:26-4:35",
        "the ranges of `expose` hold more than 66,000 ports",
    )


NUL_PATHS = {
    "a config": ('services: {a: {image: x, configs: [c]}}\nconfigs: {c: {file: "%s"}}\n', ""),
    "a mounted file": ('services: {a: {image: x, volumes: [{type: bind, source: "%s", target: /d}]}}\n', ""),
    "a watched folder": (
        'services: {a: {image: x, develop: {watch: [{path: "%s", action: sync, target: /x}]}}}\n',
        "",
    ),
    "an included file": ('include: ["%s"]\n', "cannot read {}: embedded null byte"),
    "a file to extend from": (
        'services: {a: {extends: {file: "%s", service: b}}}\n',
        "cannot read {}: embedded null byte",
    ),
    "an env file": ('services: {a: {image: x, env_file: "%s"}}\n', "the env file {} is not there"),
}


@pytest.mark.parametrize("name", NUL_PATHS)
@pytest.mark.parametrize("path", ["a\\0b", "/etc/a\\0b"])
def test_a_path_with_a_nul_leads_nowhere(name: str, path: str, tmp_path: Path) -> None:
    text, refused = NUL_PATHS[name]
    (tmp_path / "compose.yaml").write_text(text.replace("%s", path))
    load = partial(load_project, [str(tmp_path / "compose.yaml")], environment={}, project_name="p")
    if refused:
        with pytest.raises(InputError) as error:
            load()
        where = path.replace("\\0", "\0")
        where = where if where.startswith("/") else str(tmp_path / where)
        assert error.value.problems[0].message == refused.format(where)
    else:
        report = audit(load())
        assert report.readiness.keys() == set(Target)


def test_an_env_file_with_other_line_ends_is_shown_with_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A='b'\rC='d'\rE F=g\r")

    found = refusal(tmp_path, compose_yaml="services: {a: {image: x}}\n")

    assert found == (".env 3:1-3:4", "••••")


def test_the_projects_own_env_file_is_none_of_a_stranger_where_it_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A='\xff\n")

    found = refusal(tmp_path, compose_yaml="services: {a: {image: x}}\n")

    assert found == (".env 1:3-1:5", "A=••••")


_LONG = 100_000
_LAYERS = "services:\n" + "".join(
    f"  {side}{layer}: {{image: x, volumes_from: [a{layer + 1}, b{layer + 1}]}}\n"
    for layer in range(40)
    for side in "ab"
)
_CHAIN = "services:\n" + "".join(f"  a{link}: {{image: x, volumes_from: [a{link + 1}]}}\n" for link in range(2_000))


def _mounts_of_first(text: str) -> list[str]:
    project = read(text)
    return [entry.mount.target for entry in mounts_of(project, project.services["a0"])]


SLOW: dict[str, Callable[[], object]] = {
    "a long word as a label": lambda: is_credential("a", "A" * _LONG),
    "a word as long as a connection string": lambda: is_credential("a", "a:" * _LONG),
    "a password of words that make each other": lambda: weakness("pgpassword" * 30 + "q"),
    "a long word as a password": lambda: weakness("A" * _LONG),
    "a user as long as a host": lambda: hosts_named("http://" + "a" * _LONG + "@", {"a"}),
    "a host of many flags": lambda: list(dials("-h" * _LONG + " x")),
    "a host of many dots": lambda: list(dials("a." * _LONG + " x")),
    "a line of one word": lambda: excerpt("password" * _LONG, 0, 1),
    "a line of many URLs": lambda: [excerpt("x://a:b@c " * 2_000, at, at + 1) for at in range(200)],
    "a picture of a long name": lambda: fitted("x" * _LONG, 100, 12),
    "a service of a long name": lambda: stack(f"services: {{{'a' * 60}.b: {{image: x}}}}\n"),
    "a constraint of blanks": lambda: translate(
        f"services: {{a: {{image: x, deploy: {{placement: {{constraints: ['node.id == b{' ' * _LONG}c']}}}}}}}}\n"
    ),
    "volumes that are borrowed twice at each of forty steps": lambda: translate(
        f"{_LAYERS}  a40: {{image: x, volumes: [v:/v]}}\n  b40: {{image: x}}\nvolumes: {{v: }}\n"
    ),
    "volumes that are borrowed from far away": lambda: _mounts_of_first(
        f"{_CHAIN}  a2000: {{image: x, volumes: [v:/v]}}\nvolumes: {{v: }}\n"
    ),
    "many ports in a stack": lambda: stack('services: {a: {image: x, ports: ["1-24000"]}}\n'),
    "many ports with a route each": lambda: translate(
        'services: {a: {image: x, ports: ["1-8000"]}}\n', publish="ingress", domain="example.com"
    ),
    "a comment of blanks": lambda: suppress(
        read(f"# composeport: ignore[CP101]{' ' * _LONG}x\nservices: {{a: {{image: x}}}}\n"), []
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_hostile_text_takes_linear_time(name: str) -> None:
    started = process_time()
    SLOW[name]()
    assert process_time() - started < 2.0


@pytest.mark.parametrize("name", ["compose.yaml", ".env"])
def test_the_rest_of_a_password_is_not_told_for_a_variable_that_does_not_end(name: str, tmp_path: Path) -> None:
    password = 'DB_PASSWORD: "cactus${hunter2"'
    texts = {"compose.yaml": f"services: {{a: {{image: x, environment: {{{password}}}}}}}\n", ".env": f"{password}\n"}
    (tmp_path / "compose.yaml").write_text("services: {a: {image: x}}\n")
    (tmp_path / name).write_text(texts[name])

    with pytest.raises(InputError) as refused:
        load_project([str(tmp_path / "compose.yaml")], environment={})

    assert [problem.message for problem in refused.value.problems] == ["invalid interpolation format: '${…'"]
    assert "hunter2" not in Renderer(refused.value.texts).problem(refused.value.problems[0])
