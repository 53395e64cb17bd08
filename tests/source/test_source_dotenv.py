from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composeport.diagnostics import Location
from composeport.errors import InputError
from composeport.source.dotenv import DotenvValue, read_env_file

OUTSIDE = {"H": "host", "A": "outer"}
"""What the environment has: `A` is also in many of the files."""

DIALECT: dict[str, dict[str, str]] = {
    "": {},
    "A=1": {"A": "1"},
    "A=": {"A": ""},
    "A= ": {"A": ""},
    "A = x": {"A": "x"},
    "  A=1": {"A": "1"},
    "A: x": {"A": "x"},
    "A:x": {"A": "x"},
    "A==x": {"A": "=x"},
    "A=b=c": {"A": "b=c"},
    "export A=1": {"A": "1"},
    "export  A = 1": {"A": "1"},
    "exportA=1": {"exportA": "1"},
    "A=x # c": {"A": "x"},
    "A=x#c": {"A": "x#c"},
    "A= #c": {"A": "#c"},
    "# c\nA=1\n\n\n  # c\n B=2": {"A": "1", "B": "2"},
    "A=x y z": {"A": "x y z"},
    'A=" x "': {"A": " x "},
    'A="x" # c': {"A": "x"},
    'A="x" B=2': {"A": "x", "B": "2"},
    'A="multi\n#not comment\nline"\nB=2': {"A": "multi\n#not comment\nline", "B": "2"},
    "A='x\ny'": {"A": "x\ny"},
    "A='$H'": {"A": "$H"},
    'A="$H"': {"A": "host"},
    "A=$H-${H}": {"A": "host-host"},
    "A=$$H": {"A": "$H"},
    'A="\\$H"': {"A": "$H"},
    "A=\\$H": {"A": "\\host"},
    'A="a\\nb\\tc\\x\\q"': {"A": "a\nb\tc\\x\\q"},
    'A="\\a\\b\\c\\f\\v\\r\\\\"': {"A": "\a\b\\c\f\v\r\\"},
    'A="\\0123\\01\\0\\0777"': {"A": "S\\1\\\\777"},
    "A='a\\nb'": {"A": "a\\nb"},
    "A='it\\'s'": {"A": "it's"},
    'A="it\\"s"': {"A": 'it"s'},
    "A=x\\": {"A": "x\\"},
    "A=`x`": {"A": "`x`"},
    'A={"a": "b"}': {"A": '{"a": "b"}'},
    "A=${U:-d}": {"A": "d"},
    "A=${U:-${H}}": {"A": "host"},
    "B=1\nC=${B}2": {"B": "1", "C": "12"},
    "A=1\nB=${A}": {"A": "1", "B": "outer"},
    "C=${B}\nB=1": {"C": "", "B": "1"},
    "a=1\na=2": {"a": "2"},
    "H\n": {"H": "host"},
    "NOPE\n": {},
    "KEY": {"": "KEY"},
    "\ufeffA=1\r\nB=2\r\n": {"A": "1", "B": "2"},
    "1A=x\nA-B=x\nA.B=x\nA[0]=x\né=x": {"1A": "x", "A-B": "x", "A.B": "x", "A[0]": "x", "é": "x"},
    "A=\u00a0x\u00a0": {"A": "x"},
    "A=x\u2003": {"A": "x"},
}

RAW: dict[str, dict[str, str]] = {
    "A=1": {"A": "1"},
    'A="x"': {"A": '"x"'},
    "A='x' # c": {"A": "'x' # c"},
    "# c\n  # c\n\nA=1": {"A": "1"},
    "H\nNOPE": {"H": "host"},
    " A=x": {"A": "x"},
    "A=$H": {"A": "$H"},
    "A=x \n": {"A": "x "},
    "B=1\r\n": {"B": "1"},
    'A="x\ny"': {"A": '"x'},
    "A=a=b": {"A": "a=b"},
    "\ufeffA=1": {"A": "1"},
}

REFUSED = {
    'A="x': "1:3: this quoted value does not end",
    "A='x\ny": "1:3: this quoted value does not end",
    "A B=1": "1:1: this variable name holds a space",
    "B=1\nA!=1": "2:2: unexpected character `!` in a variable name",
    'A="a""b"': '1:6: unexpected character `"` in a variable name',
    "A=${U:?e}": "1:3: required variable U is missing a value: e",
    'A=x\nB="${"': "2:3: invalid interpolation format: '${'",
    "export ": "1:8: there is no variable after `export`",
}

RAW_REFUSED = {
    "A = x": "1:1: this variable name holds a space",
    "B=1\n  A: x": "2:3: this variable name holds a space",
    "=x": "1:1: there is no variable name before the `=`",
}


