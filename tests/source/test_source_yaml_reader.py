from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import yaml

from composeport.diagnostics import Location
from composeport.errors import InputError
from composeport.source.nodes import Mapping, Node, Scalar, Sequence, find, plain
from composeport.source.scalars import Timestamp
from composeport.source.yaml_reader import Limits, decode, read_documents


def read(text: str, limits: Limits | None = None) -> Node:
    (root,) = read_documents(text, "compose.yaml", limits)
    return root


def places(text: str, limits: Limits | None = None) -> list[str]:
    """What is wrong with a text, as `line:column: message`."""
    with pytest.raises(InputError) as refusal:
        read_documents(text, "f", limits)
    return [f"{problem.location}: {problem.message}"[2:] for problem in refusal.value.problems]


def spans(node: Node, path: str = "") -> dict[str, str]:
    """Each node's place, and each key's under `path!`."""
    place = node.location
    found = {path: f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"}
    if isinstance(node, Mapping):
        for key, child in node.items.items():
            place = node.keys[key]
            found[f"{path}/{key}!"] = f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"
            found |= spans(child, f"{path}/{key}")
    elif isinstance(node, Sequence):
        for index, child in enumerate(node):
            found |= spans(child, f"{path}/{index}")
    return found


def test_every_node_and_key_has_its_exact_place() -> None:
    text = (
        "services:\n  web:\n    ports:\n      - 80\n      - '443'\n"
        "    tags: {a: [b, c]}\n    note: |\n      x\n    none:\n"
    )
    assert spans(read(text)) == {
        "": "1:1-9:10",
        "/services!": "1:1-1:9",
        "/services": "2:3-9:10",
        "/services/web!": "2:3-2:6",
        "/services/web": "3:5-9:10",
        "/services/web/ports!": "3:5-3:10",
        "/services/web/ports": "4:7-5:14",
        "/services/web/ports/0": "4:9-4:11",
        "/services/web/ports/1": "5:9-5:14",
        "/services/web/tags!": "6:5-6:9",
        "/services/web/tags": "6:11-6:22",
        "/services/web/tags/a!": "6:12-6:13",
        "/services/web/tags/a": "6:15-6:21",
        "/services/web/tags/a/0": "6:16-6:17",
        "/services/web/tags/a/1": "6:19-6:20",
        "/services/web/note!": "7:5-7:9",
        "/services/web/note": "7:11-9:1",
        "/services/web/none!": "9:5-9:9",
        "/services/web/none": "9:10-9:10",
    }


def test_columns_count_characters_not_bytes() -> None:
    node = find(read("ä: {ö😀: x}\n"), ("ä", "ö😀"))
    assert node is not None
    assert node.location == Location("compose.yaml", 1, 9, 1, 10)


def test_a_byte_order_mark_and_crlf_shift_nothing() -> None:
    root = read("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n")
    assert plain(root) == {"a": 1, "b": "x\ny\n"}
    assert spans(root)["/b!"] == "2:1-2:2"


def test_scalars_keep_their_text_style_and_local_tag() -> None:
    root = read("""[0644, '0644', "x", !reset null, !override 5, !!str 1, ! 2]""")
    assert isinstance(root, Sequence)
    scalars = [item for item in root if isinstance(item, Scalar)]
    assert [(item.text, item.value, item.style, item.tag) for item in scalars] == [
        ("0644", 420, "", ""),
        ("0644", "0644", "'", ""),
        ("x", "x", '"', ""),
        ("null", "null", "", "!reset"),
        ("5", "5", "", "!override"),
        ("1", "1", "", ""),
        ("2", "2", "", ""),
    ]


def test_collections_keep_their_local_tag() -> None:
    root = read("a: !override [1]\nb: !reset {}\nc: !!map {}\n")
    assert isinstance(root, Mapping)
    assert {key: getattr(child, "tag", None) for key, child in root.items.items()} == {
        "a": "!override",
        "b": "!reset",
        "c": "",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('!!int "12"', 12),
        ("!!int 0x10", 16),
        ("!!float 3", 3.0),
        ('!!float "1e3"', 1000.0),
        ('!!bool "true"', True),
        ('!!null ""', None),
        ("!!str ~", "~"),
        ("!!str", ""),
        ("!!binary aGk=", "hi"),
        ("!!timestamp 2024-01-01", Timestamp("2024-01-01 00:00:00 +0000 UTC", "2024-01-01T00:00:00Z")),
        ("!foo 12", "12"),
        ("!<tag:yaml.org,2002:int> '7'", 7),
    ],
)
def test_an_explicit_tag_is_honoured(text: str, value: object) -> None:
    assert plain(read(f"- {text}\n")) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &x {k: 1}\nb: *x\n", {"a": {"k": 1}, "b": {"k": 1}}),
        ("&a a: 1\nb: *a\n", {"a": 1, "b": "a"}),
        ("a: &k kk\n*k : v\n", {"a": "kk", "kk": "v"}),
        ("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n", {"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3}}),
        ("y: {b: 3, <<: {a: 1, b: 2}}", {"y": {"b": 3, "a": 1}}),
        ("<<: [{a: 1}, {a: 2, b: 3}]", {"a": 1, "b": 3}),
        ("l: &l [{a: 1}, {a: 2}]\nm: {<<: *l}", {"l": [{"a": 1}, {"a": 2}], "m": {"a": 1}}),
        ("!!merge <<: {a: 1}", {"a": 1}),
        ('"<<": {a: 1}', {"<<": {"a": 1}}),
        ("x: &x 1\ny: &x 2\nz: *x", {"x": 1, "y": 2, "z": 2}),
        ("? a\n: b\n", {"a": "b"}),
        ("{b, c: }", {"b": None, "c": None}),
        ("a: [http://x:80/, a:b]", {"a": ["http://x:80/", "a:b"]}),
        ("yes: 1\non: 2", {"yes": 1, "on": 2}),
        ("!!str 1: a", {"1": "a"}),
        ('"": v', {"": "v"}),
    ],
)
def test_anchors_merge_keys_and_odd_keys(text: str, value: object) -> None:
    assert plain(read(text)) == value


