"""The dumper: every reader that may meet its text reads back what went in."""

from __future__ import annotations

import json
import subprocess
from io import StringIO
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from composeport.writers.yaml_text import Binary, dump, dump_all
from reference_program import MISSING, REFERENCE

# Texts that YAML 1.1, YAML 1.2 or go-yaml take for something else, or that a style cannot hold.
NASTY = [
    *(
        "",
        " ",
        "  x",
        "x ",
        "~",
        "null",
        "NULL",
        "Null",
        "true",
        "True",
        "TRUE",
        "false",
        "yes",
        "Yes",
        "on",
        "ON",
        "off",
    ),
    *("y", "Y", "n", "N", "no", "=", "<<", "0", "00", "0644", "0o17", "0O17", "0x1F", "0X1f", "0b11", "0B11", "089"),
    *(
        "1_000",
        "-1",
        "+1",
        "1.",
        ".5",
        "-.5",
        "+.5",
        "1.5",
        "1e3",
        "1E3",
        "1e+3",
        "1.5e-3",
        "1.e3",
        ".1e3",
        "._1",
        "1e",
    ),
    *(".inf", "-.Inf", "+.INF", ".nan", ".NaN", "inf", "nan", "12:30", "1:2:3", "12:30.5", "8080:80", "190:20:30"),
    *("2024-01-01", "2024-1-1", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00", "2024-01-01t1", "20240101"),
    *("1.2.3", "10.0.0.1", "128Mi", "500m", "1Gi", "v1", "a:b", "a: b", "a:", ":a", ": a", "a #b", "a#b", "#a"),
    *(
        "-",
        "- a",
        "-a",
        "--",
        "---",
        "--- a",
        "...",
        "... a",
        "?",
        "? a",
        "?a",
        ":",
        "!a",
        "&a",
        "*a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
    ),
    *(
        "'",
        "''",
        '"',
        "it's",
        'say "x"',
        "a'b\"c",
        "\\",
        "a\\nb",
        "{a}",
        "[a]",
        "a, b",
        ",",
        "{{ x }}",
        "$(X)",
        "$$",
        "${X}",
    ),
    *(
        "\t",
        "a\tb",
        "\ta",
        "a\t",
        "\r",
        "a\rb",
        "a\r\nb",
        "\x00",
        "\x07",
        "\x1b[0m",
        "\x7f",
        "\x85",
        "\xa0",
        "\xad",
        "é",
        "日本",
    ),
    *(
        "\u2028",
        "a\u2029b",
        "\u200d",
        "\ufeff",
        "\ufeffa",
        "\ufffe",
        "\ufffd",
        "\U0001f600",
        "\U0010ffff",
        "x" * 300,
        "a " * 200,
    ),
    *(
        "\n",
        "\n\n",
        "a\n",
        "a\n\n",
        "a\nb",
        "\na",
        "\n\na\n",
        " a\nb",
        "a\n b",
        "a\n\n\nb\n",
        "a \nb ",
        "a\n ",
        "a\n \n",
        " \na",
    ),
    *(
        "\ta\nb",
        "a\n\tb\n",
        "\n \na",
        "# a\nb",
        "- a\n- b\n",
        "a: b\nc: d",
        "---\na\n",
        "a\n---\n",
        "...\n",
        "a\n...\nb",
        "%a\nb",
    ),
    *(
        '#!/bin/sh\nset -e\n\nexec "$@"\n',
        "a\r\nb\r\n",
        "a\x00\nb",
        "a\u2028\nb",
        "é\n\U0001f600\n",
        '{\n  "a": 1\n}\n',
    ),
]

TEXTS = (
    st.sampled_from(NASTY)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.text(" \t\n\r-?:#'\"\\|>ab0.,[]{}&*!%@`~=<_eE+")
)
SCALARS = TEXTS | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none()
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))


def exact(value: object) -> str:
    """`value` with its types: `True`, `1` and `1.0` are equal in Python."""
    return repr(value)


@settings(max_examples=400, deadline=None)
@given(DATA)
@example({text: [text, {text: text}, [[text]]] for text in NASTY})
def test_yaml_1_1_reader_reads_back_the_same(data: Any) -> None:
    assert exact(yaml.safe_load(dump(data))) == exact(data)


@settings(max_examples=200, deadline=None)
@given(DATA)
@example({text: [text, {text: text}, [[text]]] for text in NASTY})
def test_libyaml_reads_back_the_same(data: Any) -> None:
    assert exact(yaml.load(dump(data), yaml.CSafeLoader)) == exact(data)


