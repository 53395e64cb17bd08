"""Sizes, durations, command lines, ports and volumes: what single texts mean (expected values are the reference's)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composeport.compose.ports import ShortPort, parse_port
from composeport.compose.values import duration, size, words
from composeport.compose.volumes import ShortVolume, parse_volume
from composeport.writers.canonical_values import duration as printed

names = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=2, max_size=12)
ports = st.integers(1, 65535)
protocols = st.sampled_from(["tcp", "udp", "sctp"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("64", 64), ("1.5g", 1610612736), ("1KiB", 1024), ("1 mb", 1048576), (".5m", 524288), ("1_000", 1000)),
        *(("-1", -1), ("+1.5", 1), ("5 ", 5), ("5.m", 5242880), ("1e3", 1000), ("1.5e1 m", 15728640), ("1e-1", 0)),
        *(("0x1p4m", 16777216), ("1_0.5_0", 10), ("0" * 56 + "5m", 5242880), ("99999999p", -9223372036854775808)),
    ],
)
def test_size_is_read_as_docker_reads_it(text: str, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "-5m", "-1.5", "-1_0", "_10m", "1__0m", "1_m", " 5", "5  m", "1 000", "5 mi", "5eb", "5e", "0x10"),
        *("0b11", "\uff15m", "5 k b", "1e400", "inf", "-9223372036854775809"),
    ],
)
def test_what_docker_reads_no_size_in_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a size such as 512m"):
        size(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5m", "1m30s"),
        ("1d", "24h0m0s"),
        ("1w2d", "216h0m0s"),
        ("-1s", "-1s"),
        ("10us", "10µs"),
        ("1m1.5s", "1m1.5s"),
    ],
)
def test_duration_is_printed_as_the_reference_prints_it(text: str, expected: str) -> None:
    assert printed(duration(text)) == expected


@given(st.integers(-(10**15), 10**15))
def test_printed_duration_reads_back(nanoseconds: int) -> None:
    assert duration(printed(nanoseconds)) == nanoseconds


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a # b", ("a", "#", "b")),
        ("sh -c \"echo 'a b'\"", ("sh", "-c", "echo 'a b'")),
        ("x\\ y 'a\"b'", ("x y", 'a"b')),
        ("a && b", ("a",)),
        ("a 2>b", ("a",)),
        ("$(foo bar) z", ("$(foo bar)", "z")),
        ("", ()),
        ("''", ("",)),
    ],
)
def test_command_line_is_split_as_the_reference_splits_it(line: str, expected: tuple[str, ...]) -> None:
    assert words(line) == expected


@given(st.lists(st.text(st.characters(blacklist_characters="'\\\n\r", blacklist_categories=("Cs",)), min_size=1)))
def test_quoted_words_stay_whole(parts: list[str]) -> None:
    assert words(" ".join(f"'{part}'" for part in parts)) == tuple(parts)


@given(ports, ports, protocols)
def test_port_says_what_it_is_made_of(published: int, target: int, protocol: str) -> None:
    assert parse_port(f"127.0.0.1:{published}:{target}/{protocol}") == [
        ShortPort("127.0.0.1", str(published), target, protocol)
    ]


@given(st.integers(1, 60000), st.integers(1, 60000), st.integers(0, 50))
def test_port_range_is_as_many_ports_with_one_distance(published: int, target: int, length: int) -> None:
    found = parse_port(f"{published}-{published + length}:{target}-{target + length}")

    assert sorted(port.target for port in found) == list(range(target, target + length + 1))
    assert {int(port.published) - port.target for port in found} == {published - target}


@given(names, names, st.lists(st.sampled_from(["ro", "rw", "z", "nocopy", "rshared"]), max_size=3))
def test_volume_says_what_it_is_made_of(source: str, target: str, options: list[str]) -> None:
    spec = ":".join([source, f"/{target}", *([",".join(options)] if options else [])])

    assert parse_volume(spec) == ShortVolume(source, f"/{target}", tuple(options))
    assert not parse_volume(spec).is_bind
    assert parse_volume(f"./{spec}").is_bind


@pytest.mark.parametrize("spec", ["/a::/b", "/a:", ":/a", "/a:/b:ro:"])
def test_volume_with_an_empty_section_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match="empty section"):
        parse_volume(spec)
