"""Errors as a compiler gives them: all of a file together, each with its place, a hint, and how it came to be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from compose_texts import place_of, read, read_files, refusals
from composeport.errors import InputError, Problem


def problems_of(*texts: str) -> list[Problem]:
    with pytest.raises(InputError) as refused:
        read(*texts)
    return list(refused.value.problems)


def test_problems_of_one_file_are_reported_together() -> None:
    text = "services:\n  a: {imag: x}\n  b:\n    image: [y]\n    ports: 80\nfoo: 1\n"

    assert refusals(text) == [
        ("2:7-2:11", "services.a.imag: unknown attribute `imag`"),
        ("4:12-4:15", "services.b.image: expected a string, got a list"),
        ("5:12-5:14", "services.b.ports: expected a list, got a whole number"),
        ("6:1-6:4", "foo: unknown attribute `foo`"),
    ]


def test_unknown_attribute_is_answered_with_the_nearest_known_one() -> None:
    (problem,) = problems_of("services: {a: {image: x, enviroment: {A: 1}}}\n")

    assert problem.help == "did you mean `environment`?"


def test_undefined_references_are_reported_together_with_the_nearest_names() -> None:
    text = (
        "services:\n  a:\n    image: x\n    networks: [fronte]\n    volumes: ['dta:/d']\n    secrets: [key]\n"
        "    configs: [conf]\n    depends_on: [bb]\n  b: {image: y}\nnetworks: {front: }\nvolumes: {data: }\n"
    )

    assert [(place_of(problem.location), problem.message, problem.help) for problem in problems_of(text)] == [
        ("4:16-4:22", "service `a` uses the network `fronte`, which is not defined", "did you mean `front`?"),
        ("5:15-5:23", "service `a` uses the volume `dta`, which is not defined", "did you mean `data`?"),
        (
            "6:15-6:18",
            "service `a` uses the secret `key`, which is not defined",
            "define `key` below the top-level `secrets`",
        ),
        (
            "7:15-7:19",
            "service `a` uses the config `conf`, which is not defined",
            "define `conf` below the top-level `configs`",
        ),
        ("8:18-8:20", "service `a` depends on `bb`, which is not defined", "did you mean `b`?"),
    ]


def test_circle_of_dependencies_is_told_with_its_path() -> None:
    text = (
        "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [c]}\n  c: {image: x, links: [a]}\n"
    )

    assert refusals(text) == [("4:25-4:26", "services depend on each other in a circle: a → b → c → a")]


def test_circle_of_extends_is_told_with_its_path() -> None:
    (problem,) = problems_of("services:\n  a: {extends: b}\n  b: {extends: a}\n")

    assert problem.message.replace(problem.location.file if problem.location else "", "F") == (
        "`extends` runs in a circle: a (F) → b (F) → a (F)"
    )
    assert place_of(problem.location) == "3:16-3:17"


def test_missing_variables_are_reported_together_with_their_messages() -> None:
    text = 'services:\n  a:\n    image: ${IMAGE:?name one}\n    command: "${WORD?}"\n'

    assert refusals(text) == [
        ("3:12-3:30", "required variable IMAGE is missing a value: name one"),
        ("4:15-4:23", "required variable WORD is missing a value"),
    ]


def test_dependency_behind_a_profile_names_the_profile() -> None:
    (problem,) = problems_of("services:\n  a: {image: x, depends_on: [b]}\n  b: {image: y, profiles: [debug]}\n")

    assert problem.message == "service `a` depends on `b`, which no active profile enables"
    assert problem.help == "enable one of its profiles (debug), or say `required: false`"


def test_mapping_over_a_list_is_refused_where_the_override_states_it() -> None:
    base, over = "services: {a: {image: x, cap_add: [A]}}\n", "services:\n  a:\n    cap_add: A\n"
    (problem,) = problems_of(base, over)

    assert problem.message == "services.a.cap_add: cannot override a list with a single value"
    assert place_of(problem.location) == "compose.override.yaml 3:14-3:15"


def test_problem_of_an_included_file_tells_who_included_it(tmp_path: Path) -> None:
    contents = {
        "compose.yaml": "include:\n  - one.yaml\n",
        "one.yaml": "include:\n  - two.yaml\n",
        "two.yaml": "services: {a: {imag: x}}\n",
    }
    with pytest.raises(InputError) as refused:
        read_files(tmp_path, contents)

    (problem,) = refused.value.problems
    assert place_of(problem.location) == "two.yaml 1:16-1:20"
    assert [place_of(place) for place in problem.chain] == ["one.yaml 2:5-2:13", "2:5-2:13"]
    assert problem.location
    assert problem.location.file in refused.value.texts


def test_missing_files_are_reported_where_they_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_files(tmp_path, {"compose.yaml": "services:\n  a:\n    extends: {file: nope.yaml, service: b}\n"})

    (problem,) = refused.value.problems
    assert place_of(problem.location) == "3:21-3:30"
    assert problem.message == f"cannot read {tmp_path}/nope.yaml: no such file or directory"


def test_missing_env_file_is_reported_where_it_is_named() -> None:
    text = "services:\n  a:\n    image: x\n    env_file:\n      - nope.env\n"
    (problem,) = problems_of(text)

    assert place_of(problem.location) == "5:9-5:17"
    assert problem.help == "create it, or give the entry `required: false`"


def test_container_name_of_two_services_is_refused() -> None:
    text = "services:\n  a: {image: x, container_name: one}\n  b: {image: x, container_name: one}\n"

    assert refusals(text) == [("3:33-3:36", "services `a` and `b` share the container name `one`")]
