"""Files made wrong in the ways that files go wrong, and in those that somebody would choose; by a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[Random, bytes, Sequence[bytes]], bytes]

TOKENS = (
    *(b"&a *a", b"&a", b"*a", b"<<: *a", b"<<: [*a, *a]", b"<<:", b"!reset", b"!override", b"!reset null"),
    *(b"!!binary", b"!!binary AAA", b"!!float 1", b"!!int x", b"!!str", b"!!set {a}", b"!!null", b"! x", b"!<x> y"),
    *(b"!u!x 1", b"${", b"$", b"$$", b"${A", b"${A:-", b"${A:-${B:-c}}", b"${A:?e}", b"${A:+r}", b"$A", b"${1}"),
    *(b"${A-}", b"$(X)", b"99999999999999999999", b"-1", b"0", b"1e3", b"1e999", b"0644", b"0x1F", b"0b11"),
    *(b"1_000", b"-0", b".5", b"5.", b".inf", b"-.inf", b".nan", b"1:30", b"12:30:45", b"2024-01-01"),
    *(b"2001-12-14t21:59:43.10-05:00", b"18446744073709551616", b"\x00", b"\xef\xbb\xbf", b"\r\n", b"\r"),
    *(b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xc2\x85", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"),
    *(b"\x1b[31m", b"\x7f", b"\x08", b"\t", b"\xf0\x9f\x98\x80", b"e\xcc\x81", b"\xe2\x80\xae", b"\xef\xbf\xbf"),
    *(b"%YAML 1.1\n---\n", b"%YAML 1.2\n---\n", b"%TAG ! x\n", b"---", b"...", b"--- ", b"? ", b"? a", b": "),
    *(b"- ", b"-", b":", b"|", b"|+", b">-", b"|9", b"|\n", b"# ", b" #", b"'", b'"', b"\\", b'"\\x00"'),
    *(b'"\\ud800"', b'"\\u2028"', b"@", b"`", b"%", b"[", b"]", b"{", b"}", b"[[[[[[[[", b"{a: {b: {c: {d: ", b","),
    *(b"[]", b"{}", b"[[]]", b"{a: b}", b"[a, b]", b"~", b"null", b"yes", b"no", b"on", b"true", b"'true'", b"''"),
    *(b'""', b"x-a", b"__proto__", b"constructor", b"{{", b"{{.Node.ID}}", b"}}", b"services:", b"extends: a"),
    *(b"include: [compose.yaml]", b"extends: {file: compose.yaml, service: a}", b"name: x", b"1-65535", b"80:80"),
    *(b"127.0.0.1:80:80/udp", b"[::1]:80:80", b":80", b"80-90:80-91", b"99999", b"0:0", b"80/sctp", b"1h30m"),
    *(b"1d", b"-1s", b"10ns", b"1.5h", b"512m", b"1.5gb", b"-1", b"9223372036854775808b", b"1e400", b"/", b".."),
    *(b".", b"a:b:c:d", b"./x:/y", b":/y", b"x:", b"/a:/b:ro,z", b"C:\\x:/y", b"~/x:/y", b"service:a"),
    *(b"container:x", b"host", b"none"),
    *(b"\xc2\xb2", b"\xd9\xa3", b"1" * 5000, b"0-99999999999", b"1.5", b"a" * 64 + b"."),
)  # fmt: skip
"""Bytes that mean something to YAML, to interpolation, to Compose's short forms, or to a terminal."""


