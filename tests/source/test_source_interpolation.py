from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composeport.diagnostics import Location
from composeport.errors import InputError
from composeport.source.interpolation import Substitution, interpolate, interpolate_tree
from composeport.source.nodes import Node, Scalar, find, plain
from composeport.source.yaml_reader import read_documents

SET = {"V": "val", "E": "", "W2": "two"}
"""`V` is set, `E` is set and empty, `U` is not set."""

FORMS = {
    "no variable": "no variable",
    "$V": "val",
    "${V}": "val",
    "$V-x": "val-x",
    "{$V}": "{val}",
    "$W2": "two",
    "$U": "",
    "${U}": "",
    "${U:-d}": "d",
    "${E:-d}": "d",
    "${V:-d}": "val",
    "${U-d}": "d",
    "${E-d}": "",
    "${U-}": "",
    "${V:-}": "val",
    "${U:+r}": "",
    "${E:+r}": "",
    "${V:+r}": "r",
    "${U+r}": "",
    "${E+r}": "r",
    "${V+r}": "r",
    "${V:?}": "val",
    "${E?m}": "",
    "${V:-${U:-x}}": "val",
    "${U:-${E:-x}}": "x",
    "${U:-${V} ${V}}": "val val",
    "${U:-a:-b}": "a:-b",
    "${U:-a} ${U:-b}": "a b",
    "${V:-${U:?inner}}": "val",
    "$$V": "$V",
    "$${V}": "${V}",
    "$$$V": "$val",
    "$$$$V": "$$V",
    "$${": "${",
    "${U:-$$x}": "$x",
    "$": "$",
    "x$": "x$",
    "$1": "$1",
    "$-": "$-",
    "$(x)": "$(x)",
    "$é": "$é",
    "${U:-$}": "$",
    "${U:-$1}": "$1",
    "${V:-a}b}": "valb}",
    "${U:-}}": "}",
    "${U:-{}}": "{}",
    '${U:-"}"}': '""}',
    "${U:-\\}}": "\\}",
    "${U:-{{.x}}}": "{{.x}}",
    "${U:-{{.x}}} ${V}": "{{.x}} val",
    "${V:-${}": "val",
    "a\n${V}\nb": "a\nval\nb",
    "${U:-a}\n${U:-b}": "a\nb",
}

REFUSED = {
    "${}": "invalid interpolation format: '${}'",
    "${": "invalid interpolation format: '${'",
    "${ V}": "invalid interpolation format: '${ V}'",
    "${V }": "invalid interpolation format: '${V }'",
    "${V!}": "invalid interpolation format: '${V!}'",
    "${V:x}": "invalid interpolation format: '${V:x}'",
    "${1A}": "invalid interpolation format: '${1A}'",
    "${é}": "invalid interpolation format: '${é}'",
    "${{ x }}": "invalid interpolation format: '${{ x }'",
    "${V}${": "invalid interpolation format: '${'",
    "${V:-$": "invalid interpolation format: '${…'",
    "${U:-a\nb}": "invalid interpolation format: '${U:-a\\nb}'",
    "${U:-{}} and ${W}": "invalid interpolation format: '${…'",
    "${U:-${W:-a}\nb}": "invalid interpolation format: '${…'",
    "${U:-${}": "invalid interpolation format: '${'",
    "${U:?}": "required variable U is missing a value",
    "${U?}": "required variable U is missing a value",
    "${U:?msg}": "required variable U is missing a value: msg",
    "${E:?msg $V}": "required variable E is missing a value: msg val",
    "${U:-${W:?inner}}": "required variable W is missing a value: inner",
}


@pytest.mark.parametrize("text", FORMS)
def test_every_form(text: str) -> None:
    assert interpolate(text, SET.get) == FORMS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_a_refused_form_is_a_problem_at_the_given_place(text: str) -> None:
    place = Location("f", 1, 2, 3, 4)
    with pytest.raises(InputError) as refusal:
        interpolate(text, SET.get, place)
    assert [(problem.location, problem.message) for problem in refusal.value.problems] == [(place, REFUSED[text])]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def test_the_reference_gives_the_same_for_every_form(reference: Callable[..., dict[str, Any] | None]) -> None:
    document = "x-forms:\n" + "".join(f"  - {quoted(text)}\n" for text in FORMS) + "services: {a: {image: a}}\n"
    resolved = reference(document, SET)
    assert resolved is not None
    assert [text.replace("$$", "$") for text in resolved["x-forms"]] == list(FORMS.values())