@pytest.mark.parametrize(
    "text", ["!!merge <<: {a: 1}", "<<: [{a: 1}, {a: 2, b: 3}]", '"<<": {a: 1}', "!!str 1: a", "yes: 1"]
)
def test_odd_keys_mean_the_same_in_the_reference(reference: Callable[[str], dict[str, Any] | None], text: str) -> None:
    resolved = reference(f"x-it:\n  {text}\nservices: {{a: {{image: a}}}}\n")
    assert resolved is not None
    assert plain(read(text)) == resolved["x-it"]


def test_an_alias_is_a_copy_of_its_own_at_the_places_of_the_original() -> None:
    root = read("a: &x {k: [1]}\nb: *x\n")
    first, second = find(root, ("a", "k")), find(root, ("b", "k"))
    assert isinstance(first, Sequence)
    assert isinstance(second, Sequence)
    second.items.clear()
    assert plain(first) == [1]
    assert second.location == first.location
    assert root.location == Location("compose.yaml", 1, 1, 2, 6)


def test_a_merged_key_keeps_the_place_where_it_is_written() -> None:
    root = read("x: &x\n  a: 1\ny:\n  <<: *x\n  b: 2\n")
    assert {path: span for path, span in spans(root).items() if path.startswith("/y")} == {
        "/y!": "3:1-3:2",
        "/y": "4:3-5:7",
        "/y/b!": "5:3-5:4",
        "/y/b": "5:6-5:7",
        "/y/a!": "2:3-2:4",
        "/y/a": "2:6-2:7",
    }


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("# only a comment\n", []),
        ("---\n", [None]),
        ("---\n---\na: 1\n", [None, {"a": 1}]),
        ("a: 1\n---\nb: 2\n...\n", [{"a": 1}, {"b": 2}]),
        ("a: &x 1\n--- [2]\n", [{"a": 1}, [2]]),
        ("%YAML 1.1\n---\na\n", ["a"]),
    ],
)
def test_each_document_has_a_root(text: str, values: list[object]) -> None:
    assert [plain(root) for root in read_documents(text, "f")] == values


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: 1\nb: 2\na: 3\n", ["3:1: `a` is given twice; the first is at line 1"]),
        ("a: {b: 1, b: 2}\n", ["1:11: `b` is given twice; the first is at line 1"]),
        ("1: a\n", ["1:1: the key 1 is not text but a number"]),
        (
            "a:\n  true: b\n  ~: c\n",
            ["2:3: the key true is not text but a boolean", "3:3: the key ~ is not text but null"],
        ),
        ("2024-01-01: a\n", ["1:1: the key 2024-01-01 is not text but a date"]),
        ("? [a]\n: b\n", ["1:3: a key must be text, not a list or a mapping"]),
        ("a: *nope\n", ["1:4: there is no anchor `&nope` above"]),
        ("a: &x 1\n---\nb: *x\n", ["3:4: there is no anchor `&x` above"]),
        ("a: &x [*x]\n", ["1:8: the anchor `&x` holds itself"]),
        ("a: &x {b: *x}\n", ["1:11: the anchor `&x` holds itself"]),
        ("<<: 5\n", ["1:5: `<<` merges mappings only"]),
        ("<<:\n", ["1:4: `<<` merges mappings only"]),
        ("<<: [{a: 1}, 2]\n", ["1:14: `<<` merges mappings only"]),
        ("<<: {a: 1}\n<<: {b: 1}\n", ["2:1: `<<` is given twice"]),
        ("a: !!int abc\n", ["1:4: `abc` is not a value of type !!int"]),
        ("a: !!bool yes\n", ["1:4: `yes` is not a value of type !!bool"]),
        ("a: !!int 1.0\n", ["1:4: `1.0` is not a value of type !!int"]),
        ("a: !!binary '%'\n", ["1:4: this !!binary value is not base64"]),
        (
            "a: .inf\nb: .nan\n",
            ["1:4: Compose cannot hold the number .inf", "2:4: Compose cannot hold the number .nan"],
        ),
        ("%YAML 1.2\n---\na: 1\n", ["1:1: Compose reads `%YAML 1.1` documents only"]),
    ],
)
def test_what_compose_refuses_is_located(text: str, problems: list[str]) -> None:
    assert places(text) == problems


