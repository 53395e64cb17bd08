"""`composeport new` as its user meets it, with a stack made for these tests."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from composeport import cli, resources

CONTEXT = {
    "_summary": "A shop and a till.",
    "project_name": "Corner Shop",
    "project_slug": "{{ cookiecutter.project_name | slugify }}",
    "till": ["paper", "drawer"],
    "open": True,
    "__prompts__": {
        "project_name": "The shop's name",
        "till": {"__prompt__": "Where the money is", "paper": "On paper", "drawer": "In a drawer"},
        "open": "Is it open?",
    },
}
PRE_GEN = """\
import sys

if "!" in {{ cookiecutter.project_name | pprint }}:
    sys.exit("error: project_name: no shouting")
"""
POST_GEN = """\
from pathlib import Path

import composeport

Path("sum.txt").write_text("{{ cookiecutter.till }}\\n")
"""
HOW = "name a stack, and a directory if you like: `composeport new STACK DIR`; `--list` has them"
ALL_OPTIONS = "(known: project_name, project_slug, till, open)"


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stack `shop` is the only one; the current directory, which is returned, is empty."""
    scaffolds, work = tmp_path / "scaffolds", tmp_path / "work"
    project = scaffolds / "shop" / "{{cookiecutter.project_slug}}"
    for folder in (work, project / "src", scaffolds / "shop" / "hooks"):
        folder.mkdir(parents=True)
    (scaffolds / "README.md").write_text("")
    (scaffolds / "shop" / "cookiecutter.json").write_text(json.dumps(CONTEXT))
    (scaffolds / "shop" / "hooks" / "pre_gen_project.py").write_text(PRE_GEN)
    (scaffolds / "shop" / "hooks" / "post_gen_project.py").write_text(POST_GEN)
    (project / "sign.txt").write_text("{{ cookiecutter.project_name }}{% if cookiecutter.open %}: open{% endif %}\n")
    (project / "src" / "run.sh").write_text("#!/bin/sh\n")
    (project / "src" / "run.sh").chmod(0o755)
    monkeypatch.setattr(resources, "data_dir", lambda name: tmp_path / name)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(work)
    return work


def new(*words: str) -> int:
    """The exit status of the command."""
    try:
        cli.run(["new", *words])
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