@pytest.mark.parametrize("text", REFUSED)
def test_the_reference_refuses_it_too(reference: Callable[..., dict[str, Any] | None], text: str) -> None:
    assert reference(f"x-form: {quoted(text)}\nservices: {{a: {{image: a}}}}\n", SET) is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from("${}{}:-+?VUEa $\n"), max_size=14).map("".join), min_size=60, max_size=60))
def test_random_texts_come_out_as_in_the_reference(
    reference: Callable[..., dict[str, Any] | None], texts: list[str]
) -> None:
    accepted = {}
    for text in texts:
        try:
            accepted[text] = interpolate(text, SET.get)
        except InputError:
            continue
    document = "x-t:\n" + "".join(f"  - {quoted(text)}\n" for text in accepted) + "services: {a: {image: a}}\n"
    resolved = reference(document, SET)
    assert resolved is not None
    assert [text.replace("$$", "$") for text in resolved.get("x-t") or []] == list(accepted.values())


def read(text: str) -> Node:
    (root,) = read_documents(text, "f")
    return root


def test_a_tree_is_interpolated_in_place_and_keeps_places_and_texts() -> None:
    root = read("a: ${V}\n$V: [$V, '$V', \"$V\", 5, null]\nb: |\n  $V\n")
    interpolate_tree(root, SET.get)
    assert plain(root) == {"a": "val", "$V": ["val", "val", "val", 5, None], "b": "val\n"}
    scalar = find(root, ("a",))
    assert isinstance(scalar, Scalar)
    assert (scalar.text, scalar.location) == ("${V}", Location("f", 1, 4, 1, 8))


def test_all_refused_texts_of_a_tree_are_reported_where_the_variable_is() -> None:
    root = read("a: x${}\nb: 'it ${U:?no}'\nc: \"\\t${}\"\n")
    with pytest.raises(InputError) as refusal:
        interpolate_tree(root, SET.get)
    assert [(problem.location, problem.message, problem.help) for problem in refusal.value.problems] == [
        (
            Location("f", 1, 5, 1, 8),
            "invalid interpolation format: '${}'",
            "write `$$` for a `$` that begins no variable",
        ),
        (
            Location("f", 2, 8, 2, 16),
            "required variable U is missing a value: no",
            "set U in the environment or in the .env file",
        ),
        (
            Location("f", 3, 4, 3, 11),
            "invalid interpolation format: '${}'",
            "write `$$` for a `$` that begins no variable",
        ),
    ]


def test_variables_are_heard_of_as_they_are_looked_up() -> None:
    heard: list[tuple[str, str, str, int]] = []

    def hear(scalar: Scalar, text: str, uses: list[tuple[Substitution, Substitution]]) -> None:
        for variable, outermost in uses:
            heard.append((variable.name, text, text[outermost.start : outermost.end], scalar.location.line))

    root = read("a: $U${V}\nb: ${W:-${X:-$Y}}\nc: ${V:-$U}\nd: $$U\n")
    interpolate_tree(root, SET.get, hear)
    assert heard == [
        ("U", "$U${V}", "$U", 1),
        ("V", "$U${V}", "${V}", 1),
        ("W", "${W:-${X:-$Y}}", "${W:-${X:-$Y}}", 2),
        ("X", "${W:-${X:-$Y}}", "${W:-${X:-$Y}}", 2),
        ("Y", "${W:-${X:-$Y}}", "${W:-${X:-$Y}}", 2),
        ("V", "${V:-$U}", "${V:-$U}", 3),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'${A:-' * 60 + '}' * 60", "variables are nested more than 20 deep"),
        ("'${A:-{' * 100_000 + '}' * 100", "variables expand to more than 8,000,000 characters"),
        ("'${A:-{' * 1_000 + '}' * 100", "variables are nested more than 20 deep"),
        ("'$LONG' * 1000", "variables expand to more than 8,000,000 characters"),
        ("'${A:-x}' * 200_000 + 'y' * 1_000_000", "1200000"),
        ("'${' * 1_000_000", "invalid interpolation format"),
    ],
)
def test_a_bomb_is_refused_and_a_long_text_is_read(bounded: Callable[[str], str], text: str, message: str) -> None:
    printed = bounded(
        "from composeport.errors import InputError\n"
        "from composeport.source.interpolation import interpolate\n"
        f"try:\n    print(len(interpolate({text}, {{'LONG': 'x' * 1_000_000}}.get)))\n"
        "except InputError as refusal:\n    print(str(refusal)[:60])\n"
    )
    assert printed.startswith(message)