def values(text: str, *, raw: bool = False) -> dict[str, str]:
    return {key: found.value for key, found in read_env_file(text, "f", OUTSIDE.get, raw=raw).items()}


@pytest.mark.parametrize("text", DIALECT)
def test_the_dialect(text: str) -> None:
    assert values(text) == DIALECT[text]


@pytest.mark.parametrize("text", RAW)
def test_the_raw_format(text: str) -> None:
    assert values(text, raw=True) == RAW[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_is_located(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        values(text)
    assert str(refusal.value) == f"f:{REFUSED[text]}"
    assert refusal.value.texts == {"f": text}


@pytest.mark.parametrize("text", RAW_REFUSED)
def test_what_the_raw_format_refuses_is_located(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        values(text, raw=True)
    assert str(refusal.value) == f"f:{RAW_REFUSED[text]}"


Reference = Callable[..., dict[str, Any] | None]


def in_the_reference(reference: Reference, text: str, *, raw: bool = False) -> dict[str, str] | None:
    entry = "{path: e.env, format: raw}" if raw else "{path: e.env}"
    document = f"services: {{a: {{image: a, env_file: [{entry}]}}}}\n"
    resolved = reference(document, OUTSIDE, {"e.env": text})
    if resolved is None:
        return None
    environment = resolved["services"]["a"].get("environment") or {}
    return {key: value.replace("$$", "$") for key, value in environment.items()}


@pytest.mark.parametrize("text", DIALECT)
def test_the_dialect_is_the_references(reference: Reference, text: str) -> None:
    assert in_the_reference(reference, text) == DIALECT[text]


@pytest.mark.parametrize("text", RAW)
def test_the_raw_format_is_the_references(reference: Reference, text: str) -> None:
    assert in_the_reference(reference, text, raw=True) == RAW[text]


@pytest.mark.parametrize("text", REFUSED)
def test_the_reference_refuses_it_too(reference: Reference, text: str) -> None:
    assert in_the_reference(reference, text) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["A", "B=", "=", ": ", " ", "\n", '"', "'", "\\", "$A", "${B:-", "}", "#", " #", "n", "\r", "export ", "-"]
        ),
        max_size=16,
    ).map("".join)
)
def test_random_files_read_as_in_the_reference(reference: Reference, text: str) -> None:
    try:
        ours: dict[str, str] | None = values(text)
    except InputError:
        ours = None
    assert ours == in_the_reference(reference, text)


def test_each_value_has_its_place() -> None:
    text = "A=1\nexport B = 'x\ny'\nH\n\nC: \"\" # c\nD=z # c\n"
    assert read_env_file(text, "f", OUTSIDE.get) == {
        "A": DotenvValue("1", Location("f", 1, 3, 1, 4)),
        "B": DotenvValue("x\ny", Location("f", 2, 12, 3, 3)),
        "H": DotenvValue("host", Location("f", 4, 1, 4, 2), inherited=True),
        "C": DotenvValue("", Location("f", 6, 4, 6, 6)),
        "D": DotenvValue("z", Location("f", 7, 3, 7, 4)),
    }


def test_each_raw_value_has_its_place() -> None:
    assert read_env_file("# c\n A=x \r\nH\n", "f", OUTSIDE.get, raw=True) == {
        "A": DotenvValue("x ", Location("f", 2, 4, 2, 6)),
        "H": DotenvValue("host", Location("f", 3, 1, 3, 2), inherited=True),
    }


def test_unset_variables_are_heard_of() -> None:
    heard: list[str] = []
    read_env_file("A=1\nB=$U${H}${W:-d}\n", "f", OUTSIDE.get, unset=lambda name, place: heard.append(f"{place} {name}"))
    assert heard == ["f:2:3 U"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            "'V0=xxxxxxxxxx\\n' + ''.join('V%d=$V%d$V%d\\n' % (i, i - 1, i - 1) for i in range(1, 60))",
            "variables expand to more",
        ),
        ("'A=\"' + '\\\\\\\\' * 300_000 + '\"'", "300000"),
        ("'A=\"' + '\\\\\\\\' * 1_000_000", "f:1:3: this quoted value"),
        ("'A=1\\n' * 100_000", "1"),
        ("'#' * 5_000_000 + '\\nA=1'", "1"),
    ],
)
def test_hostile_files_are_read_or_refused_in_bounded_time(
    bounded: Callable[[str], str], text: str, printed: str
) -> None:
    output = bounded(
        "from composeport.errors import InputError\n"
        "from composeport.source.dotenv import read_env_file\n"
        f"try:\n    print(len(read_env_file({text}, 'f', {{}}.get)['A'].value))\n"
        "except InputError as refusal:\n    print(str(refusal))\n"
    )
    assert printed in output