def mutated(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    """`contents` after one to four mutations; `others` is what parts of may be spliced in."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        contents = random.choice(MUTATIONS)(random, contents, others)
    return contents


def _place(random: Random, contents: bytes) -> int:
    return random.randrange(len(contents) + 1)


def _range(random: Random, contents: bytes, longest: int = 40) -> tuple[int, int]:
    start = _place(random, contents)
    return start, min(len(contents), start + random.randint(1, longest))


def _flipped_bit(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(random, contents)
    return (
        contents[:at] + bytes(byte ^ (1 << random.randrange(8)) for byte in contents[at : at + 1]) + contents[at + 1 :]
    )


def _inserted_byte(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(random, contents)
    return contents[:at] + bytes([random.randrange(256)]) + contents[at:]


def _deleted_range(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _range(random, contents)
    return contents[:start] + contents[end:]


def _repeated_range(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _range(random, contents, 200)
    return contents[:end] + contents[start:end] * random.choice((1, 1, 2, 50)) + contents[end:]


def _inserted_token(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(random, contents)
    return contents[:at] + random.choice(TOKENS) + contents[at:]


def _replaced_scalar(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    """A value, or what follows a dash, becomes a token."""
    lines = contents.split(b"\n")
    for at in random.sample(range(len(lines)), min(len(lines), 8)):
        for mark in (b": ", b"- ", b"="):
            head, found, _ = lines[at].partition(mark)
            if found:
                lines[at] = head + found + random.choice(TOKENS)
                return b"\n".join(lines)
    return contents


def _replaced_key(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    lines = contents.split(b"\n")
    for at in random.sample(range(len(lines)), min(len(lines), 8)):
        head, found, rest = lines[at].partition(b":")
        if found:
            indent = head[: len(head) - len(head.lstrip())]
            lines[at] = indent + random.choice(TOKENS) + found + rest
            return b"\n".join(lines)
    return contents


def _changed_lines(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    """A line deleted, doubled, indented, pulled out, or moved elsewhere."""
    lines = contents.split(b"\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    line = lines[at]
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, line)
        case 2:
            lines[at] = random.choice((b" ", b"  ", b"    ", b"\t")) + line
        case 3:
            lines[at] = line.lstrip(b" ") if random.random() < 0.5 else line.removeprefix(b"  ")
        case _:
            lines[at], lines[to] = lines[to], line
    return b"\n".join(lines)


def _swapped_values(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    """Two lines trade what they say about their keys."""
    lines = contents.split(b"\n")
    said = [at for at, line in enumerate(lines) if b": " in line]
    if len(said) < 2:
        return contents
    one, two = random.sample(said, 2)
    (key, _, value), (other, _, its) = lines[one].partition(b": "), lines[two].partition(b": ")
    lines[one], lines[two] = key + b": " + its, other + b": " + value
    return b"\n".join(lines)


def _spliced(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another, or a few lines of the other in the midst."""
    other = random.choice(others) if others else contents
    if random.random() < 0.3:
        return contents[: _place(random, contents)] + other[_place(random, other) :]
    lines, its = contents.split(b"\n"), other.split(b"\n")
    start, at = random.randrange(len(its)), random.randrange(len(lines) + 1)
    return b"\n".join([*lines[:at], *its[start : start + random.randint(1, 12)], *lines[at:]])


def _other_line_ends(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    end = random.choice((b"\r\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\n\n", b"\n\t"))
    if random.random() < 0.5:
        return contents.replace(b"\n", end)
    return contents.replace(b"\n", end, 1)


def _other_encoding(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    encoding = random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "latin-1"))
    return contents.decode("utf-8", "replace").encode(encoding, "replace")


def _truncated(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    return contents[: _place(random, contents)]


def _deepened(random: Random, contents: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(random, contents)
    return (
        contents[:at]
        + random.choice((b"[", b"{a: ", b"- ", b"${A:-", b"? ")) * random.choice((9, 60, 120, 3000))
        + contents[at:]
    )


MUTATIONS: tuple[Mutation, ...] = (
    _flipped_bit,
    _inserted_byte,
    _deleted_range,
    _repeated_range,
    _inserted_token,
    _inserted_token,
    _replaced_scalar,
    _replaced_scalar,
    _replaced_scalar,
    _replaced_scalar,
    _replaced_key,
    _changed_lines,
    _changed_lines,
    _swapped_values,
    _swapped_values,
    _spliced,
    _spliced,
    _other_line_ends,
    _other_encoding,
    _truncated,
    _deepened,
)
"""What is done to a file; one that is named twice is done twice as often. Those that keep it YAML are most of them."""