@pytest.mark.parametrize(
    "text",
    ["1: a", "~: a", "1.5: a", "<<: 5", "<<:", "a: 1\n  a: 2", "a: *nope", "a: &x [*x]", "a: !!int abc", "a: .inf"],
)
def test_the_reference_refuses_it_too(reference: Callable[[str], dict[str, Any] | None], text: str) -> None:
    assert reference(f"x-it:\n  {text}\nservices: {{a: {{image: a}}}}\n") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b: c\n", (1, 5)),
        ("a: 1\n\tb: 2\n", (2, 1)),
        ("a: [1, 2\n", (2, 1)),
        ('a: "x\n', (2, 1)),
        ("a: @b\n", (1, 4)),
        ("a:\n  - b\n c: d\n", (3, 2)),
        ('ä: "\\z"\n', (1, 5)),
        ("a: x\x01y\n", (1, 5)),
        ("a: ok\nb: \ud800\n", (2, 4)),
        ("a: |\n    x\n   y\n", (3, 4)),
    ],
)
def test_what_is_not_yaml_is_located(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as refusal:
        read_documents(text, "f")
    assert [
        (problem.location.line, problem.location.column) for problem in refusal.value.problems if problem.location
    ] == [place]


def test_a_refusal_carries_the_text_for_excerpts() -> None:
    with pytest.raises(InputError) as refusal:
        read_documents("1: a\n", "f")
    assert refusal.value.texts == {"f": "1: a\n"}


def test_a_duplicate_key_names_the_first_as_what_led_there() -> None:
    with pytest.raises(InputError) as refusal:
        read_documents("a: 1\nb: 2\na: 3\n", "f")
    assert refusal.value.problems[0].chain == (Location("f", 1, 1, 1, 2),)


def test_problems_before_a_syntax_error_are_reported_with_it() -> None:
    assert places("1: a\nb: [\n")[0] == "1:1: the key 1 is not text but a number"
    assert len(places("1: a\nb: [\n")) == 2


def test_at_most_a_hundred_problems_are_reported() -> None:
    assert len(places("a: 1\n" * 200)) == 100


def test_the_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x {k: [1, 'two', \"3\", !reset ~]}\nb:\n  <<: *x\n  c: |\n    d\n"
    with_libyaml = spans(read(text)), plain(read(text))
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert (spans(read(text)), plain(read(text))) == with_libyaml
    assert places("a: b: c\n")[0].startswith("1:5: not valid YAML: mapping values are not allowed")
    assert places("a: x\x01y\n") == ["1:5: not valid YAML: control characters are not allowed"]


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"a: \xc3\xa4", "a: ä"), (b"\xef\xbb\xbfa", "a"), ("ä".encode("utf-16"), "ä"), (b"\xfe\xff\x00a", "a")],
)
def test_files_are_utf_8_or_utf_16_with_a_mark(data: bytes, text: str) -> None:
    assert decode(data, "f") == text


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "mark"])
def test_the_first_bad_byte_is_located(mark: bytes) -> None:
    with pytest.raises(InputError) as refusal:
        decode(mark + b"a: 1\nb: \xc3\xa4\xff\n", "f")
    assert str(refusal.value) == "f:2:5: not UTF-8 text: invalid start byte"


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (b"\xef\xbb\xbfabc\xff", "f:1:4: not UTF-8 text: invalid start byte"),
        ("\ufeffabc\n".encode("utf-16-le") + b"\0\xd8", "f:2:1: not UTF-16 text: unexpected end of data"),
    ],
)
def test_the_first_bad_byte_is_located_behind_a_mark(data: bytes, refused: str) -> None:
    with pytest.raises(InputError) as refusal:
        decode(data, "f")
    assert str(refusal.value) == refused


