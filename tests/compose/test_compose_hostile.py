"""Hostile input is refused, or read, in bounded time and memory; what bounds it says so at a place."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from compose_texts import read_files
from composeport.errors import InputError

SECONDS = 2.0

FANOUT = {
    "compose.yaml": "include: [b0.yaml, b0.yaml]\nservices: {a: {image: x}}\n",
    **{f"b{i}.yaml": f"include: [b{i + 1}.yaml, b{i + 1}.yaml]\nservices: {{s{i}: {{image: x}}}}\n" for i in range(30)},
    "b30.yaml": "services: {z: {image: x}}\n",
}
CHAIN = {
    "compose.yaml": "include: [b0.yaml]\n",
    **{f"b{i}.yaml": f"include: [b{i + 1}.yaml]\n" for i in range(60)},
    "b60.yaml": "services: {z: {image: x}}\n",
}
EXTENDS = "services:\n  s0: {image: x, labels: {" + ", ".join(f"l{i}: a" for i in range(1000)) + "}}\n"
HOSTILE = {
    "include in a circle": ({"compose.yaml": "include: [compose.yaml]\n"}, "`include` runs in a circle"),
    "include that doubles": (FANOUT, "the project reads more than 1,000 files"),
    "include that goes deep": (CHAIN, "`include` goes more than 50 files deep"),
    "extends in a circle": ({"compose.yaml": "services: {a: {extends: a}}\n"}, "`extends` runs in a circle"),
    "extends that multiplies": (
        {"compose.yaml": EXTENDS + "".join(f"  s{i}: {{extends: s0}}\n" for i in range(1, 800))},
        "`extends` copies more than 500,000 values",
    ),
    "port ranges": (
        {"compose.yaml": "services:\n" + "".join(f"  s{i}: {{image: x, ports: ['1-65535']}}\n" for i in range(9))},
        "the project's ranges hold more than 66,000 ports",
    ),
    "size of many digits": (
        {"compose.yaml": "services: {a: {image: x, mem_limit: '" + "1" * 200_000 + "'}}\n"},
        "`mem_limit`: expected a size such as 512m, not '1111",
    ),
    "duration of many parts": (
        {"compose.yaml": "services: {a: {image: x, stop_grace_period: '" + "1s" * 100_000 + "x'}}\n"},
        "`stop_grace_period`: expected a duration such as 1m30s, not '1s1s",
    ),
}


@pytest.mark.parametrize(("contents", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_project_is_refused_in_bounded_time(tmp_path: Path, contents: dict[str, str], message: str) -> None:
    started = process_time()
    with pytest.raises(InputError) as refused:
        read_files(tmp_path, contents)

    assert process_time() - started < SECONDS
    assert refused.value.problems[0].message.startswith(message)
    assert refused.value.problems[0].location


def test_long_chain_of_dependencies_is_read(tmp_path: Path) -> None:
    chain = "".join(f"  s{i}: {{image: x, depends_on: [s{i + 1}]}}\n" for i in range(2000))
    project = read_files(tmp_path, {"compose.yaml": f"services:\n{chain}  s2000: {{image: x}}\n"})

    assert len(project.services) == 2001


def test_long_chain_of_extends_is_read(tmp_path: Path) -> None:
    chain = "".join(f"  s{i}: {{extends: s{i + 1}}}\n" for i in range(2000))
    project = read_files(tmp_path, {"compose.yaml": f"services:\n{chain}  s2000: {{image: x}}\n"})

    assert {service.image for service in project.services.values()} == {"x"}