def tree(folder: Path) -> dict[str, str]:
    """Every file below a directory, with its text."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def made(sign: str, till: str = "paper") -> dict[str, str]:
    return {"sign.txt": f"{sign}\n", "src/run.sh": "#!/bin/sh\n", "sum.txt": f"{till}\n"}


def test_a_project_goes_to_a_directory_of_its_name(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert new("shop") == 0
    assert capfd.readouterr() == (
        "",
        "corner-shop: 3 files, the shop stack; next:\n  cd corner-shop\n  make up\n  make audit\n",
    )
    assert tree(shop / "corner-shop") == made("Corner Shop: open")
    assert [path.name for path in shop.iterdir()] == ["corner-shop"]


def test_the_environment_is_as_it_was() -> None:
    before = dict(os.environ)
    assert new("shop", "-q") == 0
    assert dict(os.environ) == before


def test_answers_are_set_and_the_last_one_holds(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "till=paper", "--set", "till=drawer", "--set=project_name=A=B", "--set", "open=No"]
    assert new("shop", "my shop", "-q", *words) == 0
    assert capfd.readouterr() == ("", "")
    assert tree(shop / "my shop") == made("A=B", "drawer")


def test_the_directory_is_quoted_for_a_shell(capfd: pytest.CaptureFixture[str]) -> None:
    assert new("shop", "my shop") == 0
    assert "\n  cd 'my shop'\n" in capfd.readouterr().err


def test_an_empty_directory_is_filled_and_stays_the_same_one(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = shop.stat().st_ino
    assert new("shop", ".") == 0
    assert capfd.readouterr().err == ".: 3 files, the shop stack; next:\n  make up\n  make audit\n  make k8s\n"
    assert tree(Path.cwd()) == tree(shop) == made("Corner Shop: open")
    assert shop.stat().st_ino == before


def test_modes_of_files_are_kept(shop: Path) -> None:
    assert new("shop", "-q") == 0
    assert stat.S_IMODE((shop / "corner-shop" / "src" / "run.sh").stat().st_mode) == 0o755


def test_same_answers_same_bytes(shop: Path) -> None:
    assert [new("shop", name, "-q") for name in ("one", "two")] == [0, 0]
    assert tree(shop / "one") == tree(shop / "two")


def test_what_pip_compiles_is_not_part_of_a_project(tmp_path: Path, shop: Path) -> None:
    for folder in ("hooks", "{{cookiecutter.project_slug}}/src"):
        cache = tmp_path / "scaffolds" / "shop" / folder / "__pycache__"
        cache.mkdir()
        (cache / "run.cpython-311.pyc").write_bytes(b"\0{{")
    assert new("shop", "-q") == 0
    assert tree(shop / "corner-shop") == made("Corner Shop: open")


def test_settings_of_cookiecutter_are_not_read(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".cookiecutterrc").write_text("default_context: {project_name: Elsewhere}\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COOKIECUTTER_CONFIG", str(tmp_path / ".cookiecutterrc"))
    before = set(tmp_path.iterdir())
    assert new("shop", "-q") == 0
    assert tree(shop / "corner-shop") == made("Corner Shop: open")
    assert set(tmp_path.iterdir()) == before


def test_no_temporary_file_is_left(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    assert [new("shop", "-q"), new("shop", "loud", "--set", "project_name=Shop!")] == [0, 2]
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [path.name for path in shop.iterdir()] == ["corner-shop"]


def test_the_stacks_are_listed_with_what_they_ask(capfd: pytest.CaptureFixture[str]) -> None:
    assert new("--list") == 0
    shown = (
        "shop: A shop and a till.\n"
        "  project_name='Corner Shop'  The shop's name\n"
        "  project_slug=corner-shop    project_slug\n"
        "  till=paper                  Where the money is (paper, drawer)\n"
        "  open=yes                    Is it open? (yes, no)\n"
    )
    assert capfd.readouterr() == (shown, "")
    assert new("shop", "--list") == 0
    assert capfd.readouterr().out.startswith("shop: A shop and a till.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), HOW),
        (
            ("shop", "a", "b"),
            HOW,
        ),
        (("shpo",), "there is no stack `shpo`; did you mean `shop`? (known: shop)"),
        (("lamp", "--list"), "there is no stack `lamp` (known: shop)"),
        (("shop", "--set", "till"), "`--set till`: write KEY=VALUE"),
        (("shop", "--set", "=till"), "`--set =till`: write KEY=VALUE"),
        (("shop", "--set", "tlil=paper"), f"shop has no option `tlil`; did you mean `till`? {ALL_OPTIONS}"),
        (("shop", "--set", "_summary=x"), f"shop has no option `_summary` {ALL_OPTIONS}"),
        (("shop", "--set", "till=draw"), "`till` does not take `draw`; did you mean `drawer`? (known: paper, drawer)"),
        (("shop", "--set", "open=maybe"), "`open` takes yes or no, not `maybe`"),
        (
            ("shop", "--set", "project_slug=../out"),
            "`project_slug` takes small letters, digits and hyphens, 63 at most, not `../out`",
        ),
        (
            ("shop", "--set", "project_name={{ 1/0 }}"),
            "`project_name` cannot hold `{{`, `{%` or `{#`: a template would take it for its own",
        ),
        (("shop", "no/such/place"), "cannot write no/such/place: no such file or directory"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    shop: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert new(*words) == 2
    assert capfd.readouterr() == ("", f"error: {said}\n")
    assert list(shop.iterdir()) == []


def test_what_the_template_refuses_leaves_nothing(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert new("shop", "--set", "project_name=Shop!") == 2
    said = capfd.readouterr().err.splitlines()
    assert said == [
        "error: project_name: no shouting",
        "error: nothing was made; `composeport new shop --list` shows what it takes",
    ]
    assert list(shop.iterdir()) == []


def test_a_directory_that_holds_something_is_left_alone(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (shop / "corner-shop").mkdir()
    (shop / "corner-shop" / "mine.txt").write_text("mine")
    assert new("shop") == 2
    assert capfd.readouterr().err == "error: corner-shop is not empty: name a directory that is, or a new one\n"
    assert tree(shop) == {"corner-shop/mine.txt": "mine"}


def test_a_file_in_the_way_is_left_alone(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (shop / "corner-shop").write_text("mine")
    assert new("shop") == 2
    assert capfd.readouterr().err == "error: corner-shop is there already, and no directory: name another one\n"
    assert tree(shop) == {"corner-shop": "mine"}


ON_A_TERMINAL = """\
import sys
from pathlib import Path
from composeport import cli, resources
resources.data_dir = lambda name: Path(sys.argv[1]) / name
cli.run(["new", *sys.argv[2:]])
"""


def on_a_terminal(scaffolds: Path, typed: str, *words: str) -> tuple[int, str]:
    """The exit status, and what the terminal showed of the command."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", ON_A_TERMINAL, str(scaffolds), *words]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "dumb"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        while part := _read(ours):
            shown += part
    os.close(ours)
    return process.returncode, shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed: EIO, on Linux
        return b""


def test_a_terminal_is_asked_what_is_not_said(tmp_path: Path, shop: Path) -> None:
    status, shown = on_a_terminal(tmp_path, "Tea Room\n\n2\nn\n", "shop")
    assert status == 0
    assert "The shop's name (Corner Shop):" in shown
    assert tree(shop / "tea-room") == made("Tea Room", "drawer")


def test_no_input_asks_a_terminal_nothing(tmp_path: Path, shop: Path) -> None:
    status, shown = on_a_terminal(tmp_path, "", "shop", "--no-input")
    assert (status, "The shop's name" in shown) == (0, False)
    assert tree(shop / "corner-shop") == made("Corner Shop: open")


def test_an_end_of_input_is_no_answer(tmp_path: Path, shop: Path) -> None:
    status, shown = on_a_terminal(tmp_path, "\x04", "shop")
    assert status == 2
    assert "error: the questions have no answers: `--no-input` takes the defaults" in shown
    assert list(shop.iterdir()) == []
