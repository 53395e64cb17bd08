"""What is digested, is digested as the standard library would."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composeport.digests import json_text, sha256

TEXTS = st.text(st.characters())
PLAIN = TEXTS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))


@given(VALUES)
def test_values_are_written_as_json_does(value: object) -> None:
    assert json_text(value) == json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("value", [{1: "a"}, {None: "a"}, [b"a"], {"a": {1}}], ids=repr)
def test_what_no_manifest_holds_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        json_text(value)


def test_a_digest_is_the_standard_one() -> None:
    assert sha256(b"abc").hexdigest() == hashlib.sha256(b"abc").hexdigest()