MARK = "\ufeff"


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (f"{MARK}a: 1\n", [{"a": 1}]),
        (f"a: 1\n---\n{MARK}b: 2\n", [{"a": 1}, {f"{MARK}b": 2}]),
        (f"---\n{MARK}a: 1\n", [{f"{MARK}a": 1}]),
        (f"# c\n{MARK}a: 1\n", [{f"{MARK}a": 1}]),
        (f"{MARK}{MARK}a: 1\n", [{f"{MARK}a": 1}]),
        (f"a:\n{MARK}  b: 1\n", [{"a": None, f"{MARK}  b": 1}]),
        (f"a: &x '{MARK}'\n\ue000: *x\n", [{"a": MARK, "\ue000": MARK}]),
        (f'a: "b\n{MARK} c"\n', [{"a": f"b {MARK} c"}]),
    ],
)
def test_a_mark_within_a_text_is_text(text: str, documents: list[object]) -> None:
    """go-yaml overlooks the one at the beginning, libyaml one at the beginning of any line."""
    assert [plain(root) for root in read_documents(text, "f")] == documents


def test_a_mark_within_a_text_does_not_move_what_comes_after() -> None:
    root = read_documents(f"a: 1\n{MARK}b: [2]\n", "f")[0]
    assert isinstance(root, Mapping)
    assert root.keys[f"{MARK}b"] == Location("f", 2, 1, 2, 3)
    assert root.items[f"{MARK}b"].location == Location("f", 2, 5, 2, 8)


READ = """
import sys
from composeport.errors import InputError
from composeport.source.yaml_reader import read_documents
try:
    (root,) = read_documents(sys.stdin.read(), "f")
    print(len(root.items["services"]), *root.items["services"].items["s4999"].items)
except InputError as refusal:
    print(str(refusal).splitlines()[0])
"""

LETTERS = "abcdefghi"
HOSTILE = {
    "nine levels of aliases": (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{to}: &{to} [{','.join([f'*{of}'] * 9)}]\n" for of, to in pairwise(LETTERS)),
        "f:6:8: aliases expand this file beyond bounds; the last one is `*e`",
    ),
    "forty levels of doubling mappings": (
        "b0: &b0 {k: v}\n" + "".join(f"b{i}: &b{i} {{x: *b{i - 1}, y: *b{i - 1}}}\n" for i in range(1, 40)),
        "f:15:15: aliases expand this file beyond bounds; the last one is `*b13`",
    ),
    "merge keys that double": (
        "m0: &m0 {k0: v}\n"
        + "".join(f"m{i}: &m{i} {{<<: [*m{i - 1}, *m{i - 1}], k{i}: *m{i - 1}}}\n" for i in range(1, 40)),
        "f:10:20: aliases expand this file beyond bounds; the last one is `*m8`",
    ),
    "a merge key that holds itself": ("a: &a {<<: *a}", "f:1:12: the anchor `&a` holds itself"),
    "flow nesting": ("[" * 100_000, "f:1:101: more than 100 levels of nesting"),
    "block nesting": (
        "\n".join(" " * level + "a:" for level in range(2000)),
        "f:101:101: more than 100 levels of nesting",
    ),
    "nested lists": ("- " * 100_000, "f:1:201: more than 100 levels of nesting"),
    "nesting by aliases": (
        "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{x: *a{i - 1}}}\n" for i in range(1, 500)),
        "f:99:15: the alias `*a97` leads to more than 100 levels of nesting",
    ),
    "directives without end": (
        "".join(f"%TAG !t{i}! tag:x:\n" for i in range(100_000)) + "--- a",
        "f:1:1: more than 1,000 `%TAG` directives",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_in_bounded_time_and_memory(bounded: Callable[..., str], name: str) -> None:
    text, problem = HOSTILE[name]
    assert bounded(READ, text) == problem


def test_a_scalar_of_100_mb_is_refused_before_it_is_parsed(bounded: Callable[..., str]) -> None:
    program = READ.replace("sys.stdin.read()", "'a: ' + 'x' * 100_000_000")
    assert bounded(program) == "f:1:1: the file is too large: 100,000,003 characters, of at most 24,000,000"


def test_a_large_file_that_is_no_bomb_is_read(bounded: Callable[..., str]) -> None:
    """5,000 services that share an anchor: 165,000 values and keys, more than the reference takes."""
    base = "x-base: &base {restart: always, environment: {A: 1, B: 2}}\nservices:\n"
    service = "  s%d:\n    <<: *base\n    image: r/s:1\n    ports: ['80', 443]\n    labels: {a: b, c: d}\n"
    text = base + "".join(service % number for number in range(5000))
    assert bounded(READ, text) == "5000 image ports labels restart environment"


def test_limits_can_be_set() -> None:
    assert places("[[[1]]]", Limits(depth=2)) == ["1:3: more than 2 levels of nesting"]
    assert places("[1, 2, 3]", Limits(nodes=2)) == ["1:8: more than 2 values"]
    assert places("abc", Limits(characters=2)) == ["1:1: the file is too large: 3 characters, of at most 2"]
