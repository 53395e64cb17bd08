"""Patterns of a process of ours are compiled when they are first asked, and then are what they were."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from composeport.late_patterns import LatePattern

WHO_WAITS = """
import re
from composeport.late_patterns import LatePattern, postpone
postpone()
for module in ("composeport.passes", "composeport_plugin", "yaml.reader", "yamllint", "json", "__main__"):
    place = {"__name__": module}
    exec("import re; found = re.compile('a+')", place)
    print(module, type(place["found"]) is LatePattern)
"""


def test_only_patterns_of_this_package_and_of_pyyaml_wait() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", WHO_WAITS], env=environment, capture_output=True, check=True, text=True)
    assert ran.stdout.splitlines() == [
        "composeport.passes True",
        "composeport_plugin False",
        "yaml.reader True",
        "yamllint False",
        "json False",
        "__main__ False",
    ]


def test_importing_the_package_changes_nothing() -> None:
    assert isinstance(re.compile("a+"), re.Pattern)


@pytest.mark.parametrize("times", [1, 2])
def test_a_late_pattern_finds_what_a_compiled_one_finds(times: int) -> None:
    late, compiled = LatePattern("(A)(b*)", re.IGNORECASE), re.compile("(A)(b*)", re.IGNORECASE)
    text = "xabbAb"
    for _ in range(times):
        assert late.findall(text) == compiled.findall(text) == [("a", "bb"), ("A", "b")]
        assert late.sub("-", text) == compiled.sub("-", text) == "x--"
        assert [found.span() for found in late.finditer(text)] == [found.span() for found in compiled.finditer(text)]
        assert late.split(text) == compiled.split(text)
        assert late.fullmatch(text) is compiled.fullmatch(text) is None
        assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_a_late_pattern_may_be_of_bytes() -> None:
    assert LatePattern(b"[a-c]+", 0).findall(b"abxcd") == [b"ab", b"c"]


def test_what_is_no_pattern_is_refused_when_it_is_used() -> None:
    late = LatePattern("(", 0)
    with pytest.raises(re.error, match="unterminated"):
        late.search("a")