@settings(max_examples=200, deadline=None)
@given(DATA)
@example({text: [text, {text: text}, [[text]]] for text in NASTY})
def test_yaml_1_2_reader_reads_back_the_same(data: Any) -> None:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)  # type: ignore[assignment]
    assert exact(reader.load(StringIO(dump(data)))) == exact(data)


@settings(max_examples=5, deadline=None)
@given(st.lists(TEXTS, min_size=100, max_size=300))
@example(NASTY)
def test_go_yaml_reads_back_the_same(texts: list[str]) -> None:
    data = {"services": {"a": {"image": "a"}}, "x-data": {f"k{n}": [text, {"a": text}] for n, text in enumerate(texts)}}
    if REFERENCE is None:
        pytest.skip(MISSING)
    command = [REFERENCE, "-f", "-", "config", "--no-interpolate", "--format", "json"]
    printed = subprocess.run(command, input=dump(data).encode(), capture_output=True, check=True).stdout
    assert json.loads(printed)["x-data"] == data["x-data"]


@given(st.lists(st.dictionaries(TEXTS, SCALARS), max_size=4))
def test_a_stream_holds_every_document(documents: list[Any]) -> None:
    assert exact(list(yaml.safe_load_all(dump_all(documents)))) == exact(documents)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("nginx:1.29-alpine", "nginx:1.29-alpine"),
        ("10.0.0.1", "10.0.0.1"),
        ("500m", "500m"),
        ("8080:80", "8080:80"),
        ("http://web:80/", "http://web:80/"),
        ("$(POD_IP)", "$(POD_IP)"),
        ("-x", "-x"),
        ("it's", "it's"),
        ("café 😀", "café 😀"),
        ("0644", '"0644"'),
        ("80", '"80"'),
        ("yes", '"yes"'),
        ("y", '"y"'),
        ("12:30", '"12:30"'),
        ("1e3", '"1e3"'),
        ("2024-01-01", '"2024-01-01"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("a\tb", '"a\\tb"'),
        ('{"a": "b"}', '\'{"a": "b"}\''),
        ("\x1b", '"\\x1b"'),
        ("\u2028", '"\\u2028"'),
        (1e16, "1.0e+16"),
        (-0.0, "-0.0"),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
        (float("nan"), ".nan"),
        (True, "true"),
        (None, "null"),
        ({}, "{}"),
        ([], "[]"),
        ((), "[]"),
    ],
)
def test_a_scalar_is_quoted_only_where_a_reader_needs_it(value: object, text: str) -> None:
    assert dump({"key": value}) == f"key: {text}\n"


def test_items_of_a_list_stand_under_their_key() -> None:
    document = {"a": [{"b": 1, "c": ["d"]}, ["e", ["f"]], "g"], "h": {"i": [[]]}}
    assert dump(document) == (
        "a:\n- b: 1\n  c:\n  - d\n- - e\n  - - f\n- g\nh:\n  i:\n  - []\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\nb", "|-\n  a\n  b\n"),
        ("a\nb\n", "|\n  a\n  b\n"),
        ("a\n\nb\n\n\n", "|+\n  a\n\n  b\n\n\n"),
        (" a\nb\n", "|2\n   a\n  b\n"),
        ("\n\ta\n", "|2\n\n  \ta\n"),
        ("a \nb\n", "|\n  a \n  b\n"),
        ("a\r\nb\n", '"a\\r\\nb\\n"\n'),
        ("a\n ", '"a\\n "\n'),
        ("\n", '"\\n"\n'),
    ],
)
def test_text_of_several_lines_is_a_literal_block_where_one_can_hold_it(value: str, text: str) -> None:
    assert dump({"key": value}) == f"key: {text}"


def test_a_long_key_is_written_as_an_explicit_one() -> None:
    assert dump({"k" * 300: 1}) == f"? {'k' * 300}\n: 1\n"


def test_the_same_list_twice_is_no_alias() -> None:
    shared = ["a"]
    assert dump({"b": shared, "c": shared}) == "b:\n- a\nc:\n- a\n"


def test_bytes_that_are_said_to_be_binary_read_back_the_same() -> None:
    text = dump({"a": [Binary(b"caf\xe9")]})
    assert text == "a:\n- !!binary Y2Fm6Q==\n"
    assert yaml.safe_load(text) == {"a": [b"caf\xe9"]}


@pytest.mark.parametrize("value", [b"bytes", {1: "a number as a key"}, {"a": {2, 3}}])
def test_what_yaml_cannot_say_for_all_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="no YAML for a"):
        dump(value)
