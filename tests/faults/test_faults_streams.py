"""Standard streams that are full, closed, or read by somebody who leaves: a line and a status, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from faulty import project, shell, tree

FULL = "error: cannot write to standard output: no space left on device\n"
CLOSED = "error: cannot write to standard output: bad file descriptor\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return project(tmp_path / "shop")


@pytest.mark.parametrize(
    "words", ["k8s -q -o -", "config", "audit", "explain CP101", "rules", "new --list", "--help", "k8s --help"]
)
def test_a_full_standard_output_is_said(shop: Path, words: str) -> None:
    done = shell(shop, f"cp {words} >/dev/full")
    assert (done.returncode, done.stderr) == (2, FULL)


@pytest.mark.parametrize("words", ["k8s -q -o -", "config", "--help"])
def test_a_closed_standard_output_is_said(shop: Path, words: str) -> None:
    done = shell(shop, f"cp {words} >&-")
    assert (done.returncode, done.stderr) == (2, CLOSED)


def test_what_writes_files_needs_no_standard_stream(shop: Path) -> None:
    done = shell(shop, "cp k8s -o k8s <&- >&- 2>&-; cp swarm -o stack.yml >&-")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Traceback" not in done.stderr
    assert (shop / "k8s" / "web-deployment.yaml").is_file()
    assert (shop / "stack.yml").is_file()


@pytest.mark.parametrize("words", ["2>&-", "2>/dev/full", "2>&1 >/dev/null | true"])
def test_findings_that_nobody_can_read_do_not_stop_the_work(shop: Path, words: str) -> None:
    done = shell(shop, f"set -o pipefail; cp k8s -o k8s {words}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (shop / "k8s" / "web-deployment.yaml").is_file()


def test_a_file_does_not_take_the_number_of_a_closed_stream(shop: Path) -> None:
    shell(shop, "cp k8s -o plain")
    shell(shop, "cp k8s -o closed >&- 2>&-")
    assert tree(shop / "closed") == tree(shop / "plain")


@pytest.mark.parametrize("words", ["k8s -o -", "config"])
def test_a_closed_standard_input_is_said_where_it_is_asked_for(shop: Path, words: str) -> None:
    done = shell(shop, f"cp {words} -f - <&-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: cannot read standard input: bad file descriptor\n\n1 error\n"


def test_a_starter_project_needs_no_standard_input(shop: Path) -> None:
    done = shell(shop, "cp new lamp made <&-")
    assert done.returncode == 0, done.stderr
    assert (shop / "made" / "compose.yaml").is_file()


def test_standard_input_without_end_is_refused(shop: Path) -> None:
    done = shell(shop, "cp config -f - </dev/zero")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: the file is larger than 48,000,000 bytes\n --> -:1:1\n")


@pytest.mark.parametrize("words", ["config", "rules", "explain CP101"])
def test_a_reader_that_leaves_hears_nothing(shop: Path, words: str) -> None:
    services = "".join(f"  s{number}: {{image: nginx}}\n" for number in range(1000))
    (shop / "compose.yaml").write_text(f"name: shop\nservices:\n{services}")
    done = shell(shop, f"cp {words} | head -1 >/dev/null")
    assert done.stderr == ""


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A locale that Python would otherwise take for UTF-8."""


@pytest.mark.parametrize("variables", [ASCII, {"PYTHONIOENCODING": "ascii"}])
def test_any_locale_gets_utf_8(shop: Path, variables: dict[str, str]) -> None:
    text = (shop / "compose.yaml").read_text()
    (shop / "compose.yaml").write_text(text.replace("name: shop", "name: shop\nx-greeting: grüß 😀"))
    done = shell(shop, "cp config", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert "x-greeting: grüß 😀\n" in done.stdout


@pytest.mark.parametrize(
    "words", ["audit --fail-on never --format html", "audit --fail-on never --format markdown", "k8s -q -o -"]
)
def test_what_is_written_does_not_depend_on_the_locale(shop: Path, words: str) -> None:
    done = shell(shop, f"cp {words}", **ASCII)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == shell(shop, f"cp {words}", LC_ALL="C.UTF-8").stdout


def test_pipes_of_the_command_line_are_files(shop: Path) -> None:
    (shop / "compose.yaml").rename(shop / "given.yaml")
    text = "'services: {web: {image: \"nginx:$TAG\"}}'"
    for number, line in enumerate(
        (
            f"echo {text} | TAG=0 cp config -p shop --images -f -",
            f"cp config -p shop --images -f <(echo {text}) --env-file <(echo TAG=1)",
            f"echo {text} | TAG=2 cp config -p shop --images -f /dev/stdin",
        )
    ):
        done = shell(shop, line)
        assert (done.returncode, done.stdout) == (0, f"nginx:{number}\n"), done.stderr
