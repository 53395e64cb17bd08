from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composeport.source.nodes import Value
from composeport.source.scalars import Timestamp, go_float, go_text, kind_of, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("True", True),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("false", False),
        ("~", None),
        ("Null", None),
        ("", None),
        ("0", 0),
        ("0644", 420),
        ("0_7", 7),
        ("0o17", 15),
        ("0O17", 15),
        ("0o8", "0o8"),
        ("09", 9.0),
        ("0x1F", 31),
        ("-0x10", -16),
        ("0x_1", 1),
        ("0b101", 5),
        ("-0b11", -3),
        ("0b2", "0b2"),
        ("1_000", 1000),
        ("1__0", 10),
        ("_1", "_1"),
        ("+5", 5),
        ("+-1", "+-1"),
        ("1:30", "1:30"),
        ("9223372036854775807", 9223372036854775807),
        ("-9223372036854775808", -9223372036854775808),
        ("18446744073709551615", 18446744073709551615),
        ("18446744073709551616", 18446744073709551616.0),
        ("1.50", 1.5),
        ("1_0.5_0", 10.5),
        (".5e1", 5.0),
        (".1_0", 0.1),
        ("._0", "._0"),
        (".1__0", ".1__0"),
        (".1_", ".1_"),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1e", "1e"),
        ("1e400", "1e400"),
        (".e3", ".e3"),
        (".inF", ".inF"),
        ("1.2.3", "1.2.3"),
        ("1\uff12", "1\uff12"),
        ("-", "-"),
        ("nope", "nope"),
        ("2024-13-01", "2024-13-01"),
        ("2024-02-30", "2024-02-30"),
        ("2024-01-01 25:00:00", "2024-01-01 25:00:00"),
    ],
)
def test_a_plain_scalar_means_what_go_yaml_says(text: str, value: Value) -> None:
    assert (resolve(text), type(resolve(text))) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "printed", "json"),
    [
        ("2024-01-01", "2024-01-01 00:00:00 +0000 UTC", "2024-01-01T00:00:00Z"),
        ("2024-1-2 3:4:5", "2024-01-02 03:04:05 +0000 UTC", "2024-01-02T03:04:05Z"),
        ("2024-01-01T10:00:00.120+02:00", "2024-01-01 10:00:00.12 +0200 +0200", "2024-01-01T10:00:00.12+02:00"),
        ("2024-01-01t1:2:3Z", "2024-01-01 01:02:03 +0000 UTC", "2024-01-01T01:02:03Z"),
        ("2024-01-01T10:00:00-05:30", "2024-01-01 10:00:00 -0530 -0530", "2024-01-01T10:00:00-05:30"),
        ("2024-02-29", "2024-02-29 00:00:00 +0000 UTC", "2024-02-29T00:00:00Z"),
    ],
)
def test_a_date_becomes_the_text_that_go_prints(text: str, printed: str, json: str) -> None:
    value = resolve(text)
    assert isinstance(value, Timestamp)
    assert (str(value), value.rfc3339) == (printed, json)


@pytest.mark.parametrize(
    ("number", "text", "json"),
    [
        (0.0, "0", "0"),
        (-0.0, "-0", "-0"),
        (1.0, "1", "1"),
        (0.5, "0.5", "0.5"),
        (999999.0, "999999", "999999"),
        (1000000.0, "1e+06", "1000000"),
        (12345678.9, "1.23456789e+07", "12345678.9"),
        (0.0001, "0.0001", "0.0001"),
        (0.00001, "1e-05", "0.00001"),
        (1e20, "1e+20", "100000000000000000000"),
        (1e21, "1e+21", "1e+21"),
        (math.inf, "+Inf", "+Inf"),
        (math.nan, "NaN", "NaN"),
    ],
)
def test_a_float_is_printed_as_go_prints_it(number: float, text: str, json: str) -> None:
    assert (go_text(number), go_float(number, (-6, 21))) == (text, json)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_printed_float_reads_back_as_itself(number: float) -> None:
    assert float(go_float(number)) == number


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [(None, "<nil>", "null"), (True, "true", "bool"), (7, "7", "int"), (1.5, "1.5", "float"), ("x", "x", "str")],
)
def test_values_as_text(value: Value, text: str, kind: str) -> None:
    assert (go_text(value), kind_of(value)) == (text, kind)


NUMBERISH = st.text("0123456789+-._xXobOeEaAfFTZ: ", min_size=1, max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NUMBERISH, min_size=40, max_size=40))
def test_scalars_resolve_as_in_the_reference(reference: Callable[..., dict[str, Any] | None], texts: list[str]) -> None:
    """Only what a plain scalar and JSON can hold is compared; a batch is one call of the reference."""
    plain = [text.strip() for text in texts]
    plain = [text for text in plain if text and not text.startswith("- ") and text != "-" and ": " not in text]
    plain = [text for text in plain if not text.endswith(":") and not text.startswith(": ")]
    kept = [text for text in plain if resolve(text) not in (math.inf, -math.inf)]
    values = "".join(f"  - {text}\n" for text in kept)
    resolved = reference(f"x-values:\n{values}services: {{a: {{image: a}}}}\n")
    assert resolved is not None
    ours = [value.rfc3339 if isinstance(value := resolve(text), Timestamp) else value for text in kept]
    assert dict(zip(kept, resolved.get("x-values") or [], strict=True)) == dict(zip(kept, ours, strict=True))
